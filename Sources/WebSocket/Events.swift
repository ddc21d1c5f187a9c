/// Takes what a `Connection` received, while its bytes are where they arrived: a span is good until
/// the call returns.
public protocol EventSink: ~Copyable {
  /// A frame's head came and is valid; its payload follows in the other calls. By default ignored.
  mutating func frame(_ header: FrameHeader)

  /// A part of a message, unmasked. All parts of a message, in order, are its payload; control
  /// frames may come between them, and a part may be empty.
  ///
  /// - Parameters:
  ///   - kind: what the message is. Text is valid UTF-8 as far as it goes, but a part may end inside a
  ///     character.
  ///   - part: the bytes.
  ///   - isFirst: whether a message begins here.
  ///   - isLast: whether the message is whole now.
  mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool)

  /// A ping; the engine has queued its pong, unless a Close was sent.
  mutating func ping(_ payload: Span<UInt8>)

  /// A pong.
  mutating func pong(_ payload: Span<UInt8>)

  /// The peer's Close frame; nothing follows it.
  mutating func close(_ close: Close)

  /// Whether more can be taken now. When it is not so, `receive(_:into:)` returns early. By default always.
  var wantsMore: Bool { get }

  /// The engine has a frame of its own to send: a pong, or a Close. By default ignored.
  mutating func replied(_ opcode: Opcode, payload: Span<UInt8>)
}

extension EventSink where Self: ~Copyable {
  /// Ignores the head.
  @inlinable public mutating func frame(_ header: FrameHeader) {}

  /// Always.
  @inlinable public var wantsMore: Bool { true }

  /// Ignores the answer.
  @inlinable public mutating func replied(_ opcode: Opcode, payload: Span<UInt8>) {}
}

/// Something that was received, whole.
public enum Event: Hashable, Sendable {
  /// A text message.
  case text(String)
  /// A binary message.
  case binary([UInt8])
  /// A ping with its payload.
  case ping([UInt8])
  /// A pong with its payload.
  case pong([UInt8])
  /// The peer's Close.
  case closed(Close)
}

/// A sink that gathers whole messages. What an unfinished one may take is bounded by the connection's
/// `Limits.maximumMessage`; how many events wait is the caller's to bound, with `take()`.
public struct EventList: EventSink, Sendable {
  /// What was received and not yet taken, oldest first.
  public private(set) var events: [Event] = []
  private var message: [UInt8] = []

  /// An empty list.
  public init() {}

  /// Removes and returns what was received so far.
  public mutating func take() -> [Event] {
    defer { events = [] }
    return events
  }

  /// Gathers the part.
  public mutating func message(
    _ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool
  ) {
    if isFirst { message.removeAll(keepingCapacity: true) }
    message.append(part)
    guard isLast else { return }
    switch kind {
    case .text: events.append(.text(String(decoding: message, as: UTF8.self)))
    case .binary: events.append(.binary(message))
    }
    message = []
  }

  /// Adds the ping.
  public mutating func ping(_ payload: Span<UInt8>) { events.append(.ping([UInt8](payload))) }

  /// Adds the pong.
  public mutating func pong(_ payload: Span<UInt8>) { events.append(.pong([UInt8](payload))) }

  /// Adds the Close.
  public mutating func close(_ close: Close) { events.append(.closed(close)) }
}
