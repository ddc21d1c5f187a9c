import JSON
import Testing

@Suite struct DocumentsTests {
  static let cases: [(String, [String])] = [
    ("", []), (" \r\n", []), ("1", ["1"]), ("1 2\n", ["1", "2"]), (" [1] \n", ["[1]"]),
    ("{\"a\": 1}{\"a\":[2]}\n3", ["{\"a\": 1}", "{\"a\":[2]}", "3"]),
    ("1\"a\"[]null{}", ["1", "\"a\"", "[]", "null", "{}"]),
    ("\"a b\\\"]\" [\"}\", \"\\\\\"]", ["\"a b\\\"]\"", "[\"}\", \"\\\\\"]"]),
    // Before the first there may be a byte order mark.
    ("\u{FEFF}{}\n{}", ["{}", "{}"]), ("\u{FEFF} 1", ["1"]), ("\u{FEFF}1", ["1"]), ("\u{FEFF}", []),
    ("1 \u{FEFF}2", ["1", "\u{FEFF}2"]),
    // What is no JSON is for others to find.
    ("{},{}", ["{}", ",", "{}"]), ("]", ["]"]), ("[1", ["[1"]), ("\"open", ["\"open"]),
    ("not json", ["not", "json"]),
  ]

  @Test(arguments: cases)
  func takesApart(text: String, documents: [String]) {
    for size in [1, 3, .max] {
      var sequence = Documents()
      var all: [[UInt8]] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        all += sequence.add(Array(rest.prefix(size)).span)
        rest = rest.dropFirst(size)
      }
      if let last = sequence.end() { all.append(last) }
      #expect(all.map { String(decoding: $0, as: UTF8.self) } == documents)
    }
  }
}
