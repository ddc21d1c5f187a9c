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
    ("http:/h/a", "http://h/a"),
    ("ws:/me:pw@h", "ws://me:pw@h/"),
    ("https:///h/a", "https://h/a"),
    ("[::1]:/a", "http://[::1]/a"),
    ("h?http://a/", "http://h/?http://a/"),
  ])
  func read(_ text: String, _ expected: String) throws {
    #expect(try URI(parsing: text).description == expected)
  }

  @Test(arguments: [
    ("", 3), ("http://", 3), ("http://h:99999/", 3), ("ftp://h/", 1), ("http://a b/", 3),
    ("http:////h/", 3), ("h:/a", 1), ("1h:/a", 1),
  ])
  func refused(_ text: String, _ code: Int) {
    #expect { try URI(parsing: text) } throws: { ($0 as? TransferError)?.code == code }
  }

  @Test(arguments: [
    ("http://a/", "f", "http://a/f"),
    ("http://a", "d/f", "http://a/f"),
    ("http://a/d/?x=1#y", "/d/f", "http://a/d/f?x=1#y"),
    ("ws://a/d/", "f", "ws://a/d/f"),
    ("a/d/", "ü ;", "http://a/d/%c3%bc%20%3b"),
    ("http://a/", "d\\f", "http://a/f"),
    // There is a name already.
    ("http://a/d", "f", "http://a/d"),
    ("http://a/d?x=/", "f", "http://a/d?x=/"),
  ])
  func namesUploads(url: String, path: String, result: String) throws {
    #expect(try URI.adding(nameOf: path, to: url) == result)
  }

  @Test(arguments: [
    ("http://a/", "x=1", "http://a/?x=1"),
    ("http://a/?", "x=1", "http://a/?x=1"),
    ("http://a/?y#z", "x=%2C", "http://a/?y&x=%2c#z"),
    ("a", "x", "http://a/?x"),
  ])
  func addsQueries(url: String, data: String, result: String) throws {
    #expect(try URI.adding(data, to: url) == result)
  }

  @Test func keepsDots() throws {
    #expect(try URI(parsing: "http://a/b/../c", keepsPath: true).target == "/b/../c")
    #expect(try URI(parsing: "http://a/b/../c").target == "/c")
  }
}
