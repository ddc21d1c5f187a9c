import Check
import Testing

/// In the tables `¶` is the end of a line.
@Suite struct ParseEntryTests {
  @Test(arguments: [
    ("GET http://x", "method=GET url=«http://x»"),
    (
      "# c¶¶  GET\tws://[::1]:80/~a?b=c&d=%20#frag  # c",
      "method=GET url=«ws://[::1]:80/~a?b=c&d=%20»"
    ),
    (
      "PUT https://hello.世界.com/!$&'()*+,;=:@[]",
      "method=PUT url=«https://hello.世界.com/!$&'()*+,;=:@[]»"
    ),
    ("M-SEARCH {{base}}/a/{{ id }}b", "method=M-SEARCH url=«{{base}}/a/{{id}}b»"),
    (
      ##"GET http://x¶A: b¶X-{{k}}: {{v}} w  # c¶Empty:¶Hash: \#1 \u{e9} \\ "q"¶Accept : a;q=0.5, b"##,
      ##"method=GET url=«http://x» fields=[«A»: «b», «X-{{k}}»: «{{v}} w», «Empty»: «», «Hash»: «#1 é \ "q"», «Accept»: «a;q=0.5, b»]"##
    ),
    (
      ##"GET http://x¶{{k}}: v¶Ke\u{79}\: : {v}} {w"##,
      "method=GET url=«http://x» fields=[«{{k}}»: «v», «Key:»: «{v}} {w»]"
    ),
    (
      ##"GET http://x¶[QueryStringParams]¶a: b¶[FormParams]¶c[0]: d¶[Cookies]¶sid: 1¶[BasicAuth]¶bob: secret"##,
      "method=GET url=«http://x» query=[«a»: «b»] form=[«c[0]»: «d»] cookies=[«sid»: «1»] basicAuth=«bob»: «secret»"
    ),
    (
      ##"GET http://x¶[MultipartFormData]¶e: f¶g: file,a\ b.txt;¶h: file, {{p}}.bin ; text/plain; charset=utf-8 # c"##,
      "method=GET url=«http://x» multipart=[«e»: text(«f»), «g»: file(«a b.txt»), «h»: file(«{{p}}.bin» «text/plain; charset=utf-8»)]"
    ),
    (
      "GET http://x¶[Query]¶# c¶¶a: b¶[Form]¶[Multipart]¶[Cookies]¶[BasicAuth]¶[Options]¶HTTP 200",
      "method=GET url=«http://x» query=[«a»: «b»] answer=chain=[code(200)]"
    ),
    ("GET http://x¶HTTP/1.0 200", "method=GET url=«http://x» answer=version=1.0 chain=[code(200)]"),
    ("GET http://x¶HTTP/1.1 200", "method=GET url=«http://x» answer=version=1.1 chain=[code(200)]"),
    ("GET http://x¶HTTP/2 200", "method=GET url=«http://x» answer=version=2 chain=[code(200)]"),
    ("GET http://x¶HTTP/* *", "method=GET url=«http://x» answer=chain=[any]"),
    ("GET http://x¶HTTP  *", "method=GET url=«http://x» answer=chain=[any]"),
    (
      "GET http://x¶HTTP 426 -> 101 # chain",
      "method=GET url=«http://x» answer=chain=[code(426), code(101)]"
    ),
    (
      "GET http://x¶HTTP/3 301->426 ->  *",
      "method=GET url=«http://x» answer=version=3 chain=[code(301), code(426), any]"
    ),
    (
      ##"GET http://x¶HTTP 200¶HTTP2-Settings: x¶Set-Cookie: a=b; Path=/¶[Captures]¶a: body¶b{{i}}: header "x" regex /a\/(b)/ redact¶[Asserts]¶status < 400¶¶body exists¶{"a":1}"##,
      ##"method=GET url=«http://x» answer=chain=[code(200)] fields=[«HTTP2-Settings»: «x», «Set-Cookie»: «a=b; Path=/»] captures=[«a»: body, «b{{i}}»: header(«x») | regex(«a/(b)») redact] asserts=[status below(number(400)), body exists] body=json(«{"a":1}»)"##
    ),
    ("GET http://x¶[WebSocket]¶ping", "method=GET url=«http://x» conversation=[ping()]"),
    ("GET http://x¶HTTP 101¶[WebSocket]", "method=GET url=«http://x» answer=chain=[code(101)]"),
  ])
  func `one entry`(text: String, tree: String) throws {
    for source in variants(of: text) {
      #expect(try entries(source).first.map(sketch) == tree)
    }
  }

  @Test(arguments: [
    ("variable: a=null", "variable «a=null» a null"),
    ("variable: b = true", "variable «b = true» b bool(true)"),
    ("variable: c=-1.5 # c", "variable «c=-1.5» c number(-1.5)"),
    (##"variable: d="5""##, ##"variable «d="5"» d string(«5»)"##),
    ("variable: e=5 apples", "variable «e=5 apples» e string(«5 apples»)"),
    ("variable: f={{g}} h", "variable «f={{g}} h» f string(«{{g}} h»)"),
    ("variable: g=", "variable «g=» g string(«»)"),
    ("variable:h = Bob", "variable «h = Bob» h string(«Bob»)"),
    ("retry: -1", "retry «-1»"), ("repeat: 5", "repeat «5»"),
    ("max-upgrades: 0", "max-upgrades «0»"),
    ("delay: {{d}}", "delay «{{d}}»"), ("delay: 1000", "delay «1000»"), ("delay: 1h", "delay «1h»"),
    ("expect-timeout: 500ms", "expect-timeout «500ms»"),
    ("retry-interval: 2s", "retry-interval «2s»"),
    (##"cert: a\:b:c\#d"##, ##"cert «a\:b:c#d»"##), (##"key: a\ b\:"##, "key «a b:»"),
    ("http1.0: true", "http1.0 «true»"), ("insecure: {{i}}", "insecure «{{i}}»"),
    ("strict: false", "strict «false»"), ("upgrade: websocket", "upgrade «websocket»"),
    ("tls-upgrade: in-place", "tls-upgrade «in-place»"),
    ("header: Foo: bar", "header «Foo: bar»"), ("user: a:{{b}}", "user «a:{{b}}»"),
  ])
  func `an option`(text: String, tree: String) throws {
    for source in variants(of: "GET http://x¶[Options]¶\(text)¶HTTP 200") {
      let setting = try #require(try entries(source).first?.options.first)
      let definition = setting.definition.map { " \($0.name) \(sketch($0.value))" } ?? ""
      #expect("\(setting.name) \(sketch(setting.value))\(definition)" == tree)
    }
  }

  @Test(arguments: Settings.all.map(\.name))
  func `every option is read with a value of its shape`(name: String) throws {
    let row = try #require(Settings.all.first { $0.name == name })
    let value =
      switch row.argument {
      case "BOOLEAN": "true"
      case "N": "3"
      case "DURATION": "2s"
      case "TOKEN": "h2c"
      case "HOW": "in-place"
      default: "a=b"
      }
    let options = try entries("GET http://x\n[Options]\n\(name): \(value)").first?.options
    #expect(options?.map(\.name) == [name])
  }

  @Test func `entries follow each other`() throws {
    let entries = try entries(
      "GET http://a\nPOST http://b\n`c`\nGET http://d\nHTTP 200\nGET http://e")
    #expect(entries.map(\.method) == ["GET", "POST", "GET", "GET"])
    #expect(entries.map(\.position.line) == [1, 2, 4, 6])
  }

  @Test(arguments: ["", "\n", "  \r\n# nothing\n ", "\u{FEFF}", "\u{FEFF}# nothing"])
  func `a file may have no entry`(text: String) throws {
    #expect(try entries(text).isEmpty)
  }

  @Test func `a byte order mark counts for nothing`() throws {
    let file = try File(parsing: "\u{FEFF}GET http://x\r\nA: b", name: "x.check")
    #expect(file.entries.first?.position == at(1, 1))
    #expect(file.lines == ["GET http://x", "A: b"])
    #expect(file.name == "x.check")
  }

  @Test func `places are of the first scalar`() throws {
    let text = ##"""
      GET {{base}}/é{{ x }}  # c
      [Options]
        strict: true
      HTTP 101
      [Captures]
      id: jq ".a"
      [Asserts]
        status not == 1
      [WebSocket]
      expect text == {{v}} within 1s
      """##
    let file = try File(parsing: text, name: "x")
    var entry = Entry(
      position: at(1, 1), method: "GET",
      url: Template(
        [.variable("base", at(1, 7)), .text("/é"), .variable("x", at(1, 18))], at: at(1, 5)))
    entry.options = [
      Setting(name: "strict", value: Template([.text("true")], at: at(3, 11)), position: at(3, 3))
    ]
    var answer = Answer(position: at(4, 1), version: nil, chain: [.code(101)])
    answer.captures = [
      Capture(
        Template([.text("id")], at: at(6, 1)),
        Question(.jq(Template([.text(".a")], at: at(6, 8))), filters: [], at: at(6, 5)))
    ]
    answer.asserts = [
      Assert(
        Question(.status, filters: [], at: at(8, 3)),
        Predicate(.equals(.number("1")), isNegated: true, at: at(8, 10)))
    ]
    entry.answer = answer
    entry.conversation = [
      Step(
        .expect(
          Assert(
            Question(.text, filters: [], at: at(10, 8)),
            Predicate(.equals(.variable("v", at(10, 18))), at: at(10, 13)))), time: 1000,
        at: at(10, 1))
    ]
    #expect(file.entries == [entry])
  }
}
