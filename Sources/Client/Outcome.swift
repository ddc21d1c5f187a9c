public import HTTP
public import Transfer
public import Upgrade
public import WebSocket

/// How a chain of requests ended.
public enum Outcome: Sendable {
  /// With a response, which was shown.
  case response(ResponseHead)
  /// With a conversation that is over.
  case conversation(Ending)
  /// With a bare stream of bytes that is over.
  case stream(StreamEnding)
  /// With a failure.
  case failure(Failure)
}

/// Why a chain of requests could not be carried to its end.
public enum Failure: Error, Sendable {
  /// libcurl's reason.
  case transfer(TransferError)
  /// An upgrade was required and may not, or cannot, be followed.
  case upgrade(Refusal)
  /// The 101 was not what RFC 6455 §4.1 requires, or nobody had asked for one.
  case invalidSwitch(String)
  /// The head of a response that requires an upgrade is too large.
  case upgradeHeadTooLarge(String)
  /// The handshake was answered by another response, which was shown.
  case handshakeRefused(ResponseHead)
  /// The offer of a protocol was answered by another response, which was shown.
  case offerRefused(String, ResponseHead)
  /// A signal came before there was anything to close.
  case interrupted(Int32)
  /// A handshake was redirected more often than `--max-redirs` allows.
  case tooManyRedirects(Int)
  /// A handshake was redirected to where it may not go.
  case redirect(String)
}

extension Failure {
  /// A scheme that an option of the command line does not allow.
  static func forbidden(_ scheme: String, _ option: String) -> Failure {
    .transfer(
      TransferError(
        code: TransferError.unsupportedProtocol,
        message: "the scheme \"\(scheme)\" is not among those that --\(option) allows"))
  }
}

/// How a conversation ended.
public struct Ending: Sendable {
  /// Our Close.
  public var sent: Close?
  /// We closed first.
  public var isOurs = false
  /// Somebody did not want to wait for the peer's Close.
  public var isAbandoned = false
  /// Our Close went out, as far as can be told.
  public var isCloseSent = false
  /// The peer's Close.
  public var received: Close?
  /// The end of what we sent, and of a message, never reached the peer's machine.
  public var hasUnsent = false
  /// What the peer did against the protocol.
  public var violation: ProtocolViolation?
  /// What libcurl says of a connection that broke.
  public var error: TransferError?
  /// The peer left a ping unanswered for this many seconds.
  public var unanswered: Double?
  /// `--max-time` ended it.
  public var ranOutOfTime = false
  /// The signal that ended it.
  public var signal: Int32?

  init() {}
}

extension TransferOutcome {
  /// A limit of libcurl's has ended it.
  var isTimeout: Bool {
    error?.code == TransferError.timedOut
  }
}
