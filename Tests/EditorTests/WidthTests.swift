import Testing

@testable import Editor

@Suite struct WidthTests {
  @Test(
    arguments: [
      ("a", 1), (" ", 1), ("~", 1), ("\u{1B}", 0), ("\t", 0), ("\u{7F}", 0), ("\u{85}", 0),
      ("\r\n", 0), ("\u{A0}", 1), ("é", 1), ("e\u{301}", 1), ("\u{301}", 0), ("\u{AD}", 1),
      ("\u{200B}", 0), ("\u{200D}", 0), ("\u{202E}", 0), ("\u{2028}", 0), ("\u{FEFF}", 0),
      ("日", 2), ("。", 2), ("Ａ", 2), ("ｱ", 1), ("①", 1), ("ё", 1), ("한", 2),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("\u{1161}", 0), ("𠀀", 2), ("\u{E0B0}", 1),
      ("😀", 2), ("👍🏽", 2), ("☝🏻", 2), ("👨‍👩‍👧", 2), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("❤", 1), ("❤️", 2), ("❤\u{200D}🔥", 2),
      ("🇩🇪", 2), ("1️⃣", 2), ("⌚\u{FE0E}", 2), ("🫨", 2), ("का", 2), ("กำ", 2),
      (Character("\u{600}" + "1"), 2),
    ] as [(Character, Int)])
  func columns(_ character: Character, _ columns: Int) {
    #expect(Width.columns(of: character) == columns)
  }

  @Test(
    arguments: [
      ("", 0), ("> ", 2), ("\u{1B}[1;32m→\u{1B}[m ", 2), ("\u{1B}[38:2::1:2:3m日\u{1B}[0m", 2),
      ("\u{1B}[31mm\u{301}", 1), ("\u{1B}[2Jx", 4), ("\u{1B}", 0), ("\u{1B}[", 1),
    ])
  func styled(_ text: String, _ columns: Int) {
    #expect(Width.columns(of: text) == columns)
  }

  @Test func runs() {
    #expect(
      Styled.runs(of: "a\u{1B}[1mb\u{1B}[31mc\u{1B}[0md\u{1B}[7m") == [
        .init(style: "", text: "a"), .init(style: "\u{1B}[1m", text: "b"),
        .init(style: "\u{1B}[1m\u{1B}[31m", text: "c"), .init(style: "", text: "d"),
      ])
  }

  /// FNV-1a over 2 for W or F and 1 for anything else, all scalars in order: computed from
  /// EastAsianWidth.txt of Unicode 15.0 by Python's unicodedata.
  @Test func allScalarsAreAsWideAsUnicodeSays() {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    var count = 0
    for value in UInt32(0)...0x10FFFF where Unicode.Scalar(value) != nil {
      let isWide = Width.isWide(value)
      if isWide { count += 1 }
      digest = (digest ^ (isWide ? 2 : 1)) &* 0x100_0000_01B3
    }
    #expect(count == 182_516)
    #expect(digest == 0x1721_B9D8_7C34_5C41)
  }

  /// The short cuts of the measure agree with the table.
  @Test func shortCutsAgreeWithTheTable() {
    for value in UInt32(0x20)...0xFFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let columns = Width.columns(of: scalar)
      if columns == 2 { #expect(Width.isWide(value), "U+\(String(value, radix: 16))") }
      if columns == 1 { #expect(!Width.isWide(value), "U+\(String(value, radix: 16))") }
    }
  }

  @Test(
    arguments: [
      ("\u{301}", "\u{25CC}\u{301}", 1, false), ("\u{202E}", "\u{FFFD}", 1, false),
      ("\u{1B}", "\u{FFFD}", 1, false), ("a\u{200D}", "a", 1, true), ("日", "日", 2, false),
      ("\u{1161}", "\u{25CC}\u{1161}", 1, false), ("❤️", "❤️", 2, true), ("😀", "😀", 2, false),
      ("🫨", "🫨", 2, true), ("é", "é", 1, false), ("🇩🇪", "🇩🇪", 2, true),
    ] as [(Character, String, Int, Bool)])
  func glyphs(_ character: Character, _ text: String, _ columns: Int, _ isUncertain: Bool) {
    let glyph = Glyph(character, style: "", limit: 80)
    #expect(glyph == Glyph(text, columns: columns, isUncertain: isUncertain))
    #expect(Glyph.columns(of: character, limit: 80) == columns)
  }

  @Test func aGlyphIsNeverWiderThanTheScreen() {
    #expect(Glyph("日", style: "", limit: 1) == Glyph("\u{FFFD}", columns: 1))
    let marks = Character("e" + String(repeating: "\u{301}", count: 1000))
    #expect(Glyph(marks, style: "", limit: 80) == Glyph("\u{FFFD}", columns: 1))
    let conjunct = Character("क" + String(repeating: "\u{94D}ष", count: 4))
    #expect(Glyph(conjunct, style: "", limit: 3).columns <= 3)
  }
}
