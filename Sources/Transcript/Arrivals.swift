public import WebSocket

/// What comes on a conversation, as events, and how much of it there was.
public struct Arrivals: EventSink {
  /// Messages and frames in one direction.
  public struct Count: Sendable {
    /// Messages.
    public var messages = 0
    /// Of messages, decompressed.
    public var bytes = 0
    /// Of the payload of their frames.
    public var wireBytes = 0

    /// None.
    public init() {}
  }

  /// What came and was not yet taken.
  public private(set) var events: [Record.Event] = []
  /// How much came.
  public private(set) var count = Count()
  private var message: [UInt8] = []
  /// How much came since the last `take`, so that one read of a peer that compresses well does not take all memory.
  private var waiting = 0

  private static let most = 4 << 20

  /// How many events may wait: each costs time when filters look at it.
  public var mostEvents = Int.max
  /// `-v`.
  public var frames: FramePrinter?

  /// Until so much waits that the peer has to wait too.
  public var wantsMore: Bool { waiting < Self.most && events.count < mostEvents }

  /// Nothing yet.
  public init() {}

  /// Removes and returns what came.
  public mutating func take() -> [Record.Event] {
    waiting = 0
    defer { events = [] }
    return events
  }

  /// The rest of a message will not come.
  public mutating func forget() { (message, events, waiting) = ([], [], 0) }

  /// Counted.
  public mutating func frame(_ header: FrameHeader) {
    frames?.received(header)
    if !header.opcode.isControl { count.wireBytes += Int(clamping: header.payloadLength) }
  }

  /// Gathered until it is whole.
  public mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool)
  {
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

  /// An event.
  public mutating func ping(_ payload: Span<UInt8>) { events.append(.ping(bytes(payload))) }
  /// An event.
  public mutating func pong(_ payload: Span<UInt8>) { events.append(.pong(bytes(payload))) }
  /// An event.
  public mutating func close(_ close: Close) { events.append(.close(close)) }

  /// For `-v` only.
  public mutating func replied(_ opcode: Opcode, payload: Span<UInt8>) {
    // A Close has a line of its own.
    if opcode == .pong { frames?.control(opcode, payload: payload, isOutgoing: true) }
  }

  private func bytes(_ span: Span<UInt8>) -> [UInt8] { span.withUnsafeBufferPointer { Array($0) } }
}
