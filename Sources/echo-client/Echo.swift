import Client
import Transfer
import WebSocket

/// Sends each message back as it came: whole, in the same kind, in order.
final class Echo: Application {
  /// The suite's own limit: cases of section 9 have messages of that many bytes.
  static let longestMessage = 16 << 20

  /// The first message, for who only listens.
  var first: [UInt8]? { inbox.first }

  /// What came and is to be sent back.
  private struct Inbox: EventSink {
    let isSilent: Bool
    var first: [UInt8]?
    var replies = Outbox()
    var isClosed = false
    var gathered: [UInt8] = []

    mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
      part.withUnsafeBufferPointer { gathered.append(contentsOf: $0) }
      guard isLast else { return }
      first = first ?? gathered
      if !isSilent { replies.append(Outbox.Message(kind, gathered)) }
      gathered = []
    }

    mutating func ping(_ payload: Span<UInt8>) {}
    mutating func pong(_ payload: Span<UInt8>) {}
    mutating func close(_ close: Close) { isClosed = true }
  }

  private var inbox: Inbox
  private var isClosing = false

  /// - Parameter isSilent: nothing is sent back.
  init(isSilent: Bool = false) { inbox = Inbox(isSilent: isSilent) }

  func opened(_ conversation: Conversation) {}

  func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int {
    try connection.receive(bytes, into: &inbox)
  }

  func closing(_ close: Close) { isClosing = true }

  func pinged() {}

  var isFull: Bool { inbox.replies.size > Self.longestMessage && !isOver }

  // What wakes the sender: once a Close was sent or came, only a frame that was begun. `fill` goes by
  // what the connection takes, for answers may still go before a Close of ours.
  var hasMessages: Bool { inbox.replies.isMidMessage || (!inbox.replies.isEmpty && !isOver) }

  private var isOver: Bool { isClosing || inbox.isClosed }

  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {
    inbox.replies.fill(&connection, into: &output)
  }

  var watched: [Watched] { [] }

  func ready(_ watched: [Watched]) {}

  func turn(_ conversation: Conversation, now: Double) -> Double? { nil }

  func drain(isUrgent: Bool, until deadline: Double?) -> Bool { true }
}
