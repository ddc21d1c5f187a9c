import Check
import Testing

@Suite struct SyntaxErrorTests {
  private func description(_ text: String, name: String = "a.check") -> String? {
    do {
      _ = try File(parsing: text, name: name)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `place, line and caret`() {
    #expect(
      description("GET http://x\nHTTP 200\n[Asserts]\nstatus contain 200\n") == """
        a.check:4:8: expected a filter or a predicate; did you mean 'contains'?
          status contain 200
                 ^
        """)
  }

  @Test func `what is expected has a place of its own`() throws {
    let error = try #require(throws: SyntaxError.self) {
      try File(parsing: "GET http://x\nHTTP 200 OK", name: "a")
    }
    #expect(error.expected == "'->', or the end of the line")
    #expect(error.position == at(2, 10))
    #expect(error.line == "HTTP 200 OK")
    #expect(error.file == "a")
    let refusal = try #require(throws: SyntaxError.self) {
      try File(parsing: "GET http://x\nHTTP 200\n[Asserts]\nxpath", name: "a")
    }
    #expect(refusal.expected == nil)
  }

  /// The line as it is shown, and the columns before the caret.
  @Test(arguments: [
    ("A:\t\\q", "A: \\q", 3),
    ("A: 日本\\q", "A: 日本\\q", 7),
    ("A: e\u{301}\u{301}\\q", "A: e\u{301}\u{301}\\q", 4),
    ("A: 👨‍👩‍👧\\q", "A: 👨‍👩‍👧\\q", 5),
    ("A: \u{1B}[1m\u{7}\\q", "A: \\e[1m\\x07\\q", 12),
    ("A: \u{202E}\\q", "A: \\u{202e}\\q", 11),
    ("A: ｱ\\q", "A: ｱ\\q", 4),
  ])
  func `the caret stands under the column`(line: String, shown: String, columns: Int) {
    let lines = description("GET http://x\n\(line)")?.split(separator: "\n")
    #expect(
      lines?.dropFirst().map(String.init) == [
        "  " + shown, String(repeating: " ", count: columns + 2) + "^",
      ])
  }

  @Test func `a long line is cut around the caret`() {
    let long = String(repeating: "a", count: 100_000)
    let lines = description("GET http://x\nA: \(long)\\q\(long)")?.split(separator: "\n").map(
      String.init)
    #expect(lines?[0].hasPrefix("a.check:2:100004: expected an escape") == true)
    #expect(
      lines?[1] == "  …" + String(repeating: "a", count: 60) + "\\q"
        + String(repeating: "a", count: 38) + "…")
    #expect(lines?[2] == String(repeating: " ", count: 63) + "^")
  }

  @Test func `the name of a file may not command a terminal`() {
    #expect(description("x", name: "a\u{1B}[2J\n")?.hasPrefix("a\\e[2J\\n:1:1: ") == true)
  }

  @Test(arguments: ["", "\n", "\r\n\r\n  \n"])
  func `what is missing at the end is missing behind the last word`(end: String) {
    #expect(
      description("POST http://x\n[1, 2" + end) == """
        a.check:2:6: expected ',' or ']'
          [1, 2
               ^
        """)
  }

  @Test func `an error in the last line shows it`() {
    #expect(description("GET http://x\r\nfoo\r\n")?.split(separator: "\n")[1] == "  foo")
  }
}
