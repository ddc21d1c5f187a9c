import Streams
import Transcript
import CSystem
import Client
import Transfer
import WebSocket
import Platform
import Text

/// What the command line says about a conversation.
struct PipeSettings {
  /// How messages are told apart (`--ws-format`).
  var format = MessageFormat.lines
  /// What is sent (`--ws-send`).
  var kind = MessageKind.text
  /// What is sent instead of any input (`--replay`).
  var replay: Replay?
  /// Messages to send before any input (`--send`).
  var preamble: [String] = []
  /// Seconds of silence after the end of input (`--linger`).
  var linger = 1.0
  /// `--linger` was given.
  var hasLinger = false
  /// Close after so many messages (`--count`).
  var count: Int?
  /// Close after a message that matches (`--until`).
  var until: Pattern?
  /// Read no input, and stay until the server closes (`--listen`).
  var listens = false

  /// The first reply may take this many seconds.
  static let firstReply = 10.0
}

/// Standard input and output as a conversation: each message that is read is sent, each that comes
/// is written.
final class Pipe: Application {
  /// Why the pipe itself ended the conversation, when it did for a reason that is a failure.
  enum Trouble {
    /// Input that is not UTF-8 was to be sent as text.
    case notText
    /// A line of the input is no event that can be sent.
    case badLine(InvalidLine)
    /// Standard input could not be read: the errno.
    case input(Int32)
    /// No reply came in so many seconds.
    case noReply(Double)
    /// A message began and did not go on.
    case unfinished
    /// `--until` took longer than allowed on a message.
    case slowMatch
  }

  /// See `Trouble`.
  private(set) var trouble: Trouble?
  /// Where messages are written.
  let output: Outlet

  private let settings: PipeSettings
  private let frames: FramePrinter?
  private let tape: Tape?
  private var reception: Reception
  private var supply: Supply
  private var isClosing = false
  private var hasOpened = false
  /// When a message last came or went, or the input ended.
  private var lastActivity = 0.0
  private var endOfInput: Double?
  /// A message was sent since the last turn; something came since a message was last sent.
  private var (hasSent, hasReply) = (false, false)

  init(_ settings: PipeSettings, output: Outlet, frames: FramePrinter?, tape: Tape?) {
    self.settings = settings
    self.output = output
    self.frames = frames
    self.tape = tape
    reception = Reception(settings, output: output, frames: frames, tape: tape)
    supply = Supply(settings, tape: tape)
  }

  /// Messages that came whole.
  var received: Int { reception.messages }

  /// Messages that were handed to the connection whole.
  var sent: Int { supply.messages }

  /// Bytes of messages, in and out.
  var bytes: (received: Int, sent: Int) { (reception.bytes, supply.bytes) }

  /// The input closed the WebSocket.
  private(set) var isClosedByInput = false

  /// `--count` or `--until` was met.
  var isSatisfied: Bool { reception.isSatisfied }

  /// Input that was never sent, because the server closed first.
  var hasUnsent: Bool {
    supply.hasMore() || (supply.readsInput && !supply.isAtEnd && upshift_waiting(0) > 0)
  }

  /// Something was asked for that did not come.
  var unmet: String? {
    guard !isSatisfied else { return nil }
    if let count = settings.count {
      return "--count \(count): \(received) message\(received == 1 ? "" : "s") came"
    }
    return settings.until.map {
      "--until \(Escape.text($0.text)): none of \(received) message\(received == 1 ? "" : "s") matched"
    }
  }

  func opened(_ conversation: Conversation) {
    hasOpened = true
    lastActivity = Clock.now()
    supply.open(at: lastActivity)
  }

  // MARK: What comes

  func receive(
    _ bytes: Span<UInt8>, through connection: inout Connection
  ) throws(ProtocolViolation) -> Int {
    defer { noteWhatCame() }
    if !reception.wantsMore { reception.flush() }
    do {
      return try connection.receive(bytes, into: &reception)
    } catch {
      isClosing = true
      throw error
    }
  }

  private func noteWhatCame() {
    if reception.isClosed { isClosing = true }
    if reception.isSlow { trouble = trouble ?? .slowMatch }
    if reception.hasNews, case .unfinished = trouble, !reception.isMidMessage { trouble = nil }
  }

  func closing(_ close: Close) {
    frames?.closed(close, isOutgoing: true)
    tape?.add(.close(close), .outgoing)
    isClosing = true
  }

  func pinged() {
    frames?.control(.ping, payload: [UInt8]().span, isOutgoing: true)
    tape?.show(.ping([]), .outgoing)
  }

  var isFull: Bool { output.isFull }

  // MARK: What goes

  var hasMessages: Bool {
    guard startsMessages else { return supply.isMidPiece }
    let hasMessages = supply.prepare()
    noteObstacle()
    return hasMessages
  }

  /// What is sent as an event is printed too: while nobody reads that, nothing more is sent.
  private var startsMessages: Bool {
    hasOpened && !isClosing && trouble == nil && !(settings.format == .ndjson && output.isFull)
  }

  private func noteObstacle() {
    switch supply.obstacle {
    case nil: break
    case .notText?: trouble = trouble ?? .notText
    case .line(let line)?: trouble = trouble ?? .badLine(line)
    }
  }

  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {
    let before = sent
    supply.fill(&connection, into: &output, startsMessages: startsMessages, frames: frames)
    noteObstacle()
    if sent > before { (hasSent, hasReply, reception.hasNews) = (true, false, false) }
  }

  // MARK: The loop

  private var wantsInput: Bool {
    supply.readsInput && startsMessages && !isSatisfied && !supply.isAtEnd && !hasMessages
  }

  var watched: [Watched] {
    var all: [Watched] = []
    // Watched even with nothing to write: a pipe tells when its reader has gone.
    if output.failure == nil {
      all.append(Watched(output.descriptor, writing: output.isBacklogged))
    }
    if wantsInput { all.append(Watched(0, reading: true)) }
    return all
  }

  func ready(_ watched: [Watched]) {
    for one in watched {
      if one.descriptor == output.descriptor, !one.isForReading {
        if one.hasFailed { output.fail(EPIPE) } else if one.isWritable { output.flush() }
      } else if one.isReadable, let number = supply.read(from: 0) {
        trouble = .input(number)
      }
    }
  }

  func turn(_ conversation: Conversation, now: Double) -> Double? {
    reception.flush()
    output.flush()
    if output.failure != nil || trouble != nil || isSatisfied {
      conversation.close(Close(.normal))
    }
    if startsMessages, !hasMessages, let close = supply.close {
      isClosedByInput = true
      conversation.close(close)
    }
    guard !isClosing else { return nil }
    // While we cannot write, or a message is on its way, the peer is not silent.
    if reception.hasNews || hasSent || output.isBacklogged { lastActivity = now }
    if reception.isMidMessage { lastActivity = max(lastActivity, conversation.lastReceived) }
    hasReply = hasReply || reception.hasNews
    (reception.hasNews, hasSent) = (false, false)
    guard !isEndless else { return startsMessages && !hasMessages ? supply.due : nil }
    endOfInput = endOfInput ?? now
    let due = closingTime
    if now >= due { finish(conversation) }
    return due
  }

  /// There is, or may be, more to send; or the server decides when it is over.
  private var isEndless: Bool {
    settings.listens || !supply.isAtEnd || hasMessages
  }

  /// When the conversation is over if nothing more comes.
  private var closingTime: Double {
    let end = endOfInput ?? lastActivity
    // What was asked for may take as long as a first reply, unless --linger says otherwise.
    if !settings.hasLinger, settings.count != nil || settings.until != nil {
      return max(lastActivity, end) + PipeSettings.firstReply
    }
    // "Input that ends without a message: what arrives within --linger is shown": a probe.
    guard sent > 0 else {
      return (reception.isMidMessage ? max(lastActivity, end) : end) + settings.linger
    }
    let hasAnswer = hasReply || settings.linger == 0
    return max(lastActivity, end)
      + (hasAnswer ? settings.linger : max(settings.linger, PipeSettings.firstReply))
  }

  private func finish(_ conversation: Conversation) {
    if reception.isMidMessage, settings.linger > 0 {
      trouble = .unfinished
    } else if sent > 0, received == 0, settings.linger > 0, unmet == nil {
      trouble = .noReply(max(settings.linger, PipeSettings.firstReply))
    }
    conversation.close(Close(.normal))
  }

  func drain(isUrgent: Bool, until deadline: Double?) -> Bool {
    reception.flush()
    if isUrgent { output.abandon() } else { output.drain(until: deadline) }
    return !output.isBacklogged
  }
}
