@testable import WebSocket

extension Fuzzed {
  /// The handshake's answer, and what comes after it.
  static let webSocket = [
    Fuzzed(name: "handshake") { try checkHandshake($0) },
    Fuzzed(name: "offer", longest: 512) { try checkOffer($0) },
    Fuzzed(name: "frames") { try checkFrames($0) },
    Fuzzed(name: "messages", longest: 1024) { try checkMessages($0) },
    Fuzzed(name: "close", longest: 200) { try checkClose($0) },
    Fuzzed(name: "utf8", longest: 512) { try checkUTF8($0) },
  ]
}

// MARK: Frames

/// What came, the parts of a message put together.
private enum Note: Hashable {
  case frame(FrameHeader)
  case message(MessageKind, [UInt8])
  case ping([UInt8])
  case pong([UInt8])
  case close(Close)
  case replied(Opcode, [UInt8])
}

private struct Recorder: EventSink {
  var notes: [Note] = []
  var unfinished: [UInt8] = []
  var isUnfinished = false
  var fault: String?
  var isPatient = true
  var limits = WebSocket.Limits()

  var wantsMore: Bool { isPatient }

  mutating func frame(_ header: FrameHeader) { notes.append(.frame(header)) }

  mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
    if isFirst == isUnfinished { fault = "a part is first where one is in progress" }
    part.withUnsafeBufferPointer { unfinished.append(contentsOf: $0) }
    isUnfinished = !isLast
    if UInt64(unfinished.count) > limits.maximumMessage ?? .max { fault = "over the limit" }
    guard isLast else { return }
    if kind == .text, !areSame(text(unfinished), String(decoding: unfinished, as: UTF8.self)) {
      fault = "text that is not UTF-8"
    }
    notes.append(.message(kind, unfinished))
    unfinished = []
  }

  mutating func ping(_ payload: Span<UInt8>) { notes.append(.ping(Array(copying: payload))) }
  mutating func pong(_ payload: Span<UInt8>) { notes.append(.pong(Array(copying: payload))) }
  mutating func close(_ close: Close) { notes.append(.close(close)) }
  mutating func replied(_ opcode: Opcode, payload: Span<UInt8>) {
    notes.append(.replied(opcode, Array(copying: payload)))
  }
}

extension [UInt8] {
  fileprivate init(copying span: Span<UInt8>) { self = span.withUnsafeBufferPointer { Array($0) } }
}

/// What became of a stream.
private struct Outcome: Equatable {
  var notes: [Note] = []
  var violation: ProtocolViolation?
  var output: [UInt8] = []
  var isClosed = false
  var code: CloseCode?
}

private let someKey: UInt32 = 0x37FA_213D

extension Connection {
  /// All that `bytes` hold, for a sink that may want little at a time.
  fileprivate mutating func take(_ bytes: [UInt8], into sink: inout Recorder) throws
    -> ProtocolViolation?
  {
    var (start, idle) = (0, 0)
    var violation: ProtocolViolation?
    repeat {
      let before = (start, sink.notes.count, sink.unfinished.count)
      do throws(ProtocolViolation) {
        start += try receive(bytes.span.extracting(start..<bytes.count), into: &sink)
      } catch {
        try hold(violation == nil, "a violation is thrown twice")
        violation = error
        start = bytes.count
      }
      idle = before == (start, sink.notes.count, sink.unfinished.count) ? idle + 1 : 0
      try hold(idle < 10, "no progress")
    } while start < bytes.count || holdsMore
    return violation
  }
}

/// The first byte chooses end and compression, the second limits; a stream follows.
private func checkFrames(_ input: [UInt8]) throws {
  var choices = Choices(input)
  let first = choices.byte()
  let second = choices.byte()
  let role: Role = first & 1 == 0 ? .client : .server
  var deflate: PermessageDeflate?
  if first & 2 != 0 {
    deflate = PermessageDeflate()
    deflate?.serverNoContextTakeover = first & 4 != 0
    deflate?.clientNoContextTakeover = first & 8 != 0
  }
  let limits = WebSocket.Limits(
    maximumMessage: [nil, 0, 125, 20_000][Int(second & 3)],
    maximumFrame: [nil, 0, 125, 1000][Int(second >> 2 & 3)])

  var outcomes: [(outcome: Outcome, rest: [UInt8])] = []
  for (cut, isPatient) in [(Cut.whole, true), (.bytes, true), (.anywhere, true), (.whole, false)] {
    var connection = Connection(role: role, limits: limits, deflate: deflate) { someKey }
    var recorder = Recorder(isPatient: isPatient, limits: limits)
    var outcome = Outcome()
    for piece in cut.pieces(of: choices.rest) {
      let violation = try connection.take(piece, into: &recorder)
      try hold(violation == nil || outcome.violation == nil, "a violation is thrown twice")
      outcome.violation = violation ?? outcome.violation
    }
    try hold(recorder.fault == nil, recorder.fault ?? "")
    outcome.notes = recorder.notes
    outcome.output = flushed(&connection)
    (outcome.isClosed, outcome.code) = (connection.isClosed, connection.closeCode)
    if let violation = outcome.violation {
      try hold(outcome.isClosed, "a violation leaves it open")
      let close = Close(violation.code, reason: violation.message)
      let isSayable = (try? close.validate()) != nil
      try hold(isSayable, "\(close) cannot be sent")
    }
    outcomes.append((outcome, recorder.unfinished))
  }
  for (outcome, rest) in outcomes {
    try hold(outcome == outcomes[0].outcome, "\(outcome) and \(outcomes[0].outcome)")
    // How much of a message that breaks the protocol has been handed on before depends on how it came.
    let (short, long) =
      rest.count < outcomes[0].rest.count
      ? (rest, outcomes[0].rest) : (outcomes[0].rest, rest)
    let isSame = outcome.violation == nil ? short == long : long.starts(with: short)
    try hold(isSame, "\(short.count) and \(long.count) bytes of an unfinished message")
  }
}

private func flushed(_ connection: inout Connection) -> [UInt8] {
  var all: [UInt8] = []
  while connection.hasOutput {
    let some = [UInt8](capacity: 300) { connection.flush(into: &$0) }
    guard !some.isEmpty else { break }
    all += some
  }
  return all
}

/// A script of messages and control frames, sent in pieces: the other end receives just that.
private func checkMessages(_ input: [UInt8]) throws {
  var choices = Choices(input)
  let first = choices.byte()
  var deflate: PermessageDeflate?
  if first & 2 != 0 {
    deflate = PermessageDeflate()
    deflate?.serverNoContextTakeover = first & 4 != 0
    deflate?.clientNoContextTakeover = first & 8 != 0
    deflate?.serverMaxWindowBits = 8 + Int(first >> 4 & 7)
    deflate?.clientMaxWindowBits = 15 - Int(first >> 4 & 7)
  }
  let role: Role = first & 1 == 0 ? .client : .server
  var keys = Generator(state: UInt64(first))
  var sender = Connection(role: role, deflate: deflate) { UInt32(truncatingIfNeeded: keys.next()) }
  var stream: [UInt8] = []
  var said: [Note] = []
  while !choices.rest.isEmpty {
    let step = choices.byte()
    let size = Int(choices.byte())
    switch step & 7 {
    case 0:
      let payload = choices.bytes(size)
      if sender.ping(payload.span) { said.append(.ping(payload)) }
    case 1:
      let payload = choices.bytes(size)
      if sender.pong(payload.span) { said.append(.pong(payload)) }
    case 2:
      let close = Close(CloseCode(rawValue: 990 + UInt16(size)), reason: text(choices.bytes(20)))
      let isNew = sender.maySend
      guard (try? sender.close(close)) != nil else { break }
      if isNew { said.append(.close(close)) }
    default:
      // Some that are long and easily compressed.
      let bytes = choices.bytes(size)
      let payload = step & 8 == 0 ? bytes : Array(repeatElement(bytes, count: 300).joined())
      let kind: MessageKind =
        step & 16 == 0 && UTF8Validator.accepts(payload.span) ? .text : .binary
      let isSent = try send(
        payload, as: kind, in: 1 + Int(step >> 5), by: 14 + size, from: &sender, to: &stream)
      if isSent { said.append(.message(kind, payload)) }
    }
  }
  stream += flushed(&sender)

  for cut in Cut.allCases {
    var receiver = Connection(role: role == .client ? .server : .client, deflate: deflate) {
      someKey
    }
    var recorder = Recorder()
    for piece in cut.pieces(of: stream) {
      let violation = try receiver.take(piece, into: &recorder)
      try hold(violation == nil, "\(violation?.message ?? "")")
    }
    try hold(recorder.fault == nil && !recorder.isUnfinished, recorder.fault ?? "unfinished")
    func messages(_ notes: [Note]) -> [Note] {
      notes.filter { if case .message = $0 { true } else { false } }
    }
    func others(_ notes: [Note]) -> [Note] {
      notes.filter { note in
        switch note {
        case .ping, .pong, .close: true
        case .message, .frame, .replied: false
        }
      }
    }
    try hold(messages(recorder.notes) == messages(said), "other messages than were sent")
    // Control frames may overtake a message, and never one another.
    try hold(others(recorder.notes) == others(said), "other control frames than were sent")
  }
}

/// Whether it was sent: a Close may have come before it.
private func send(
  _ payload: [UInt8], as kind: MessageKind, in pieces: Int, by capacity: Int,
  from sender: inout Connection, to stream: inout [UInt8]
) throws -> Bool {
  var start = 0
  for piece in 1...pieces {
    let end = payload.count * piece / pieces
    var (idle, taken) = (0, nil as Int?)
    repeat {
      taken = nil
      let some = [UInt8](capacity: capacity) { out in
        taken = sender.send(
          payload.span.extracting(start..<end), as: kind, isLast: piece == pieces, into: &out)
      }
      stream += some
      start += taken ?? 0
      if taken == nil, !sender.maySend {
        try hold(start == 0, "a message is cut by a Close")
        return false
      }
      idle = some.isEmpty && (taken ?? 0) == 0 ? idle + 1 : 0
      try hold(idle < 10, "no progress")
    } while taken == nil || sender.isMidPayload || start < end
  }
  return true
}

// MARK: Close, UTF-8

private func checkClose(_ input: [UInt8]) throws {
  switch Result(catching: { () throws(ProtocolViolation) in try Close(payload: input.span) }) {
  case .success(let close):
    try hold(close.payload == input, "other bytes than came")
    let isSayable = (try? close.validate()) != nil
    try hold(isSayable || input.count > 125, "\(close) came and cannot be sent")
  case .failure(let violation):
    let expected: Set<CloseCode> = [.protocolError, .invalidPayload]
    try hold(expected.contains(violation.code), "closed with \(violation.code)")
  }
  guard input.count >= 2 else { return }
  let close = Close(
    CloseCode(rawValue: UInt16(input[0]) << 8 | UInt16(input[1])), reason: text(input[2...]))
  do throws(InvalidClose) {
    try close.validate()
  } catch {
    return
  }
  try hold(close.payload.count <= 125, "a Close that is too long")
  let back = try? Close(payload: close.payload.span)
  try hold(back == close, "another Close comes back")
}

private func checkUTF8(_ input: [UInt8]) throws {
  var places: [Int?] = []
  for cut in Cut.allCases {
    var validator = UTF8Validator()
    var (start, place) = (0, nil as Int?)
    for piece in cut.pieces(of: input) where place == nil {
      place = validator.firstInvalid(in: piece.span).map { $0 + start }
      start += piece.count
    }
    let isValid = place == nil && validator.isComplete
    // The library repairs what is not valid.
    try hold(isValid == text(input).utf8.elementsEqual(input), "not what the library says")
    places.append(place)
  }
  try hold(places.allSatisfy { $0 == places[0] }, "at other places: \(places)")
  try hold(UTF8Validator.isASCII(input.span) == input.allSatisfy { $0 < 0x80 }, "ASCII")
}
