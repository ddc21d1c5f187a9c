import HTTP
import Measuring
import Testing

@Suite struct ResponseHeadTests {
  static let statusLines: [(String, HTTPVersion, Int, String)] = [
    ("HTTP/1.1 426 Upgrade Required", .http11, 426, "Upgrade Required"),
    ("HTTP/1.1 200", .http11, 200, ""),
    ("HTTP/1.1 426 ", .http11, 426, ""),
    ("HTTP/2 200 ", .http2, 200, ""),
    ("HTTP/2.0 200", .http2, 200, ""),
    ("HTTP/3 103", .http3, 103, ""),
    ("HTTP/1.0 999 A\tb  ", .http10, 999, "A\tb"),
    ("HTTP/1.1   100 \u{E9}", .http11, 100, "\u{E9}"),
    ("HTTP/1.1 200 a\u{0}b\rc", .http11, 200, "a b c"),
  ]

  @Test(arguments: statusLines)
  func statusLine(line: String, version: HTTPVersion, status: Int, reason: String) throws {
    for end in ["\r\n", "\n", ""] {
      let head = try #require(ResponseHead(statusLine: Array((line + end).utf8)))
      #expect(head.version == version)
      #expect(head.status == status)
      #expect(head.reason == reason)
      #expect(head.fields.isEmpty)
      #expect(head.raw == Array((line + end).utf8))
      #expect(!head.isComplete)
    }
  }

  @Test(arguments: [
    "", "\r\n", "HTTP/", "HTTP/1", "HTTP/1.", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20",
    "HTTP/1.1 099",
    "HTTP/1.1 2000", "HTTP/1.1 200x", "HTTP/1.1 -20", "HTTP/11 200", "HTTP/1.12 200",
    "HTTP/a.1 200",
    "HTTP/1x1 200", "http/1.1 200", " HTTP/1.1 200", "ICY 200 OK", "Upgrade: websocket",
    "HTTP/1.1 ٤٢٦",
  ])
  func noStatusLine(line: String) {
    #expect(ResponseHead(statusLine: Array(line.utf8)) == nil)
    #expect(ResponseHead(statusLine: Array((line + "\r\n").utf8)) == nil)
  }

  @Test func everyPrefixOfAStatusLineIsSafe() {
    let line = Array("HTTP/1.1 426 Upgrade Required\r\n".utf8)
    for length in 0...line.count {
      #expect((ResponseHead(statusLine: Array(line.prefix(length))) != nil) == (length >= 12))
    }
  }

  func head(_ lines: [String]) throws -> ResponseHead {
    var head = try #require(ResponseHead(statusLine: Array("HTTP/1.1 426\r\n".utf8)))
    for line in lines { head.append(line: Array(line.utf8)) }
    return head
  }

  static let lines: [([String], [Field])] = [
    (["Upgrade: websocket\r\n"], [Field("Upgrade", "websocket")]),
    (["Upgrade:websocket\n"], [Field("Upgrade", "websocket")]),
    (["Upgrade:\t a b \t\r\n"], [Field("Upgrade", "a b")]),
    (["Upgrade : a\r\n"], [Field("Upgrade", "a")]),
    (["Empty:\r\n", "E: \r\n"], [Field("Empty", ""), Field("E", "")]),
    (["A: b: c\r\n"], [Field("A", "b: c")]),
    (["A: 1\r\n", "a: 2\r\n"], [Field("A", "1"), Field("a", "2")]),
    (
      ["A: 1\r\n", " 2\r\n", "\t 3\t\r\n", " \r\n", "B: 4\r\n"],
      [Field("A", "1 2 3"), Field("B", "4")]
    ),
    (["A:\r\n", " 1\r\n"], [Field("A", "1")]),
    ([" lost\r\n", "A: 1\r\n"], [Field("A", "1")]),
    (["A: 1\r\n", "garbage\r\n", " lost\r\n"], [Field("A", "1")]),
    (["A: 1\r\n", ": 2\r\n", " lost\r\n", "a b: 3\r\n", "\u{0}: 4\r\n"], [Field("A", "1")]),
    (
      ["A: web\u{0}socket\r\n", "B: a\rb\r\n", "C: \u{0}\r\n"],
      [Field("A", "web socket"), Field("B", "a b"), Field("C", "")]
    ),
  ]

  @Test(arguments: lines)
  func fieldLines(lines: [String], expected: [Field]) throws {
    var head = try head(lines)
    #expect(Array(head.fields) == expected)
    #expect(!head.isComplete)
    #expect(head.raw == Array(("HTTP/1.1 426\r\n" + lines.joined()).utf8))

    head.append(line: Array("\r\n".utf8))
    #expect(head.isComplete)
    let whole = head
    head.append(line: Array("Trailer: 1\r\n".utf8))
    head.append(line: Array(" folded\r\n".utf8))
    #expect(head == whole)
  }

  @Test func bytesThatAreNotUTF8AreRepairedAndKept() throws {
    var head = try head([])
    head.append(line: Array("A: ".utf8) + [0xFF, 0x41] + Array("\r\n".utf8))
    #expect(head.fields.first("a") == "\u{FFFD}A")
    #expect(head.raw.contains(0xFF))
  }

  @Test func longLinesTakeLinearTime() throws {
    try expectLinear(from: 1 << 12) { count in
      var folded = try head(["Upgrade: a\r\n"])
      for _ in 0..<count { folded.append(line: [0x20, 0x2C, 0x61, 0x20, 0x0D, 0x0A]) }
      #expect(folded.fields.first("upgrade")?.utf8.count == 1 + 3 * count)

      let size = 32 * count
      var long = try head([])
      long.append(line: Array("Upgrade: ".utf8) + [UInt8](repeating: 0, count: size))
      long.append(line: Array("Upgrade: ".utf8) + [UInt8](repeating: 0x61, count: size))
      #expect(long.fields.values(of: "upgrade").map(\.utf8.count) == [0, size])
    }
  }
}
