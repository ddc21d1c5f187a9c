import JSON
import Testing

@Suite struct IndenterTests {
  private func indented(_ text: String, _ marks: Indenter.Marks = .init(), by size: Int = .max)
    -> String
  {
    var indenter = Indenter(marks)
    var output: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(size))
      indenter.write(part.span, to: &output)
      rest = rest.dropFirst(size)
    }
    indenter.end(&output)
    return String(decoding: output, as: UTF8.self)
  }

  static let cases: [(String, String)] = [
    ("{}", "{}\n"), ("[ ]", "[]\n"), ("", ""), (" \r\n", ""), ("1", "1\n"),
    ("\"a b\"", "\"a b\"\n"),
    ("{\"a\":1}", "{\n  \"a\": 1\n}\n"),
    ("[1,[],{},[true]]", "[\n  1,\n  [],\n  {},\n  [\n    true\n  ]\n]\n"),
    // No token changes.
    ("[1.0,1e5,12345678901234567890, -0]", "[\n  1.0,\n  1e5,\n  12345678901234567890,\n  -0\n]\n"),
    ("{\"a\":1,\"a\":2}", "{\n  \"a\": 1,\n  \"a\": 2\n}\n"),
    ("[\"\\u0041\\\"\\\\\", \"{,:}\"]", "[\n  \"\\u0041\\\"\\\\\",\n  \"{,:}\"\n]\n"),
    // One text after another.
    ("{\"a\":1}\n{\"a\":2}\n", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n"), ("1 2", "1\n2\n"),
    // A byte order mark is passed over; RFC 8259 §8.1.
    ("\u{FEFF}{}", "{}\n"), ("\u{FEFF}", ""), ("\u{FEFF}\u{FEFF}1", "\u{FEFF}1\n"),
    ("[\"\u{FEFF}\"]", "[\n  \"\u{FEFF}\"\n]\n"), ("\u{FEFE}", "\u{FEFE}\n"),
    // What is no JSON.
    ("[1,", "[\n  1,\n  \n"), ("\"open", "\"open\n"), ("]}", "\n]\n}"), ("<p>", "<p>\n"),
    // Nothing for the terminal to obey.
    ("\"\u{1B}[2J\u{9B}\u{A0}\"", "\"\\u001b[2J\\u009b\u{A0}\"\n"),
    ("x\u{1B}[0m", "x\\u001b\n[\n  0m\n"),
  ]

  @Test(arguments: cases)
  func indents(text: String, result: String) {
    #expect(indented(text) == result)
    #expect(indented(text, by: 1) == result)
  }

  @Test func colours() {
    var marks = Indenter.Marks()
    (marks.key, marks.string, marks.number) = (
      Array("<k>".utf8), Array("<s>".utf8), Array("<n>".utf8)
    )
    (marks.literal, marks.reset) = (Array("<l>".utf8), Array("</>".utf8))
    #expect(
      indented("{\"a\":\"b\",\"c\":[1,null]}", marks, by: 1) == """
        {
          <k>"a"</>: <s>"b"</>,
          <k>"c"</>: [
            <n>1</>,
            <l>null</>
          ]
        }

        """)
  }

  @Test func staysNearTheMargin() {
    let text = indented(String(repeating: "[", count: 1000))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 2 * 64 + 1 })
  }
}
