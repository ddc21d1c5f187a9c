import CSystem
import Client
import Transfer
import WebSocket
import Platform

/// What the command line says about a conversation.
struct PipeSettings {
  /// How messages are told apart (`--ws-format`).
  var format = MessageFormat.lines
  /// What is sent (`--ws-send`).
  var kind = MessageKind.text
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
    /// Standard input could not be read: the errno.
    case input(Int32)
    /// No reply came in so many seconds.
    case noReply(Double)
    /// A message began and did not go on.
    case unfinished
    /// `--until` took longer than allowed on a message.
    case slowMatch
  }

  /// Messages that came whole.
  private(set) var received = 0
  /// Messages that were handed to the connection whole.
  private(set) var sent = 0
  /// `--count` or `--until` was met.
  private(set) var isSatisfied = false
  /// See `Trouble`.
  private(set) var trouble: Trouble?
  /// Where messages are written.
  let output: Outlet

  private let settings: PipeSettings
  private let frames: FramePrinter?
  private let matcher: Matcher?
  private var input: Input
  private var preamble: ArraySlice<[UInt8]>
  private var piece: Outgoing?
  private var validator = UTF8Validator()
  private var text: [UInt8] = []
  private var tail: [UInt8] = []
  private var isClosing = false
  private var hasOpened = false
  /// When a message last came or went, or the input ended.
  private var lastActivity = 0.0
  private var endOfInput: Double?
  /// Something came since the last turn; since the last message was sent.
  private var (hasNews, hasReply) = (false, false)
  private var isMidMessage = false

  /// What is being sent: a piece of the input, or a message of the preamble.
  private struct Outgoing {
    var bytes: [UInt8]?
    var range: Range<Int>
    var isLast: Bool
  }

  private static let longestMatched = 1 << 20

  init(_ settings: PipeSettings, output: Outlet, frames: FramePrinter?) {
    self.settings = settings
    self.output = output
    self.frames = frames
    matcher = settings.until.map { Matcher($0) }
    input = Input(settings.format)
    preamble = settings.preamble.map { Array($0.utf8) }[...]
  }

  /// Input that was never sent, because the server closed first.
  var hasUnsent: Bool {
    piece != nil || !preamble.isEmpty
      || (!settings.listens && (input.hasMore || (!input.isAtEnd && upshift_waiting(0) > 0)))
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
  }

  // MARK: What comes

  func received(_ header: FrameHeader) { frames?.received(header) }

  func received(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
    frames?.received(payload: part)
    guard !isSatisfied else { return }
    isMidMessage = !isLast
    write(part, isLast: isLast)
    if isLast {
      if let separator = settings.format.separator { output.write(separator) }
      received += 1
      if case .unfinished = trouble { trouble = nil }
    }
    if matcher != nil { match(part, isFirst: isFirst, isLast: isLast) }
    if isLast, received == settings.count { isSatisfied = true }
    (hasNews, hasReply) = (true, true)
  }

  private func write(_ part: Span<UInt8>, isLast: Bool) {
    guard output.isTerminal, settings.format != .raw else { return output.write(part) }
    tail += part.withUnsafeBufferPointer { Array($0) }
    let whole = isLast ? tail.count : Self.wholeCharacters(of: tail)
    output.write(Escape.text(tail[..<whole], keeping: ["\n", "\t"]))
    tail.removeFirst(whole)
  }

  /// How many bytes to show now: a part may end inside a character.
  private static func wholeCharacters(of bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      guard byte & 0xC0 != 0x80 else { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? bytes.count - back : bytes.count
    }
    return bytes.count
  }

  private func match(_ part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
    if isFirst { text.removeAll(keepingCapacity: true) }
    let room = min(part.count, Self.longestMatched - text.count)
    part.extracting(0..<max(0, room)).withUnsafeBufferPointer { text.append(contentsOf: $0) }
    guard isLast, let matcher else { return }
    switch matcher.matches(String(decoding: text, as: UTF8.self)) {
    case true?: isSatisfied = true
    case false?: break
    case nil: trouble = trouble ?? .slowMatch
    }
  }

  func closed(_ close: Close, isOutgoing: Bool) {
    frames?.closed(close, isOutgoing: isOutgoing)
    isClosing = true
  }

  func failed(_ violation: ProtocolViolation) { isClosing = true }

  func control(_ opcode: Opcode, payload: Span<UInt8>, isOutgoing: Bool) {
    frames?.control(opcode, payload: payload, isOutgoing: isOutgoing)
  }

  var isFull: Bool { output.isFull }

  // MARK: What goes

  var hasMessages: Bool {
    guard !isClosing else { return piece != nil }
    prepare()
    return piece != nil
  }

  /// Looks for the next thing to send.
  private func prepare() {
    guard piece == nil, hasOpened, trouble == nil else { return }
    if let message = preamble.popFirst() {
      piece = Outgoing(bytes: message, range: 0..<message.count, isLast: true)
    } else if !settings.listens, let next = input.next() {
      piece = Outgoing(bytes: nil, range: next.range, isLast: next.isLast)
    } else {
      return
    }
    if !isText { (trouble, piece) = (.notText, nil) }
  }

  /// What is about to be sent may be sent as it is.
  private var isText: Bool {
    guard settings.kind == .text, let piece else { return true }
    let bytes = piece.bytes ?? input.bytes
    guard validator.firstInvalid(in: bytes.span.extracting(piece.range)) == nil else {
      return false
    }
    return !piece.isLast || validator.isComplete
  }

  func fill(_ connection: inout Connection, into output: inout OutputSpan<UInt8>) {
    while hasMessages, let current = piece {
      let bytes = current.bytes ?? input.bytes
      let span = bytes.span
      let isBeginning = !connection.isMidPayload
      guard
        let taken = connection.send(
          span.extracting(current.range), as: settings.kind, isLast: current.isLast, into: &output)
      else { return }
      if let frames, let header = connection.begunFrame {
        connection.begunFrame = nil
        frames.sending(header, payload: span.extracting(isBeginning ? current.range : 0..<0))
      }
      guard !connection.isMidPayload else {
        piece?.range = current.range.lowerBound + taken..<current.range.upperBound
        guard output.freeCapacity >= FrameHeader.maximumSize else { return }
        continue
      }
      if current.isLast { sent += 1 }
      piece = nil
      (hasNews, hasReply) = (true, false)
    }
  }

  // MARK: The loop

  private var wantsInput: Bool {
    hasOpened && !settings.listens && !isClosing && !input.isAtEnd && trouble == nil && !isSatisfied
      && !hasMessages
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
      } else if one.isReadable, let number = input.read(from: 0) {
        trouble = .input(number)
      }
    }
  }

  func turn(_ conversation: Conversation, now: Double) -> Double? {
    output.flush()
    if output.failure != nil || trouble != nil || isSatisfied {
      conversation.close(Close(.normal))
    }
    guard !isClosing else { return nil }
    // While we cannot write, or a message is on its way, the peer is not silent.
    if hasNews || output.isBacklogged { lastActivity = now }
    if isMidMessage { lastActivity = max(lastActivity, conversation.lastReceived) }
    hasNews = false
    guard !isEndless else { return nil }
    endOfInput = endOfInput ?? now
    let due = closingTime
    if now >= due { finish(conversation) }
    return due
  }

  /// There is, or may be, more to send; or the server decides when it is over.
  private var isEndless: Bool {
    settings.listens || !input.isAtEnd || hasMessages
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
      return (isMidMessage ? max(lastActivity, end) : end) + settings.linger
    }
    let hasAnswer = hasReply || settings.linger == 0
    return max(lastActivity, end)
      + (hasAnswer ? settings.linger : max(settings.linger, PipeSettings.firstReply))
  }

  private func finish(_ conversation: Conversation) {
    if isMidMessage, settings.linger > 0 {
      trouble = .unfinished
    } else if sent > 0, received == 0, settings.linger > 0, unmet == nil {
      trouble = .noReply(max(settings.linger, PipeSettings.firstReply))
    }
    conversation.close(Close(.normal))
  }

  func ended(isUrgent: Bool) {
    if isUrgent { output.abandon() } else { output.drain() }
  }
}
