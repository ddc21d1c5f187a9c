public import Client
public import Transfer
public import WebSocket

/// Talks on a WebSocket that was only to be seen open: closes it at once, and drops what comes.
public final class Farewell: Application {
  private struct Drain: EventSink {
    mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {}
    mutating func ping(_ payload: Span<UInt8>) {}
    mutating func pong(_ payload: Span<UInt8>) {}
    mutating func close(_ close: Close) {}
  }

  /// Ready to leave.
  public init() {}

  public func opened(_ conversation: Conversation) { conversation.close(Close(.normal)) }

  public func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int {
    var drain = Drain()
    return try connection.receive(bytes, into: &drain)
  }

  public func closing(_ close: Close) {}

  public func pinged() {}

  public var isFull: Bool { false }

  public var hasMessages: Bool { false }

  public func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {}

  public var watched: [Watched] { [] }

  public func ready(_ watched: [Watched]) {}

  public func turn(_ conversation: Conversation, now: Double) -> Double? { now + 60 }

  public func drain(isUrgent: Bool) {}
}
