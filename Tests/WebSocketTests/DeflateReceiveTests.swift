import Testing

@testable import WebSocket

/// What either end makes of compressed messages (RFC 7692 §6, §7.2.2).
struct DeflateReceiveTests {
  /// A frame without its mask.
  struct Piece {
    var opcode: UInt8 = 1
    var payload: [UInt8] = []
    var fin = true
    var reserved: UInt8 = 0
  }

  struct Case: CustomTestStringConvertible {
    let name: String
    let pieces: [Piece]
    var messages: [[UInt8]] = []
    /// The sender begins each message anew.
    var forgets = false
    var others: [Note] = []
    var code: UInt16?
    /// A piece of the violation's sentence.
    var says = ""
    var unfinished: [UInt8]?
    var limits = Limits()
    var testDescription: String { name }
  }

  static let hello = Array("Hello".utf8)
  /// RFC 7692 §7.2.3.1: "Hello" in one block.
  static let oneBlock: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
  /// §7.2.3.2: "Hello" once more.
  static let again: [UInt8] = [0xF2, 0x00, 0x11, 0x00, 0x00]
  /// §7.2.3.3: in a block without compression.
  static let storedBlock: [UInt8] =
    [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]
  /// §7.2.3.4: in a block with BFINAL set, and an octet that makes the message end as it must.
  static let finalBlock: [UInt8] = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]
  /// §7.2.3.5: in two blocks.
  static let twoBlocks: [UInt8] =
    [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]

  static func compressed(
    _ payload: [UInt8], opcode: UInt8 = 1, fin: Bool = true
  ) -> Piece {
    Piece(opcode: opcode, payload: payload, fin: fin, reserved: 4)
  }

  static func rest(_ payload: [UInt8], fin: Bool = true) -> Piece {
    Piece(opcode: 0, payload: payload, fin: fin)
  }

  static let ping = Piece(opcode: 9, payload: [7])
  static let pinged: [Note] = [.ping([7]), .replied(.pong, [7])]

  static let valid: [Case] =
    [
      Case(name: "§7.2.3.1", pieces: [compressed(oneBlock)], messages: [hello]),
      Case(
        name: "§7.2.3.2", pieces: [compressed(oneBlock), compressed(again)],
        messages: [hello, hello]),
      Case(
        name: "§7.2.3.2, no context", pieces: [compressed(oneBlock), compressed(oneBlock)],
        messages: [hello, hello], forgets: true),
      Case(name: "§7.2.3.3", pieces: [compressed(storedBlock)], messages: [hello]),
      Case(name: "§7.2.3.4", pieces: [compressed(finalBlock)], messages: [hello]),
      Case(
        name: "a final block and nothing after it", pieces: [compressed(finalBlock.dropLast())],
        messages: [hello]),
      Case(
        name: "a final block stays in the window",
        pieces: [
          compressed(finalBlock), compressed(again), compressed(finalBlock.dropLast()),
          compressed(again),
        ],
        messages: [hello, hello, hello, hello]),
      Case(
        name: "a final block, no context", pieces: [compressed(finalBlock), compressed(oneBlock)],
        messages: [hello, hello], forgets: true),
      Case(
        name: "blocks after a final one",
        pieces: [compressed(finalBlock.dropLast() + again), compressed(again)],
        messages: [hello + hello, hello]),
      Case(name: "§7.2.3.5", pieces: [compressed(twoBlocks)], messages: [hello]),
      Case(name: "§7.2.3.6", pieces: [compressed([0x00])], messages: [[]]),
      Case(
        name: "empty messages", pieces: (0..<5).map { _ in compressed([0x00], opcode: 2) },
        messages: [[], [], [], [], []]),
      Case(
        name: "empty in each way",
        pieces: [
          compressed([0x03, 0x00]), compressed([0x03, 0x00, 0x00]), compressed([0x02, 0x00]),
          compressed([0x01, 0x00, 0x00, 0xFF, 0xFF]),
          compressed([0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00]),
          compressed([0x00]),
        ],
        messages: [[], [], [], [], [], []]),
      Case(
        name: "empty, no context", pieces: [compressed([0x00]), compressed(oneBlock)],
        messages: [[], hello], forgets: true),
      Case(
        name: "compressed and not",
        pieces: [
          compressed(oneBlock), Piece(payload: hello), compressed(again), Piece(opcode: 2),
          Piece(payload: [72], fin: false), rest([105]), compressed(again),
        ],
        messages: [hello, hello, hello, [], Array("Hi".utf8), hello]),
      Case(
        name: "control frames inside a message",
        pieces: [
          compressed(Array(oneBlock[..<3]), fin: false), ping, rest([], fin: false), ping,
          rest(Array(oneBlock[3...])), ping, compressed(again),
        ],
        messages: [hello, hello], others: pinged + pinged + pinged),
      Case(
        name: "empty fragments",
        pieces: [
          compressed([], fin: false), rest([], fin: false), rest(oneBlock, fin: false), rest([]),
        ],
        messages: [hello]),
      Case(
        name: "a character over two blocks", pieces: [compressed(euro)],
        messages: [Array("€".utf8)]),
      Case(
        name: "binary that is not UTF-8", pieces: [compressed(notUTF8, opcode: 2)],
        messages: [[65, 66, 0xFF, 67]]),
      Case(
        name: "as far back as there is", pieces: [compressed(far, opcode: 2)],
        messages: [pattern + pattern.prefix(258)]),
      Case(
        name: "as far back as the message before",
        pieces: [compressed(stored(pattern), opcode: 2), compressed(back(32768), opcode: 2)],
        messages: [pattern, Array(pattern.prefix(258))]),
      Case(
        name: "as far back as over a final block",
        pieces: [
          compressed([0x03, 0x00], opcode: 2),
          compressed(stored(pattern, isFinal: true), opcode: 2),
          compressed([0x03, 0x00], opcode: 2), compressed(back(32768), opcode: 2),
        ],
        messages: [[], pattern, [], Array(pattern.prefix(258))]),
    ]
    + (0...oneBlock.count).map { cut in
      Case(
        name: "cut at \(cut)",
        pieces: [
          compressed(Array(oneBlock[..<cut]), fin: false), rest(Array(oneBlock[cut...])),
          compressed(again),
        ],
        messages: [hello, hello])
    }
    + [oneBlock, storedBlock, finalBlock, finalBlock.dropLast(), twoBlocks].map { payload in
      Case(
        name: "a frame for each of \(payload.count) bytes",
        pieces: payload.enumerated().map { index, byte in
          Piece(
            opcode: index == 0 ? 1 : 0, payload: [byte], fin: index == payload.count - 1,
            reserved: index == 0 ? 4 : 0)
        } + [compressed(again)],
        messages: [hello, hello])
    }

  static let euro: [UInt8] = {
    var writer = DeflateWriter()
    writer.stored([0xE2, 0x82])
    writer.stored([0xAC])
    return writer.bytes + [0x00]
  }()

  static let notUTF8 = DeflateWriter.message { writer in
    for byte in [65, 66, 0xFF, 67] as [UInt8] { writer.literal(byte) }
  }

  /// As much as the largest window holds.
  static let pattern = (0..<32768).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
  static let far = stored(pattern).dropLast() + back(32768)

  static func stored(_ content: [UInt8], isFinal: Bool = false) -> [UInt8] {
    var writer = DeflateWriter()
    writer.stored(content, isFinal: isFinal)
    return writer.bytes + [0x00]
  }

  static func back(_ distance: Int) -> [UInt8] {
    DeflateWriter.message { $0.match(back: distance) }
  }

  @Test("messages that keep the rules", arguments: valid, Split.allCases)
  func keeps(_ test: Case, _ split: Split) {
    for role in [Role.client, .server] {
      let trailings: [[UInt8]] = role == .client ? [[], [0xC1], [0xC1, 0x07, 0xF2]] : [[]]
      for trailing in trailings {
        let outcome = Self.receive(test, trailing: trailing, split: split, as: role)
        let notes = outcome.notes.filter { if case .frame = $0 { false } else { true } }
        #expect(outcome.violation == nil)
        #expect(notes.compactMap(\.message) == test.messages)
        #expect(notes.filter { $0.message == nil } == test.others)
        #expect(outcome.unfinished == nil && !outcome.isClosed)
      }
    }
  }

  @Test("the kind of a compressed message, and its frames as they came")
  func kinds() {
    let test = Case(
      name: "",
      pieces: [
        Self.compressed(Array(Self.oneBlock[..<3]), opcode: 2, fin: false),
        Self.rest(Array(Self.oneBlock[3...])), Self.compressed(Self.again),
      ])
    let outcome = Self.receive(test, trailing: [], split: .whole, as: .client)
    #expect(
      outcome.notes == [
        .frame(FrameHeader(fin: false, reserved: 4, opcode: .binary, payloadLength: 3)),
        .frame(FrameHeader(opcode: .continuation, payloadLength: 4)), .message(.binary, Self.hello),
        .frame(FrameHeader(reserved: 4, opcode: .text, payloadLength: 5)),
        .message(.text, Self.hello),
      ])
  }

  static func receive(_ test: Case, trailing: [UInt8], split: Split, as role: Role) -> Outcome {
    let mask: UInt32? = role == .server ? 0xA1B2_C3D4 : nil
    let stream = test.pieces.flatMap {
      frame($0.opcode, $0.payload, fin: $0.fin, reserved: $0.reserved, mask: mask)
    }
    let deflate = PermessageDeflate(
      serverForgets: role == .client && test.forgets,
      clientForgets: role == .server && test.forgets)
    return WebSocketTests.receive(
      stream + trailing, split: split, as: role, limits: test.limits, deflate: deflate)
  }
}
