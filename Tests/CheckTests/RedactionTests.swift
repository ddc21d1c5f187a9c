import HTTP
import JSON
import Measuring
import Testing
import Transcript

@testable import Check

/// What a secret leaves of a text.
@Suite struct RedactionTests {
  private func shown(_ text: String, _ secrets: [String]) -> String {
    shown([text], secrets)[0]
  }

  private func shown(_ texts: [String], _ secrets: [String]) -> [String] {
    var check = CheckResult(name: "x")
    check.lines = texts
    return Redaction(secrets.map { Array($0.utf8) }).applied(to: check).lines
  }

  @Test(arguments: [
    ("a s3cr3t b s3cr3t", "a *** b ***"),
    ("none", "none"),
    ("hex 733363723374", "hex ***"),
    // `user:s3cr3t`, `me:s3cr3t` and `abcs3cr3t!` in Base64: what holds nothing else is gone.
    ("dXNlcjpzM2NyM3Q=", "dXNlcjp***"),
    ("bWU6czNjcjN0", "bWU6***"),
    ("YWJjczNjcjN0IQ==", "YWJj***IQ=="),
    // What is cut in the middle of it.
    ("a s3c…", "a ***…"), ("a s…b", "a ***…b"), ("a t…", "a t…"), ("s3c", "s3c"),
  ])
  func `one secret`(text: String, result: String) {
    #expect(shown(text, ["s3cr3t"]) == result)
  }

  @Test(arguments: [
    (#"a"b\c"#, #"{"x":"a\"b\\c"}"#, #"{"x":"***"}"#),
    (#"a"b\c"#, #"{\\"x\\":\\"a\\"b\\\\c"#, #"{\\"x\\":\\"***"#),
    ("ž/x y", #"\u017e\/x y"#, "***"),
    ("ž/x y", "%C5%BE%2Fx%20y %C5%BE/x%20y", "*** ***"),
    ("a<b>", "a&lt;b&gt;", "***"),
  ])
  func `in the spelling of others`(secret: String, text: String, result: String) {
    #expect(shown(text, [secret]) == result)
  }

  @Test func `the longer one first`() {
    #expect(shown("abcd ab", ["ab", "abcd", ""]) == "*** ***")
  }

  static let spellings = [
    // As it is, and what is made of it by Python's quote_plus and quote, in capitals and not, encodeURIComponent,
    // encodeURI, escape.
    ##"p@ss w/ord&"'‹é+!(x)#k\"##,
    "p%40ss+w%2Ford%26%22%27%E2%80%B9%C3%A9%2B%21%28x%29%23k%5C",
    "p%40ss%20w%2ford%26%22%27%e2%80%b9%c3%a9%2b%21%28x%29%23k%5c",
    "p%40ss%20w%2Ford%26%22'%E2%80%B9%C3%A9%2B!(x)%23k%5C",
    "p@ss%20w/ord&%22'%E2%80%B9%C3%A9+!(x)#k%5C",
    "p@ss%20w/ord%26%22%27%u2039%E9+%21%28x%29%23k%5C",
    "p%2540ss%2520w%252Ford%2526%2522%2527%25E2%2580%25B9%25C3%25A9%252B%2521%2528x%2529%2523k%255C",
    // JSON of Go, Python, PHP, with capitals, and within JSON, once and twice.
    ##"p@ss w/ord\u0026\"'‹é+!(x)#k\\"##, ##"p@ss w/ord&\"'\u2039\u00e9+!(x)#k\\"##,
    ##"p@ss w\/ord&\"'\u2039\u00E9+!(x)#k\\"##,
    ##"p@ss w/ord&\u0022\u0027\u2039\u00E9\u002B!(x)#k\u005C"##,
    ##"p@ss w/ord&\\\"'\\u2039\\u00e9+!(x)#k\\\\"##,
    ##"p@ss w\\\/ord&\\\\\\\"'‹é+!(x)#k\\\\\\\\"##,
    // HTML of Python, Go and PHP; in XML; in JSON; twice.
    ##"p@ss w/ord&amp;&quot;&#x27;‹é+!(x)#k\"##, ##"p@ss w/ord&amp;&#34;&#39;‹é&#43;!(x)#k\"##,
    ##"p@ss w/ord&amp;&quot;&apos;&#8249;&#xE9;+!(x)#k\"##,
    ##"p@ss w/ord\u0026amp;\u0026#34;\u0026#39;‹é\u0026#43;!(x)#k\\"##,
    ##"p@ss w/ord&amp;amp;&amp;quot;&amp;#039;‹é+!(x)#k\"##,
    // JSON in a URL, and in HTML; what we show of a string; Python's repr of text and of bytes.
    "p%40ss+w%2Ford%26%5C%22%27%5Cu2039%5Cu00e9%2B%21%28x%29%23k%5C%5C",
    ##"p@ss w/ord&amp;\&quot;&#39;‹é+!(x)#k\\"##, ##"p@ss w/ord&"'‹é+!(x)#k\\"##,
    ##"p@ss w/ord&"\'\u2039\xe9+!(x)#k\\"##, ##"p@ss w/ord&"\'\xe2\x80\xb9\xc3\xa9+!(x)#k\\"##,
    // The whole in hexadecimal.
    "7040737320772F6F72642622 27".replacing(" ", with: "") + "E280B9C3A92B21287829236B5C",
  ]

  @Test(arguments: spellings.indices) func `in any spelling`(_ index: Int) {
    let secret = ##"p@ss w/ord&"'‹é+!(x)#k\"##
    let text = Self.spellings[index]
    #expect(shown("<\(text)> and \(text)", [secret]) == "<***> and ***")
    // Each part of it that stands at a cut; two hexadecimal digits could be anything.
    let cuts = text.indices.dropFirst(3)
    let starts = cuts.map { "- \(text[..<$0])… -" }
    #expect(shown(starts, [secret]) == starts.map { _ in "- ***… -" })
    let ends = cuts.map { text[$0...] }.filter { $0.count >= 4 * 6 }.map { "- …\($0)-" }
    #expect(shown(ends, [secret]) == ends.map { _ in "- …***-" })
  }

  @Test func `characters of all planes`() {
    let texts = [
      "a😀b\u{1B}\u{9B}\u{202E}", #"a\ud83d\ude00b\u001b\u009b\u202e"#,
      #"a\\uD83D\\uDE00b\\u001B\\u009B\\u202E"#,
      #"a\U0001f600b\x1b\x9b\u202e"#, #"a😀b\e\u{9b}\u{202e}"#, #"a\u{1f600}b\033\u{9b}\u{202e}"#,
      "a%F0%9F%98%80b%1B%C2%9B%E2%80%AE", "a&#x1F600;b&#27;&#155;&#8238;",
    ]
    for text in texts { #expect(shown("<\(text)>", [texts[0]]) == "<***>", "\(text)") }
  }

  @Test(arguments: [
    // What is before a cut and behind it: any start, and of the end four bytes.
    ("…defghijk-", "…***-"), ("…hijk-", "…***-"), ("…ijk-", "…ijk-"), ("…defg…", "…***…"),
    ("…efghi-", "…efghi-"), ("…defg", "…defg"), ("a…b", "***…b"), ("…abcdefghijk", "…***"),
    ("…abcabcdefghijkdef", "…***def"),
  ])
  func `behind a cut`(text: String, result: String) {
    #expect(shown(text, ["abcdefghijk"]) == result)
  }

  @Test func `places that overlap are one`() {
    #expect(shown("abcdef abab", ["abcd", "cdef"]) == "*** abab")
    #expect(shown("ababababa", ["abababa"]) == "***")
  }

  @Test(arguments: ["\\", "%", "%5C", "%25", "&amp;", "…aaaaa", "a", "\\u0061"])
  func `hostile texts take no long time`(unit: String) throws {
    for sign in ["a", "\\", "%25"] {
      let secret = String(repeating: sign, count: 100) + "b"
      try expectLinear(from: 1 << 10) { size in
        _ = shown(String(repeating: unit, count: size / unit.utf8.count), [secret])
      }
    }
  }

  @Test func `nowhere in what is told of an exchange`() {
    var entry = EntryResult(position: Position(line: 1, column: 1), method: "GET", url: "")
    let fields: Fields = [Field("X-sekrit-token-1", "a")]
    entry.transcript = [
      Record(.response(method: "GET", url: "", status: 200, fields: fields), time: 0),
      Record(.open(url: "", subprotocol: "", extensions: "sekrit-token-1"), time: 0),
    ]
    var check = CheckResult(name: "x")
    check.entries = [entry]
    let result = Redaction([Array("sekrit-token-1".utf8)]).applied(to: check)
    #expect(!"\(result)".contains("sekrit"))
  }

  @Test(arguments: [
    (Value.string("abc"), ["abc"]), (.number("17"), ["17"]), (.bytes([0x61]), ["a"]),
    (.bytes([0x61, 0xFF]), ["a\u{FFFD}"]),
    (
      .list([.string("abcd"), .string("abc"), .number("1234"), .null, .list([.string("efgh")])]),
      [#"["abcd","abc",1234,null,["efgh"]]"#, "abcd", "1234", "efgh"]
    ),
  ])
  func `what is secret in a value`(value: Value, secrets: [String]) {
    #expect(value.secrets.compactMap { String(validating: $0, as: UTF8.self) } == secrets)
  }

  @Test func `what is secret in an object`() throws {
    let text = #"{"a": {"b": ["s3cr3t", 4]}, "c": 12345.5}"#
    let value = Value(try Tree(Array(text.utf8)))
    #expect(
      value.secrets.map { String(decoding: $0, as: UTF8.self) } == [text, "s3cr3t", "12345.5"])
  }
}
