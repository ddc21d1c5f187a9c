import HTTP
import Testing

@testable import Upgrade

/// The rules of the protocol, one row each.
@Suite struct RulesTests {
  struct Rule: CustomTestStringConvertible {
    let name: String
    let upgrade: String
    var request = RequestFacts.http
    var version = "HTTP/1.1"
    var fields: [String] = []
    var followed: [Kind] = []
    var policy = Policy()
    let decision: Decision
    var testDescription: String { name }

    init(
      _ name: String, _ upgrade: String, _ request: RequestFacts = .http,
      over version: String = "HTTP/1.1", with fields: [String] = [], after followed: [Kind] = [],
      under policy: Policy = Policy(), is decision: Decision
    ) {
      self.name = name
      self.upgrade = upgrade
      self.request = request
      self.version = version
      self.fields = fields
      self.followed = followed
      self.policy = policy
      self.decision = decision
    }

    func resolution() throws -> Resolution {
      var lines = fields
      if !upgrade.isEmpty { lines.append("Upgrade: \(upgrade)") }
      var head = try #require(ResponseHead(statusLine: Array("\(version) 426\r\n".utf8)))
      for line in lines + [""] { head.append(line: Array("\(line)\r\n".utf8)) }
      return resolve(head, to: request, after: followed, under: policy)
    }
  }

  static let webSocket: [Rule] = [
    Rule("names have no case", "WEBSOCKET", is: .webSocket(at("ws"))),
    Rule("version 13", "websocket/13", is: .webSocket(at("ws"))),
    Rule("another version", "websocket/8", is: .refuse(.onlyUnknown(["websocket/8"]))),
    Rule(
      "an explicit port stays", "websocket", .init(uri: at("https", 8443)),
      is: .webSocket(at("wss", 8443))),
    Rule(
      "port 80 stays without TLS", "websocket", .init(uri: at("http", 80)),
      is: .webSocket(at("ws", 80))),
    Rule(
      "HEAD shows", "websocket", .https.with("HEAD"),
      is: .show("a GET would go on as a WebSocket at wss://***@h.example/a?b")),
    Rule(
      "the rest of a file", "websocket", under: Policy(wantsRestOfFile: true),
      is: .refuse(.needsWholeResource)),
    Rule(
      "POST", "websocket", .http.with("POST", body: true),
      is: .refuse(.needsGet(method: "POST", hasBody: true))),
    Rule(
      "DELETE without a body", "websocket", .http.with("DELETE"),
      is: .refuse(.needsGet(method: "DELETE", hasBody: false))),
    Rule(
      "GET with a body", "websocket", .http.with("GET", body: true),
      is: .refuse(.needsGet(method: "GET", hasBody: true))),
    Rule(
      "HEAD with a body", "websocket", .http.with("HEAD", body: true),
      is: .refuse(.needsGet(method: "HEAD", hasBody: true))),
    Rule(
      "methods have case", "websocket", .http.with("get"),
      is: .refuse(.needsGet(method: "get", hasBody: false))),
    Rule(
      "versions name 13", "websocket", with: ["Sec-WebSocket-Version: 8, 13"],
      is: .webSocket(at("ws"))),
    Rule(
      "versions do not", "websocket", with: ["Sec-WebSocket-Version: 7, 8"],
      is: .refuse(.webSocketVersions(["7", "8"]))),
    Rule(
      "evidence without Upgrade", "",
      with: ["sec-websocket-version: 8", "Sec-WebSocket-Version: 13"],
      is: .webSocket(at("ws"))),
    Rule(
      "evidence of other versions", "", with: ["Sec-WebSocket-Version: 7, 8"],
      is: .refuse(.webSocketVersions(["7", "8"]))),
    Rule(
      "evidence with an empty Upgrade", ",,", with: ["Sec-WebSocket-Version: 13"],
      is: .webSocket(at("ws"))),
    Rule(
      "evidence does not speak against an Upgrade", "foo", with: ["Sec-WebSocket-Version: 13"],
      is: .refuse(.onlyUnknown(["foo"]))),
    Rule(
      "evidence and HEAD", "", .http.with("HEAD"), with: ["Sec-WebSocket-Version: 13"],
      is: .show("a GET would go on as a WebSocket at ws://***@h.example/a?b")),
    Rule(
      "evidence and POST", "", .http.with("POST"), with: ["Sec-WebSocket-Version: 13"],
      is: .refuse(.needsGet(method: "POST", hasBody: false))),
    Rule(
      "empty evidence", "", with: ["Sec-WebSocket-Version: ,"],
      is: .refuse(.noUpgradeField(offered: nil, explicitVersion: nil))),
    Rule(
      "evidence is followed within the maximum", "", with: ["Sec-WebSocket-Version: 13"],
      under: Policy(maximum: 0), is: .refuse(.tooMany(0))),
    Rule("no evidence", "", is: .refuse(.noUpgradeField(offered: nil, explicitVersion: nil))),
    Rule(
      "no evidence, after an offer", "",
      .init(uri: at("http"), offered: "TLS/1.3"),
      is: .refuse(.noUpgradeField(offered: "TLS/1.3", explicitVersion: nil))),
  ]

  static let handshake: [Rule] = [
    Rule("final", "websocket", .ws, is: .refuse(.handshakeRefused(versions: []))),
    Rule("final without Upgrade", "", .ws, is: .refuse(.handshakeRefused(versions: []))),
    Rule(
      "final with version 13", "websocket", .ws, with: ["Sec-WebSocket-Version: 13"],
      is: .refuse(.handshakeRefused(versions: ["13"]))),
    Rule(
      "final with other versions", "", .ws, with: ["Sec-WebSocket-Version: 8"],
      is: .refuse(.handshakeRefused(versions: ["8"]))),
    Rule("final with unknown tokens", "foo", .ws, is: .refuse(.handshakeRefused(versions: []))),
    Rule("final for HTTP", "HTTP/2", .wss, is: .refuse(.handshakeRefused(versions: []))),
    Rule(
      "final over HTTP/2", "websocket", .wss, over: "HTTP/2",
      is: .refuse(.handshakeRefused(versions: []))),
    Rule("TLS", "TLS/1.3, HTTP/1.1", .ws, after: [.webSocket], is: .secure(at("wss"))),
    Rule("TLS after websocket", "websocket, TLS/1.3", .ws, is: .secure(at("wss"))),
    Rule("TLS once", "TLS/1.3", .ws, after: [.secure], is: .refuse(.loop(.secure))),
    Rule("TLS on wss", "TLS/1.3", .wss, is: .refuse(.alreadySecure("TLS/1.3"))),
    Rule(
      "TLS moves port 80", "TLS/1.3", .init(uri: at("ws", 80), isHandshake: true),
      is: .secure(at("wss", 443))),
  ]

  static let secure: [Rule] = [
    Rule("a stack", "TLS/1.3, HTTP/1.1", is: .secure(at("https"))),
    Rule("any version, any case", "tls", is: .secure(at("https"))),
    Rule("80 becomes 443", "TLS/1.3", .init(uri: at("http", 80)), is: .secure(at("https", 443))),
    Rule(
      "in place the port stays", "TLS/1.3", .init(uri: at("http", 8080)),
      under: Policy(tlsUpgrade: .inPlace), is: .secure(at("https", 8080))),
    Rule(
      "in place 80 stays", "TLS/1.3", under: Policy(tlsUpgrade: .inPlace),
      is: .secure(at("https", 80))),
    Rule(
      "in place from ws", "TLS/1.3", .ws, under: Policy(tlsUpgrade: .inPlace),
      is: .secure(at("wss", 80))),
    Rule("443 stays", "TLS/1.3", .init(uri: at("http", 443)), is: .secure(at("https", 443))),
    Rule(
      "another port stays", "TLS/1.3", .init(uri: at("http", 8080)),
      is: .secure(at("https", 8080))),
    Rule("HEAD goes on", "TLS/1.3", .http.with("HEAD"), is: .secure(at("https"))),
    Rule("POST goes on", "TLS/1.3", .http.with("POST", body: true), is: .secure(at("https"))),
    Rule(
      "a body that is gone", "TLS/1.3", .http.with("POST", body: true, rewindable: false),
      is: .refuse(.bodyNotRewindable(.secure))),
    Rule("no body", "TLS/1.3", .http.with("DELETE", rewindable: false), is: .secure(at("https"))),
    Rule(
      "the HTTP of a stack is no second choice", "TLS/1.3, HTTP/2",
      .http.with("POST", body: true, rewindable: false),
      is: .refuse(.bodyNotRewindable(.secure))),
    Rule(
      "the HTTP of a stack that loops", "TLS/1.3, HTTP/2", after: [.secure],
      is: .refuse(.loop(.secure))),
    Rule(
      "on https", "TLS/1.3, HTTP/1.1", .https,
      is: .refuse(.alreadySecure("TLS/1.3"))),
    Rule(
      "on https, after an unknown one", "foo, TLS/1.3", .https,
      is: .refuse(.alreadySecure("TLS/1.3"))),
    Rule(
      "on https, with another to follow", "TLS/1.3, websocket", .https,
      is: .webSocket(at("wss"))),
    Rule("on https, HTTP/2 on top", "TLS/1.3, HTTP/2", .https, is: .http2(at("https"))),
    Rule("followed, then again", "TLS/1.3", .https, after: [.secure], is: .refuse(.loop(.secure))),
    Rule(
      "another spelling is the same", "tls/1.2", .https, after: [.secure],
      is: .refuse(.loop(.secure))),
  ]

  static let versions: [Rule] = [
    Rule("HTTP/2 by prior knowledge", "HTTP/2", is: .http2(at("http"))),
    Rule("HTTP/2.0 by ALPN", "HTTP/2.0", .https, is: .http2(at("https"))),
    Rule("h2c", "h2c", is: .http2(at("http"))),
    Rule("h2 on https", "h2", .https, is: .http2(at("https"))),
    Rule("h2 on http", "h2", is: .refuse(.needsTLS("h2"))),
    Rule("h2, h2c on http", "h2, h2c", is: .http2(at("http"))),
    Rule("HTTP/2 with a body", "HTTP/2", .http.with("PUT", body: true), is: .http2(at("http"))),
    Rule(
      "HTTP/2 and a body that is gone", "HTTP/2",
      .http.with("PUT", body: true, rewindable: false), is: .refuse(.bodyNotRewindable(.http2))),
    Rule(
      "no HTTP/2 here", "HTTP/2", under: Policy(hasHTTP2: false), is: .refuse(.notSupported(.http2))
    ),
    Rule(
      "HTTP/2 above --http1.1", "HTTP/2", under: Policy(explicitVersion: .http11),
      is: .http2(at("http"))),
    Rule(
      "HTTP/1.1 over HTTP/1.1", "HTTP/1.1",
      is: .refuse(.alreadySpoken("HTTP/1.1"))),
    Rule("HTTP/1.1 over HTTP/1.0", "HTTP/1.1", over: "HTTP/1.0", is: .http1(at("http"))),
    Rule(
      "HTTP/1.1 above --http1.0", "HTTP/1.1", under: Policy(explicitVersion: .http10),
      is: .http1(at("http"))),
    Rule("HTTP/1.0", "HTTP/1.0", is: .refuse(.wouldWeaken("HTTP/1.0"))),
    Rule(
      "HTTP/3 on https", "HTTP/3", .https, under: Policy(hasHTTP3: true), is: .http3(at("https"))),
    Rule("h3", "h3", .https, under: Policy(hasHTTP3: true), is: .http3(at("https"))),
    Rule(
      "HTTP/3 on http", "HTTP/3", under: Policy(hasHTTP3: true),
      is: .refuse(.needsTLS("HTTP/3"))),
    Rule("no HTTP/3 here", "HTTP/3", .https, is: .refuse(.notSupported(.http3))),
    Rule("no HTTP/3 here, HTTP/2 next", "HTTP/3, HTTP/2", .https, is: .http2(at("https"))),
  ]

  static let preference: [Rule] = [
    Rule("the first wins", "websocket, TLS/1.3", is: .webSocket(at("ws"))),
    Rule("whichever it is", "TLS/1.3, websocket", is: .secure(at("https"))),
    Rule("unknown ones are skipped", "foo/1, IRC/6.9, websocket", is: .webSocket(at("ws"))),
    Rule("malformed ones are skipped", "TLS/, a b, /1, websocket", is: .webSocket(at("ws"))),
    Rule(
      "one that may not is skipped", "websocket, TLS/1.3", .http.with("POST", body: true),
      is: .secure(at("https"))),
    Rule(
      "HEAD keeps to the first", "websocket, TLS/1.3", .http.with("HEAD"),
      is: .show("a GET would go on as a WebSocket at ws://***@h.example/a?b")),
    Rule(
      "one followed already is skipped", "HTTP/2, TLS/1.3", after: [.http2],
      is: .secure(at("https"))),
    Rule(
      "unknown, and offered", "foo/1, bar", .init(uri: at("http"), offered: "foo"),
      is: .refuse(.offerNotTaken("foo"))),
    Rule("only unknown", "foo/1, bar", is: .refuse(.onlyUnknown(["foo/1", "bar"]))),
    Rule("unknown and malformed", "foo/1, a b", is: .refuse(.onlyUnknown(["foo/1"]))),
    Rule(
      "only malformed", "TLS/, /1, a b",
      is: .refuse(.malformed(["TLS/", "/1", "a b"]))),
    Rule(
      "the first obstacle is named", "websocket, HTTP/1.1", .http.with("POST"),
      is: .refuse(.needsGet(method: "POST", hasBody: false))),
    Rule(
      "a loop is named before it", "HTTP/1.1, HTTP/2", after: [.http2],
      is: .refuse(.loop(.http2))),
  ]

  static let http2: [Rule] = [
    Rule("GET", "", .https, over: "HTTP/2", is: .http1(at("https"))),
    Rule("GET over HTTP/3", "", .https, over: "HTTP/3", is: .http1(at("https"))),
    Rule("HEAD", "", .https.with("HEAD"), over: "HTTP/2", is: .http1(at("https"))),
    Rule(
      "its Upgrade is not trusted", "websocket", .https, over: "HTTP/2",
      is: .http1(at("https"))),
    Rule(
      "nor its evidence", "", .https, over: "HTTP/2", with: ["Sec-WebSocket-Version: 13"],
      is: .http1(at("https"))),
    Rule(
      "explicit --http2", "websocket", .https, over: "HTTP/2",
      under: Policy(explicitVersion: .http2),
      is: .refuse(.explicitVersion(.http2))),
    Rule(
      "POST", "", .https.with("POST", body: true), over: "HTTP/2",
      is: .refuse(.notRepeatedOverHTTP1(method: "POST", hasBody: true))),
    Rule(
      "GET with a body", "", .https.with("GET", body: true), over: "HTTP/2",
      is: .refuse(.notRepeatedOverHTTP1(method: "GET", hasBody: true))),
    Rule(
      "DELETE", "", .https.with("DELETE"), over: "HTTP/2",
      is: .refuse(.notRepeatedOverHTTP1(method: "DELETE", hasBody: false))),
    Rule("once", "", .https, over: "HTTP/2", after: [.http1], is: .refuse(.loop(.http1))),
    Rule(
      "within the maximum", "", .https, over: "HTTP/2", under: Policy(maximum: 0),
      is: .refuse(.tooMany(0))),
  ]

  static let chain: [Rule] = [
    Rule(
      "the last of the maximum", "websocket", after: [.secure, .http1], under: Policy(maximum: 3),
      is: .webSocket(at("ws"))),
    Rule(
      "over the maximum", "websocket", after: [.secure, .http1], under: Policy(maximum: 2),
      is: .refuse(.tooMany(2))),
    Rule("none allowed", "websocket", under: Policy(maximum: 0), is: .refuse(.tooMany(0))),
    Rule(
      "HEAD follows nothing", "websocket", .http.with("HEAD"), under: Policy(maximum: 0),
      is: .show("a GET would go on as a WebSocket at ws://***@h.example/a?b")),
    Rule("--no-upgrade", "websocket", under: Policy(follows: false), is: .none),
    Rule(
      "--no-upgrade over HTTP/2", "", .https, over: "HTTP/2", under: Policy(follows: false),
      is: .none),
  ]

  @Test(arguments: webSocket) func webSocketRules(rule: Rule) throws { try check(rule) }
  @Test(arguments: handshake) func handshakeRules(rule: Rule) throws { try check(rule) }
  @Test(arguments: secure) func secureRules(rule: Rule) throws { try check(rule) }
  @Test(arguments: versions) func versionsRules(rule: Rule) throws { try check(rule) }
  @Test(arguments: preference) func preferenceRules(rule: Rule) throws { try check(rule) }
  @Test(arguments: http2) func http2Rules(rule: Rule) throws { try check(rule) }
  @Test(arguments: chain) func chainRules(rule: Rule) throws { try check(rule) }

  /// A `Connection: upgrade` is never what decides.
  func check(_ rule: Rule) throws {
    #expect(try rule.resolution().decision == rule.decision)
    var connected = rule
    connected.fields.append("Connection: keep-alive, Upgrade")
    #expect(try connected.resolution().decision == rule.decision)
  }

  @Test(arguments: (100...999).filter { $0 != 426 })
  func noOtherStatusIsFollowed(status: Int) throws {
    let response = try head("HTTP/1.1 \(status)", "Connection: upgrade", "Upgrade: websocket")
    let resolution = resolve(response, to: .http, after: [], under: Policy())
    #expect(resolution.decision == .none)
    #expect(resolution.notes.count == (status == 101 ? 0 : 1))
  }
}
