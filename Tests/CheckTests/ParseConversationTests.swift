import Check
import Testing

/// In the tables `¶` is the end of a line.
@Suite struct ParseConversationTests {
  @Test(arguments: [
    ("send hello # c", "send(text(«hello») false)"),
    (##"send {{a}} b \# c"##, "send(text(«{{a}} b # c») false)"),
    (#"send {"a": 1}"#, #"send(json(«{"a": 1}») false)"#),
    (#"send {¶  "a": [1,¶ 2]¶}   # c"#, #"send(json(«{⏎  "a": [1,⏎ 2]⏎}») false)"#),
    ("send [1]", "send(json(«[1]») false)"),
    (#"send "a # b" # c"#, #"send(json(«"a # b"») false)"#),
    (#"send "a" said he"#, #"send(text(«"a" said he») false)"#),
    (#"send "unclosed"#, #"send(text(«"unclosed») false)"#),
    ("send 12", "send(text(«12») false)"),
    ("send `a # b`", "send(text(«a # b») false)"),
    ("send ```¶a¶b¶```", "send(text(«a⏎b⏎») false)"),
    (#"send ```json¶{"a":1}¶```"#, #"send(json(«{"a":1}⏎») false)"#),
    ("send file,a.txt;", "send(file(«a.txt») false)"),
    ("send hex,00ff;", "send(bytes(0x00ff) false)"),
    ("send binary hex,00ff;", "send(bytes(0x00ff) true)"),
    ("send binary base64,AAE=;", "send(bytes(0x0001) true)"),
    ("send binary file,a.bin;", "send(file(«a.bin») true)"),
    ("send binary text", "send(text(«text») true)"),
    (#"send binary {"a":1}"#, #"send(json(«{"a":1}») true)"#),
    ("send binaries", "send(text(«binaries») false)"),
    ("send <a>b</a>", "send(text(«<a>b</a>») false)"),
    ("expect text", "expect(text)"),
    ("expect binary", "expect(binary)"),
    (#"expect text == "a""#, "expect(text equals(string(«a»)))"),
    ("expect text within 2s", "expect(text) 2000ms"),
    (#"expect text contains "a" within 500ms # c"#, "expect(text contains(string(«a»))) 500ms"),
    (#"expect jq ".a""#, "expect(jq(«.a»))"),
    (#"expect jq ".a" == 1 within 1m"#, "expect(jq(«.a») equals(number(1))) 60000ms"),
    (#"expect jsonpath "$.a" count == 2"#, "expect(jsonPath(«$.a») | count equals(number(2)))"),
    ("expect regex /a/ exists", "expect(regex(«a») exists)"),
    ("expect bytes == hex,00;", "expect(bytes equals(bytes(0x00)))"),
    ("expect sha256 == hex,00;", "expect(sha256 equals(bytes(0x00)))"),
    (#"expect any {text == "a"} {jq ".b"}"#, "expectAll([text equals(string(«a»)), jq(«.b»)])"),
    (
      #"expect any {¶ text == "a" # c¶}¶# d¶{ jq ".b" }¶within 1s"#,
      "expectAll([text equals(string(«a»)), jq(«.b»)]) 1000ms"
    ),
    ("expect any { text }", "expectAll([text])"),
    ("expect 1 message", "expectCount(1)"),
    ("expect 3 messages within 1h", "expectCount(3) 3600000ms"),
    ("expect ping", "expectPing"),
    ("expect pong within 1s", "expectPong 1000ms"),
    ("expect close", "expectClose([])"),
    ("expect close within 1s", "expectClose([]) 1000ms"),
    ("expect close 1000", "expectClose([1000])"),
    ("expect close 1000 or 1001 or 4000 within 2s", "expectClose([1000, 1001, 4000]) 2000ms"),
    (#"never jq ".error" for 500ms"#, "never(jq(«.error»)) 500ms"),
    ("never text for 1s", "never(text) 1000ms"),
    (#"capture id jq ".id""#, "capture(«id»: jq(«.id»))"),
    (#"capture id: jq ".id" toInt redact"#, "capture(«id»: jq(«.id») | toInt redact)"),
    ("ping", "ping()"),
    ("ping a {{b}} c # d", "ping(«a {{b}} c»)"),
    ("ping `a # b`", "ping(«a # b»)"),
    ("close", "close()"),
    ("close 1000", "close(1000)"),
    (#"close 4000 "a {{b}}""#, "close(4000 «a {{b}}»)"),
    ("close 1000 `done`", "close(1000 «done»)"),
  ])
  func `a step`(text: String, tree: String) throws {
    for source in variants(of: "GET http://x¶[WebSocket]¶\(text)") {
      let entry = try #require(try entries(source).first)
      #expect(entry.conversation?.map(sketch) == [tree])
    }
    for source in variants(
      of: "GET http://x¶HTTP 101¶[WebSocket]¶  \(text)¶[Asserts]¶status == 101")
    {
      let entry = try #require(try entries(source).first)
      #expect(entry.conversation?.map(sketch) == [tree])
      #expect(entry.answer?.asserts.count == 1)
    }
  }
}
