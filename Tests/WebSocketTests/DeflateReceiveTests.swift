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

  // MARK: What keeps the rules

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
        let outcome = receive(test, trailing: trailing, split: split, as: role)
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
    let outcome = receive(test, trailing: [], split: .whole, as: .client)
    #expect(
      outcome.notes == [
        .frame(FrameHeader(fin: false, reserved: 4, opcode: .binary, payloadLength: 3)),
        .frame(FrameHeader(opcode: .continuation, payloadLength: 4)), .message(.binary, Self.hello),
        .frame(FrameHeader(reserved: 4, opcode: .text, payloadLength: 5)),
        .message(.text, Self.hello),
      ])
  }

  // MARK: What breaks them

  static let invalid: [Case] = reserved + contents + limits

  static let reserved: [Case] = [
    Case(
      name: "RSV1 on a continuation",
      pieces: [
        compressed(Array(oneBlock[..<3]), fin: false),
        compressed(Array(oneBlock[3...]), opcode: 0),
      ],
      code: 1002, says: "RSV1 is set on a continuation frame", unfinished: [72, 101]),
    Case(
      name: "RSV1 on the continuation of what is not compressed",
      pieces: [Piece(payload: [72], fin: false), compressed([105], opcode: 0)],
      code: 1002, says: "RSV1 is set on a continuation frame", unfinished: [72]),
    Case(
      name: "RSV1 on a ping", pieces: [Piece(opcode: 9, reserved: 4)], code: 1002,
      says: "RSV1 is set on a ping frame"),
    Case(
      name: "RSV1 on a pong", pieces: [Piece(opcode: 10, reserved: 4)], code: 1002,
      says: "RSV1 is set on a pong frame"),
    Case(
      name: "RSV1 on a Close", pieces: [Piece(opcode: 8, reserved: 4)], code: 1002,
      says: "RSV1 is set on a close frame"),
    Case(
      name: "RSV2", pieces: [compressed(oneBlock), Piece(payload: [65], reserved: 2)],
      messages: [hello], code: 1002, says: "bit RSV2 is set"),
    Case(
      name: "RSV3", pieces: [Piece(payload: [65], reserved: 1)], code: 1002,
      says: "bit RSV3 is set"),
    Case(
      name: "RSV1+RSV2", pieces: [Piece(payload: oneBlock, reserved: 6)], code: 1002,
      says: "bit RSV2 is set"),
    Case(
      name: "all three", pieces: [Piece(payload: oneBlock, reserved: 7)], code: 1002,
      says: "bit RSV2+RSV3 is set"),
  ]

  static func bad(
    _ name: String, _ payload: [UInt8], _ says: String, unfinished: [UInt8]? = nil
  ) -> Case {
    Case(
      name: name, pieces: [compressed(payload)], code: 1007, says: says, unfinished: unfinished)
  }

  static let contents: [Case] =
    [
      bad("a block of type 3", [0x06], "invalid block type"),
      bad("garbage", [0xFF, 0xFF, 0xFF, 0xFF], "invalid block type"),
      bad("lengths that differ", [0x00, 0x05, 0x00, 0xFA, 0xFE], "invalid stored block lengths"),
      bad("more codes than there are", [0xFC, 0x00, 0x00], "too many length or distance symbols"),
      bad("a length that there is not", symbol286, "invalid literal/length code"),
      bad("nothing at all", [], "cut short"),
      bad("with the four octets that must go", oneBlock + [0x00, 0x00, 0xFF, 0xFF], "cut short"),
      bad("further back than there is", back(1), "too far back"),
      Case(
        name: "further back, by one",
        pieces: [compressed(oneBlock), compressed(back(8))],
        messages: [hello], code: 1007, says: "too far back"),
      Case(
        name: "back into a message that is forgotten",
        pieces: [compressed(oneBlock), compressed(again)],
        messages: [hello], forgets: true, code: 1007, says: "too far back",
        unfinished: nil),
      Case(
        name: "nothing at all, later", pieces: [compressed(oneBlock), compressed([])],
        messages: [hello], code: 1007, says: "cut short"),
      Case(
        name: "a fragment that is the last and ends too soon",
        pieces: [
          compressed(Array(oneBlock[..<3]), fin: false), ping, rest(Array(oneBlock[3..<5])),
        ],
        others: pinged, code: 1007, says: "", unfinished: nil),
      bad(
        "text that is not UTF-8", notUTF8, "text message is not UTF-8", unfinished: [65, 66]),
      bad(
        "text that is cut", stored([65, 0xE2, 0x82]), "text message is not UTF-8",
        unfinished: [65, 0xE2, 0x82]),
      bad(
        "text that is not UTF-8, deep inside",
        stored([UInt8](repeating: 65, count: 40000) + [0xFF]),
        "text message is not UTF-8", unfinished: [UInt8](repeating: 65, count: 40000)),
      Case(
        name: "a character cut by what comes after a final block",
        pieces: [compressed(stored([0xE2, 0x82], isFinal: true)), compressed(oneBlock)],
        code: 1007, says: "text message is not UTF-8", unfinished: [0xE2, 0x82]),
    ]
    + (1..<oneBlock.count - 1).map { count in
      bad("cut after \(count) bytes", Array(oneBlock[..<count]), "")
    }
    // With 6 the four octets that are appended would be what the block lacks.
    + [2, 3, 4, 5, 7, 8, 9].map { count in
      bad("stored, cut after \(count) bytes", Array(storedBlock[..<count]), "")
    }

  static let symbol286: [UInt8] = {
    var writer = DeflateWriter()
    writer.fixed()
    writer.bits(0x63, 8)  // 0xC6, its first bit first
    return writer.bytes
  }()

  static let limits: [Case] = [
    Case(
      name: "one byte over the limit", pieces: [compressed(oneBlock)], code: 1009,
      says: "exceeds the limit of 4 bytes", limits: Limits(maximumMessage: 4)),
    Case(
      name: "over the limit in a later fragment",
      pieces: [
        compressed(stored([65, 65, 65]).dropLast(), fin: false), ping, rest(stored([66])),
        Piece(payload: [67]),
      ],
      others: pinged, code: 1009, says: "exceeds the limit of 3 bytes", unfinished: [65, 65, 65],
      limits: Limits(maximumMessage: 3)),
    Case(
      name: "over no limit, and then over it",
      pieces: [
        compressed(oneBlock), Piece(payload: hello),
        compressed(again + [0, 0, 0xFF, 0xFF] + again),
      ],
      messages: [hello, hello], code: 1009, says: "exceeds the limit of 5 bytes",
      limits: Limits(maximumMessage: 5)),
    Case(
      name: "a frame over the limit, as it is on the wire",
      pieces: [compressed(oneBlock), compressed(finalBlock)], messages: [hello], code: 1009,
      says: "a frame of 8 bytes exceeds the limit of 7", limits: Limits(maximumFrame: 7)),
  ]

  @Test("each rule", arguments: invalid, Split.allCases)
  func breaks(_ test: Case, _ split: Split) throws {
    for role in [Role.client, .server] {
      let key: UInt32? = role == .client ? exampleKey : nil
      for trailing in [[], [0x81], [UInt8](repeating: 0xFF, count: 300)] {
        let outcome = receive(test, trailing: trailing, split: split, as: role)
        let violation = try #require(outcome.violation)
        #expect(violation.code.rawValue == test.code)
        #expect(violation.message.contains(test.says))
        #expect(violation.message.contains("(RFC "))
        #expect(violation.message.utf8.count <= 123)
        #expect(outcome.notes.compactMap(\.message) == test.messages)
        // What came out before the mistake may have been handed on, and nothing else.
        let unfinished = outcome.unfinished ?? []
        if let expected = test.unfinished {
          #expect(unfinished == expected)
        } else {
          #expect(Self.hello.starts(with: unfinished))
        }
        #expect(
          outcome.output.suffix(closeFrame(1002, violation.message, mask: key).count)
            == closeFrame(violation.code.rawValue, violation.message, mask: key)[...])
        #expect(outcome.isClosed)
      }
    }
  }

  @Test("without an agreement RSV1 is refused, whatever follows")
  func noAgreement() {
    let outcome = WebSocketTests.receive(frame(1, Self.oneBlock, reserved: 4))
    #expect(outcome.violation?.code == .protocolError && outcome.notes.count == 1)
  }

  @Test("the longest sentences fit into a Close")
  func sentences() {
    // The longest that zlib has, and those of ours.
    for reason in [
      "invalid literal/lengths set", "invalid code -- missing end-of-block",
      "too many length or distance symbols", "it is cut short", "out of memory", "stream error",
    ] {
      #expect(ProtocolViolation.deflate(reason).message.utf8.count <= 123)
    }
    for opcode in [Opcode.continuation, .close, .ping, .pong] {
      #expect(ProtocolViolation.compressed(opcode).message.utf8.count <= 123)
    }
  }

  func receive(_ test: Case, trailing: [UInt8], split: Split, as role: Role) -> Outcome {
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
