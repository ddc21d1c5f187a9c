import HTTP
import Testing

@testable import Upgrade

/// What servers really send, as bytes.
@Suite struct WildTests {
  struct Answer: CustomTestStringConvertible {
    let server: String
    let bytes: String
    var request = RequestFacts.http
    var policy = Policy()
    let decision: Decision
    var testDescription: String { server }
  }

  static let answers: [Answer] = [
    Answer(
      server: "python websockets 17",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nDate: Sat, 01 Aug 2026 10:00:00 GMT\r\n\
        Upgrade: websocket\r\nContent-Length: 96\r\n\
        Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n
        """,
      decision: .webSocket(at("ws"))),
    Answer(
      server: "CUPS 2.4",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\n\
        Upgrade: TLS/1.2,TLS/1.1,TLS/1.0\r\nContent-Length: 0\r\n\r\n
        """,
      request: RequestFacts(uri: at("http", 631)),
      decision: .secure(at("https", 631))),
    Answer(
      server: "coder/websocket",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n
        """,
      request: .https,
      decision: .webSocket(at("wss"))),
    Answer(
      server: "coder/websocket to HTTP/1.0",
      bytes: "HTTP/1.0 426 Upgrade Required\r\nContent-Length: 20\r\n\r\n",
      policy: Policy(explicitVersion: .http10),
      decision: .refuse(.noUpgradeField(offered: nil, explicitVersion: .http10))),
    Answer(
      server: "Cowboy",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nconnection: upgrade\r\ncontent-length: 0\r\n\
        server: Cowboy\r\nupgrade: websocket\r\n\r\n
        """,
      decision: .webSocket(at("ws"))),
    Answer(
      server: "grpc-dotnet",
      bytes: "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 66\r\nUpgrade: HTTP/2\r\n\r\n",
      decision: .http2(at("http"))),
    Answer(
      server: "Apache mod_proxy_wstunnel",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n
        """,
      decision: .webSocket(at("ws"))),
    Answer(
      server: "Apache mod_ssl up to 2.4.63",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.0, HTTP/1.1\r\n\
        Connection: Upgrade, close\r\n\r\n
        """,
      request: RequestFacts(uri: at("http", 80)),
      decision: .secure(at("https", 443))),
    Answer(
      server: "RFC 9110's example",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nUpgrade: HTTP/3.0\r\nConnection: Upgrade\r\n\
        Content-Length: 53\r\nContent-Type: text/plain\r\n\r\n
        """,
      request: .https,
      decision: .refuse(.notSupported(.http3))),
    Answer(
      server: "RFC 9110's example, with HTTP/3",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nUpgrade: HTTP/3.0\r\nConnection: Upgrade\r\n\r\n
        """,
      request: .https,
      policy: Policy(hasHTTP3: true),
      decision: .http3(at("https"))),
    Answer(
      server: "node ws",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nContent-Length: 16\r\nContent-Type: text/plain\r\n\
        Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n
        """,
      decision: .refuse(.noUpgradeField(offered: nil, explicitVersion: nil))),
    Answer(
      server: "Tornado on a wrong version",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 7, 8, 13\r\n\
        Content-Length: 0\r\n\r\n
        """,
      decision: .webSocket(at("ws"))),
    Answer(
      server: "Tomcat on a wrong version",
      bytes: "HTTP/1.1 426 \r\nSec-WebSocket-Version: 13\r\nConnection: close\r\n\r\n",
      decision: .webSocket(at("ws"))),
    Answer(
      server: "Envoy to HTTP/1.0",
      bytes: "HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\nserver: envoy\r\n\r\n",
      policy: Policy(explicitVersion: .http10),
      decision: .refuse(.noUpgradeField(offered: nil, explicitVersion: .http10))),
    Answer(
      server: "nginx return 426",
      bytes:
        "HTTP/1.1 426 \r\nServer: nginx\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n",
      decision: .refuse(.noUpgradeField(offered: nil, explicitVersion: nil))),
    Answer(
      server: "nginx return 426 with add_header",
      bytes: """
        HTTP/1.1 426 \r\nServer: nginx\r\nConnection: keep-alive\r\n\
        Upgrade: TLS/1.3, HTTP/1.1\r\n\r\n
        """,
      request: RequestFacts(uri: at("http", 8080)),
      decision: .secure(at("https", 8080))),
    Answer(
      server: "a minimum-version API",
      bytes: """
        HTTP/2 426 \r\ncontent-type: application/json\r\ncontent-length: 31\r\n\r\n
        """,
      request: .https.with("POST", body: true),
      decision: .refuse(.notRepeatedOverHTTP1(method: "POST", hasBody: true))),
    Answer(
      server: "Node's guide",
      bytes: """
        HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Transfer-Encoding: chunked\r\n\r\n
        """,
      request: RequestFacts(uri: at("http", 8080)),
      decision: .webSocket(at("ws", 8080))),
    Answer(
      server: "Apache's advertisement",
      bytes: "HTTP/1.1 200 OK\r\nUpgrade: h2\r\nConnection: Upgrade\r\n\r\n",
      request: .https,
      decision: .none),
    Answer(
      server: "aiohttp",
      bytes: "HTTP/1.1 400 Bad Request\r\nUpgrade: websocket\r\nContent-Length: 11\r\n\r\n",
      decision: .none),
  ]

  @Test(arguments: answers)
  func decision(answer: Answer) throws {
    var head: ResponseHead?
    for line in answer.bytes.utf8.split(separator: 0x0A).map({ Array($0) + [0x0A] }) {
      head?.append(line: line)
      head = head ?? ResponseHead(statusLine: line)
    }
    let response = try #require(head)
    #expect(response.isComplete)
    #expect(response.raw == Array(answer.bytes.utf8))
    let resolution = resolve(response, to: answer.request, after: [], under: answer.policy)
    #expect(resolution.decision == answer.decision)
  }
}
