import Testing

@testable import Editor

/// How the characters of the line are spelled.
@Suite struct ShownTests {
  @Test(arguments: [
    ("\u{9B}31m", "\\u{9b}31m|"), ("a\u{202E}b", "a\\u{202e}b|"), ("\u{1B}[31m", "^[[31m|"),
    ("a\tb\u{0}", "a^Ib^@|"), ("a\r\nb", "a^M^Jb|"), ("\u{2028}", "\\u{2028}|"),
  ])
  func nothingThatDrivesTheTerminalIsShown(text: String, expected: String) {
    var line = Line()
    _ = line.handle(.paste(text))
    #expect(line.shown == expected)
    #expect(line.contents == text)
  }

  /// Each key moves over the whole of what is shown for a character.
  @Test(
    arguments: [
      ("a C-o b", "a^Jb|"),
      ("aé世b Left Left", "a\\u{e9}|\\u{4e16}b"),
      ("aé世b Left Left X", "a\\u{e9}X|\\u{4e16}b"),
      ("é BS x", "x|"),
      ("e\u{301} Left", "|e\\u{301}"),
      ("🇩🇪 Left", "|\\u{1f1e9}\\u{1f1ea}"),
      ("… \u{61C} C-v C-a", "...\\u{61c}^A|"),
      ("é C-r é", "|\\u{e9}"),
    ])
  func whereTheTerminalHasNoUTF8(_ script: String, _ expected: String) {
    var line = Line(isUTF8: false)
    line.play(script)
    #expect(line.shown == expected)
    let view = line.view()
    #expect((view.prompt + String(view.text)).utf8.allSatisfy { 0x20..<0x7F ~= $0 })
  }

  /// Whatever is a control, ends a line or turns the direction of text is spelled, wherever it stands.
  @Test func nothingThatDrivesATerminalIsShownAsItIs() {
    var count = 0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isDangerous =
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isBidiControl
        }
      guard isDangerous else { continue }
      count += 1
      var line = Line()
      _ = line.handle(.paste("a\(scalar)é\(scalar)"))
      #expect(!line.shown.unicodeScalars.contains(scalar), "U+\(String(value, radix: 16))")
    }
    #expect(count == 32 + 33 + 2 + 12)
  }
}
