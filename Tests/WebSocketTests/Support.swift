import Testing
import WebSocket

/// The key of RFC 6455 §5.7's examples.
let exampleKey: UInt32 = 0x37FA_213D

/// A frame as bytes, made by hand: nothing of the engine is used, and nothing is checked.
func frame(
  _ opcode: UInt8, _ payload: [UInt8] = [], fin: Bool = true, reserved: UInt8 = 0,
  mask: UInt32? = nil
) -> [UInt8] {
  var bytes = [(fin ? 0x80 : 0) | reserved << 4 | opcode]
  let bit: UInt8 = mask == nil ? 0 : 0x80
  if payload.count < 126 {
    bytes.append(bit | UInt8(payload.count))
  } else if payload.count < 65536 {
    bytes += [bit | 126] + bigEndian(UInt64(payload.count), bytes: 2)
  } else {
    bytes += [bit | 127] + bigEndian(UInt64(payload.count), bytes: 8)
  }
  if let mask { bytes += bigEndian(UInt64(mask), bytes: 4) }
  return bytes + masked(payload, mask ?? 0)
}

func bigEndian(_ value: UInt64, bytes: Int) -> [UInt8] {
  (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
}

func masked(_ payload: [UInt8], _ key: UInt32) -> [UInt8] {
  let key = bigEndian(UInt64(key), bytes: 4)
  return payload.enumerated().map { $0.element ^ key[$0.offset % 4] }
}

func closeFrame(_ code: UInt16, _ reason: String = "", mask: UInt32? = nil) -> [UInt8] {
  frame(8, bigEndian(UInt64(code), bytes: 2) + reason.utf8, mask: mask)
}

/// What a sink was told, with the parts of a message put together, so that the same stream gives the
/// same notes however it was split.
enum Note: Hashable {
  case frame(FrameHeader)
  case message(MessageKind, [UInt8])
  case ping([UInt8])
  case pong([UInt8])
  case close(Close)
  case replied(Opcode, [UInt8])

  /// The payload, if this is a message.
  var message: [UInt8]? {
    if case .message(_, let bytes) = self { bytes } else { nil }
  }
}

struct Recorder: EventSink {
  var notes: [Note] = []
  /// The message that has not ended.
  var unfinished: [UInt8]?
  /// A part came that was the first where one was in progress, or the other way round.
  var isConfused = false

  mutating func frame(_ header: FrameHeader) { notes.append(.frame(header)) }
  mutating func message(
    _ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool
  ) {
    if isFirst != (unfinished == nil) { isConfused = true }
    let whole = (unfinished ?? []) + array(part)
    unfinished = isLast ? nil : whole
    if isLast { notes.append(.message(kind, whole)) }
  }
  mutating func ping(_ payload: Span<UInt8>) { notes.append(.ping(array(payload))) }
  mutating func pong(_ payload: Span<UInt8>) { notes.append(.pong(array(payload))) }
  mutating func close(_ close: Close) { notes.append(.close(close)) }
  mutating func replied(_ opcode: Opcode, payload: Span<UInt8>) {
    notes.append(.replied(opcode, array(payload)))
  }

  var messages: [[UInt8]] { notes.compactMap(\.message) }
}

func array(_ span: Span<UInt8>) -> [UInt8] { span.withUnsafeBufferPointer { Array($0) } }

/// What became of a stream.
struct Outcome: Equatable {
  var notes: [Note] = []
  var unfinished: [UInt8]?
  var violation: ProtocolViolation?
  var output: [UInt8] = []
  var isClosed = false
}

/// How a stream is cut.
enum Split: CaseIterable, CustomTestStringConvertible {
  case whole, bytes, threes, halves

  func pieces(of stream: [UInt8]) -> [ArraySlice<UInt8>] {
    let size =
      switch self {
      case .whole: max(1, stream.count)
      case .bytes: 1
      case .threes: 3
      case .halves: max(1, (stream.count + 1) / 2)
      }
    return stride(from: 0, to: stream.count, by: size).map {
      stream[$0..<min($0 + size, stream.count)]
    }
  }

  var testDescription: String { "\(self)" }
}

/// Feeds `stream` to a fresh engine and tells what became of it. Bytes go on being fed after a violation.
func receive(
  _ stream: [UInt8], split: Split = .whole, as role: Role = .client, limits: Limits = Limits(),
  deflate: PermessageDeflate? = nil
) -> Outcome {
  var connection = Connection(role: role, limits: limits, deflate: deflate) { exampleKey }
  var recorder = Recorder()
  var outcome = Outcome()
  for piece in split.pieces(of: stream) {
    do throws(ProtocolViolation) {
      try connection.receive(array: Array(piece), into: &recorder)
    } catch {
      #expect(outcome.violation == nil, "a violation is thrown once")
      outcome.violation = error
    }
  }
  #expect(!recorder.isConfused)
  verify(connection.violation == outcome.violation)
  outcome.notes = recorder.notes
  outcome.unfinished = recorder.unfinished
  outcome.output = flushed(&connection)
  outcome.isClosed = connection.isClosed
  return outcome
}

func flushed(_ connection: inout Connection, capacity: Int = 4096) -> [UInt8] {
  [UInt8](capacity: capacity) { connection.flush(into: &$0) }
}

/// SplitMix64: random enough, and the same each time.
struct Generator: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
  }
}

/// `#expect` for what it cannot take apart: values that are not copied or do not escape.
func verify(
  _ condition: Bool, _ comment: Comment? = nil, at location: SourceLocation = #_sourceLocation
) {
  #expect(condition, comment, sourceLocation: location)
}

extension Connection {
  /// `receive` for an array that is made in the call.
  mutating func receive(
    array: [UInt8], into sink: inout some EventSink
  ) throws(ProtocolViolation) {
    try receive(array.span, into: &sink)
  }
}
