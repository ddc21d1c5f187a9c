import Client
import Transcript
import Transfer
import WebSocket

/// A check on an open WebSocket: it does what a script says, and tells the script what comes.
final class Talker: Application {
  private(set) var script: Script
  private let judge: any Script.Judge
  /// Hears of all that happens.
  private let record: (Record.Event, Record.Direction) -> Void
  /// Seconds since the entry's start.
  private let clock: () -> Double
  /// Judges the 101, before anything is said; false ends it.
  private let begins: (Conversation) -> Bool
  private var outbox = Outbox()
  private var arrivals = Arrivals()
  private var isEnding = false

  init(
    _ script: Script, judge: any Script.Judge, clock: @escaping () -> Double,
    record: @escaping (Record.Event, Record.Direction) -> Void,
    begins: @escaping (Conversation) -> Bool
  ) {
    self.script = script
    self.judge = judge
    self.clock = clock
    self.record = record
    self.begins = begins
    // A jq filter takes about 80 µs a message.
    arrivals.mostEvents = 1000
  }

  func opened(_ conversation: Conversation) {
    if begins(conversation) { return advance(conversation) }
    isEnding = true
    conversation.close(Close(.normal))
  }

  func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int {
    defer {
      for event in arrivals.take() {
        record(event, .incoming)
        script.take(event, at: clock())
      }
    }
    return try connection.receive(bytes, into: &arrivals)
  }

  func closing(_ close: Close) { record(.close(close), .outgoing) }

  func pinged() { record(.ping([]), .outgoing) }

  var isFull: Bool { script.backlog > Self.mostBacklog }

  /// Bytes that may wait for a step that wants them.
  private static let mostBacklog = 64 << 20

  var hasMessages: Bool { !outbox.isEmpty }

  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {
    outbox.fill(&connection, into: &output)
  }

  func turn(_ conversation: Conversation, now: Double) -> Double? {
    guard !isEnding else { return nil }
    advance(conversation)
    // `due` counts from the entry's start.
    return script.due.map { now + max(0, $0 - clock()) }
  }

  var watched: [Watched] { [] }

  func ready(_ watched: [Watched]) {}

  func drain(isUrgent: Bool) {}

  private func advance(_ conversation: Conversation) {
    for command in script.advance(now: clock(), judge) {
      switch command {
      case .send(let kind, let bytes):
        outbox.append(Outbox.Message(kind, bytes))
        record(kind == .text ? .text(bytes) : .binary(bytes), .outgoing)
      case .ping(let payload):
        if conversation.ping(payload) { record(.ping(payload), .outgoing) }
      case .close(let close): conversation.close(close)
      }
    }
    guard script.isOver, !isEnding else { return }
    isEnding = true
    conversation.close(Close(.normal))
  }

  /// The conversation is over: nothing comes any more.
  func ended(_ why: String) {
    guard !isEnding else { return }
    script.lost(why)
    _ = script.advance(now: clock(), judge)
  }
}
