import JSON
import Measuring
import Testing
import Text

@testable import Prompt

private func shown(_ text: String, fold: Fold = .whole, isColored: Bool = false) -> [String]? {
  var rows = Rows("", Palette(isColored: isColored), fold)
  return IndentedJSON.write(Array(text.utf8), to: &rows) ? rows.finish(more: nil) : nil
}

/// Without the whitespace between tokens.
private func compact(_ text: String) -> String {
  var result = ""
  var isInString = false
  var isEscaped = false
  for character in text.unicodeScalars {
    if isInString || !" \n\r\t".unicodeScalars.contains(character) {
      result.unicodeScalars.append(character)
    }
    if character == "\"", !isEscaped { isInString.toggle() }
    isEscaped = character == "\\" && isInString && !isEscaped
  }
  return result
}

@Suite struct IndentedJSONTests {
  @Test(
    arguments: [
      ("{}", ["{}"]),
      (" [ ] ", ["[]"]),
      ("{\"a\":{}}", ["{", "    \"a\": {}", "  }"]),
      ("[1,2,\"x\"]", ["[1, 2, \"x\"]"]),
      ("[[1],[ ]]", ["[", "    [1],", "    []", "  ]"]),
      (
        "{\"id\":1,\"on\":true,\"tags\":[\"a\",\"b\"],\"in\":{\"x\":null}}",
        [
          "{", "    \"id\": 1,", "    \"on\": true,", "    \"tags\": [\"a\", \"b\"],",
          "    \"in\": {", "      \"x\": null", "    }", "  }",
        ]
      ),
      ("[{\"a\":1}]", ["[", "    {", "      \"a\": 1", "    }", "  ]"]),
      ("\"text\"", ["\"text\""]),
      ("-0.5e+10", ["-0.5e+10"]),
      (" null\n", ["null"]),
    ] as [(String, [String])])
  func isIndented(_ text: String, _ lines: [String]) {
    #expect(shown(text) == lines)
  }

  @Test(arguments: [
    "{\"a\":12345678901234567890123456789,\"a\":1.000,\"b\":1E400,\"z\":-0,\"\":\"\\u00e9\\/é\"}",
    "[ [ [ ] , { } ] , 1 , \"  spaces  \" , { \"k\" : [ true , false , null ] } ]",
    "{\"b\":1,\"a\":2,\"long\":[\"\(String(repeating: "x", count: 80))\",\"y\"]}",
    "[\"\\\"quoted\\\"\",\"\\\\\",\"日本 👩‍👩‍👧\"]",
    "{\"e\":1e-5,\"E\":1E+5,\"f\":0.10}",
  ])
  func noTokenIsChanged(_ text: String) throws {
    let lines = try #require(shown(text))
    #expect(compact(lines.joined(separator: "\n")) == compact(text))
    let colored = try #require(shown(text, isColored: true)).joined(separator: "\n")
    #expect(colored.contains("\u{1B}["))
    #expect(withoutColors(colored) == lines.joined(separator: "\n"))
  }

  @Test(arguments: [
    "", " ", "hello", "{", "}", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}",
    "{\"a\":1 \"b\":2}", "[1 2]", "[1]]", "1 2", "{\"a\":1}{\"b\":2}", "01", "1.", ".5", "-", "+1",
    "1e", "1e+", "0x10", "nan", "tru", "True", "nulll", "\"", "\"\\\"", "\"\\x\"", "\"\\u12g4\"",
    "\"\\u12", "\"a\nb\"", "\"tab\t\"", "[1}", "{\"a\":1]", "{1:2}", "\u{FEFF}{}", "'a'", "//c\n1",
    "[\"a\":1]", "{,}", "[\u{A0}1]",
  ])
  func whatIsNoJSONIsNot(_ text: String) {
    #expect(shown(text) == nil)
  }

  @Test func depthIsLimited() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(shown(nested(Tokens.maximumDepth)) != nil)
    #expect(shown(nested(Tokens.maximumDepth + 1)) == nil)
    #expect(shown(String(repeating: "[", count: 1 << 20)) == nil)
  }

  @Test(arguments: [
    ("\"\u{7F}\u{9B}31m\u{202E}\u{2028}\"", "\"\\u007f\\u009b31m\\u202e\\u2028\""),
    ("{\"\u{85}\":1}", "{\n    \"\\u0085\": 1\n  }"),
  ])
  func controlsAreSpelledAsJSONSpellsThem(_ text: String, _ lines: String) {
    #expect(shown(text)?.joined(separator: "\n") == lines)
  }

  @Test func anArrayIsOneLineUpToTheMargin() {
    func array(_ count: Int) -> String { "[\(String(repeating: "1,", count: count - 1))1]" }
    #expect(shown(array(24))?.count == 1)  // 72 columns: 24 digits, 23 commas with spaces, brackets
    #expect(shown(array(25))?.count == 27)
    #expect(shown("{\"\(String(repeating: "k", count: 60))\":[1,2,3]}")?.count == 7)
    #expect(shown("{\"\(String(repeating: "k", count: 50))\":[1,2,3]}")?.count == 3)
  }

  @Test func whatIsNotUTF8DoesNotMatter() {
    var rows = Rows("", Palette(isColored: false), .whole)
    #expect(IndentedJSON.write([0x22, 0xFF, 0xC2, 0x22], to: &rows))
    #expect(rows.finish(more: nil) == ["\"\u{FFFD}\u{FFFD}\""])
  }

  @Test func hostileTextTakesLinearTime() throws {
    try expectLinear(from: 5000) { count in
      for text in [
        String(repeating: "[" + String(repeating: " ", count: count / 50), count: 400),
        "[" + String(repeating: "[1,", count: 500) + String(repeating: "1,", count: count),
        "[" + String(repeating: "[],", count: count) + "1]",
        "[" + String(repeating: "\"\",", count: count) + "[]]",
      ] { _ = shown(text, fold: .brief()) }
    }
  }
}

/// Every SGR sequence taken out.
func withoutColors(_ text: String) -> String {
  var result = ""
  var rest = text[...]
  while let escape = rest.firstIndex(of: "\u{1B}") {
    result += rest[..<escape]
    rest = rest[escape...].drop { $0 != "m" }.dropFirst()
  }
  return result + rest
}
