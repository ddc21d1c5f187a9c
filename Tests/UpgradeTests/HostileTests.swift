import HTTP
import Measuring
import Testing

@testable import Upgrade

/// Servers that mean no good. Each chain ends, nowhere weaker and on the same host.
@Suite struct HostileTests {
  /// Plays a server that answers every request alike, and returns what was followed and the end.
  func play(
    _ response: ResponseHead, from request: RequestFacts, _ policy: Policy = Policy()
  ) -> ([Kind], Decision) {
    play(from: request, policy) { _ in response }
  }

  func play(
    from start: RequestFacts, _ policy: Policy = Policy(), _ server: (Int) -> ResponseHead
  ) -> ([Kind], Decision) {
    var request = start
    var followed: [Kind] = []
    while true {
      let decision = resolve(server(followed.count), to: request, after: followed, under: policy)
        .decision
      guard let kind = decision.kind, followed.count < 100 else { return (followed, decision) }
      followed.append(kind)
      switch decision {
      case .webSocket(let next), .secure(let next), .http1(let next), .http2(let next),
        .http3(let next), .tunnel(let next), .secureProxy(let next):
        #expect(next.isSameHost(as: request.uri))
        #expect(next.isSecure || !request.uri.isSecure)
        request.uri = next
        request.isHandshake = request.isHandshake || kind == .webSocket
        request.isForwarded = request.isForwarded && kind != .tunnel
      case .none, .show, .refuse:
        break
      }
    }
  }

  @Test func aLoop() throws {
    let (followed, end) = play(try required("TLS/1.3, HTTP/1.1"), from: .http)
    #expect(followed == [.secure])
    #expect(end == .refuse(.loop(.secure)))
  }

  @Test func aLoopOfHandshakes() throws {
    let (followed, end) = play(try required("websocket"), from: .http)
    #expect(followed == [.webSocket])
    #expect(end == .refuse(.handshakeRefused(versions: [])))
  }

  @Test func everyTokenAtOnce() throws {
    let all = try required("HTTP/2, TLS/1.3, HTTP/3, HTTP/1.1, websocket")
    let (followed, end) = play(all, from: .http, Policy(hasHTTP3: true))
    #expect(followed == [.http2, .secure, .http3, .webSocket])
    #expect(end == .refuse(.loop(.secure)))
  }

  @Test func pingPongOfTwoTokens() throws {
    let one = try head("HTTP/1.0 426", "Upgrade: HTTP/1.1")
    let other = try head("HTTP/1.1 426", "Upgrade: HTTP/2")
    let (followed, end) = play(from: .http) { $0.isMultiple(of: 2) ? one : other }
    #expect(followed == [.http1, .http2])
    #expect(end == .refuse(.loop(.http1)))
  }

  @Test func pingPongOfVersions() throws {
    let one = try head("HTTP/1.1 426", "Upgrade: HTTP/2")
    let other = try head("HTTP/2 426", "Upgrade: HTTP/1.1")
    let (followed, end) = play(from: .https) { $0.isMultiple(of: 2) ? one : other }
    #expect(followed == [.http2, .http1])
    #expect(end == .refuse(.loop(.http2)))
  }

  @Test func aBrokenStreamIsAskedOnce() {
    let first = resolveBrokenStream(of: .https, after: [], under: Policy())
    #expect(first.decision == .http1(at("https")))
    #expect(first.notes.count == 1)
    let second = resolveBrokenStream(of: .https, after: [.http1], under: Policy())
    #expect(second.refusal == .loop(.http1))
    let post = resolveBrokenStream(of: .https.with("POST"), after: [], under: Policy())
    #expect(post.refusal == .notRepeatedOverHTTP1(method: "POST", hasBody: false))
    let explicit = resolveBrokenStream(
      of: .https, after: [], under: Policy(explicitVersion: .http2))
    #expect(explicit.refusal == .explicitVersion(.http2))
    let never = resolveBrokenStream(of: .https, after: [], under: Policy(follows: false))
    #expect(never.decision == .none)
  }

  static let malformed: [(String, Decision)] = [
    ("TLS/", .refuse(.malformed(["TLS/"]))),
    ("/1", .refuse(.malformed(["/1"]))),
    ("a b", .refuse(.malformed(["a b"]))),
    (",,,", .refuse(.noUpgradeField(offered: nil, explicitVersion: nil))),
    ("", .refuse(.noUpgradeField(offered: nil, explicitVersion: nil))),
    ("web\u{0}socket", .refuse(.malformed(["web socket"]))),
    ("\u{0}", .refuse(.noUpgradeField(offered: nil, explicitVersion: nil))),
    ("websocket\u{0}", .webSocket(at("ws"))),
    ("\u{1B}[31mwebsocket", .refuse(.malformed(["\u{1B}[31mwebsocket"]))),
    ("\"websocket\"", .refuse(.malformed(["\"websocket\""]))),
    ("\"websocket, websocket", .refuse(.malformed(["\"websocket, websocket"]))),
    ("websocket;q=1", .refuse(.malformed(["websocket;q=1"]))),
    ("websocket/13/1", .refuse(.malformed(["websocket/13/1"]))),
    ("ｗｅｂｓｏｃｋｅｔ", .refuse(.malformed(["ｗｅｂｓｏｃｋｅｔ"]))),
    ("web\u{212A}ocket", .refuse(.malformed(["web\u{212A}ocket"]))),
    ("https://evil.example/", .refuse(.malformed(["https://evil.example/"]))),
  ]

  @Test(arguments: malformed)
  func malformedField(upgrade: String, decision: Decision) throws {
    let resolution = resolve(try required(upgrade), to: .http, after: [], under: Policy())
    #expect(resolution.decision == decision)
  }

  @Test(
    arguments: [
      "a,", "a", ",", "a/", "/", " ", "\"", "\\", "(,", "TLS/,", "\u{301}", "🏳️‍🌈",
    ])
  func anEndlessUpgradeTakesLinearTime(unit: String) throws {
    try expectLinear(from: 1 << 14) { size in
      let response = try required(String(repeating: unit, count: size / unit.utf8.count))
      let resolution = resolve(response, to: .http, after: [], under: Policy())
      let refusal = try #require(resolution.refusal)
      #expect(refusal.message.utf8.count < 10_000)
      #expect(resolution.considered.count <= Offer.limit)
      #expect(resolution.considered.allSatisfy { $0.text.unicodeScalars.count <= 65 })
    }
  }

  @Test(arguments: ["Connection", "Sec-WebSocket-Version", "Upgrade"])
  func endlessLinesTakeLinearTime(name: String) throws {
    try expectLinear(from: 1 << 14) { size in
      var response = try head("HTTP/1.1 426")
      response = try #require(ResponseHead(statusLine: Array(response.raw.prefix(12))))
      let line = Array("\(name): 12345\r\n".utf8)
      for _ in 0..<size / line.count { response.append(line: line) }
      response.append(line: Array("Upgrade: foo\r\n\r\n".utf8))
      #expect(resolve(response, to: .http, after: [], under: Policy()).refusal != nil)
    }
  }

  @Test func anEndlessListAfterAUsableToken() throws {
    let response = try required("websocket" + String(repeating: ",foo", count: 1 << 18))
    let resolution = resolve(response, to: .http, after: [], under: Policy())
    #expect(resolution.decision == .webSocket(at("ws")))
    #expect(resolution.notes.count == 1)
  }
}
