import Measuring
import Testing

@testable import Check

@Suite struct ShownTests {
  @Test(
    arguments: [
      (.null, "null"), (.bool(true), "true"), (.number("1.50"), "1.50"),
      (.string("abc"), "\"abc\""),
      (.string(""), "\"\""),
      (.string("a \"b\" \\ \n\t\u{1B}[31m\u{202E}é"), "\"a \"b\" \\\\ \\n\\t\\e[31m\\u{202e}é\""),
      (.bytes([]), "bytes (0)"), (.bytes([0, 255]), "bytes 00ff (2)"),
      (.list([]), "[]"),
      (.list([.integer(1), .list([.string("a")]), .null]), "[1, [\"a\"], null]"),
      (
        .string(String(repeating: "é", count: 200)),
        "\"" + String(repeating: "é", count: 200) + "\""
      ),
      (
        .string(String(repeating: "é", count: 201)),
        "\"" + String(repeating: "é", count: 200) + "…\" (201 characters)"
      ),
      (
        .number(String(repeating: "1", count: 201)),
        String(repeating: "1", count: 200) + "… (201 characters)"
      ),
      (
        .bytes([UInt8](repeating: 7, count: 101)),
        "bytes " + String(repeating: "07", count: 100) + "… (101)"
      ),
      (
        .list([Value](repeating: .string("abcdefgh"), count: 1000)),
        "[" + [String](repeating: "\"abcdefgh\"", count: 20).joined(separator: ", ")
          + ", …] (1000 elements)"
      ),
    ] as [(Value, String)])
  func values(_ value: Value, _ text: String) {
    #expect(value.shown() == text)
  }

  @Test func allOfItIfThatIsWanted() {
    let value = Value.list([
      .string(String(repeating: "x", count: 500)), .bytes([UInt8](repeating: 1, count: 300)),
    ])
    #expect(
      value.shown(whole: true)
        == "[\"" + String(repeating: "x", count: 500) + "\", bytes "
        + String(repeating: "01", count: 300) + " (300)]")
  }

  @Test func anObjectIsAsItCame() {
    let shown = found(
      question(.jsonPath(template("$.o"))), in: response("{\"o\":{ \"b\":1.0,\n\"a\":\"\\n\" }}"))
    #expect(shown == "{ \"b\":1.0,\\n\"a\":\"\\n\" }")
  }

  /// One grapheme may be a megabyte.
  @Test func aTallCharacterIsCutToo() {
    let text = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(Value.string(text).shown().unicodeScalars.count < 300)
  }
}

@Suite struct DecimalTests {
  static let ascending = [
    "-1e400", "-123456789012345679", "-123456789012345678", "-10", "-9.5", "-1", "-0.5", "-1e-400",
    "0",
    "1e-400", "0.1", "0.10000000000000000001", "0.5", "1", "9", "10", "123456789012345678",
    "123456789012345678.5", "123456789012345679", "1e400", "1e401",
  ]

  @Test func areOrdered() throws {
    let numbers = try Self.ascending.map { try #require(Decimal($0)) }
    for (i, left) in numbers.enumerated() {
      for (j, right) in numbers.enumerated() {
        #expect((left < right) == (i < j), "\(Self.ascending[i]) \(Self.ascending[j])")
        #expect((left == right) == (i == j))
      }
    }
  }

  @Test(arguments: [
    ("1", "1.000"), ("100", "1e2"), ("0.01", "1E-2"), ("-0", "0.0e9"), ("+5", "05"),
    ("12.5e1", "125"),
    ("0", "0e99999999999999999999"), ("1000e-3", "1"),
  ])
  func areEqual(_ left: String, _ right: String) throws {
    #expect(try #require(Decimal(left)) == #require(Decimal(right)))
  }

  @Test(arguments: [
    "", "-", "+", ".5", "1.", "1e", "1e+", "x", "1x", "0x10", "1 ", "--1", "1.2.3", "NaN", "１",
  ])
  func areNoNumbers(_ text: String) { #expect(Decimal(text) == nil) }

  @Test func hostileExponents() throws {
    let huge = try #require(Decimal("1e999999999999999999999999"))
    let tiny = try #require(Decimal("1e-999999999999999999999999"))
    #expect(tiny < huge)
    #expect(huge.truncated == nil)
    #expect(tiny.truncated == "0")
    #expect(try #require(Decimal(String(repeating: "9", count: 1_000_000))) < huge)
  }
}

@Suite struct LookTests {
  @Test(arguments: [
    ("1985-04-12T23:20:50.52Z", true), ("1996-12-19T16:39:57-08:00", true),
    ("1990-12-31T23:59:60Z", true),
    ("1937-01-01T12:00:27.87+00:20", true), ("2024-02-29 00:00:00z", true),
    ("2023-02-29T00:00:00Z", false),
    ("1900-02-29T00:00:00Z", false), ("2000-02-29t00:00:00Z", true),
    ("2024-13-01T00:00:00Z", false),
    ("2024-00-01T00:00:00Z", false), ("2024-04-31T00:00:00Z", false),
    ("2024-01-00T00:00:00Z", false),
    ("2024-01-01T24:00:00Z", false), ("2024-01-01T00:60:00Z", false),
    ("2024-01-01T00:00:61Z", false),
    ("2024-01-01T00:00:00", false), ("2024-01-01T00:00:00.Z", false),
    ("2024-01-01T00:00:00+24:00", false),
    ("2024-01-01T00:00:00+0100", false), ("2024-01-01", false), ("", false),
    ("2024-01-01T00:00:00ZZ", false),
    ("Sun, 06 Nov 1994 08:49:37 GMT", true), ("Sun, 31 Nov 1994 08:49:37 GMT", false),
    ("Sun, 06 Nov 1994 08:49:37 UTC", false), ("Sonntag, 06 Nov 1994", false),
    ("Xyz, 06 Nov 1994 08:49:37 GMT", false),
  ])
  func dates(_ text: String, _ isDate: Bool) { #expect(Look.isDate(text) == isDate) }

  @Test(arguments: [
    ("0.0.0.0", true, false), ("255.255.255.255", true, false), ("1.2.3", false, false),
    ("01.2.3.4", false, false),
    ("1.2.3.4.5", false, false), ("::", false, true), ("2001:db8::1", false, true),
    ("::ffff:1.2.3.4", false, true),
    ("1:2:3:4:5:6:7", false, false), ("fe80::1%eth0", false, false), ("::1\0", false, false),
    ("1.2.3.4\0", false, false),
    ("", false, false), (String(repeating: "1", count: 10000), false, false),
  ])
  func addresses(_ text: String, _ isIPv4: Bool, _ isIPv6: Bool) {
    #expect(Look.isIPv4(text) == isIPv4)
    #expect(Look.isIPv6(text) == isIPv6)
  }
}

@Suite struct CodingTests {
  @Test(
    arguments: [
      ("", []), ("QQ==", [0x41]), ("QUI=", [0x41, 0x42]), ("QUJD", [0x41, 0x42, 0x43]), ("QQ", nil),
      ("QQ=", nil),
      ("QQ===", nil), ("Q", nil), ("Q===", nil), ("QR==", nil), ("QUJ=", nil), ("QU I=", nil),
      ("QUI=QUI=", nil),
      ("=", nil), ("QUJD====", nil), ("é===", nil),
    ] as [(String, [UInt8]?)])
  func base64(_ text: String, _ bytes: [UInt8]?) {
    #expect(Base64Text.decoded(text) == bytes)
    if let bytes { #expect(Base64Text.encoded(bytes) == text) }
  }

  @Test func base64ThereAndBack() {
    for length in 0..<70 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
      #expect(Base64Text.decoded(Base64Text.encoded(bytes)) == bytes)
      #expect(Base64Text.urlDecoded(Base64Text.urlEncoded(bytes)) == bytes)
    }
  }

  @Test(arguments: [
    ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"), ("&nbsp;&yuml;&eacute;", "\u{A0}ÿé"),
    ("&euro;&Omega;&hearts;", "€Ω♥"),
    ("&#233;&#xE9;&#Xe9;", "ééé"),
    ("&#0;&#xD800;&#x110000;&#99999999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("&#128;&#x80;", "€€"), ("&nosuch;&amp &;&#;&#x;&#xg;&", "&nosuch;&amp &;&#;&#x;&#xg;&"),
    ("&&amp;amp;", "&&amp;"),
    ("&EACUTE;", "&EACUTE;"), ("a&lt", "a&lt"),
  ])
  func html(_ text: String, _ result: String) { #expect(HTMLText.unescaped(text) == result) }

  @Test func everyNameOfHTML4IsKnown() {
    #expect(HTMLNames.scalars.count == 253)
    #expect(HTMLNames.scalars["copy"] == "©")
    #expect(HTMLNames.scalars["times"] == "×")
    #expect(HTMLNames.scalars["alefsym"] == "\u{2135}")
  }

  @Test(
    arguments: [
      ("UTF-8", [0xEF, 0xBB, 0xBF, 0x61], "a"), ("utf8", [0xC0, 0x80], nil),
      ("utf-8", [0xED, 0xA0, 0x80], nil),
      ("utf-8", [0xEF, 0xBF, 0xBD], "\u{FFFD}"),
      ("utf-16le", [0xFF, 0xFE, 0x3D, 0xD8, 0x00, 0xDE], "😀"),
      ("utf-16be", [0xD8, 0x3D, 0xDE, 0x00], "😀"), ("utf-16", [0x61], nil),
      ("utf-16", [0x3D, 0xD8], nil),
      ("utf-16le", [0x00, 0xDE, 0x61, 0x00], nil),
      ("ISO-8859-1", [0xFF, 0x93, 0x81], "ÿ\u{201C}\u{81}"),
      ("us-ascii", [0x61], "a"),
    ] as [(String, [UInt8], String?)])
  func charsets(_ label: String, _ bytes: [UInt8], _ text: String?) throws {
    #expect(try #require(Charset(label)).text(bytes) == text)
  }

  @Test(arguments: [
    ("abab", "ab", [0, 2]), ("aaaa", "aa", [0, 2]), ("abcabcabd", "abcabd", [3]), ("abc", "d", []),
    ("", "a", []),
    ("aabaaab", "aaab", [3]), ("ababcabab", "abab", [0, 5]),
  ])
  func searches(_ text: String, _ needle: String, _ places: [Int]) {
    let search = ByteSearch(needle.utf8)
    let bytes = Array(text.utf8)
    #expect(search.first(in: bytes) == places.first)
    #expect(
      search.pieces(of: bytes).dropFirst().map { $0.startIndex - needle.utf8.count } == places)
    #expect(Array(search.pieces(of: bytes).joined(separator: needle.utf8)) == bytes)
  }
}

@Suite struct HostileValueTests {
  @Test(
    arguments: [
      .replace(template("a"), with: template("b")), .split(template("a")), .urlDecode, .urlEncode,
      .htmlEscape,
      .htmlUnescape, .base64Decode, .toInt, .toFloat, .jsonPath(template("$.a")),
      .jq(template(".a")),
      .replace(template(String(repeating: "a", count: 10_000) + "b"), with: template("")),
      .split(template("b" + String(repeating: "a", count: 50_000))),
    ] as [Check.Filter])
  func filtersTakeLinearTime(_ filter: Check.Filter) throws {
    for piece in ["a", "%", "&", "&#", "[", "\\u0000", "9", "é", "\u{301}"] {
      try expectLinear(from: 2500) { count in
        _ = filtered(.string(String(repeating: piece, count: count)), filter)
      }
    }
  }

  @Test func comparisonsTakeLinearTime() throws {
    let all = question(.jsonPath(template("$")))
    try expectLinear(from: 1000) { count in
      let long = String(repeating: "a", count: 10 * count)
      #expect(Value.string(long).contains(.string(long.dropLast() + "b")) == false)
      let ones = String(repeating: "1", count: 10 * count)
      #expect(Value.number(ones).equals(.number(ones)))
      let json = "{" + (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
      let object = try #require(try evaluator().evaluate(all, on: response(json)))
      let other = try #require(try evaluator().evaluate(all, on: response(json + " ")))
      #expect(object.equals(other))
    }
  }

  @Test func manyQuestionsOfOneBodyReadItOnce() throws {
    let body = "{\"a\":[" + String(repeating: "1,", count: 50_000) + "1],\"b\":\"x\"}"
    let checks = evaluator()
    let subject = response(body)
    func ask() throws { _ = try checks.evaluate(question(.jsonPath(template("$.b"))), on: subject) }
    let first = try cost { try ask() }
    #expect(try cost { for _ in 0..<100 { try ask() } } < first * 10)
  }
}
