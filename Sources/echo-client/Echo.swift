import Client
import Transfer
import WebSocket

/// Sends each message back as it came: whole, in the same kind, in order.
final class Echo: Application {
  /// The suite's own limit: cases of section 9 have messages of that many bytes.
  static let longestMessage = 16 << 20

  /// The first message, for who only listens.
  var first: [UInt8]? { inbox.first }

  private struct Message {
    let kind: MessageKind
    let bytes: [UInt8]
    /// What it takes, of `Echo.longestMessage`; an empty one takes something too.
    var size: Int { bytes.count + MemoryLayout<Message>.stride }
  }

  /// What came and is to be sent back.
  private struct Inbox: EventSink {
    let isSilent: Bool
    var first: [UInt8]?
    var messages: [Message] = []
    var waiting = 0
    var isClosed = false
    var gathered: [UInt8] = []

    mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
      part.withUnsafeBufferPointer { gathered.append(contentsOf: $0) }
      guard isLast else { return }
      let message = Message(kind: kind, bytes: gathered)
      gathered = []
      first = first ?? message.bytes
      guard !isSilent else { return }
      messages.append(message)
      waiting += message.size
    }

    mutating func ping(_ payload: Span<UInt8>) {}
    mutating func pong(_ payload: Span<UInt8>) {}
    mutating func close(_ close: Close) { isClosed = true }
  }

  private var inbox: Inbox
  /// Messages are to be sent from `next` on, of which `sent` bytes have gone.
  private var (next, sent) = (0, 0)
  private var isMidPayload = false
  private var isClosing = false

  /// - Parameter isSilent: nothing is sent back.
  init(isSilent: Bool = false) { inbox = Inbox(isSilent: isSilent) }

  func opened(_ conversation: Conversation) {}

  func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int {
    try connection.receive(bytes, into: &inbox)
  }

  func failed(_ violation: ProtocolViolation) {}

  func closing(_ close: Close) { isClosing = true }

  func pinged() {}

  var isFull: Bool { inbox.waiting > Self.longestMessage && !isOver }

  // What wakes the sender: once a Close was sent or came, only a frame that was begun. `fill` goes by
  // what the connection takes, for answers may still go before a Close of ours.
  var hasMessages: Bool { isMidPayload || (next < inbox.messages.count && !isOver) }

  private var isOver: Bool { isClosing || inbox.isClosed }

  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {
    while next < inbox.messages.count {
      let message = inbox.messages[next]
      let rest = message.bytes.span.extracting(sent...)
      guard let taken = connection.send(rest, as: message.kind, isLast: true, into: &output)
      else { return }
      sent += taken
      isMidPayload = connection.isMidPayload
      guard !isMidPayload else {
        guard output.freeCapacity >= FrameHeader.maximumSize else { return }
        continue
      }
      inbox.waiting -= message.size
      (next, sent) = (next + 1, 0)
    }
    inbox.messages.removeAll(keepingCapacity: true)
    next = 0
  }

  var watched: [Watched] { [] }

  func ready(_ watched: [Watched]) {}

  func turn(_ conversation: Conversation, now: Double) -> Double? { nil }

  func drain(isUrgent: Bool) {}
}
