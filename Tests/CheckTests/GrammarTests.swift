import Check
import Testing

@Suite struct GrammarTests {
  /// The rules by their names, comments left out.
  static let rules: [String: String] = {
    let bare = Grammar.text.replacing(#/\(\*.*?\*\)/#, with: "")
    var rules: [String: String] = [:]
    for match in bare.matches(of: #/(?ms)^([a-z-]+) +=(.*?) ; *$/#) {
      rules[String(match.1)] = String(match.2)
    }
    return rules
  }()

  /// What stands in quotes in a rule.
  static func terminals(_ rule: String) -> [String] {
    (rules[rule] ?? "").matches(of: #/"([^"]+)"|'"'/#).map { String($0.1 ?? "\"") }
  }

  @Test func `it is short`() {
    #expect(Grammar.text.split(separator: "\n").count < 90)
    #expect(Grammar.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: [
    ("option", Settings.all.map(\.name)), ("query", Queries.all.map(\.name)),
    ("filter", Filters.all.map(\.name)), ("predicate", ["not"] + Predicates.all.map(\.name)),
    ("language", ["json", "xml", "raw", "base64", "hex"]), ("attribute", ["escape", "novariable"]),
    ("time", ["ms", "s", "m", "h"]),
  ])
  func `a rule has the words of its table`(rule: String, words: [String]) {
    #expect(Self.terminals(rule) == words)
  }

  @Test func `it has all sections, and their former names`() {
    let written = Self.rules.keys.flatMap(Self.terminals).filter { $0.hasPrefix("[") }
    let known = Sections.all.flatMap { [$0.name] + $0.former }.map { "[\($0)]" }
    #expect(written.sorted() == known.sorted())
  }

  @Test func `it has all steps`() {
    let words = Self.terminals("step").filter { word in Steps.all.contains { $0.name == word } }
    #expect(Set(words) == Set(Steps.all.map(\.name)))
  }

  @Test func `each rule is used, and each name has a rule or a meaning`() {
    let meanings: Set = [
      "method", "url", "digit", "key", "text", "path", "name", "number", "characters", "lines",
      "json",
      "xml", "base64", "digits", "regex", "comment", "line-end",
    ]
    var used: Set<String> = ["file"]
    for rule in Self.rules.values {
      let bare = rule.replacing(#/"[^"]*"|'"'/#, with: " ")
      used.formUnion(bare.matches(of: #/[a-z][a-z0-9-]*/#).map { String($0.0) })
    }
    #expect(used == Set(Self.rules.keys).union(meanings))
  }

  /// A text for each rule, to stand where it may.
  @Test(arguments: [
    ("file", ""), ("entry", "GET http://x"), ("request", "POST http://x¶A: b¶[Query]¶a: b¶{}"),
    ("answer", "GET http://x¶HTTP/1.1 *¶A: b¶[WebSocket]¶ping¶[Captures]¶[Asserts]"),
    ("code", "GET http://x¶HTTP 426 -> 101"), ("pair", "GET http://x¶a: b # c"),
    ("pairs", "GET http://x¶[Form]¶a: b¶[Cookies]¶c: d¶[BasicAuth]¶e: f"),
    ("multipart", "GET http://x¶[Multipart]¶a: b¶c: file,d; e/f"),
    ("captures", "GET http://x¶HTTP 200¶[Captures]¶a: body toInt redact"),
    ("asserts", "GET http://x¶HTTP 200¶[Asserts]¶body toInt > 1"),
    ("option-lines", "GET http://x¶[Options]¶strict: true"),
    ("option", "GET http://x¶[Options]¶retry: 1"),
    ("websocket", "GET http://x¶[WebSocket]¶ping¶close"),
    (
      "step",
      "GET http://x¶[WebSocket]¶expect any {text} {jq \"a\"} within 1s¶expect close 1000 or 1001"
    ),
    ("assert", "GET http://x¶[WebSocket]¶expect text"),
    ("time", "GET http://x¶[WebSocket]¶never text for 1h"),
    ("question", "GET http://x¶HTTP 200¶[Asserts]¶header \"a\" count == 1"),
    ("query", "GET http://x¶HTTP 200¶[Asserts]¶status == 1"),
    ("filter", "GET http://x¶HTTP 200¶[Asserts]¶body replaceRegex /a/ \"b\" exists"),
    ("predicate", "GET http://x¶HTTP 200¶[Asserts]¶body not matches /a/"),
    ("value", "GET http://x¶HTTP 200¶[Asserts]¶body == {{a}}"), ("body", "POST http://x¶<a/>"),
    ("bytes", "POST http://x¶base64,AA==;"),
    ("pattern", "GET http://x¶HTTP 200¶[Asserts]¶regex /a/ exists"),
    ("string", "POST http://x¶```a```"), ("kind", "POST http://x¶```json,escape¶{}¶```"),
    ("language", "POST http://x¶```raw¶```"), ("attribute", "POST http://x¶```novariable¶{{```"),
    ("variable", "GET {{x}}"), ("eol", "GET http://x # c"),
  ])
  func `each rule is read`(rule: String, text: String) throws {
    #expect(Self.rules[rule] != nil)
    _ = try entries(unfolded(text))
  }

  @Test func `a sample stands for each rule`() {
    #expect(Self.rules.count == 30)
  }
}
