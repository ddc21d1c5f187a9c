import HTTP
import Testing

@testable import Upgrade

@Suite struct TokenTests {
  static let tokens: [(String, name: String, version: String?, Kind?)] = [
    ("websocket", "websocket", nil, .webSocket),
    ("WebSocket", "WebSocket", nil, .webSocket),
    ("websocket/13", "websocket", "13", .webSocket),
    ("websocket/8", "websocket", "8", nil),
    ("websockets", "websockets", nil, nil),
    ("TLS", "TLS", nil, .secure),
    ("tls/1.3", "tls", "1.3", .secure),
    ("TLS/1.0", "TLS", "1.0", .secure),
    ("HTTP/1.1", "HTTP", "1.1", .http1),
    ("http/2", "http", "2", .http2),
    ("HTTP/2.0", "HTTP", "2.0", .http2),
    ("h2c", "h2c", nil, .http2),
    ("H2", "H2", nil, .http2),
    ("h2c/1", "h2c", "1", nil),
    ("HTTP/3", "HTTP", "3", .http3),
    ("HTTP/3.0", "HTTP", "3.0", .http3),
    ("h3", "h3", nil, .http3),
    ("HTTP", "HTTP", nil, nil),
    ("HTTP/1.0", "HTTP", "1.0", nil),
    ("HTTP/2.1", "HTTP", "2.1", nil),
    ("HTTP/20", "HTTP", "20", nil),
    ("IRC/6.9", "IRC", "6.9", nil),
    ("!#$%&'*+-.^_`|~/~", "!#$%&'*+-.^_`|~", "~", nil),
  ]

  @Test(arguments: tokens)
  func parsing(text: String, name: String, version: String?, kind: Kind?) throws {
    let token = try #require(Token(parsing: text))
    #expect(token.name == name)
    #expect(token.version == version)
    #expect(token.kind == kind)
    #expect(token.description == text)
  }

  @Test(arguments: [
    "", "/", "TLS/", "/1", "a b", "a /1", "a/ 1", " a", "a ", "a/1/2", "a//", "a,b", "a;q=1",
    "\"a\"",
    "a\u{0}", "é", "a/\u{301}1", "TLS/1.3\u{7F}", "{a}", "a=b",
  ])
  func malformed(text: String) {
    #expect(Token(parsing: text) == nil)
  }

  static let offers: [([String], tokens: [String], malformed: [String])] = [
    ([], [], []),
    ([""], [], []),
    ([",,,", " , "], [], []),
    (["TLS/1.2,TLS/1.1,TLS/1.0"], ["TLS/1.2", "TLS/1.1", "TLS/1.0"], []),
    (["a", "b , c", ",d"], ["a", "b", "c", "d"], []),
    (["TLS/, /1, ok, a b"], ["ok"], ["TLS/", "/1", "a b"]),
    (["\"a, b\", c"], ["c"], ["\"a, b\""]),
  ]

  @Test(arguments: offers)
  func offer(lines: [String], tokens: [String], malformed: [String]) {
    var fields: Fields = [Field("X", "no")]
    for (index, line) in lines.enumerated() {
      fields.append(Field(index.isMultiple(of: 2) ? "Upgrade" : "upgrade", line))
    }
    let offer = Offer(fields)
    #expect(offer.tokens.map(\.description) == tokens)
    #expect(offer.malformed == malformed)
    #expect(!offer.isTruncated)
  }

  @Test func orderIsKeptAcrossWhatIsMalformed() {
    let offer = Offer([Field("Upgrade", "a, b c, d")])
    #expect(
      offer.elements == [.token("a"), .malformed("b c"), .token("d")])
  }

  @Test(arguments: [63, 64, 65, 66, 1000])
  func elementsAreLimited(count: Int) {
    let offer = Offer([Field("Upgrade", String(repeating: "a,", count: count))])
    #expect(offer.elements.count == min(count, 64))
    #expect(offer.isTruncated == (count > 64))
  }

  @Test(arguments: [(63, 63), (64, 64), (65, 65), (100, 65)])
  func malformedTextIsCut(length: Int, shown: Int) {
    let offer = Offer([Field("Upgrade", String(repeating: "(", count: length))])
    #expect(offer.malformed.first?.unicodeScalars.count == shown)
    #expect(offer.malformed.first?.hasSuffix("…") == (length > 64))
  }
}
