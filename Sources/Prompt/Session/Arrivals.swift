import Transcript
import WebSocket

/// What comes on a conversation, as events, and how much of it there was.
struct Arrivals: EventSink {
  /// Messages and frames in one direction.
  struct Count {
    var messages = 0
    /// Of messages, decompressed.
    var bytes = 0
    /// Of the payload of their frames.
    var wireBytes = 0
  }

  /// What came and was not yet taken.
  private(set) var events: [Record.Event] = []
  private(set) var count = Count()
  private var message: [UInt8] = []
  /// How much came since the last `take`, so that one read of a peer that compresses well does not take all memory.
  private var waiting = 0

  private static let most = 4 << 20

  /// How many events may wait: each costs time when filters look at it.
  var mostEvents = Int.max
  /// `-v`.
  var frames: FramePrinter?

  var wantsMore: Bool { waiting < Self.most && events.count < mostEvents }

  /// Removes and returns what came.
  mutating func take() -> [Record.Event] {
    waiting = 0
    defer { events = [] }
    return events
  }

  /// The rest of a message will not come.
  mutating func forget() { (message, events, waiting) = ([], [], 0) }

  mutating func frame(_ header: FrameHeader) {
    frames?.received(header)
    if !header.opcode.isControl { count.wireBytes += Int(clamping: header.payloadLength) }
  }

  mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
    frames?.received(payload: part)
    if isFirst { message = [] }
    part.withUnsafeBufferPointer { message.append(contentsOf: $0) }
    waiting += part.count
    guard isLast else { return }
    count.messages += 1
    count.bytes += message.count
    events.append(kind == .text ? .text(message) : .binary(message))
    message = []
  }

  mutating func ping(_ payload: Span<UInt8>) { events.append(.ping(bytes(payload))) }
  mutating func pong(_ payload: Span<UInt8>) { events.append(.pong(bytes(payload))) }
  mutating func close(_ close: Close) { events.append(.close(close)) }

  mutating func replied(_ opcode: Opcode, payload: Span<UInt8>) {
    // A Close has a line of its own.
    if opcode == .pong { frames?.control(opcode, payload: payload, isOutgoing: true) }
  }

  private func bytes(_ span: Span<UInt8>) -> [UInt8] { span.withUnsafeBufferPointer { Array($0) } }
}
