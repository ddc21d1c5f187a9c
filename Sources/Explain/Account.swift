public import Upgrade
public import WebSocket

/// What happened on the way to an answer, step by step, and why.
public struct Account: Sendable {
  /// One request and its answer, or what kept it from one.
  public struct Step: Sendable {
    /// `GET`.
    public var method = ""
    /// Without credentials; of a handshake one of `ws` or `wss`.
    public var url = ""
    /// What was asked for, where it is not in the URL: `*`, or the host and the port of a CONNECT to a proxy.
    public var target: String?
    /// The request is that of the step with this number, 1 for the first: one may have several answers.
    public var sentIn: Int?
    /// The lines of the heads, credentials hidden unless they are to be seen; the peer's bytes are not escaped.
    public var request: [String] = [], response: [String] = []
    /// The answer's: `HTTP/1.1`.
    public var version = ""
    /// The answer's; 0 without one.
    public var status = 0
    /// It answers a CONNECT.
    public var isProxys = false
    /// What the answer is; nil without one.
    public var meaning: Meaning?
    /// Why there is none, if something failed.
    public var error: String?
    /// What its `Upgrade` field names, and what we think of it.
    public var considered: [Resolution.Considered] = []
    /// What else was noticed.
    public var notes: [String] = []
    /// What was done next; nil if nothing was.
    public var next: String?
    /// Which rules the answer breaks.
    public var remarks: [Remark] = []
    /// Of a 101: what it must be, and is or is not.
    public var checks: [HandshakeCheck] = []
    /// Of which transfer it is, from 0 on.
    public var hop = 0
    /// `127.0.0.1:8080`, the proxy's if there is one; empty if it is not known.
    public var address = ""
    /// What is known of its connection.
    public var use = Use.none
    /// `TLS 1.3`; nil without.
    public var tls: String?
    /// The server's certificate was checked, and the check was passed; nil if there is none.
    public var isVerified: Bool?
    /// Which name the certificate is to be for.
    public var host = ""
    /// The server's certificate: `Subject`, `Issuer`, `Expire date`.
    public var certificate: [(name: String, value: String)] = []
    /// Seconds from the request to the end of the answer's head, or to its being given up; nil if it is not known.
    public var wait: Double?
    /// Seconds from the beginning of the transfer to the request.
    var asked: Double?
    /// When the answer was there, in seconds of the same clock as that of all steps.
    var received: Double?
    /// How its body begins, if it was wanted.
    public var body: [UInt8] = []
  }

  /// Where a connection comes from.
  public enum Use: Sendable {
    /// There was none.
    case none
    /// Made for this request.
    case new
    /// There before.
    case kept
  }

  /// How long the connections of a transfer took.
  public struct Connection: Sendable {
    /// Seconds for the address, the connection and TLS; 0 for what did not happen.
    public var lookup = 0.0, connect = 0.0, tls = 0.0
  }

  /// As it was asked, without credentials.
  public var url = ""
  /// In their order.
  public var steps: [Step] = []
  /// By ``Step/hop``.
  public var connections: [Connection] = []
  /// Where a WebSocket opened, and what was agreed on.
  public var opened: (url: String, agreement: Agreement)?
  /// The exit status.
  public var status: Int32 = 0
  /// What is said of a status other than 0.
  public var message = ""

  /// Nothing yet.
  public init() {}

  /// How long the connection of a step took, told with the first step of its transfer; TLS with the first that has it, for
  /// a proxy's tunnel is opened without.
  func setup(ofStep index: Int) -> Connection {
    let hop = steps[index].hop
    guard hop < connections.count else { return Connection() }
    var setup = connections[hop]
    if index > 0, steps[index - 1].hop == hop { (setup.lookup, setup.connect) = (0, 0) }
    let isOverTLS = { (step: Step) in step.hop == hop && (step.tls != nil || step.use == .none) }
    if steps.firstIndex(where: isOverTLS) != index { setup.tls = 0 }
    return setup
  }
}
