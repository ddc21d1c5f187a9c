import Testing

@testable import WebSocket

/// Each rule that compressed messages can break, and the code that the RFCs give it.
extension DeflateReceiveTests {
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
        let outcome = Self.receive(test, trailing: trailing, split: split, as: role)
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
}
