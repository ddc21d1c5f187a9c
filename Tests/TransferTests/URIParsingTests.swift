import HTTP
import Testing
import Transfer

@Suite struct URIParsingTests {
  @Test(arguments: [
    ("example.com", "http://example.com/"),
    ("ftp.example.com/x", "http://ftp.example.com/x"),
    ("ws://h:80/a?b=c#d", "ws://h:80/a?b=c"),
    ("WSS://H/", "wss://H/"),
    ("https://me:pw@[::1]:8443", "https://me:pw@[::1]:8443/"),
    ("http://h/a/../b", "http://h/b"),
    ("127.0.0.1:8080/ws", "http://127.0.0.1:8080/ws"),
  ])
  func read(_ text: String, _ expected: String) throws {
    #expect(try URI(parsing: text).description == expected)
  }

  @Test(arguments: [
    ("", 3), ("http://", 3), ("http://h:99999/", 3), ("ftp://h/", 1), ("http://a b/", 3),
  ])
  func refused(_ text: String, _ code: Int) {
    #expect { try URI(parsing: text) } throws: { ($0 as? TransferError)?.code == code }
  }
}
