import Streams
import Transcript
import Text
import WebSocket

/// What comes on a conversation: each message is counted, matched and gathered to be written. A value, so that
/// the engine hands over many messages without a look at any object.
struct Reception: EventSink, ~Copyable {
  /// Messages that came whole.
  private(set) var messages = 0
  /// How much of messages came.
  private(set) var bytes = 0
  /// `--count` or `--until` was met; nothing more is written.
  private(set) var isSatisfied = false
  /// A message has begun and not ended.
  private(set) var isMidMessage = false
  /// `--until` took longer than allowed on a message.
  private(set) var isSlow = false
  /// The server's Close came.
  private(set) var isClosed = false
  /// Until so much waits for whom we write to that the peer has to wait too.
  private(set) var wantsMore = true
  /// A part of a message came since this was last set to false.
  var hasNews = false

  private let separator: UInt8?
  private let escapes: Bool
  /// Messages are for the tape alone, which prints them as events.
  private let isOnTape: Bool
  private let count: Int?
  private let matcher: Matcher?
  private let frames: FramePrinter?
  private let tape: Tape?
  private let output: Outlet
  private var gathered: [UInt8] = []
  /// The end of what a terminal was shown, when it is inside a character.
  private var tail: [UInt8] = []
  /// The beginning of the message, for `--until`.
  private var text: [UInt8] = []

  private static let longestMatched = 1 << 20
  private static let mostGathered = 64 << 10

  init(_ settings: PipeSettings, output: Outlet, frames: FramePrinter?, tape: Tape?) {
    self.output = output
    self.frames = frames
    self.tape = tape
    isOnTape = settings.format == .ndjson
    separator = isOnTape ? nil : settings.format.separator
    escapes = output.isTerminal && settings.format != .raw
    count = settings.count
    matcher = settings.until.map { Matcher($0) }
    gathered.reserveCapacity(Self.mostGathered + Outlet.large)
  }

  mutating func frame(_ header: FrameHeader) { frames?.received(header) }

  mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
    if let frames { frames.received(payload: part) }
    guard !isSatisfied else { return }
    if let tape { tape.received(kind, part, isLast: isLast) }
    bytes += part.count
    if isOnTape {
      wantsMore = !output.isFull
    } else if escapes {
      show(part, isLast: isLast)
    } else {
      write(part)
    }
    if isLast {
      if let separator { gathered.append(separator) }
      messages += 1
    }
    (isMidMessage, hasNews) = (!isLast, true)
    if let matcher { match(part, isFirst: isFirst, isLast: isLast, matcher) }
    if isLast, messages == count { isSatisfied = true }
  }

  mutating func ping(_ payload: Span<UInt8>) {
    frames?.control(.ping, payload: payload, isOutgoing: false)
    if let tape { tape.add(.ping(payload.withUnsafeBufferPointer { Array($0) }), .incoming) }
  }

  mutating func pong(_ payload: Span<UInt8>) {
    frames?.control(.pong, payload: payload, isOutgoing: false)
    if let tape { tape.add(.pong(payload.withUnsafeBufferPointer { Array($0) }), .incoming) }
  }

  mutating func close(_ close: Close) {
    frames?.closed(close, isOutgoing: false)
    tape?.add(.close(close), .incoming)
    isClosed = true
  }

  mutating func replied(_ opcode: Opcode, payload: Span<UInt8>) {
    guard opcode != .close else { return }
    frames?.control(opcode, payload: payload, isOutgoing: true)
    if let tape { tape.show(.pong(payload.withUnsafeBufferPointer { Array($0) }), .outgoing) }
  }

  /// Hands what was gathered to the output.
  mutating func flush() {
    if !gathered.isEmpty {
      output.write(gathered.span)
      gathered.removeAll(keepingCapacity: true)
    }
    wantsMore = !output.isFull
  }

  private mutating func write(_ part: Span<UInt8>) {
    guard part.count < Outlet.large else {
      flush()
      output.write(part)
      wantsMore = !output.isFull
      return
    }
    part.withUnsafeBufferPointer { gathered.append(contentsOf: $0) }
    if gathered.count > Self.mostGathered { flush() }
  }

  private mutating func show(_ part: Span<UInt8>, isLast: Bool) {
    tail += part.withUnsafeBufferPointer { Array($0) }
    let whole = isLast ? tail.count : wholeCharacters(of: tail)
    gathered += Escape.text(tail[..<whole], keeping: ["\n", "\t"]).utf8
    tail.removeFirst(whole)
    flush()
  }

  private mutating func match(
    _ part: Span<UInt8>, isFirst: Bool, isLast: Bool, _ matcher: Matcher
  ) {
    if isFirst { text.removeAll(keepingCapacity: true) }
    let room = min(part.count, Self.longestMatched - text.count)
    part.extracting(0..<max(0, room)).withUnsafeBufferPointer { text.append(contentsOf: $0) }
    guard isLast else { return }
    switch matcher.matches(String(decoding: text, as: UTF8.self)) {
    case true?: isSatisfied = true
    case false?: break
    case nil: isSlow = true
    }
  }
}

/// How many of `bytes`, a part of a text, to show now: it may end inside a character.
func wholeCharacters(of bytes: [UInt8]) -> Int {
  for back in 1...3 where back <= bytes.count {
    let byte = bytes[bytes.count - back]
    guard byte & 0xC0 != 0x80 else { continue }
    let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
    return length > back ? bytes.count - back : bytes.count
  }
  return bytes.count
}
