import Testing

@testable import WebSocket

/// Each rule that a peer can break, and the code that RFC 6455 gives it.
struct ViolationTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let stream: [UInt8]
    var role = Role.client
    var limits = Limits()
    var code: UInt16 = 1002
    /// A piece of the sentence.
    let says: String
    /// What was told before.
    var messages: [[UInt8]] = []
    var unfinished: [UInt8]?
    var testDescription: String { name }
  }

  static let cases = reserved + controls + lengths + sequence + payloads + limits + closeCodes

  static let reserved: [Case] =
    ["RSV3", "RSV2", "RSV2+RSV3", "RSV1", "RSV1+RSV3", "RSV1+RSV2", "RSV1+RSV2+RSV3"].enumerated()
    .map { index, name in
      Case(
        name: name, stream: frame(1, [65], reserved: UInt8(index + 1)), says: "bit \(name) is set")
    }
    + ([3, 4, 5, 6, 7, 11, 12, 13, 14, 15] as [UInt8]).map { opcode in
      Case(
        name: "opcode \(opcode)", stream: frame(opcode, [1]), says: "opcode \(opcode) is reserved")
    }

  static let controls: [Case] = ([("close", 8), ("ping", 9), ("pong", 10)] as [(String, UInt8)])
    .flatMap { name, opcode in
      [
        Case(
          name: "fragmented \(name)", stream: frame(opcode, fin: false),
          says: "a \(name) frame is fragmented"),
        Case(
          name: "\(name) of 126", stream: frame(opcode, [UInt8](repeating: 65, count: 126)),
          says: "a \(name) frame has 126 bytes"),
      ]
    }

  static let lengths: [Case] =
    ([0, 1, 125] as [UInt8]).map { length in
      Case(
        name: "\(length) in 16 bits", stream: [0x82, 126, 0, length],
        says: "length \(length) is not encoded in the fewest bytes")
    }
    + ([0, 125, 126, 65535] as [UInt64]).map { length in
      Case(
        name: "\(length) in 64 bits", stream: [0x82, 127] + bigEndian(length, bytes: 8),
        says: "length \(length) is not encoded in the fewest bytes")
    }
    + [
      Case(
        name: "the top bit of a length", stream: [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0],
        says: "top bit"),
      Case(
        name: "all bits of a length", stream: [0x82, 127] + [UInt8](repeating: 255, count: 8),
        says: "top bit"),
    ]

  static let sequence: [Case] = [
    Case(name: "masked by a server", stream: frame(1, [65], mask: 1), says: "masked frame"),
    Case(
      name: "not masked by a client", stream: frame(1, [65]), role: .server, says: "not masked"),
    Case(name: "nothing to continue", stream: frame(0, [65]), says: "without a message"),
    Case(
      name: "nothing to continue any more", stream: frame(1, [65]) + frame(0, [65]),
      says: "without a message", messages: [[65]]),
    Case(
      name: "text inside a message", stream: frame(2, [1], fin: false) + frame(1, [65]),
      says: "a text frame came inside", unfinished: [1]),
    Case(
      name: "binary inside a message", stream: frame(1, fin: false) + frame(2, fin: false),
      says: "a binary frame came inside"),
  ]

  static let payloads: [Case] = [
    Case(name: "Close of one byte", stream: frame(8, [3]), says: "one byte"),
    Case(
      name: "a reason that is not UTF-8", stream: frame(8, [3, 232, 0xFF]), code: 1007,
      says: "reason is not UTF-8"),
    Case(
      name: "a reason that is cut", stream: frame(8, [3, 232, 0xE2, 0x82]), code: 1007,
      says: "reason is not UTF-8"),
    Case(
      name: "text that is not UTF-8", stream: frame(1, [65, 66, 0xC0, 67]), code: 1007,
      says: "text message is not UTF-8", unfinished: [65, 66]),
    Case(
      name: "text that is cut", stream: frame(1, [65, 0xE2, 0x82]), code: 1007,
      says: "text message is not UTF-8", unfinished: [65, 0xE2, 0x82]),
    Case(
      name: "text that is cut by an empty fragment",
      stream: frame(1, [0xE2, 0x82], fin: false) + frame(0), code: 1007,
      says: "text message is not UTF-8", unfinished: [0xE2, 0x82]),
    Case(
      name: "masked text that is not UTF-8",
      stream: frame(1, [65, 66, 0xFF, 67, 68], mask: exampleKey), role: .server, code: 1007,
      says: "text message is not UTF-8", unfinished: [65, 66]),
  ]

  static let limits: [Case] = [
    Case(
      name: "a frame over the limit",
      stream: frame(2, [1]) + [0x82, 127, 0x7F] + [UInt8](repeating: 255, count: 7),
      limits: Limits(maximumFrame: 1000), code: 1009, says: "exceeds the limit of 1000",
      messages: [[1]]),
    Case(
      name: "a message over the limit, whole", stream: frame(2, [1, 2, 3, 4]),
      limits: Limits(maximumMessage: 3), code: 1009, says: "exceeds the limit of 3"),
    Case(
      name: "a message over the limit, in fragments",
      stream: frame(2, [1, 2], fin: false) + frame(0, [3], fin: false) + frame(0, [4]),
      limits: Limits(maximumMessage: 3), code: 1009, says: "exceeds the limit of 3",
      unfinished: [1, 2, 3]),
    Case(
      name: "lengths that exceed 63 bits together",
      stream: frame(2, [1], fin: false) + [0x80, 127, 0x7F] + [UInt8](repeating: 255, count: 7),
      limits: Limits(maximumMessage: (1 << 63) - 1), code: 1009, says: "exceeds the limit",
      unfinished: [1]),
  ]

  static let closeCodes: [Case] =
    ([0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535] as [UInt16]).map {
      code in
      Case(
        name: "close code \(code)", stream: closeFrame(code), says: "close code \(code) may not be")
    }

  @Test("each rule", arguments: cases, Split.allCases)
  func violation(_ test: Case, _ split: Split) throws {
    let key: UInt32? = test.role == .client ? exampleKey : nil
    for trailing in [[], [0x81], frame(1, [65]), [UInt8](repeating: 0xFF, count: 300)] {
      let outcome = receive(
        test.stream + trailing, split: split, as: test.role, limits: test.limits)
      let violation = try #require(outcome.violation)
      #expect(violation.code.rawValue == test.code)
      #expect(violation.message.contains(test.says))
      #expect(violation.message.contains("(RFC 6455 §"))
      #expect(outcome.notes.compactMap(\.message) == test.messages)
      #expect(outcome.unfinished == test.unfinished)
      #expect(outcome.output == closeFrame(test.code, violation.message, mask: key))
      #expect(
        outcome.notes.last
          == .replied(.close, bigEndian(UInt64(test.code), bytes: 2) + violation.message.utf8))
      #expect(violation.message.utf8.count <= 123)
      #expect(outcome.isClosed)
    }
  }

  @Test("the longest sentences fit into a Close")
  func sentences() {
    let all: [ProtocolViolation] = [
      .reservedBits(7), .lengthNotMinimal(65535), .longControl(.close, length: .max),
      .frameTooBig(.max, limit: .max), .messageTooBig(limit: .max), .messageInMessage(.binary),
      .nothingToContinue, .unmaskedByClient, .closeCode(CloseCode(rawValue: .max)),
    ]
    for violation in all { #expect(violation.message.utf8.count <= 123) }
  }

  @Test("text fails in the middle of a frame")
  func early() {
    // 1 MiB is announced, and three bytes come.
    let outcome = receive([0x81, 127, 0, 0, 0, 0, 0, 16, 0, 0, 0x41, 0xF4, 0x90])
    #expect(outcome.violation?.code == .invalidPayload)
    #expect(outcome.unfinished == [0x41, 0xF4])
  }

  @Test("a limit is met at its edge")
  func edge() {
    let limits = Limits(maximumMessage: 3, maximumFrame: 2)
    let stream = frame(2, [1, 2], fin: false) + frame(9, [1, 2, 3, 4]) + frame(0, [3])
    let outcome = receive(stream + stream, limits: limits)
    #expect(outcome.violation == nil)
    #expect(outcome.notes.compactMap(\.message) == [[1, 2, 3], [1, 2, 3]])
  }

  @Test("a violation waits for a sink that wants no more of what came before it")
  func impatient() throws {
    struct Full: EventSink {
      var wantsMore: Bool { false }
      mutating func message(_: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {}
      mutating func ping(_ payload: Span<UInt8>) {}
      mutating func pong(_ payload: Span<UInt8>) {}
      mutating func close(_ close: Close) {}
    }
    var connection = Connection { exampleKey }
    var full = Full()
    let stream = frame(1, [0x41, 0xFF])
    verify(try connection.receive(stream.span, into: &full) == stream.count)
    verify(connection.holdsMore)
    let nothing: [UInt8] = []
    #expect(throws: ProtocolViolation.textNotUTF8) {
      try connection.receive(array: nothing, into: &full)
    }
    verify(!connection.holdsMore && connection.isClosed == false && connection.hasOutput)
  }

  @Test("after our own Close a violation sends no second one")
  func afterClose() throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    try connection.close(Close(.normal))
    verify(flushed(&connection) == closeFrame(1000, mask: exampleKey))
    #expect(throws: ProtocolViolation.self) {
      try connection.receive(array: frame(3), into: &recorder)
    }
    #expect(recorder.notes.isEmpty)
    verify(!connection.hasOutput && connection.isClosed)
    verify(connection.closeCode == .abnormal)
  }
}
