import HTTP
import Testing
import Upgrade

@Suite("Rules that an answer breaks") struct RemarkTests {
  @Test(
    arguments: [
      ("HTTP/1.1 200", [], [], []),
      ("HTTP/1.1 426", ["Upgrade: websocket", "Connection: upgrade"], [], []),
      (
        "HTTP/1.1 426", [], [],
        ["a 426 without an Upgrade field does not say what is required (RFC 9110 §15.5.22)"]
      ),
      (
        "HTTP/1.1 426", ["Upgrade: websocket", "Connection: close"], [],
        ["Upgrade without \"Connection: upgrade\" (RFC 9110 §7.8)"]
      ),
      (
        "HTTP/1.1 426", ["Upgrade: TLS 1.0", "Connection: upgrade"], [],
        ["\"TLS 1.0\" is no protocol: a name, or a name, a slash and a version (RFC 9110 §7.8)"]
      ),
      (
        "HTTP/2 426", ["Upgrade: websocket"], [],
        ["Upgrade over HTTP/2, where it may not stand (RFC 9113 §8.2.2)"]
      ),
      (
        "HTTP/2 101", ["Connection: upgrade"], [],
        [
          "a 101 over HTTP/2, where there is none (RFC 9113 §8.6)",
          "Connection over HTTP/2, where it may not stand (RFC 9113 §8.2.2)",
          "a 101 without an Upgrade field does not say what it switches to (RFC 9110 §15.2.2)",
        ]
      ),
      (
        "HTTP/1.1 101", ["Upgrade: websocket", "Connection: upgrade"], ["Upgrade: WebSocket"], []
      ),
      (
        "HTTP/1.1 101", ["Upgrade: websocket", "Connection: upgrade"], [],
        ["the server switches to websocket, and nothing was asked for (RFC 9110 §7.8)"]
      ),
      (
        "HTTP/1.1 101", ["Upgrade: h2c", "Connection: upgrade"], ["Upgrade: a, b/1"],
        ["the server switches to h2c, and asked for was a, b/1 (RFC 9110 §7.8)"]
      ),
      // RFC 2817 §3.3's own example
      (
        "HTTP/1.1 101", ["Upgrade: TLS/1.0, HTTP/1.1", "Connection: upgrade"],
        ["Upgrade: TLS/1.3, TLS/1.0"], []
      ),
      (
        "HTTP/1.1 101", ["Upgrade: TLS/1.2,TLS/1.1", "Connection: upgrade"],
        ["Upgrade: TLS/1.3, TLS/1.2"],
        [
          "the 101 lists several versions of TLS, and not the one that it switches to (RFC 9110 §7.8)"
        ]
      ),
      (
        "HTTP/1.1 101", ["Upgrade: HTTP/1.1", "Connection: upgrade"], ["Upgrade: TLS/1.3"],
        ["the server switches to HTTP/1.1, and asked for was TLS/1.3 (RFC 9110 §7.8)"]
      ),
      (
        "HTTP/1.0 101", ["Upgrade: a", "Connection: upgrade"], ["Upgrade: a"],
        ["a 101 in HTTP/1.0, which has none (RFC 9110 §7.8)"]
      ),
      (
        "HTTP/1.1 101",
        ["Upgrade: a", "Connection: upgrade", "Content-Length: 0", "Transfer-Encoding: chunked"],
        ["Upgrade: a"],
        [
          "Content-Length on a 101, which has no body (RFC 9110 §8.6)",
          "Transfer-Encoding on a 101, which has no body (RFC 9112 §6.1)",
        ]
      ),
      (
        "HTTP/1.1 204", ["Content-Length: 0"], [],
        ["Content-Length on a 204, which has no body (RFC 9110 §8.6)"]
      ),
      (
        "HTTP/1.1 200", ["Content-Length: 1", "Transfer-Encoding: chunked"], [],
        [
          "Content-Length beside Transfer-Encoding: two answers to where the body ends (RFC 9112 §6.2)"
        ]
      ),
      (
        "HTTP/1.1 200", ["Content-Length: 1", "Content-Length: 2"], [],
        ["Content-Length of 1, 2 (RFC 9110 §8.6)"]
      ),
      ("HTTP/1.1 401", [], [], ["a 401 without WWW-Authenticate (RFC 9110 §15.5.2)"]),
      ("HTTP/1.1 405", [], [], ["a 405 without Allow (RFC 9110 §15.5.6)"]),
      ("HTTP/1.1 407", [], [], ["a 407 without Proxy-Authenticate (RFC 9110 §15.5.8)"]),
      ("HTTP/1.1 301", [], [], ["a 301 without Location (RFC 9110 §15.4.2)"]),
      ("HTTP/1.1 401", ["WWW-Authenticate: Basic"], [], []),
    ] as [(String, [String], [String], [String])])
  func all(_ status: String, _ fields: [String], _ asked: [String], _ remarks: [String]) throws {
    var request = Fields()
    for line in asked {
      let parts = line.split(separator: ": ")
      request.append(Field(String(parts[0]), String(parts[1])))
    }
    let found = Remark.all(on: try head(status, fields), asked: request)
    #expect(found.map { "\($0.sentence) (\($0.source))" } == remarks)
  }

  @Test func everyStatusMeansSomething() throws {
    for status in 100...599 {
      let meaning = Meaning(of: try head("HTTP/1.1 \(status)"))
      #expect(!meaning.sentence.isEmpty && meaning.source.hasPrefix("RFC "))
    }
  }

  @Test func whatWasAskedSaysWhatItMeans() throws {
    func meaning(_ status: Int, _ asked: Meaning.Asked) throws -> String {
      let meaning = Meaning(of: try head("HTTP/1.1 \(status)"), to: asked)
      return "\(meaning.sentence) (\(meaning.source))"
    }
    #expect(
      try meaning(200, .proxy) == "the proxy has opened a tunnel to the server (RFC 9110 §9.3.6)")
    #expect(try meaning(407, .proxy) == "the proxy wants a log-in first (RFC 9110 §15.5.8)")
    #expect(try meaning(403, .proxy).hasPrefix("the proxy says: refused"))
    #expect(
      try meaning(200, .webSocketStream) == "the stream is a WebSocket from here on (RFC 8441 §5)")
    #expect(try meaning(200, .offer).hasSuffix("is not taken up (RFC 9110 §7.8)"))
    #expect(try meaning(403, .offer) == meaning(403, .plain))
  }

  @Test(
    arguments: [
      ("<h1>400 Bad Request</h1>The plain HTTP request was sent to HTTPS port", true),
      ("Reason: You're speaking plain HTTP to an SSL-enabled server port.", true),
      ("Client sent an HTTP request to an HTTPS server.", true),
      ("bad request", false),
    ])
  func wordsOfTLS(_ body: String, _ wantsTLS: Bool) throws {
    let body = Array(body.utf8)
    #expect(Hint.wantsTLS(try head("HTTP/1.1 400"), body: body) == wantsTLS)
    #expect(!Hint.wantsTLS(try head("HTTP/1.1 404"), body: body))
  }

  @Test(arguments: [(405, true), (501, true), (400, false), (403, false), (200, false)])
  func answersToHEAD(_ status: Int, _ isRefused: Bool) throws {
    #expect(Hint.refusesHEAD(try head("HTTP/1.1 \(status)")) == isRefused)
  }

  @Test(
    arguments: [
      (400, "Can \"Upgrade\" only to \"WebSocket\".", true),
      (400, "endpoint expects websocket", true),
      (404, "no websocket here", false),
      (400, "No WebSocket UPGRADE hdr: None", true),
      (405, "this is a websocket: upgrade, please", true),
      (400, "bad request", false),
      (400, "upgrade your plan", false),
      (200, "websocket upgrade", false),
      (426, "websocket upgrade", false),
      (500, "websocket upgrade", false),
    ])
  func words(_ status: Int, _ body: String, _ wantsWebSocket: Bool) throws {
    let response = try head("HTTP/1.1 \(status)")
    #expect(Hint.wantsWebSocket(response, body: Array(body.utf8)) == wantsWebSocket)
    let late = Array(repeating: UInt8(ascii: " "), count: Hint.longest) + Array(body.utf8)
    #expect(!Hint.wantsWebSocket(response, body: late))
  }

  @Test(
    arguments: [
      ("a", "A", true), ("a", "a/1", true), ("a/1", "a", true), ("a/1", "a/1", true),
      ("a/1", "a/2", false), ("a", "b", false),
    ])
  func answersAnOffer(_ offered: String, _ chosen: String, _ isAnswer: Bool) throws {
    let (one, other) = (try #require(Token(parsing: offered)), try #require(Token(parsing: chosen)))
    #expect(one.names(other) == isAnswer)
  }
}
