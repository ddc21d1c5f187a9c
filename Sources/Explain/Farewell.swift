public import Client
import Transfer
import WebSocket

/// Who talks on a WebSocket that was only to be seen open: closes it at once, and drops what comes.
public func farewell() -> any Application { Farewell() }

/// Who talks on a stream of bytes that was only to be seen open: ends it at once.
public func farewellToStream() -> any Channel { StreamFarewell() }

private final class StreamFarewell: Channel {
  func receive(_ bytes: Span<UInt8>) -> Bool { true }

  var hasRoom: Bool { true }

  var hasBytes: Bool { false }

  func fill(_ output: inout OutputSpan<UInt8>) {}

  var watched: [Watched] { [] }

  func ready(_ watched: [Watched]) {}

  func turn(now: Double, _ side: any SendingSide) -> Double? { nil }

  func drain(isUrgent: Bool, until deadline: Double?) {}
}

private final class Farewell: Application {
  private struct Drain: EventSink {
    mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {}
    mutating func ping(_ payload: Span<UInt8>) {}
    mutating func pong(_ payload: Span<UInt8>) {}
    mutating func close(_ close: Close) {}
  }

  func opened(_ conversation: Conversation) { conversation.close(Close(.normal)) }

  func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int {
    var drain = Drain()
    return try connection.receive(bytes, into: &drain)
  }

  func closing(_ close: Close) {}

  func pinged() {}

  var isFull: Bool { false }

  var hasMessages: Bool { false }

  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {}

  var watched: [Watched] { [] }

  func ready(_ watched: [Watched]) {}

  func turn(_ conversation: Conversation, now: Double) -> Double? { now + 60 }

  func drain(isUrgent: Bool, until deadline: Double?) -> Bool { true }
}
