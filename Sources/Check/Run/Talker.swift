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
  /// The script has closed, or the server has.
  private var isClosing = false
  /// Somebody else closed: a signal, or the time that was over. The server's answer is not the script's to judge.
  private var isHalted = false
  /// What came in the segment of the 101, until that has been judged; nil from then on.
  private var early: [Record.Event]? = []
  /// Commands whose turn has not come: a ping or a Close goes after the messages before it.
  private var pending: ArraySlice<Script.Command> = []
  /// When something could be sent last.
  private var moved = 0.0

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
    let isBeginning = begins(conversation)
    let events = early ?? []
    early = nil
    for event in events { take(event) }
    if isBeginning { return advance(conversation) }
    isEnding = true
    conversation.close(Close(.normal))
  }

  func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int {
    defer {
      for event in arrivals.take() {
        if early == nil { take(event) } else { early?.append(event) }
      }
    }
    return try connection.receive(bytes, into: &arrivals)
  }

  private func take(_ event: Record.Event) {
    if case .close = event { isClosing = true }
    record(event, .incoming)
    script.take(event)
  }

  func closing(_ close: Close) {
    isHalted = !isClosing && !isEnding
    record(.close(close), .outgoing)
  }

  func pinged() { record(.ping([]), .outgoing) }

  var isFull: Bool { script.backlog > Self.mostBacklog }

  /// Bytes that may wait for a step that wants them.
  private static let mostBacklog = 64 << 20

  var hasMessages: Bool { !outbox.isEmpty }

  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {
    moved = clock()
    outbox.fill(&connection, into: &output)
  }

  func turn(_ conversation: Conversation, now: Double) -> Double? {
    guard !isEnding, !isHalted else { return nil }
    advance(conversation)
    // Both count from the entry's start.
    let due = script.isOver ? moved + Self.sendPatience : script.due
    return due.map { now + max(0, $0 - clock()) }
  }

  var watched: [Watched] { [] }

  func ready(_ watched: [Watched]) {}

  func drain(isUrgent: Bool, until deadline: Double?) -> Bool { true }

  /// Seconds that a server may take to read on before it is left.
  private static let sendPatience = 30.0

  private func advance(_ conversation: Conversation) {
    pending += script.advance(now: clock(), judge)
    while let command = pending.first, perform(command, conversation) { pending.removeFirst() }
    guard script.isOver, !isEnding else { return }
    let isSent = pending.isEmpty && outbox.isEmpty
    guard isSent || script.finding != nil || clock() >= moved + Self.sendPatience else { return }
    isEnding = true
    conversation.close(Close(.normal))
  }

  /// False if it has to wait.
  private func perform(_ command: Script.Command, _ conversation: Conversation) -> Bool {
    switch command {
    case .send(let kind, let bytes):
      if outbox.isEmpty { moved = clock() }
      outbox.append(Outbox.Message(kind, bytes))
      record(kind == .text ? .text(bytes) : .binary(bytes), .outgoing)
    case .ping(let payload):
      guard outbox.isEmpty else { return false }
      if conversation.ping(payload) { record(.ping(payload), .outgoing) }
    case .close(let close):
      guard outbox.isEmpty else { return false }
      isClosing = true
      conversation.close(close)
    }
    return true
  }

  /// The conversation is over: nothing comes any more. `loss` says why, if that was not a proper Close.
  func ended(_ loss: (status: Int32, message: String)?) {
    guard !isEnding else { return }
    if let loss { script.lost(loss.message, status: loss.status) }
    _ = script.advance(now: clock(), judge)
  }
}
