import HTTP
import Measuring
import Testing

@Suite struct SyntaxTests {
  @Test(arguments: [
    ("websocket", true), ("!#$%&'*+-.^_`|~09azAZ", true), ("", false), ("a b", false),
    ("a/b", false), ("a\"", false), ("a\u{0}", false), ("é", false), ("a\t", false), ("{", false),
    ("(", false), ("a:", false), ("a=b", false), ("@", false), ("\u{7F}", false),
  ])
  func tokens(text: String, isToken: Bool) {
    #expect(Syntax.isToken(text) == isToken)
    #expect(Syntax.isToken(text[...]) == isToken)
  }

  @Test func tokenBytesAreThoseOfTheRFC() {
    let all = (UInt8.min...UInt8.max).filter(Syntax.isTokenByte)
    let expected = "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~"
    #expect(String(decoding: all, as: UTF8.self) == expected)
  }

  @Test(arguments: [
    ("", true), ("a b\t\"é\"", true), ("\u{1B}[m", true), ("a\rb", false), ("a\nb", false),
    ("a\r\nb: c", false), ("a\u{0}", false),
  ])
  func fieldValues(text: String, isValue: Bool) {
    #expect(Syntax.isFieldValue(text) == isValue)
  }

  @Test(arguments: [
    ("Upgrade", "uPGRADE", true), ("", "", true), ("a", "ab", false), ("ab", "a", false),
    ("[", "{", false), ("@", "`", false), ("É", "é", false), ("K", "\u{212A}", false),
  ])
  func equalityIsOfASCIILetters(one: String, other: String, areEqual: Bool) {
    #expect(Syntax.areEqual(one, other) == areEqual)
  }

  static let lists: [(String, [String])] = [
    ("", []),
    (" \t ", []),
    (",,,", []),
    (" , ,\t,", []),
    ("a", ["a"]),
    ("a,b", ["a", "b"]),
    ("  a  ,\tb c\t,", ["a", "b c"]),
    (",a,,b,", ["a", "b"]),
    ("\"a,b\", c", ["\"a,b\"", "c"]),
    ("x; y=\"a\\\",b\", c", ["x; y=\"a\\\",b\"", "c"]),
    ("x=\"\\\\\", c", ["x=\"\\\\\"", "c"]),
    ("\" a \" ", ["\" a \""]),
    ("a\\, b", ["a\\", "b"]),
    ("a\\\", b, c\"", ["a\\\", b, c\""]),
    ("\"never ends, b", ["\"never ends, b"]),
    ("\"ends in \\", ["\"ends in \\"]),
    ("é, ü", ["é", "ü"]),
    ("a\r\n,b", ["a\r\n", "b"]),
  ]

  @Test(arguments: lists)
  func elements(line: String, expected: [String]) {
    #expect(Syntax.elements(of: line) == expected)
    #expect(Syntax.elements(of: line, limit: 1) == Array(expected.prefix(1)))
    #expect(Syntax.elements(of: line, limit: 0) == [])
  }

  @Test(arguments: [",", "a,", "a", "\"", "\\", " ", "\"a,", "\u{301}"])
  func longListsTakeLinearTime(unit: String) throws {
    try expectLinear(from: 1 << 15) { size in
      let line = String(repeating: unit, count: size / unit.utf8.count)
      #expect(Syntax.elements(of: line, limit: 1000).count <= 1000)
    }
  }
}
