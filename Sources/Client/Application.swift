public import Transfer
public import WebSocket

/// Who talks on a conversation: a pipe, a prompt, a check. Called from the event loop; nothing here
/// may wait.
public protocol Application: AnyObject {
  /// The conversation has begun; bytes may be sent.
  func opened(_ conversation: Conversation)

  /// A part of a message; the bytes are gone when the call returns.
  func received(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool)

  /// The head of a frame that came; its payload follows.
  func received(_ header: FrameHeader)

  /// A Close that came, or (`isOutgoing`) is being sent.
  func closed(_ close: Close, isOutgoing: Bool)

  /// The peer broke the protocol, and nothing more comes. What answers earlier messages may still be sent
  /// by the next call of `fill`.
  func failed(_ violation: ProtocolViolation)

  /// A ping or pong that came, or (`isOutgoing`) is being sent.
  func control(_ opcode: Opcode, payload: Span<UInt8>, isOutgoing: Bool)

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

  /// The conversation is over; what was received has to be written now, or, if somebody wants to
  /// leave (`isUrgent`), as much of it as goes without waiting.
  func ended(isUrgent: Bool)
}
