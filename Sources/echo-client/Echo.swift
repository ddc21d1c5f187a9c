import Client
import Transfer
import WebSocket

/// Sends each message back as it came: whole, in the same kind, in order.
final class Echo: Application {
  /// The suite's own limit: cases of section 9 have messages of that many bytes.
  static let longestMessage = 16 << 20

  /// The first message, for who only listens.
  private(set) var first: [UInt8]?

  private struct Message {
    let kind: MessageKind
    let bytes: [UInt8]
    /// What it takes, of `Echo.longestMessage`; an empty one takes something too.
    var size: Int { bytes.count + MemoryLayout<Message>.stride }
  }

  private let isSilent: Bool
  private var gathered: [UInt8] = []
  /// Messages to send from `next` on, of which `sent` bytes have gone.
  private var messages: [Message] = []
  private var (next, sent) = (0, 0)
  private var waiting = 0
  private var isMidPayload = false
  private var isClosing = false

  /// - Parameter isSilent: nothing is sent back.
  init(isSilent: Bool = false) { self.isSilent = isSilent }

  func opened(_ conversation: Conversation) {}

  func received(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
    part.withUnsafeBufferPointer { gathered.append(contentsOf: $0) }
    guard isLast else { return }
    let message = Message(kind: kind, bytes: gathered)
    gathered = []
    first = first ?? message.bytes
    guard !isSilent else { return }
    messages.append(message)
    waiting += message.size
  }

  func received(_ header: FrameHeader) {}

  func closed(_ close: Close, isOutgoing: Bool) { isClosing = true }

  func control(_ opcode: Opcode, payload: Span<UInt8>, isOutgoing: Bool) {}

  var isFull: Bool { waiting > Self.longestMessage && !isClosing }

  // What wakes the sender: once a Close was sent or came, only a frame that was begun. `fill` goes by
  // what the connection takes, for answers may still go before a Close of ours.
  var hasMessages: Bool { isMidPayload || (next < messages.count && !isClosing) }

  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {
    while next < messages.count {
      let message = messages[next]
      let rest = message.bytes.span.extracting(sent...)
      guard let taken = connection.send(rest, as: message.kind, isLast: true, into: &output)
      else { return }
      sent += taken
      isMidPayload = connection.isMidFrame
      guard !isMidPayload else { return }
      waiting -= message.size
      (next, sent) = (next + 1, 0)
    }
    messages.removeAll(keepingCapacity: true)
    next = 0
  }

  var watched: [Watched] { [] }

  func ready(_ watched: [Watched]) {}

  func turn(_ conversation: Conversation, now: Double) -> Double? { nil }

  func ended(isUrgent: Bool) {}
}
