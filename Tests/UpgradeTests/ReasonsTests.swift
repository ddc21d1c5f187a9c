import HTTP
import Testing

@testable import Upgrade

/// What a person gets to read.
@Suite struct ReasonsTests {
  static let verdicts: [(String, RequestFacts, [String])] = [
    (
      "foo, websocket, TLS/1.3, HTTP/1.1, bar, a b", .http,
      [
        "foo: unknown", "websocket: chosen", "TLS/1.3: not needed, less preferred",
        "HTTP/1.1: runs on top of TLS", "bar: unknown", "a b: malformed",
      ]
    ),
    ("TLS/1.2,TLS/1.1", .http, ["TLS/1.2: chosen", "TLS/1.1: not needed, less preferred"]),
    ("TLS/1.3, HTTP/1.1", .https, ["TLS/1.3: already secure", "HTTP/1.1: already spoken"]),
    ("websocket", .http.with("HEAD"), ["websocket: shown, not followed"]),
    (
      "HTTP/3, h2, HTTP/1.0", .http,
      [
        "HTTP/3: exists over TLS only", "h2: exists over TLS only", "HTTP/1.0: no upgrade",
      ]
    ),
    (
      "HTTP/3, websocket", .https.with("POST"),
      [
        "HTTP/3: not in this libcurl", "websocket: needs a GET without a body",
      ]
    ),
    ("websocket", .ws, ["websocket: not in answer to a handshake"]),
  ]

  @Test(arguments: verdicts)
  func considered(upgrade: String, request: RequestFacts, verdicts: [String]) throws {
    let resolution = resolve(try required(upgrade), to: request, after: [], under: Policy())
    #expect(resolution.verdicts == verdicts)
    #expect(resolution.notes == [])
  }

  static let notes: [([String], RequestFacts, Policy, [String])] = [
    (
      ["HTTP/1.1 426", "Upgrade: TLS/1.3", "Connection: close"], .http, Policy(),
      ["the 426 has no \"Connection: upgrade\", which is not held against it"]
    ),
    (["HTTP/1.1 426"], .http, Policy(), []),
    (
      ["HTTP/1.1 426", "Sec-WebSocket-Version: 13"], .http, Policy(),
      ["no Upgrade field, but Sec-WebSocket-Version: a WebSocket endpoint"]
    ),
    (
      ["HTTP/2 426", "Upgrade: websocket"], .https, Policy(),
      ["a 426 over HTTP/2, where Upgrade does not exist; asking once more over HTTP/1.1"]
    ),
    (
      ["HTTP/1.1 426", "Upgrade: HTTP/2", "Connection: upgrade"], .http,
      Policy(explicitVersion: .http11), ["HTTP/1.1 was asked for; the server requires HTTP/2"]
    ),
    (
      ["HTTP/1.1 426", "Upgrade: websocket", "Connection: upgrade"], .http,
      Policy(explicitVersion: .http11), []
    ),
    (
      ["HTTP/1.1 200 OK", "Upgrade: h2,h2c"], .http, Policy(),
      ["the server advertises h2, h2c; an Upgrade field on a 200 is not followed"]
    ),
    (
      ["HTTP/1.1 426", "Upgrade: websocket"], .http, Policy(follows: false),
      ["the server requires an upgrade to websocket; not followed: --no-upgrade"]
    ),
    (["HTTP/1.1 426"], .http, Policy(follows: false), []),
    (["HTTP/1.1 101", "Upgrade: websocket"], .ws, Policy(), []),
    (
      ["HTTP/1.1 426", "Connection: upgrade", "Upgrade:" + String(repeating: " a,", count: 65)],
      .http, Policy(), ["only the first 64 protocols of the Upgrade field are considered"]
    ),
  ]

  @Test(arguments: notes)
  func note(lines: [String], request: RequestFacts, policy: Policy, expected: [String]) throws {
    var head = try #require(ResponseHead(statusLine: Array(lines[0].utf8)))
    for line in lines.dropFirst() { head.append(line: Array(line.utf8)) }
    let resolution = resolve(head, to: request, after: [], under: policy)
    #expect(resolution.notes == expected)
  }

  /// Each refusal, what its message must quote, and whether it is a loop.
  static let refusals: [(Refusal, String, isLoop: Bool)] = [
    (.noUpgradeField(offered: nil, explicitVersion: nil), "--upgrade websocket", false),
    (.noUpgradeField(offered: nil, explicitVersion: .http11), "--upgrade websocket", false),
    (.noUpgradeField(offered: nil, explicitVersion: .http10), "--http1.1", false),
    (.noUpgradeField(offered: "TLS/1.3", explicitVersion: nil), "TLS/1.3", false),
    (.onlyUnknown(["foo/1", "bar"]), "foo/1, bar", false),
    (.onlyUnknown(["foo/1", "bar"]), "--upgrade foo/1", false),
    (.offerNotTaken("foo/1"), "foo/1, which is what this request offered", false),
    (.malformed(["TLS/", "a b"]), "TLS/, a b", false),
    (.loop(.secure), "TLS", true),
    (.tooMany(10), "--max-upgrades", true),
    (.alreadySecure("TLS/1.3"), "TLS/1.3", false),
    (.tlsNotSwitched(status: 405), "405", false),
    (.alreadySpoken("HTTP/1.1"), "HTTP/1.1", false),
    (.wouldWeaken("HTTP/1.0"), "--http1.0", false),
    (.needsGet(method: "POST", hasBody: true), "a POST with a body", false),
    (.needsGet(method: "GET", hasBody: true), "leave out the body", false),
    (.needsGet(method: "DELETE", hasBody: false), "leave out the method", false),
    (.bodyNotRewindable(.secure), "in a file", false),
    (.notSupported(.http3), "has no HTTP/3", false),
    (.needsTLS("h2"), "https://", false),
    (.webSocketVersions(["7", "8"]), "version 7, 8 only", false),
    (.handshakeRefused(versions: []), "proxy", false),
    (.handshakeRefused(versions: ["8", "13"]), "proxy", false),
    (.handshakeRefused(versions: ["8"]), "version 8 only", false),
    (.explicitVersion(.http2), "--http1.1", false),
    (.notRepeatedOverHTTP1(method: "POST", hasBody: true), "--http1.1", false),
  ]

  @Test(arguments: refusals)
  func messages(refusal: Refusal, quote: String, isLoop: Bool) {
    #expect(refusal.message.contains(quote))
    #expect(refusal.message.allSatisfy { !$0.isNewline })
    #expect(!refusal.message.contains("  "))
    #expect(refusal.isLoop == isLoop)
  }
}
