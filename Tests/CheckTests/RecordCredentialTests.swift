import Client
import HTTP
import Measuring
import Testing
import Transcript
import Transfer
import WebSocket

@testable import Check

/// Credentials are nowhere in what is recorded, and what is recorded says the same with them filled in.
struct RecordCredentialTests {
  @Test(arguments: [
    "token", "Token", "X-Api-Key", "api_key", "apikey", "accessToken", "access_token", "password",
    "userPassword",
    "sid", "JSESSIONID", "session_id", "client-secret", "clientSecret", "key", "sig",
    "X-Amz-Signature", "jwt",
    "X-CSRF-Token", "Authorization", "pin",
  ])
  func `a telling name`(_ name: String) { #expect(Telling.isCredential(name)) }

  @Test(arguments: [
    "", "author", "authority", "keyboard", "monkey", "Sec-WebSocket-Key", "max_tokens", "tokens",
    "passenger", "id",
    "residence", "design", "X-Trace", "Idempotency-Key", "spinner", "name",
  ])
  func `one that tells nothing`(_ name: String) { #expect(!Telling.isCredential(name)) }

  static let requests: [(@Sendable (inout Job) -> Void, String, [String: String])] = [
    (
      { $0.headerLines = ["Authorization: Bearer sk-live-1"] },
      "Authorization: Bearer {{authorization}}", ["authorization": "sk-live-1"]
    ),
    (
      { $0.options.bearer = "sk-live-1" }, "Authorization: Bearer {{authorization}}",
      ["authorization": "sk-live-1"]
    ),
    (
      { $0.headerLines = ["Authorization: sk-live-1"] }, "Authorization: {{authorization}}",
      ["authorization": "sk-live-1"]
    ),
    (
      { $0.headerLines = ["Proxy-Authorization: Basic Ym9iOmh1bnRlcjI="] },
      "Proxy-Authorization: Basic {{proxy_authorization}}",
      ["proxy_authorization": "Ym9iOmh1bnRlcjI=", "password": "hunter2"]
    ),
    (
      { $0.headerLines = ["Cookie: sid=abc123; theme=dark blue"] },
      "Cookie: sid={{sid}}; theme={{theme}}",
      ["sid": "abc123", "theme": "dark blue"]
    ),
    (
      { $0.options.cookies = "sid=abc123;x" }, "Cookie: sid={{sid}};{{cookie}}",
      ["sid": "abc123", "cookie": "x"]
    ),
    (
      { $0.headerLines = ["X-Api-Key: k-12345"] }, "X-Api-Key: {{x_api_key}}",
      ["x_api_key": "k-12345"]
    ),
    (
      { $0.options.credentials = "alice:hunter2" }, "user: alice:{{password}}",
      ["password": "hunter2"]
    ),
    (
      { $0.options.proxy.url = "bob:hunter2@127.0.0.1:3128" },
      "proxy: bob:{{password}}@127.0.0.1:3128",
      ["password": "hunter2"]
    ),
    (
      { $0.options.referer = "http://a/?token=hunter2#x" },
      ##"Referer: http://a/?token={{token}}\#x"##,
      ["token": "hunter2"]
    ),
    (
      { ($0.options.tls.certificate, $0.options.tls.passphrase) = ("a:b.pem", "hunter2") },
      #"cert: a\\:b.pem:{{passphrase}}"#, ["passphrase": "hunter2"]
    ),
    (
      { $0.body = .bytes(Array("u=a&password=hunter2".utf8)) }, "`u=a&password={{password}}`",
      ["password": "hunter2"]
    ),
    (
      { $0.body = .bytes(Array(#"{"user":"a","password":"hun\"ter2"}"#.utf8)) },
      #"`{"user":"a","password":"{{password}}"}`"#, ["password": #"hun\"ter2"#, "x": #"hun"ter2"#]
    ),
  ]

  @Test(arguments: requests.indices) func `in a request, and then everywhere`(_ index: Int) throws {
    let (change, line, secrets) = Self.requests[index]
    let asked = job("http://127.0.0.1:8080/ws", change)
    #expect(lines(recorded(asked, way([200]))).contains(line))
    // The server tells it back in a message, and somebody sends it on.
    for secret in secrets.values where secret.utf8.count >= 4 {
      let messages: [Record] = [
        .came(.words("you are \(secret)!")), .sent(.words(secret + secret)),
        .came(.binary(Array("\(secret) ".utf8))), .sent(.binary([0xFF] + Array(secret.utf8))),
        .came(.binary([0xFF] + Array(secret.utf8))), .sent(.close(Close(.normal, reason: secret))),
        Record(.error(reason: secret), time: 1),
      ]
      let text = recorded(asked, way() + messages, failure: "what of \(secret)")
      #expect(!text.contains(secret))
      #expect(!text.contains(Array(secret.utf8).map { String($0, radix: 16) }.joined()))
      #expect(try entries(text).first?.conversation?.isEmpty == false)
    }
  }

  @Test(arguments: [
    ("http://alice:hunter2@127.0.0.1/", "http://alice:{{password}}@127.0.0.1/"),
    ("http://ghp_abc@127.0.0.1/", "http://{{user}}@127.0.0.1/"),
    ("http://127.0.0.1/?a=1&token=abc&b=2", "http://127.0.0.1/?a=1&token={{token}}&b=2"),
    ("http://127.0.0.1/?api%5Fkey=a%20b", "http://127.0.0.1/?api%5Fkey={{api_key}}"),
    ("ws://127.0.0.1/?sid=1#sid=2", "ws://127.0.0.1/?sid={{sid}}"),
  ])
  func `in a URL`(_ typed: String, _ written: String) {
    #expect(lines(recorded(job(typed), way([200])))[0] == "GET " + written)
  }

  @Test func `in other forms`() throws {
    let asked = job("http://127.0.0.1/?token=a%20b%2Fc") {
      $0.options.credentials = "alice:p/w d\"1"
    }
    let forms = [
      "a%20b%2Fc", "a b/c", "p/w d\"1", "p%2Fw%20d%221", "cC93IGQiMQ==", "YWxpY2U6cC93IGQiMQ==",
      #"p/w d\"1"#,
    ]
    let text = recorded(asked, way() + forms.map { .came(.words("<\($0)>")) })
    for form in forms { #expect(!text.contains(form), "\(form)") }
    let variables = Dictionary(
      uniqueKeysWithValues: zip(
        [
          "token", "token_plain", "password", "password_url", "password_base64", "authorization",
          "password_json",
        ], forms))
    for name in variables.keys { #expect(text.contains("#   \(name): ")) }
    #expect(try played(text, variables) == forms.map { .words("<\($0)>") })
  }

  static let messages: [(String, String, [String: String])] = [
    (#"{"op":"login","token":"abc"}"#, #"{"op":"login","token":"{{token}}"}"#, ["token": "abc"]),
    (
      #"{"a":[{"Password" : "x\"y"}],"b":"x"}"#, #"{"a":[{"Password" : "{{password}}"}],"b":"x"}"#,
      ["password": #"x\"y"#]
    ),
    (#"42["auth",{"jwt":"e.y.J"}]"#, #"42["auth",{"jwt":"{{jwt}}"}]"#, ["jwt": "e.y.J"]),
    (
      #"{"pin":123456,"token":null,"key":true}"#, #"{"pin":{{pin}},"token":null,"key":true}"#,
      ["pin": "123456"]
    ),
    (#"{"token":"abc","rest":{{{"#, #"{"token":"{{token}}","rest":{{{"#, ["token": "abc"]),
    ("token=abc&x=1", "token={{token}}&x=1", ["token": "abc"]),
    (#"{"token":"","max_tokens":"5"}"#, #"{"token":"","max_tokens":"5"}"#, [:]),
  ]

  @Test(arguments: messages.indices) func `in a message`(_ index: Int) throws {
    let (message, written, variables) = Self.messages[index]
    let text = recorded(way() + [.sent(.words(message)), .came(.words(message))])
    #expect(try played(text, variables) == [.words(message), .words(message)])
    let step = try #require(try entries(text).first?.conversation?.first)
    guard case .send(.text(let template), _) = step.action else { return #expect(Bool(false)) }
    #expect(template.flat == written)
  }

  @Test func `one that comes before it is known for one`() throws {
    let text = recorded(
      way() + [.came(.words("your code is 991234")), .sent(.words(#"{"otp":"991234"}"#))])
    #expect(
      lines(text).suffix(2) == [
        "expect text == `your code is {{otp}}`", #"send `{"otp":"{{otp}}"}`"#,
      ])
  }

  @Test func `names are a shell's, and one a credential`() throws {
    let text = recorded(
      job {
        $0.headerLines = ["X-Token: first", "x.token: second", "X_Token: first"]
      }, way([200]))
    #expect(
      lines(text).prefix(4) == [
        "GET http://127.0.0.1:8080/ws", "X-Token: {{x_token}}", "x.token: {{x_token2}}",
        "X_Token: {{x_token}}",
      ])
    let odd = recorded(way() + [.sent(.words(#"{"pässword token":"abcd","token\n# x":"efgh"}"#))])
    #expect(try played(odd, ["p_ssword_token": "abcd", "token_n__x": "efgh"]).count == 1)
  }

  @Test func `a short one is hidden where it stands`() {
    let text = recorded(job("http://127.0.0.1/?sid=1"), way() + [.came(.words("1 and 1"))])
    #expect(lines(text).last == "expect text == `1 and 1`")
    #expect(lines(text).first == "GET http://127.0.0.1/?sid={{sid}}")
  }

  @Test func `many of them take no long time`() throws {
    try expectLinear(from: 200) { count in
      let logins = (0..<count).map { Record.sent(.words(#"{"token":"eyJhbGciOi\#($0)"}"#)) }
      let echoes = (0..<count).map { Record.came(.words(#"{"token":"eyJhbGciOi-\#($0)"}"#)) }
      let text = recorded(way() + logins + echoes)
      #expect(!text.contains("eyJ"))
    }
  }

  @Test func `without one there is no word of them`() {
    #expect(!recorded(way() + [.came(.words("{{x}}"))]).contains("--secret"))
  }
}
