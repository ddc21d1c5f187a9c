public import Transfer
public import WebSocket

/// Who talks on a conversation: a pipe, a prompt, a check. Called from the event loop; nothing here
/// may wait.
public protocol Application: AnyObject {
  /// The conversation has begun; bytes may be sent.
  func opened(_ conversation: Conversation)

  /// Bytes came: to be handed to the engine, with a sink of the application's own, which so hears of each
  /// message without a detour. They are gone when the call returns. Returns what the engine returned, and throws what it
  /// threw; what answers earlier messages may still be sent by the next call of `fill` then.
  func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int

  /// Our Close is being sent, in answer to the peer's or not.
  func closing(_ close: Close)

  /// A ping is being sent, to see whether the peer is there.
  func pinged()

  /// True while no more messages can be taken; the peer is then kept waiting.
  var isFull: Bool { get }

  /// True when `fill` has something to write now.
  var hasMessages: Bool { get }

  /// Writes as many frames as fit.
  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>)

  /// Descriptors to watch.
  var watched: [Watched] { get }

  /// They were waited for; each says what it is ready for.
  func ready(_ watched: [Watched])

  /// Once a turn of the loop, after what came was handed over. Returns when it wants its next turn
  /// at the latest, in `Clock` seconds.
  func turn(_ conversation: Conversation, now: Double) -> Double?

  /// The stream has ended; what was received has to be written now, until `deadline` (`Clock` seconds) at the latest, or,
  /// if somebody wants to leave (`isUrgent`), as much of it as goes without waiting. False if some of it still waits.
  @discardableResult
  func drain(isUrgent: Bool, until deadline: Double?) -> Bool
}
