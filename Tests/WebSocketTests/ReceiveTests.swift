import Testing
import WebSocket

/// What a client makes of streams that keep the rules.
struct ReceiveTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let stream: [UInt8]
    var messages: [[UInt8]] = []
    var others: [Note] = []
    var output: [UInt8] = []
    var testDescription: String { name }
  }

  static let hello = Array("Hello".utf8)
  static let maskedHello: [UInt8] = [0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
  static let cases: [Case] = [
    Case(
      name: "RFC 6455 §5.7, one frame", stream: [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F],
      messages: [hello]),
    Case(
      name: "RFC 6455 §5.7, fragmented",
      stream: [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F], messages: [hello]),
    Case(
      name: "RFC 6455 §5.7, ping", stream: [0x89, 0x05] + hello,
      others: [.ping(hello), .replied(.pong, hello)], output: [0x8A, 0x85] + maskedHello),
    Case(
      name: "RFC 6455 §5.7, 256 bytes",
      stream: [0x82, 0x7E, 0x01, 0x00] + [UInt8](repeating: 7, count: 256),
      messages: [[UInt8](repeating: 7, count: 256)]),
    Case(
      name: "RFC 6455 §5.7, 64 KiB",
      stream: [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0] + [UInt8](repeating: 8, count: 65536),
      messages: [[UInt8](repeating: 8, count: 65536)]),
    Case(name: "empty text", stream: frame(1), messages: [[]]),
    Case(name: "empty binary", stream: frame(2), messages: [[]]),
    Case(
      name: "empty fragments",
      stream: frame(1, fin: false) + frame(0, fin: false) + frame(0, hello, fin: false) + frame(0),
      messages: [hello]),
    Case(
      name: "nothing but empty fragments", stream: frame(2, fin: false) + frame(0), messages: [[]]),
    Case(
      name: "control frames inside a message",
      stream: frame(1, [72], fin: false) + frame(9, [1]) + frame(0, [101], fin: false)
        + frame(10, [2]) + frame(0, [121]) + frame(2, [3]),
      messages: [Array("Hey".utf8), [3]],
      others: [.ping([1]), .replied(.pong, [1]), .pong([2])],
      output: frame(10, [1], mask: exampleKey)),
    Case(
      name: "a pong nobody asked for", stream: frame(10, hello), others: [.pong(hello)]),
    Case(
      name: "an empty ping", stream: frame(9), others: [.ping([]), .replied(.pong, [])],
      output: frame(10, mask: exampleKey)),
    Case(
      name: "the longest ping", stream: frame(9, [UInt8](repeating: 1, count: 125)),
      others: [
        .ping([UInt8](repeating: 1, count: 125)),
        .replied(.pong, [UInt8](repeating: 1, count: 125)),
      ],
      output: frame(10, [UInt8](repeating: 1, count: 125), mask: exampleKey)),
    Case(
      name: "two pings, both answered", stream: frame(9, [1]) + frame(9, [2]),
      others: [.ping([1]), .replied(.pong, [1]), .ping([2]), .replied(.pong, [2])],
      output: frame(10, [1], mask: exampleKey) + frame(10, [2], mask: exampleKey)),
    Case(
      name: "binary that is not UTF-8", stream: frame(2, [0xFF, 0xFE, 0x00]),
      messages: [[0xFF, 0xFE, 0x00]]),
    Case(
      name: "a character over three frames",
      stream: frame(1, [0xE2], fin: false) + frame(0, [0x82], fin: false) + frame(0, [0xAC]),
      messages: [[0xE2, 0x82, 0xAC]]),
  ]

  @Test("streams that keep the rules", arguments: cases, Split.allCases)
  func valid(_ test: Case, _ split: Split) {
    // What follows does not change what was told before it.
    for trailing in [[], [0x81], [0x82, 0x7F, 0, 0], [0x01, 0x00]] as [[UInt8]] {
      let outcome = receive(test.stream + trailing, split: split)
      let notes = outcome.notes.filter { if case .frame = $0 { false } else { true } }
      #expect(outcome.violation == nil)
      #expect(notes.filter { $0.message == nil } == test.others)
      #expect(notes.compactMap(\.message) == test.messages)
      #expect(outcome.unfinished == nil)
      #expect(outcome.output == test.output)
      #expect(!outcome.isClosed)
    }
  }

  @Test("a server unmasks", arguments: Split.allCases)
  func server(_ split: Split) {
    let long = [UInt8](repeating: 0x41, count: 40000)
    let stream =
      frame(1, long, mask: 0x1234_5678) + frame(9, Self.hello, mask: 1) + frame(2, mask: 2)
      + frame(8, mask: 3)
    let outcome = receive(stream, split: split, as: .server)
    #expect(outcome.violation == nil)
    #expect(
      outcome.notes == [
        .frame(FrameHeader(opcode: .text, mask: 0x1234_5678, payloadLength: 40000)),
        .message(.text, long),
        .frame(FrameHeader(opcode: .ping, mask: 1, payloadLength: 5)), .ping(Self.hello),
        .replied(.pong, Self.hello),
        .frame(FrameHeader(opcode: .binary, mask: 2, payloadLength: 0)), .message(.binary, []),
        .frame(FrameHeader(opcode: .close, mask: 3, payloadLength: 0)), .close(Close()),
        .replied(.close, []),
      ])
    #expect(outcome.output == frame(10, Self.hello) + frame(8))
    #expect(outcome.isClosed)
  }

  @Test("a message goes on in parts as it comes")
  func parts() throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    try connection.receive(array: ([0x82, 0x05] as [UInt8]), into: &recorder)
    #expect(recorder.unfinished == nil)
    try connection.receive(array: ([1, 2] as [UInt8]), into: &recorder)
    #expect(recorder.unfinished == [1, 2])
    try connection.receive(array: ([3, 4, 5] as [UInt8]), into: &recorder)
    #expect(recorder.messages == [[1, 2, 3, 4, 5]])
  }

  @Test("a list of events holds whole messages")
  func events() throws {
    var connection = Connection { exampleKey }
    var list = EventList()
    let stream =
      frame(1, Array("hé".utf8)) + frame(2, [1], fin: false) + frame(9, [7]) + frame(0, [2])
      + frame(10, [8]) + closeFrame(1001, "bye")
    for byte in stream { try connection.receive(array: [byte], into: &list) }
    #expect(
      list.take() == [
        .text("hé"), .ping([7]), .binary([1, 2]), .pong([8]),
        .closed(Close(.goingAway, reason: "bye")),
      ])
    #expect(list.events.isEmpty)
  }

  @Test("the end of the stream")
  func end() throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    try connection.receive(array: frame(9, [1]), into: &recorder)
    verify(connection.closeCode == nil)
    connection.receiveEOF()
    verify(connection.isClosed && !connection.hasOutput && !connection.maySend)
    verify(connection.closeCode == .abnormal)
    let before = recorder.notes
    try connection.receive(array: frame(1, [65]), into: &recorder)
    #expect(recorder.notes == before)
  }
}
