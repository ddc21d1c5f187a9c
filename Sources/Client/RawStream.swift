import HTTP
import Platform
public import Transfer
import Upgrade

/// Who talks on a stream of bytes of a protocol that upshift knows by name only. Called from the event loop; nothing here
/// may wait.
public protocol Channel: AnyObject {
  /// Bytes came. False if none was taken: the same come again once there is room.
  func receive(_ bytes: Span<UInt8>) -> Bool
  /// False while no bytes can be taken.
  var hasRoom: Bool { get }
  /// There is something to send now.
  var hasBytes: Bool { get }
  /// Writes as much as fits.
  func fill(_ output: inout OutputSpan<UInt8>)
  /// Descriptors to watch.
  var watched: [Watched] { get }
  /// They were waited for; each says what it is ready for.
  func ready(_ watched: [Watched])
  /// Once a turn of the loop. Returns when it wants its next turn at the latest, in `Clock` seconds, or nil to leave.
  func turn(now: Double, _ side: any SendingSide) -> Double?
  /// The stream has ended; what came has to be written now, until `deadline` (`Clock` seconds) at the latest, or, if
  /// somebody wants to leave (`isUrgent`), as much of it as goes without waiting.
  func drain(isUrgent: Bool, until deadline: Double?)
}

/// Our direction of a stream of bytes.
public protocol SendingSide: AnyObject {
  /// Bytes that were handed over and that the peer's side has not taken yet.
  var unsent: Int { get }
  /// Tells the peer that nothing more is sent, while it may still send. False if that cannot be said without ending the
  /// other direction too, as over TLS.
  func endSending() -> Bool
}

/// How a bare stream ended.
public struct StreamEnding: Sendable {
  /// The peer closed its side, in good order.
  public var isPeers = false
  /// What libcurl says of a connection that broke.
  public var error: TransferError?
  /// `--max-time` ended it.
  public var ranOutOfTime = false
  /// The signal that ended it.
  public var signal: Int32?
}

/// A stream of bytes that a 101 opened.
final class RawStream: Opened {
  private let channel: any Channel
  private let carrier: any Carrier
  private let deadline: Double?
  private var ending = StreamEnding()
  private var hasLeft = false

  init(_ channel: any Channel, carrier: any Carrier, deadline: Double?) {
    self.channel = channel
    self.carrier = carrier
    self.deadline = deadline
  }

  func begin() {}

  func receive(_ bytes: Span<UInt8>) -> Intake { channel.receive(bytes) ? .taken : .paused }

  func fill(_ output: inout OutputSpan<UInt8>) -> Outflow {
    channel.fill(&output)
    return .more
  }

  func turn(now: Double) -> Double? {
    guard ending.signal == nil else { return nil }
    if let deadline, now >= deadline {
      ending.ranOutOfTime = true
      return nil
    }
    guard let due = channel.turn(now: now, carrier) else {
      hasLeft = true
      return nil
    }
    resumeSending()
    if carrier.isReceivingPaused, channel.hasRoom { carrier.resumeReceiving() }
    return min(due, deadline ?? .infinity)
  }

  func resumeSending() { if channel.hasBytes { carrier.resumeSending() } }

  func interrupt(_ signal: Int32) { ending.signal = signal }

  var watched: [Watched] { channel.watched }

  func ready(_ watched: [Watched]) { channel.ready(watched) }

  func ended(_ outcome: TransferOutcome?) {
    // libcurl may notice first.
    if outcome?.isTimeout == true, let deadline, Clock.now() >= deadline {
      ending.ranOutOfTime = true
    }
    let isOurs = hasLeft || ending.ranOutOfTime || ending.signal != nil
    switch outcome {
    // "Empty reply" is libcurl's word for a stream that ended without a byte.
    case .failure(let error) where error.code != TransferError.gotNothing && !isOurs:
      ending.error = error
    default: ending.isPeers = !isOurs
    }
    channel.drain(isUrgent: ending.ranOutOfTime || ending.signal != nil, until: deadline)
  }

  var outcome: Outcome { .stream(ending) }
}

/// The offer of a protocol by name, and the check of its 101 (RFC 9110 §7.8).
struct RawOffer {
  let token: Token

  var fields: Fields { [Field("Connection", "Upgrade"), Field("Upgrade", token.description)] }

  /// Why a 101 does not open it; nil if it does.
  func objection(to head: ResponseHead) -> String? {
    // "A server MUST ignore an Upgrade header field that is received in an HTTP/1.0 request".
    guard head.version == .http11 else {
      return "the 101 is \(head.version), but only HTTP/1.1 can switch protocols (RFC 9110 §7.8)"
    }
    let chosen = Offer(head.fields).tokens
    // "A server MUST NOT switch to a protocol that was not indicated by the client".
    guard chosen.count == 1, token.names(chosen[0]) else {
      let what = chosen.isEmpty ? "nothing" : chosen.map(\.description).joined(separator: ", ")
      return "Upgrade must be \"\(token)\" and names \(what.prefix(100)) (RFC 9110 §7.8)"
    }
    guard head.fields.contains("Connection", token: "upgrade") else {
      return "Connection must list \"upgrade\" (RFC 9110 §7.8)"
    }
    return nil
  }
}
