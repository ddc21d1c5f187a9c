import Testing

@testable import Text

@Suite struct EscapeTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("tab\tline\nreturn\r", "tab\\tline\\nreturn\\r"),
    ("\u{1B}[2J", "\\e[2J"),
    ("bell\u{7}nul\0del\u{7F}", "bell\\x07nul\\x00del\\x7f"),
    ("c1 \u{9B}31m", "c1 \\u{9b}31m"),
    ("right to left \u{202E}evil", "right to left \\u{202e}evil"),
    ("marks \u{200E}\u{200F}\u{61C}", "marks \\u{200e}\\u{200f}\\u{61c}"),
    ("isolates \u{2066}a\u{2069}", "isolates \\u{2066}a\\u{2069}"),
    ("lines \u{2028}\u{2029}\u{85}", "lines \\u{2028}\\u{2029}\\u{85}"),
    (
      "near \u{A0}\u{200D}\u{2027}\u{202F}\u{2065}\u{206A}\u{61B}\u{61D}",
      "near \u{A0}\u{200D}\u{2027}\u{202F}\u{2065}\u{206A}\u{61B}\u{61D}"
    ),
    ("", ""),
    ("größer 日本 👩‍👩‍👧", "größer 日本 👩‍👩‍👧"),
  ])
  func controlsAreShown(_ text: String, _ shown: String) {
    #expect(Escape.text(text) == shown)
  }

  @Test func whatIsNotUTF8IsReplaced() {
    #expect(Escape.text([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
  }

  @Test func keptCharactersStay() {
    #expect(Escape.text(Array("a\nb\u{1B}".utf8), keeping: ["\n"]) == "a\nb\\e")
  }

  @Test func aLongStartIsCut() {
    #expect(
      Escape.start(of: Array(repeating: UInt8(ascii: "x"), count: 61).span) == String(
        repeating: "x", count: 60) + "…")
    #expect(Escape.start(of: Array("short".utf8).span) == "short")
  }

  @Test(arguments: [("plain", "plain"), ("\u{1B}[1mé…\u{1B}[0m", "\u{1B}[1m\\u{e9}...\u{1B}[0m")])
  func anASCIITerminalHasASCII(_ line: String, _ shown: String) {
    #expect(Escape.ascii(line) == shown)
  }
}
