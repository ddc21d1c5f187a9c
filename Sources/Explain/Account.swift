public import Upgrade
public import WebSocket

/// What happened on the way to an answer, step by step, and why.
public struct Account: Sendable {
  /// One request and its answer.
  public struct Step: Sendable {
    /// `GET`.
    public var method = ""
    /// Without credentials.
    public var url = ""
    /// The lines of the heads, credentials hidden unless they are to be seen; the peer's bytes are not escaped.
    public var request: [String] = [], response: [String] = []
    /// The answer's: `HTTP/1.1`.
    public var version = ""
    /// The answer's.
    public var status = 0
    /// It answers a CONNECT.
    public var isProxys = false
    /// What the answer is.
    public var meaning: Meaning
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
    /// The connection was made for it.
    public var isNew = false
    /// `TLS 1.3`; nil without.
    public var tls: String?
    /// The server's certificate: `Subject`, `Issuer`, `Expire date`.
    public var certificate: [(name: String, value: String)] = []
    /// Seconds from the request to the end of the answer's head; nil if it is not known.
    public var wait: Double?
    /// How its body begins, if it was wanted.
    public var body: [UInt8] = []
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
}
