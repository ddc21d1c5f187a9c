public import WebSocket

/// Whole messages that wait to be sent, in order. A value that an `Application` fills from.
public struct Outbox: Sendable {
  /// A message.
  public struct Message: Sendable {
    /// What it is.
    public let kind: MessageKind
    /// All of it.
    public let bytes: [UInt8]

    /// A message of `bytes`.
    public init(_ kind: MessageKind, _ bytes: [UInt8]) {
      self.kind = kind
      self.bytes = bytes
    }
  }

  /// How much waits, in bytes; an empty message takes something too.
  public private(set) var size = 0
  /// Messages that were handed to the connection whole.
  public private(set) var sent = 0
  /// Messages are to be sent from `next` on, of which `taken` bytes have gone.
  private var messages: [Message] = []
  private var (next, taken) = (0, 0)
  /// The message at `next` was begun.
  public private(set) var isMidMessage = false

  /// An empty one.
  public init() {}

  /// Nothing waits.
  public var isEmpty: Bool { next == messages.count }

  /// Adds a message behind the others.
  public mutating func append(_ message: Message) {
    messages.append(message)
    size += Self.size(of: message)
  }

  /// Drops what was not begun, and tells how many messages that were.
  public mutating func drop() -> Int {
    let kept = isMidMessage ? next + 1 : next
    let dropped = messages.count - kept
    for message in messages[kept...] { size -= Self.size(of: message) }
    messages.removeSubrange(kept...)
    return dropped
  }

  /// Writes as many frames as fit. `began` hears of each, with the message if the
  /// frame begins one.
  public mutating func fill(
    _ connection: inout Connection, into output: inout OutputSpan<UInt8>,
    began: (FrameHeader, Span<UInt8>) -> Void = { _, _ in }
  ) {
    connection.begunFrame = nil
    while next < messages.count {
      let message = messages[next]
      let rest = message.bytes.span.extracting(taken...)
      let count = connection.send(rest, as: message.kind, isLast: true, into: &output)
      if let header = connection.begunFrame {
        connection.begunFrame = nil
        began(
          header,
          message.bytes.span.extracting(
            ..<(header.opcode == .continuation ? 0 : message.bytes.count)))
      }
      guard let count else { return }
      taken += count
      isMidMessage = connection.isMidPayload
      guard !isMidMessage else {
        guard output.freeCapacity >= FrameHeader.maximumSize else { return }
        continue
      }
      size -= Self.size(of: message)
      sent += 1
      (next, taken) = (next + 1, 0)
      // Half of it at a time: each message is moved once at most, and none is kept for long.
      if next * 2 >= messages.count {
        messages.removeSubrange(..<next)
        next = 0
      }
    }
  }

  private static func size(of message: Message) -> Int {
    message.bytes.count + MemoryLayout<Message>.stride
  }
}
