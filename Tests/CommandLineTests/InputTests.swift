import Platform
import Testing

@testable import CommandLine

/// Feeds `chunks` through a pipe, one read each, and gathers the messages and where pieces end.
private func pieces(
  _ chunks: [String], _ format: MessageFormat, capacity: Int = 2 << 20
) -> [String] {
  var ends: [Int32] = [0, 0]
  guard pipe(&ends) == 0 else { return ["no pipe"] }
  defer { close(ends[0]) }
  var input = Input(format, capacity: capacity)
  var found: [String] = []
  func take() {
    while let piece = input.next() {
      let text = String(decoding: input.bytes[piece.range], as: UTF8.self)
      found.append(piece.isLast ? text : text + "…")
    }
  }
  for chunk in chunks {
    _ = Array(chunk.utf8).withUnsafeBytes { writeBytes($0, to: ends[1]) }
    #expect(input.read(from: ends[0]) == nil)
    take()
  }
  close(ends[1])
  #expect(input.read(from: ends[0]) == nil)
  #expect(input.isAtEnd)
  take()
  return found
}

@Suite struct InputTests {
  @Test(arguments: [
    (["a\nb\n"], ["a", "b"]),
    (["a\r\nb\r\n"], ["a", "b"]),
    (["a\rb\n"], ["a\rb"]),
    (["a\n\n\nb"], ["a", "", "", "b"]),
    (["no end"], ["no end"]),
    (["no end\r"], ["no end\r"]),
    (["on", "e\ntw", "o\n"], ["one", "two"]),
    (["split\r", "\nnext\n"], ["split", "next"]),
    (["\n"], [""]),
  ])
  func lines(_ chunks: [String], _ messages: [String]) {
    #expect(pieces(chunks, .lines) == messages)
  }

  @Test func nothingIsNoMessage() {
    for format in MessageFormat.allCases { #expect(pieces([], format) == []) }
  }

  @Test func nulKeepsLineEnds() {
    #expect(pieces(["a\r\nb\0\0c"], .nul) == ["a\r\nb", "", "c"])
  }

  @Test func rawIsOneMessageARead() {
    #expect(pieces(["a\nb", "c"], .raw) == ["a\nb", "c"])
  }

  @Test func aLongMessageComesInPieces() {
    #expect(
      pieces(["abcdefgh", "ijkl", "mn\r", "\nnext\n"], .lines, capacity: 8)
        == ["abcdefg…", "hijklmn…", "", "next"])
  }

  @Test func theEndOfALongMessageIsTold() {
    #expect(pieces(["abcdefgh"], .lines, capacity: 8) == ["abcdefg…", "h"])
  }
}
