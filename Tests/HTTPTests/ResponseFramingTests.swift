import HTTP
import Testing

/// RFC 9112 §6.3: each response is read whole, byte by byte, and not a byte further.
@Suite struct ResponseFramingTests {
  static let whole: [(String, Int)] = [
    ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\nContent-Length: 5\r\n\r\nhello", 200),
    ("HTTP/1.0 200 OK\nContent-Length: 5\n\nhello", 200),
    ("HTTP/1.1 204 No Content\r\n\r\n", 204),
    ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304),
    ("HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\n\n", 404),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\ntransfer-encoding: Chunked\r\n\r\n"
        + "5\r\nhello\r\n00a;x=\"y\"\r\n0123\r\n\r\n78\r\n0;last\r\nA: b\r\n\r\n", 200
    ),
    (
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
      204
    ),
  ]

  @Test(arguments: whole, [1, 2, 7, 1 << 20])
  func wholeResponses(_ sample: (String, Int), pieces: Int) throws {
    let bytes = Array((sample.0 + "HTTP/1.1 200 of somebody else's").utf8)
    var framing = ResponseFraming(maximumHead: 300, maximumBody: 100)
    var taken = 0
    while framing.wanted > 0 {
      let next = bytes[taken..<min(bytes.count, taken + min(pieces, framing.wanted))]
      try framing.take(next.span)
      taken += next.count
    }
    #expect(taken == sample.0.utf8.count)
    #expect(framing.head?.status == sample.1)
  }

  static let broken: [(String, ResponseFraming.Fault)] = [
    ("HTTP/1.1 200 OK\r\n\r\n", .endless),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .endless),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", .endless),
    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", .switched),
    ("\u{16}\u{3}\u{1}\n", .notHTTP),
    ("\r\nHTTP/1.1 200 OK\r\n", .notHTTP),
    ("HTTP/2 200\r\n\r\n", .notHTTP),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n", .ambiguousLength),
    ("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n", .ambiguousLength),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n", .ambiguousLength),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", .ambiguousLength
    ),
    ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .ambiguousLength),
    ("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", .bodyTooLarge(100)),
    ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n", .bodyTooLarge(100)),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n", .bodyTooLarge(100)),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n",
      .bodyTooLarge(100)
    ),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", .malformedChunk),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", .malformedChunk),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\n", .malformedChunk),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", .malformedChunk),
    ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "y", count: 300), .headTooLarge(300)),
    (
      String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 20), .headTooLarge(300)
    ),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        + String(repeating: "A: b\r\n", count: 60),
      .headTooLarge(300)
    ),
  ]

  @Test(arguments: broken)
  func brokenResponses(_ text: String, _ fault: ResponseFraming.Fault) {
    let bytes = Array(text.utf8)
    var framing = ResponseFraming(maximumHead: 300, maximumBody: 100)
    var taken = 0
    #expect(throws: fault) {
      while framing.wanted > 0, taken < bytes.count {
        let next = bytes[taken..<min(bytes.count, taken + framing.wanted)]
        taken += next.count
        try framing.take(next.span)
      }
    }
  }

  @Test func manyChunksAreOneBody() {
    var framing = ResponseFraming(maximumHead: 300, maximumBody: 100)
    let bytes = Array(
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + String(repeating: "a\r\n0123456789\r\n", count: 11))
        .utf8)
    #expect(throws: ResponseFraming.Fault.bodyTooLarge(100)) {
      for byte in bytes { try framing.take([byte].span) }
    }
  }
}
