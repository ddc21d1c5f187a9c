import Measuring
import Testing

@testable import Check

/// Whatever stands in a file, it is read, or refused at a place that is in it.
@Suite struct HostileFileTests {
  private static let long = ##"""
    # all there is
    POST https://{{host}}/é/日本?a=b  # c
    Authorization: Bearer {{ token }}
    X-\u{e9}\#: \{\{ \\ # d
    [Options]
    strict: true
    expect-timeout: 500ms
    variable: n="5"
    cert: a\:b:c
    [QueryStringParams]
    q: {{q}}
    [Form]
    a[0]: b
    [MultipartFormData]
    f: file,a\ {{b}}.txt; text/plain; charset=utf-8
    [Cookies]
    sid: {{sid}}
    [BasicAuth]
    bob: secret
    {"a": [1, -2.5e3, "x\u00e9\"{{v}}", {{w}}], "b": {"c": null}}
    HTTP/1.1 426 -> 101
    Upgrade: websocket
    [Captures]
    id: jq ".a" toInt redact
    [Asserts]
    cookie "sid[Max-Age]" not > 5.5
    certificate "Subject" contains "CN"
    body == ```json,escape
    {"a": "{{b}}"}\`
    ```
    body matches /^\d+\/$/
    bytes startsWith hex,00ff;
    jsonpath "$.a[0]" replace "a" `b` == base64,AAE=;
    [WebSocket]
    send {"op": "subscribe",
      "channel": "news"}
    send binary hex,00ff;
    send hello \# {{name}} # c
    expect any { text == "a" } # c
      { jq ".b" exists }
      within 2s
    expect 3 messages within 1m
    capture id jq ".id"
    never jq ".error" for 500ms
    ping `x`
    expect pong
    close 1000 "done"
    expect close 1000 or 1001
    GET http://x
    HTTP *
    <?xml version="1.0"?><!DOCTYPE a [<!ELEMENT a (b)>]>
    <a b='c'><!-- d --><![CDATA[ ]]>e<f/></a>

    """##

  private func mustBeSound(_ text: String) {
    do {
      _ = try File(parsing: text, name: "x")
    } catch {
      let parser = Parser(text, name: "x")
      #expect(1...max(1, parser.lines.count + 1) ~= error.position.line)
      #expect(1...error.line.unicodeScalars.count + 1 ~= error.position.column)
      #expect(!error.message.isEmpty)
    }
  }

  @Test func `the sample is read`() throws {
    #expect(try File(parsing: Self.long, name: "x").entries.count == 2)
  }

  @Test func `every beginning of a file`() {
    let scalars = Array(Self.long.unicodeScalars)
    for count in 0...scalars.count {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[..<count])
      mustBeSound(String(text))
    }
  }

  @Test func `every end of a file`() {
    var text = Self.long.unicodeScalars
    while !text.isEmpty {
      mustBeSound(String(text))
      text.removeFirst()
    }
  }

  @Test(arguments: [
    "\"", "`", "```", "{{", "{", "[", "\\", "#", "\n", "\r", "<", ";", "\0", "\u{FEFF}", "/",
  ])
  func `anything anywhere`(insertion: String) {
    let scalars = Array(Self.long.unicodeScalars)
    for index in stride(from: insertion.utf8.count, to: scalars.count, by: 12) {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[..<index])
      text.append(contentsOf: insertion.unicodeScalars)
      text.append(contentsOf: scalars[index...])
      mustBeSound(String(text))
    }
  }

  @Test func `a line left out, or twice`() {
    let lines = Self.long.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in lines.indices {
      var fewer = lines
      fewer.remove(at: index)
      mustBeSound(fewer.joined(separator: "\n"))
      var more = lines
      more.insert(lines[index], at: index)
      mustBeSound(more.joined(separator: "\r\n"))
    }
  }

  @Test func `JSON is nested so deep and no deeper`() {
    let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(complaint("POST http://x\n\(deep)") == nil)
    #expect(complaint("POST http://x\n[\(deep)]") == "2:513: JSON may be nested 512 deep")
    let open = String(repeating: "{\"a\":", count: 100_000)
    #expect(complaint("POST http://x\n\(open)") == "2:2561: JSON may be nested 512 deep")
    let elements = String(repeating: "<a>", count: 100_000)
    #expect(complaint("POST http://x\n\(elements)") == "2:300001: expected </a>")
  }

  @Test(
    arguments: [
      "A: b\n", "# c\n", "\n", "[", "{", "{\"a\":", "`a`", "```", "\\#", "{{a}}", "{{", "A",
      "status == 1\n",
      "a: ", "HTTP 200\n", "GET http://x\n", "<a>", "<a/>", "<!", "hex,", "0", "-", " ", "\t", "\r",
      "é",
      "expect any { text }\n", "{ text } ", "send a\n", "send \"", "1000 or ", "count ", "\"",
    ])
  func `the time is in proportion to the size`(piece: String) throws {
    for start in [
      "GET http://x\n", "GET http://x\nA: ", "GET http://x\n{\"a\": \"",
      "GET http://x\nHTTP 200\n[Asserts]\n", "GET http://x\nHTTP 200\n[Asserts]\nbody ",
      "GET http://x\n[WebSocket]\n", "GET http://x\n[WebSocket]\nexpect any ",
      "GET http://x\nhex,", "GET http://x\n```\n",
    ] {
      try expectLinear(from: 200) { mustBeSound(start + String(repeating: piece, count: $0)) }
    }
  }

  @Test(arguments: [
    (#"jsonpath "$.a~b" exists"#, 14), (#"jsonpath "\u{24}.a~b" exists"#, 19),
    (#"jsonpath `$.a~` exists"#, 14),
    (#"body jsonpath "~" exists"#, 16),
  ])
  func `a JSONPath that cannot be translated is an error where it says so`(
    assert: String, column: Int
  ) throws {
    var parser = Parser("GET http://x\nHTTP 200\n[Asserts]\n\(assert)", name: "x") { path in
      path.unicodeScalars.firstIndex(of: "~").map { index in
        ("no tilde", path.unicodeScalars.distance(from: path.startIndex, to: index))
      }
    }
    let error = try #require(throws: SyntaxError.self) { try parser.entries() }
    #expect(error.position == at(4, column))
    #expect(error.message == "no tilde")
  }

  @Test(
    arguments: [
      ("500ms", nil, 500), ("2s", nil, 2000), ("1m", nil, 60_000), ("1h", nil, 3_600_000),
      ("0s", nil, 0),
      ("5", nil, nil), ("5", "s", 5000), ("5", "ms", 5), ("5ms", "s", 5), ("", "s", nil),
      ("s", "s", nil),
      ("-1s", nil, nil), ("1.5s", nil, nil), ("1d", nil, nil), ("1 s", nil, nil),
      ("9000h", nil, nil),
      ("99999999999999999999s", nil, nil), ("9223372036854775807h", nil, nil), ("٣s", nil, nil),
    ] as [(String, String?, Int?)])
  func `a time`(text: String, unit: String?, milliseconds: Int?) {
    #expect(Time.milliseconds(text, unit: unit) == milliseconds)
  }
}
