import Jq
import Client
import Editor
public import HTTP
import Platform
import Text
public import Transfer
public import Transcript
public import WebSocket

/// What the command line says about the prompt.
public struct DialogueSettings: Sendable {
  /// Messages to send whenever a connection opens (`--send`).
  public var preamble: [String] = []
  /// What a line is sent as (`--ws-send`).
  public var kind = MessageKind.text
  /// What is shown has colours.
  public var isColored = false
  /// A connection that was lost is made again (`--reconnect`).
  public var reconnects = false
  /// `$XDG_STATE_HOME/upshift`, for the history; nil keeps none.
  public var stateFolder: String?
  /// The command that `/multi` runs with a file's name.
  public var editor = "vi"
  /// The terminal knows no escape sequences.
  public var isDumb = false
  /// The terminal shows UTF-8.
  public var isUTF8 = true
  /// What is typed is UTF-8; else Latin-1.
  public var readsUTF8 = true

  /// Each frame of data has a line (`--verbose`).
  public var showsFrames = false
  /// Credentials are shown (`--show-secrets`).
  public var showsSecrets = false
  /// Where times begin, in `Clock` seconds.
  public var began = Clock.now()

  /// Plain.
  public init() {}
}

/// The prompt: a person at a terminal talks on a conversation, and on the next when that is over.
public final class Dialogue {
  let settings: DialogueSettings
  let console: Console
  var screen: Screen
  var line: Line
  var display = Display()
  var presenter: Presenter
  var kept = Kept()
  var arrivals = Arrivals()
  /// What came and was not looked at yet, the oldest last.
  var incoming: [Record.Event] = []
  /// Until then what comes may be looked at; then it is the keys' turn.
  var turnEnd = 0.0
  var outbox = Outbox()
  let historyFile: HistoryFile?

  /// The conversation, while one is open.
  var conversation: Conversation?
  /// What was asked and answered on the way to it.
  var exchanges: [Exchange] = []
  /// The body of the last response on the way, if it had one.
  var body: [UInt8] = []
  /// `426 → 101, wss, deflate`.
  var status: String?
  /// Between two conversations, waiting for somebody to want the next.
  var isWaiting = false
  /// Leave when the conversation is over.
  var isLeaving = false
  /// Connect again when the conversation is over, or now that it is.
  var wantsConnection = false
  /// When the next attempt is due.
  var retry: Double?
  /// How many there were since a connection lasted.
  var attempts = 0
  /// When the last conversation opened.
  var openedAt: Double?
  /// `opened` was called for this connection: what comes is shown after that.
  var isOpen = false
  /// The person closed this connection, so that it is not to be made again by itself.
  var wasAskedToClose = false
  /// Makes a check file of what is kept and of the number of records that are not, for `/save`; given from outside, for
  /// the prompt knows no checks.
  public var checkFile: (([Record], _ dropped: Int) -> [UInt8])?

  /// What ended the prompt between two connections.
  public internal(set) var signal: Int32?

  var showsTime = false
  var filter: Filter?
  /// The one that is being compiled; until it is ready the one before it stays.
  var nextFilter: Filter?
  var grep: (matcher: Matcher, text: String)?
  /// Messages that `/jq` and `/grep` have left out.
  var hidden = 0
  var showsPings = true
  /// What was said last of a connection that failed.
  var lastFailure: String?
  var heartbeat: (beat: Command.Heartbeat, due: Double)?
  var pings: [[UInt8]: Double] = [:]
  /// The payload of the ping that was typed last.
  var asked: [UInt8]?
  var pingNumber = 0
  var roundTrips: [Double] = []
  var sent = Arrivals.Count()
  var externalEditor: ExternalEditor?
  /// Keys that were typed and not looked at yet.
  var waitingKeys: ArraySlice<Key> = []

  /// Takes the terminal that standard input and output are; nil if they are none.
  public init?(_ settings: DialogueSettings, at uri: URI) {
    guard
      let console = Console(
        input: 0, output: 1, isDumb: settings.isDumb, readsUTF8: settings.readsUTF8)
    else { return nil }
    self.settings = settings
    self.console = console
    screen = console.screen
    presenter = Presenter(Palette(isColored: settings.isColored))
    display.most = max(5, console.size.rows - 6)
    historyFile = settings.stateFolder.map {
      HistoryFile(folder: $0, host: "\(uri.host)_\(uri.effectivePort)")
    }
    line = Line(
      prompt: "> ", history: historyFile?.read() ?? History(), isUTF8: settings.isUTF8)
    if settings.showsFrames {
      arrivals.frames = FramePrinter { [weak self] text in
        guard let self else { return }
        let line = presenter.note(text, stamp: stamp)
        display.add(.frame) { [line] }
      }
    }
  }

  /// What is kept of the session, and how many older records are not.
  public var transcript: (records: [Record], dropped: Int) { (Array(kept.records), kept.dropped) }

  /// The messages of all connections, in and out.
  public var traffic: (received: Arrivals.Count, sent: Arrivals.Count) { (arrivals.count, sent) }

  // MARK: What is told

  /// Something happened on the way, or had before the prompt was there; it is kept, not shown.
  public func happened(_ record: Record) { kept.add(record) }

  /// A response head came on the way.
  public func received(_ exchange: Exchange) {
    exchanges.append(exchange)
    body = []
  }

  /// A part of the body of a response came on the way.
  public func received(body bytes: Span<UInt8>) {
    // What is not shown is not kept either.
    let room = max(0, Fold.longestReadable - body.count)
    bytes.extracting(first: min(room, bytes.count)).withUnsafeBufferPointer {
      body.append(contentsOf: $0)
    }
  }

  /// Shows a line about the connection, above the line that is being typed.
  public func note(_ text: String) { display.add([presenter.note(text, stamp: stamp)]) }

  func problem(_ text: String) { display.add([presenter.problem(text, stamp: stamp)]) }

  var stamp: String? { showsTime ? Clock.timeOfDay : nil }

  /// Keeps an event, and shows it unless it is filtered out.
  func record(_ event: Record.Event, _ direction: Record.Direction?, isShown: Bool = true) {
    var record = Record(event, time: Clock.now() - settings.began, direction: direction)
    switch event {
    case .text, .binary:
      record.number = kept.lastNumber + 1
    default: break
    }
    kept.add(record)
    if isShown { show(record) }
  }

  /// Payload that may wait to be laid out, in bytes.
  private static let largestWaiting = 64 << 10

  private func show(_ record: Record) {
    let (presenter, stamp) = (presenter, stamp)
    guard let number = record.number else {
      let roundTrip = roundTrip(record)
      let isPassing = record.event.isControlFrame && !record.event.isClose
      guard showsPings || !isPassing || isAsked(record.event) else { return }
      return display.add(isPassing ? .frame : .lasting) {
        presenter.lines(record, stamp: stamp, roundTrip: roundTrip)
      }
    }
    let fold = fold
    guard record.direction == .incoming else {
      return add(record, .lasting) { presenter.lines(record, stamp: stamp, fold: fold) }
    }
    if let grep, let payload = record.payload {
      switch grep.matcher.matches(String(decoding: payload, as: UTF8.self)) {
      case true?: break
      case false?:
        hidden += 1
        return
      case nil:
        self.grep = nil
        problem("/grep took more than a second on message \(number), and is off")
      }
    }
    guard let filter, let payload = record.payload else {
      return add(record, .message(number)) { presenter.lines(record, stamp: stamp, fold: fold) }
    }
    let answer = filter.answer(to: payload)
    if answer.isNothing {
      hidden += 1
    } else {
      let lines = presenter.lines(record, filtered: answer, stamp: stamp, fold: fold)
      display.add(.message(number)) { lines }
    }
    checkFilters()
  }

  /// What is large is laid out at once, so that it is not held twice.
  private func add(_ record: Record, _ kind: Display.Kind, _ lines: @escaping () -> [String]) {
    guard let payload = record.payload, payload.count > Self.largestWaiting else {
      return display.add(kind, lines)
    }
    let made = lines()
    display.add(kind) { made }
  }

  /// A ping that somebody typed, and its pong.
  private func isAsked(_ event: Record.Event) -> Bool {
    switch event {
    case .ping(let payload), .pong(let payload): payload == asked
    default: false
    }
  }

  /// A message takes no more than most of the screen.
  var fold: Fold { Fold.brief(columns: console.size.columns) }

  private func roundTrip(_ record: Record) -> Double? {
    guard case .pong(let payload) = record.event, record.direction == .incoming,
      let sent = pings.removeValue(forKey: payload)
    else { return nil }
    let seconds = Clock.now() - sent
    roundTrips.append(seconds)
    if roundTrips.count > 1000 { roundTrips.removeFirst(500) }
    return seconds
  }

  // MARK: The screen

  /// Shows what waits, if it is due, and the line.
  func paint(now: Double) {
    guard externalEditor == nil, !console.isBacklogged else { return }
    let lines = linesToPrint(now: now)
    var view = line.view(cells: screen.columns * screen.rows)
    view.status = inTerminal(statusLine(now: now))
    // The line first: printing ends with drawing it again.
    console.write(screen.show(view) + (lines.isEmpty ? [] : screen.print(lines)))
  }

  private func linesToPrint(now: Double) -> [String] {
    display.take(now: now) { presenter.note($0) }.map(inTerminal)
  }

  /// In the characters that the terminal has.
  private func inTerminal(_ text: String) -> String {
    settings.isUTF8 ? text : Escape.ascii(text)
  }

  private func statusLine(now: Double) -> String {
    let state =
      if let status, let conversation {
        conversation.isClosing ? status + ", closing" : status
      } else if let retry {
        "not connected, the next attempt in \(Int(max(0, retry - now).rounded(.up))) s"
      } else {
        isWaiting ? "not connected" : "connecting"
      }
    return ([state] + switches).joined(separator: ", ")
  }

  /// What is on and may be forgotten: it hides messages, or sends some.
  private var switches: [String] {
    let names = [("/jq", filter != nil), ("/grep", grep != nil), ("/heartbeat", heartbeat != nil)]
      .filter(\.1).map(\.0)
    return hidden == 0 ? names : names + ["\(hidden) hidden"]
  }

  /// Gives the terminal back, with nothing of the prompt left on it.
  public func leave() {
    if let editor = externalEditor {
      externalEditor = nil
      let path = editor.end()
      console.take()
      screen = console.screen
      if let path { problem("what was written is in \(path)") }
    }
    let lines = linesToPrint(now: .infinity)
    console.write((lines.isEmpty ? [] : screen.print(lines)) + screen.leave(keepingText: false))
    console.release()
  }
}

extension Record.Event {
  /// A ping, a pong or a Close.
  var isControlFrame: Bool {
    switch self {
    case .ping, .pong, .close: true
    default: false
    }
  }

  fileprivate var isClose: Bool {
    if case .close = self { true } else { false }
  }
}

extension Filter.Answer {
  /// The message is not to be shown.
  fileprivate var isNothing: Bool { self == .results([]) || self == .notJSON }
}
