public import Client
import Jq
import Editor
import HTTP
import Platform
public import Transfer
import Transcript
public import WebSocket

// What the event loop asks, in every phase of a chain and between two of them.
extension Dialogue {
  /// The terminal, and jq while it compiles.
  public var descriptors: [Watched] {
    guard externalEditor == nil else { return [] }
    var all = console.watched
    if let descriptor = nextFilter?.descriptor {
      all.append(Watched(descriptor, reading: true))
    }
    return all
  }

  /// Keys were typed, the terminal changed. Returns a signal's number to give up the connection that is being made.
  public func woke(_ watched: [Watched]) -> Int32? {
    let (keys, changes) = console.ready(watched, now: Clock.now())
    for change in changes { adapt(to: change) }
    checkFilters()
    waitingKeys += keys
    let signal = handleKeys()
    if console.isGone { return SIGHUP }
    return isLeaving && conversation == nil ? SIGINT : signal
  }

  /// What is due: a painting, a heartbeat, an Esc. Returns when the next turn is due at the latest.
  public func tick(now: Double) -> Double? {
    turnEnd = now + Self.turn
    let (keys, escape) = console.settle(now: now)
    waitingKeys += keys
    _ = handleKeys()
    checkExternalEditor()
    beat(now: now)
    paint(now: now)
    // A terminal that does not read wakes the loop when it does.
    let painting = externalEditor != nil ? now + 0.1 : console.isBacklogged ? nil : display.due
    return [escape, painting, heartbeat?.due].compactMap(\.self).min()
  }

  /// Seconds that what comes may take of one turn of the loop.
  private static let turn = 0.01

  /// Until one of them gives the terminal to an editor: what was typed after it waits.
  private func handleKeys() -> Int32? {
    var signal: Int32?
    while externalEditor == nil, !waitingKeys.isEmpty {
      signal = handle(waitingKeys.removeFirst()) ?? signal
    }
    return signal
  }

  private func adapt(to change: Console.Change) {
    let (columns, rows) = console.size
    display.most = max(5, rows - 6)
    switch change {
    case .size: console.write(screen.resize(columns: columns, rows: rows))
    case .stop: suspend(wholeJob: false)
    case .resumed: screen = console.screen
    }
  }

  private func beat(now: Double) {
    guard let (beat, due) = heartbeat, now >= due else { return }
    if isConnected { send(.text, Array(beat.text.utf8)) }
    heartbeat = (beat, now + beat.seconds)
  }

  /// Hears how compiling went, and whether the filter broke down.
  func checkFilters() {
    switch nextFilter?.state {
    case nil, .compiling: break
    case .failed(let why):
      problem("/jq: \(why)" + (filter.map { "; '\($0.text)' stays" } ?? ""))
      nextFilter = nil
    case .ready:
      (filter, nextFilter, hidden) = (nextFilter, nil, 0)
      note("/jq is on")
    }
    if case .failed(let why) = filter?.state {
      filter = nil
      problem("/jq is off: \(why)")
    }
  }

  private func checkExternalEditor() {
    guard let editor = externalEditor, let outcome = editor.outcome() else { return }
    externalEditor = nil
    console.take()
    screen = console.screen
    switch outcome {
    // Nothing that took an editor to write is lost for want of a connection.
    case .text(let text) where editor.isLine: line.replace(text: text)
    case .text(let text) where isConnected: submit(message: text)
    // It was written as a message, and Enter shall not take it for a command.
    case .text(let text): line.replace(text: text.hasPrefix("/") ? "/" + text : text)
    case .problem(let text): problem(text)
    }
  }
}

// A conversation.
extension Dialogue: Application {
  /// The first words, and the preamble.
  public func opened(_ conversation: Conversation) {
    let isFirst = openedAt == nil
    if !isFirst { record(.gap(reason: "connected again"), nil) }
    self.conversation = conversation
    (openedAt, retry, wantsConnection, wasAskedToClose) = (Clock.now(), nil, false, false)
    lastFailure = nil
    let agreement = conversation.agreement
    record(
      .open(
        url: conversation.uri.redacted, subprotocol: agreement.subprotocol ?? "",
        extensions: agreement.extensions.joined(separator: ", ")), nil)
    status = statusLine(of: conversation)
    if isFirst { note("/help lists the commands, Ctrl-D leaves") }
    // What came with the 101.
    isOpen = true
    lookAtArrivals(all: true)
    for message in settings.preamble { send(settings.kind, Array(message.utf8)) }
  }

  /// To the engine; what it finds is kept and shown.
  public func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int {
    // A filter takes about 80 µs a message, and somebody may be typing.
    arrivals.mostEvents = filter == nil && grep == nil ? .max : 100
    defer { if isOpen { lookAtArrivals() } }
    return try connection.receive(bytes, into: &arrivals)
  }

  /// As long as the turn lasts, unless all of it is to be looked at.
  func lookAtArrivals(all: Bool = false) {
    let new = arrivals.take()
    if incoming.isEmpty {
      incoming = new.reversed()
    } else {
      incoming.insert(contentsOf: new.reversed(), at: 0)
    }
    while !incoming.isEmpty, all || Clock.now() < turnEnd {
      record(incoming.removeLast(), .incoming)
    }
  }

  /// Shown.
  public func closing(_ close: Close) { record(.close(close), .outgoing) }

  /// Remembered, for the pong's round trip.
  public func pinged() { pings[[]] = Clock.now() }

  /// When what comes has had its time in this turn of the loop; what came with the 101 is taken in any case. Of what
  /// cannot be shown only the number is told.
  public var isFull: Bool { isOpen && (!incoming.isEmpty || Clock.now() >= turnEnd) }

  /// What was entered and has not gone.
  public var hasMessages: Bool { !outbox.isEmpty }

  /// From what was entered.
  public func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {
    var wire = 0
    outbox.fill(&connection, into: &output) { header, payload in
      wire += Int(clamping: header.payloadLength)
      arrivals.frames?.sending(header, payload: payload)
    }
    sent.wireBytes += wire
  }

  /// Goes on with what came; the terminal's turn is `tick`.
  public func turn(_ conversation: Conversation, now: Double) -> Double? {
    lookAtArrivals()
    return incoming.isEmpty ? nil : now
  }

  /// None: the terminal is watched longer than a conversation lasts, by `descriptors`.
  public var watched: [Watched] { [] }

  /// Nothing of the conversation's own is watched.
  public func ready(_ watched: [Watched]) {}

  /// It is over; the prompt is not.
  public func drain(isUrgent: Bool, until deadline: Double?) -> Bool {
    turnEnd = .infinity
    // What a slow filter could not look at in a second is shown without it.
    let end = Clock.now() + 1
    while !incoming.isEmpty, Clock.now() < end { record(incoming.removeLast(), .incoming) }
    if !incoming.isEmpty { (filter, grep) = (nil, nil) }
    lookAtArrivals(all: true)
    conversation = nil
    return true
  }
}
