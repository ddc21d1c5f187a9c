import JSON
import Testing

@Suite struct CompactTests {
  @Test(
    arguments: [
      ("1", "1"), ("", ""), (" [ 1 ,\r\n\t2 ] ", "[1,2]"),
      (
        "{ \"a b\" : 1.50, \"a b\" : 12345678901234567890 }",
        "{\"a b\":1.50,\"a b\":12345678901234567890}"
      ),
      ("[ \"\\\" , \", \"\\\\\" , \" \\u00e9 \" ]", "[\"\\\" , \",\"\\\\\",\" \\u00e9 \"]"),
      ("\"a\nb\u{1}\"", "\"a\\u000ab\\u0001\""),
    ])
  func isOneLine(text: String, line: String) {
    #expect(String(decoding: Compact.text(Array(text.utf8)), as: UTF8.self) == line)
  }
}
