import HTTP
import Testing

@Suite struct URITests {
  static let shown: [(URI, String, String)] = [
    (URI(scheme: "http", host: "a"), "http://a/", "http://a/"),
    (
      URI(scheme: "wss", userinfo: "u:p%40", host: "[::1]", port: 8443, target: "/x?y=z"),
      "wss://u:p%40@[::1]:8443/x?y=z", "wss://***@[::1]:8443/x?y=z"
    ),
    (URI(scheme: "https", userinfo: "", host: "a"), "https://@a/", "https://***@a/"),
  ]

  @Test(arguments: shown)
  func descriptions(uri: URI, whole: String, redacted: String) {
    #expect(uri.description == whole)
    #expect(uri.redacted == redacted)
  }

  @Test(arguments: [
    ("http", 80, false, false), ("ws", 80, false, true), ("https", 443, true, false),
    ("wss", 443, true, true),
  ])
  func schemes(scheme: String, port: Int, isSecure: Bool, isWebSocket: Bool) {
    var uri = URI(scheme: scheme, host: "h")
    #expect(uri.effectivePort == port)
    #expect(uri.isSecure == isSecure)
    #expect(uri.isWebSocket == isWebSocket)
    uri.port = 1
    #expect(uri.effectivePort == 1)
  }

  static let pairs: [(URI, URI, sameHost: Bool, sameOrigin: Bool)] = [
    (URI(scheme: "http", host: "A.example"), URI(scheme: "http", host: "a.EXAMPLE"), true, true),
    (URI(scheme: "http", host: "a"), URI(scheme: "http", host: "a", port: 80), true, true),
    (URI(scheme: "http", host: "a"), URI(scheme: "https", host: "a", port: 80), true, false),
    (URI(scheme: "http", host: "a"), URI(scheme: "http", host: "a", port: 81), true, false),
    (URI(scheme: "http", host: "a"), URI(scheme: "http", host: "b"), false, false),
  ]

  @Test(arguments: pairs)
  func comparisons(one: URI, other: URI, sameHost: Bool, sameOrigin: Bool) {
    #expect(one.isSameHost(as: other) == sameHost)
    #expect(other.isSameHost(as: one) == sameHost)
    #expect(one.isSameOrigin(as: other) == sameOrigin)
    #expect(other.isSameOrigin(as: one) == sameOrigin)
  }

  @Test func versions() {
    let inOrder: [HTTPVersion] = [.http10, .http11, .http2, .http3]
    #expect(inOrder.reversed().sorted() == inOrder)
    #expect(inOrder.map(\.description) == ["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"])
    #expect(HTTPVersion(major: 0, minor: 9).description == "HTTP/0.9")
  }
}
