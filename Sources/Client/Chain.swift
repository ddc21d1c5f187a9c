public import HTTP
import Platform
public import Transfer
public import Upgrade
public import WebSocket

/// Who is told what happens on a chain, and shows it.
public protocol ChainObserver: AnyObject {
  /// libcurl says what it does (only if `Options.traces`).
  func traced(_ kind: Trace, _ bytes: Span<UInt8>)
  /// A response head has come; `isFollowed` if that is known to lead on, by an upgrade or as a
  /// handshake's redirect. False drops the body.
  func received(_ exchange: Exchange, isFollowed: Bool) -> Bool
  /// A 426 was decided on, or a response advertised an upgrade.
  func resolved(_ resolution: Resolution)
  /// The answer to a WebSocket handshake was checked; who wants to know makes the list.
  func checked(_ checks: () -> [HandshakeCheck])
  /// A request that no response came to has been given up, or could not be sent; what becomes of the chain is told after.
  func unanswered(_ attempt: Attempt)
  /// What is done next, where no resolution says it, for a person.
  func goesOn(_ next: String)
  /// Something worth knowing happened on the way.
  func noted(_ note: String)
  /// A field line of the last response's trailer section, with its CRLF.
  func trailer(_ line: Span<UInt8>)
  /// A part of the last response's body. False if it cannot be written.
  func body(_ bytes: Span<UInt8>) -> Bool
  /// A WebSocket has opened: who is to talk on it.
  func application(for uri: URI, _ agreement: Agreement) -> any Application
  /// A protocol that was offered by its name has been switched to: who is to talk it; nil if nobody can.
  func channel(for uri: URI, _ token: Token) -> (any Channel)?
  /// Descriptors to watch from the first request on, beside the application's.
  var watched: [Watched] { get }
  /// They were waited for; each says what it is ready for. A signal's number ends the chain as if it had come.
  func ready(_ watched: [Watched]) -> Int32?
  /// When it wants its next turn at the latest, in `Clock` seconds.
  func turn(now: Double) -> Double?
}

extension ChainObserver {
  /// Nobody.
  public func channel(for uri: URI, _ token: Token) -> (any Channel)? { nil }
  /// Ignores it.
  public func trailer(_ line: Span<UInt8>) {}
  /// Nobody asks.
  public func unanswered(_ attempt: Attempt) {}
  /// Nobody asks.
  public func goesOn(_ next: String) {}
  /// Nobody asks.
  public func checked(_ checks: () -> [HandshakeCheck]) {}
  /// None.
  public var watched: [Watched] { [] }
  /// Nothing.
  public func ready(_ watched: [Watched]) -> Int32? { nil }
  /// Never.
  public func turn(now: Double) -> Double? { nil }
}

/// Carries a job from its first request to its end: through redirects, upgrades and the conversation.
public final class Chain {
  /// Where the last request went.
  public internal(set) var uri: URI
  /// Each transfer's report, the last one's last.
  public internal(set) var reports: [Report] = []
  /// The server's certificate (`Transfer.certificate`), of the last transfer.
  public var certificate: [(name: String, value: String)] { transfer?.certificate ?? [] }
  /// `TLS 1.3`, of the connection of the transfer in progress; nil without TLS.
  public var tlsVersion: String? { transfer?.tlsVersion }
  /// Of the transfer in progress: where its connection leads, and how many it has made so far.
  public var connectionInUse: (address: String, made: Int)? { transfer?.connectionInUse }
  /// The transfer in progress asks for a WebSocket.
  public var isHandshake: Bool { hop.isHandshake }
  /// The transfer in progress speaks HTTP/2 from its first byte, without being asked to by ALPN.
  public var beginsWithHTTP2: Bool {
    (hop.version ?? job.options.version) == .http2PriorKnowledge
  }
  /// The server's certificate is checked.
  public var verifiesServer: Bool { job.options.tls.verifies }
  /// The meter of the transfer in progress is shown from now on (`Transfer.showMeter()`).
  public func showMeter() { transfer?.showMeter() }
  /// How far the transfer in progress is, or how far the last one came.
  public var progress: Progress { transfer?.progress ?? Progress() }
  /// Microseconds from the beginning of the last transfer until its 101 was found to be valid; 0 without one.
  public internal(set) var upgradeTime = 0
  var transfer: Transfer?
  /// What carries the bytes of the hop in progress: the transfer, or a tunnel over it.
  var carrier: (any Carrier)?
  /// It is to end, whatever it does.
  var isLeft = false
  /// How many descriptors are watched for whom.
  var watches = (opened: 0, observer: 0)
  /// What it opened has been told to begin.
  var hasBegun = false
  /// The upgrades that were followed, in order.
  public internal(set) var followed: [Kind] = []

  let job: Job
  let session: Session
  unowned let observer: any ChainObserver
  let random = RandomBytes()
  var began = Clock.now()
  var redirects = 0
  /// While a signal should end a conversation rather than the process.
  var signals: Signals?
  /// What became of it, once it is over.
  var outcome: Outcome?

  // Of the transfer in progress.
  var hop: Hop
  var handshake: Handshake?
  var resolution: Resolution?
  var failure: Failure?
  var opened: (any Opened)?
  /// The handshake goes over HTTP/2.
  var tunnel: Tunnel?
  var isRedirected = false
  /// It was switched by a request that announced an empty body, after which libcurl sends nothing.
  var isToBeAskedAgain = false
  /// When the transfer began, and when the answer to its last request did, in `Clock` seconds.
  var transferBegan = 0.0
  var answerBegan: Double?
  /// It is an `OPTIONS *` that asks for TLS in place, and was answered by a 101.
  var (isSwitching, isSwitched) = (false, false)
  /// The answer to `OPTIONS *` may take until then.
  var answerDeadline: Double?
  /// When the last request went out, in `Clock` seconds.
  public internal(set) var requestSent: Double?
  /// The head of the request that went out last, while nothing of its answer has come; if `Options.keepsRequests`.
  public internal(set) var unansweredRequest: [UInt8]?
  /// A request is about to go out: when, and over which TLS.
  var asking: (time: Double?, tls: String?) = (nil, nil)
  /// To be told after the head that they are about.
  var notesOnHead: [String] = []
  /// The body of a response that is followed may take until then.
  var drainDeadline: Double?

  /// A chain for `job`; `observer` must outlive it.
  public init(_ job: Job, on session: Session, observer: any ChainObserver) {
    self.job = job
    self.session = session
    self.observer = observer
    hop = Hop(job)
    uri = job.uri
  }

  /// Boxed: how copies of the two would share their bits is not for the compiler to work out.
  indirect enum Step {
    case over(Outcome)
    case next(Hop)
  }

  /// libcurl takes the upload that a handshake is for begun, and its answer with it, before anything has come.
  func report(of transfer: Transfer) -> Report {
    var report = transfer.report
    if hop.isHandshake { report.startTransfer = answerBegan.map(elapsed) ?? 0 }
    report.startTransfer = min(report.startTransfer, report.total)
    upgradeTime = min(upgradeTime, report.total)
    return report
  }

  /// Microseconds since the transfer began, of a time in `Clock` seconds.
  public func elapsed(_ time: Double) -> Int { Int((time - transferBegan) * 1e6) }

  /// Of `--max-time`, in `Clock` seconds.
  public var deadline: Double? { job.options.maximumTime.map { began + Double($0) / 1000 } }

  /// Some of the body was sent, and it cannot be sent again.
  public var isBodyGone: Bool {
    (transfer?.hasReadBody ?? false) && !(job.body?.canBeRepeated ?? true)
  }

  /// What is left of `--max-time`, in milliseconds.
  func remainingTime() throws(TransferError) -> Int? {
    guard let limit = job.options.maximumTime else { return nil }
    let left = limit - Int((Clock.now() - began) * 1000)
    guard left > 0 else {
      throw TransferError(
        code: TransferError.timedOut,
        message: "the time of \(Double(limit) / 1000) s (--max-time) was over")
    }
    return left
  }

  func newHandshake() -> Handshake {
    // A field that was typed, as people used to curl do, is the offer.
    let handshake = Handshake(
      nonce: random.nonce(),
      subprotocols: job.subprotocols + (typed("Sec-WebSocket-Protocol") ?? []),
      extensions: typed("Sec-WebSocket-Extensions") ?? job.extensions)
    self.handshake = handshake
    return handshake
  }

  /// The elements of the lists that were typed for a field; nil if none was.
  private func typed(_ name: String) -> [String]? {
    let lines = job.headerLines.filter { fieldName(of: $0) == name.lowercased() }
    guard !lines.isEmpty else { return nil }
    return lines.flatMap { Syntax.elements(of: String($0.drop { $0 != ":" }.dropFirst())) }
  }
}
