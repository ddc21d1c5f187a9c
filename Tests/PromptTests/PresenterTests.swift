import Jq
import Testing
import Text
import Transcript
import WebSocket

@testable import Prompt

private let plain = Presenter(Palette(isColored: false))

private func text(
  _ text: String, _ direction: Record.Direction = .incoming, number: Int? = 17
) -> Record {
  Record(.text(Array(text.utf8)), time: 0, direction: direction, number: number)
}

@Suite struct PresenterTests {
  @Test(
    arguments: [
      (text("hello"), ["< hello"]),
      (text("hello", .outgoing), ["> hello"]),
      (text("{\"a\":[1,2]}"), ["< {", "    \"a\": [1, 2]", "  }"]),
      (text("{\"a\":"), ["< {\"a\":"]),
      (text("one\ntwo\n> three"), ["< one", "  two", "  > three"]),
      (text("one\r\ntwo\n"), ["< one\\r", "  two\\n"]),
      (text("\n"), ["< \\n"]),
      (text(""), ["< (empty)"]),
      (
        text("\u{1B}[2J\u{1B}]0;x\u{7}\u{9B}1m\t\u{202E}\u{2066}\u{2028}\0\u{7F}"),
        ["< \\e[2J\\e]0;x\\x07\\u{9b}1m\\t\\u{202e}\\u{2066}\\u{2028}\\x00\\x7f"]
      ),
      (Record(.ping([]), time: 0, direction: .incoming), ["*< ping"]),
      (
        Record(.ping([0x61, 0x1B, 0xFF]), time: 0, direction: .outgoing),
        ["*> ping 61 1b ff"]
      ),
      (
        Record(.close(Close(.normal, reason: "by\u{7}e")), time: 0, direction: .incoming),
        ["*< close 1000 (normal closure) \"by\\x07e\""]
      ),
      (
        Record(.close(Close(CloseCode(rawValue: 4001))), time: 0, direction: .outgoing),
        ["*> close 4001"]
      ),
      (Record(.close(Close()), time: 0, direction: .incoming), ["*< close without a code"]),
      (Record(.gap(reason: ""), time: 0), ["* gap"]),
      (Record(.error(reason: "lost\u{1B}c"), time: 0), ["* lost\\ec"]),
      (
        Record(.open(url: "ws://h/", subprotocol: "", extensions: "x\n"), time: 0),
        ["* open ws://h/, x\\n"]
      ),
      (
        Record(
          .open(url: "ws://h/", subprotocol: "chat", extensions: "permessage-deflate; a=1, y"),
          time: 0),
        ["* open ws://h/, chat, permessage-deflate, y"]
      ),
    ] as [(Record, [String])])
  func eachRecordHasItsLines(_ record: Record, _ lines: [String]) {
    #expect(plain.lines(record) == lines)
  }

  @Test func aPongHasItsRoundTrip() {
    let pong = Record(.pong(Array("p".utf8)), time: 0, direction: .incoming)
    #expect(plain.lines(pong, roundTrip: 0.01234) == ["*< pong \"p\", 12.3 ms"])
    #expect(plain.lines(pong) == ["*< pong \"p\""])
  }

  @Test func aStampComesFirst() {
    #expect(plain.lines(text("a\nb"), stamp: "12:34:56.789") == ["12:34:56.789 < a", "  b"])
    #expect(plain.note("x", stamp: "12:34:56.789") == "12:34:56.789 * x")
  }

  @Test func rawJSONIsAsItCame() {
    var raw = plain
    raw.isPretty = false
    #expect(raw.lines(text("{ \"a\":1}")) == ["< { \"a\":1}"])
  }

  @Test func binaryIsDumped() {
    let bytes = Array("0123456789abcdef".utf8) + [0x00, 0x1B, 0x7F, 0x80, 0xFF]
    let record = Record(.binary(bytes), time: 0, direction: .incoming, number: 2)
    #expect(
      plain.lines(record) == [
        "< binary, 21 bytes",
        "  00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|",
        "  00000010  00 1b 7f 80 ff                                    |.....|",
      ])
    var short = plain
    short.showsHex = false
    #expect(short.lines(record) == ["< binary, 21 bytes"])
    #expect(
      plain.lines(Record(.binary([]), time: 0, direction: .outgoing)) == ["> binary, 0 bytes"])
  }

  @Test func aLongDumpIsFolded() {
    let record = Record(
      .binary(Array(repeating: 0, count: 16 * 100)), time: 0, direction: .incoming, number: 9)
    let lines = plain.lines(record)
    #expect(lines.count == 21)
    #expect(lines.last == "  … 81 more lines, /show 9 shows all")
    #expect(plain.lines(record, fold: .whole).count == 101)
  }

  @Test(arguments: [
    (20, nil), (21, "  … 1 more line, /show 17 shows all"),
    (140, "  … 120 more lines, /show 17 shows all"),
  ])
  func manyLinesAreFolded(_ count: Int, _ fold: String?) {
    let body = (1...count).map { "line \($0)" }
    let lines = plain.lines(text(body.joined(separator: "\n")))
    #expect(lines.count == min(count, 20) + (fold == nil ? 0 : 1))
    if let fold { #expect(lines.last == fold) }
    let json = plain.lines(text("[" + (3...count).map { _ in "[],\n" }.joined() + "1]"))
    #expect(json.count == min(count + 1, 20) + (count + 1 > 20 ? 1 : 0))
    if count > 20 { #expect(json.last == "  … \(count - 19) more lines, /show 17 shows all") }
    #expect(plain.lines(text(body.joined(separator: "\n")), fold: .whole).count == count)
  }

  @Test func aLongLineIsFolded() {
    let body = String(repeating: "é", count: 10_000)
    let lines = plain.lines(text(body), fold: .brief(columns: 300))
    #expect(lines.count == 2)
    #expect(lines.first == "< " + String(repeating: "é", count: 2048) + "…")
    #expect(lines.last == "  … 15.5 KiB more, /show 17 shows all")
    #expect(plain.lines(text(body), fold: .whole) == ["< " + body])
    // Twenty rows of the screen.
    #expect(
      plain.lines(text(body), fold: .brief(columns: 60)).first
        == "< " + String(repeating: "é", count: 600) + "…")
    let odd = plain.lines(text("a" + body), fold: .brief(columns: 300))
    #expect(odd.first == "< a" + String(repeating: "é", count: 2047) + "…")
  }

  @Test func aLongStringOfJSONIsFolded() {
    let lines = plain.lines(
      text("{\"a\":\"\(String(repeating: "x", count: 5000))\",\"b\":1}", number: nil))
    #expect(lines.count == 3)
    #expect(lines.last == "  … 2 more lines")
    #expect(lines[1].hasSuffix("x…"))
  }

  @Test func hugeJSONIsReadWhenAskedFor() {
    let huge = text("[" + String(repeating: "[],", count: 1 << 19) + "1]")
    #expect(plain.lines(huge).count == 2)
    #expect(plain.lines(huge, fold: Fold(lines: 5, bytes: 4096)).count == 6)
  }

  @Test func theFoldMayBeAnywhere() {
    let records = [
      text("[[[{\"é\":[\"日本\",1]},{\"long\":[\"\(String(repeating: "x", count: 80))\"]}]]]"),
      text("one\ntwo é日\n\nthree\n"),
      Record(.binary(Array(0...99)), time: 0, direction: .incoming, number: 17),
    ]
    for record in records {
      let all = plain.lines(record, fold: .whole)
      for bytes in 0...400 {
        for lines in [1, 2, 5, 100] {
          let folded = plain.lines(record, fold: Fold(lines: lines, bytes: bytes))
          #expect(folded.count <= min(lines, all.count) + 1)
          guard folded != all else { continue }
          #expect(folded.last?.hasSuffix("/show 17 shows all") == true)
          for (line, whole) in zip(folded.dropLast(), all) {
            #expect(line == whole || (line.hasSuffix("…") && whole.hasPrefix(line.dropLast())))
          }
        }
      }
    }
  }

  @Test func indentationCannotFillTheMemory() {
    let deep = String(repeating: "[", count: 500) + String(repeating: "[],", count: 60_000) + "1"
    let record = text(deep + String(repeating: "]", count: 500))
    #expect(plain.lines(record).joined().utf8.count < 5000)
    #expect(plain.lines(record, fold: .whole).joined().utf8.count < 17 << 20)
  }

  /// Whatever comes, no byte reaches the terminal that is not ours.
  @Test func nothingDrivesTheTerminal() {
    let colored = Presenter(Palette(isColored: true))
    let everything = (0...0x2FFF).compactMap { Unicode.Scalar($0) }.map(String.init).joined()
    let quoted =
      "{\"k\":\"\(everything.unicodeScalars.filter { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }.map(String.init).joined())\"}"
    for payload in [everything, quoted] {
      let bytes = Array(payload.utf8)
      for record in [
        Record(.text(bytes), time: 0, direction: .incoming, number: 1),
        Record(.binary(bytes), time: 0, direction: .incoming, number: 1),
        Record(.ping(Array(bytes.prefix(125))), time: 0, direction: .incoming),
        Record(.close(Close(.normal, reason: payload)), time: 0, direction: .incoming),
        Record(.error(reason: payload), time: 0),
        Record(.open(url: payload, subprotocol: payload, extensions: payload), time: 0),
      ] {
        for line in colored.lines(record, stamp: payload, fold: .whole) {
          for scalar in withoutColors(line).unicodeScalars {
            #expect(scalar.properties.generalCategory != .control)
            #expect(!(0x2028...0x202E ~= scalar.value) && !(0x200E...0x200F ~= scalar.value))
          }
        }
      }
    }
  }

  @Test func eachLineEndsItsColors() {
    let colored = Presenter(Palette(isColored: true))
    for line in colored.lines(text("{\"a\":[1,true,\"x\"],\"b\":{\"c\":null}}"))
    where line.contains("\u{1B}") {
      #expect(line.components("\u{1B}[0m") * 2 == line.components("\u{1B}["))
    }
    #expect(colored.lines(text("hi")) == ["\u{1B}[36m<\u{1B}[0m \u{1B}[36mhi\u{1B}[0m"])
    #expect(colored.lines(text("hi", .outgoing)) == ["\u{1B}[32m>\u{1B}[0m \u{1B}[32mhi\u{1B}[0m"])
  }

  @Test func whatAFilterMakesIsShown() {
    let record = text("{\"a\":1}")
    #expect(plain.lines(record, filtered: .results([])) == [])
    #expect(plain.lines(record, filtered: .notJSON) == [])
    #expect(plain.lines(record, filtered: .results([.asItCame])) == plain.lines(record))
    #expect(
      plain.lines(record, filtered: .results([.made(Array("1".utf8)), .made(Array("[]".utf8))]))
        == ["< 1", "< []"])
    #expect(
      plain.lines(record, filtered: .failed("Cannot\u{1B}")) == [
        "* jq on message 17: Cannot\\e"
      ])
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}

@Suite struct KeptTests {
  @Test func theOldestGoFirst() {
    var kept = Kept(records: 3, bytes: 1 << 20)
    for number in 1...10 {
      kept.add(text("\(number)", number: number))
      #expect(kept.records.compactMap(\.number) == Array(max(1, number - 2)...number))
    }
    #expect(kept.dropped == 7)
    #expect(kept.message(7) == .gone)
    #expect(kept.message(8) == .record(text("8", number: 8)))
    #expect(kept.message(11) == .unknown)
    #expect(kept.message(0) == .unknown)
  }

  @Test func bytesAreBounded() {
    var kept = Kept(records: 100, bytes: 2000)
    kept.add(text(String(repeating: "x", count: 800), number: 1))
    kept.add(text(String(repeating: "x", count: 800), number: 2))
    kept.add(text(String(repeating: "x", count: 800), number: 3))
    #expect(kept.records.compactMap(\.number) == [2, 3])
    kept.add(text(String(repeating: "x", count: 3000), number: 4))
    #expect(kept.records.compactMap(\.number) == [2, 3])
    #expect(kept.message(4) == .gone)
    #expect(kept.lastNumber == 4)
    #expect(kept.dropped == 2)
  }
}
