import Testing

@testable import WebSocket

/// UTF-8, by the tables of Markus Kuhn's test and of Autobahn's section 6.
struct TextTests {
  static let validTexts: [[UInt8]] =
    [
      "", "Hello-µ@ßöäüàá-UTF-8!!", "κόσμε", "日本語", "🙂👩‍👩‍👧‍👦",
      "\u{0}", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10000}", "\u{D7FF}",
      "\u{E000}", "\u{FFFD}", "\u{FFFE}", "\u{3FFFF}", "\u{10FFFF}",
      String(repeating: "a", count: 100), String(repeating: "aé日🙂", count: 20),
    ].map { Array($0.utf8) }

  /// The text, and the index of the first byte that cannot be.
  static let invalidTexts: [([UInt8], Int)] = [
    ([0x80], 0), ([0xBF], 0), ([0xC0, 0xAF], 0), ([0xC1, 0xBF], 0), ([0xF5, 0x80], 0),
    ([0xF8, 0x88], 0), ([0xFC], 0), ([0xFE], 0), ([0xFF], 0),
    ([0xC2, 0x41], 1), ([0xC2, 0xC2], 1), ([0xDF, 0xC0], 1),
    ([0xE0, 0x9F, 0xBF], 1), ([0xE0, 0x80], 1), ([0xE2, 0x28], 1), ([0xE2, 0x82, 0x28], 2),
    ([0xED, 0xA0, 0x80], 1), ([0xED, 0xBF, 0xBF], 1),
    ([0xF0, 0x8F, 0xBF, 0xBF], 1), ([0xF0, 0x80], 1), ([0xF4, 0x90, 0x80, 0x80], 1),
    ([0xF0, 0x9F, 0x98, 0x41], 3), ([0xF0, 0x9F, 0x41], 2), ([0xF4, 0x8F, 0xBF, 0xC0], 3),
    (
      [0xCE, 0xBA, 0xE1, 0xBD, 0xB9, 0xCF, 0x83, 0xCE, 0xBC, 0xCE, 0xB5, 0xF4, 0x90, 0x80, 0x80],
      12
    ),
    ([0xCE, 0xBA, 0xED, 0xA0, 0x80, 0x65], 3),
  ]

  /// Goes over `text` in pieces of `size`.
  func firstInvalid(_ text: [UInt8], size: Int) -> (Int?, isComplete: Bool) {
    var validator = UTF8Validator()
    for start in stride(from: 0, to: text.count, by: size) {
      let piece = text.span.extracting(start..<min(start + size, text.count))
      if let index = validator.firstInvalid(in: piece) { return (start + index, false) }
    }
    return (nil, validator.isComplete)
  }

  @Test("valid text", arguments: validTexts)
  func valid(_ text: [UInt8]) {
    for size in [1, 2, 3, 5, 8, 33, 1000] {
      for shift in 0..<9 {
        let text = [UInt8](repeating: 0x20, count: shift) + text
        #expect(firstInvalid(text, size: size) == (nil, true))
      }
    }
  }

  @Test("invalid text is refused at the first byte that cannot be", arguments: invalidTexts)
  func invalid(_ text: [UInt8], _ index: Int) {
    for size in [1, 2, 3, 5, 8, 33, 1000] {
      for shift in [0, 1, 7, 8, 31, 32, 40] {
        let text = [UInt8](repeating: 0x20, count: shift) + text + [0x20, 0x20]
        #expect(firstInvalid(text, size: size) == (shift + index, false))
      }
    }
  }

  @Test("every beginning of a character is a beginning, and no whole text")
  func beginnings() {
    for text in ["é", "日", "🙂"].map({ Array($0.utf8) }) {
      for end in 1..<text.count {
        #expect(firstInvalid(Array(text[..<end]), size: 1000) == (nil, false))
      }
    }
  }

  @Test("the same verdict as the standard library on random bytes")
  func random() {
    var random = Generator(4)
    let interesting: [UInt8] = [
      0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
      0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        interesting[Int.random(in: 0..<interesting.count, using: &random)]
      }
      let isValid = String(validating: text, as: UTF8.self) != nil
      let (index, isComplete) = firstInvalid(text, size: 1000)
      #expect((index == nil && isComplete) == isValid, "\(text)")
      // The rest of a text that was good so far does not depend on where it was cut.
      #expect(firstInvalid(text, size: 1) == (index, isComplete), "\(text)")
      if let index {
        #expect(firstInvalid(Array(text[..<index]), size: 1000).0 == nil, "\(text)")
      }
    }
  }

  @Test("text in frames of one byte")
  func fragments() {
    for text in Self.validTexts where !text.isEmpty {
      let stream =
        text.enumerated().flatMap { index, byte in
          frame(index == 0 ? 1 : 0, [byte], fin: false)
        } + frame(0)
      let outcome = receive(stream)
      #expect(outcome.violation == nil)
      #expect(outcome.notes.contains(.message(.text, text)))
    }
  }
}
