import Client
import HTTP
import Testing
import Transcript
import Transfer
import Upgrade
import WebSocket

@testable import Check

/// Recorded sessions, written and read back.
struct RecordTests {
  @Test func `a session is a check`() {
    let text = recorded(
      job { $0.headerLines = ["X-Trace: 1"] },
      way() + [
        .sent(.words(#"{"op":"ping"}"#)), .came(.words(#"{"op":"pong"}"#)),
        .came(.binary([0, 0xFF])), .sent(.binary([1])), .sent(.ping([0x31])),
        .came(.pong([0x31])), .came(.ping([])), .sent(.close(Close(.normal, reason: "done"))),
        .came(.words("too late")), .came(.close(Close(.normal))),
      ])
    #expect(
      lines(text) == [
        "GET http://127.0.0.1:8080/ws", "X-Trace: 1", "HTTP 426 -> 101", "[WebSocket]",
        #"send `{"op":"ping"}`"#, #"expect text == `{"op":"pong"}`"#, "expect binary == hex,00ff;",
        "send binary hex,01;", "ping `1`", "expect pong", "expect ping", #"close 1000 "done""#,
        "expect close 1000",
      ])
  }

  // MARK: Texts

  static let hostile =
    [
      "", " ", "  a  ", "\t", "#", "a # b", "\\", "\\n", "\"", "`", "``", "```", "````", "```json",
      "{", "{{",
      "{{{", "{{x}}", "{ {", "}}", "a\nb", "\n", "\r\n", "\r", "\u{0}", "\u{1B}[2J", "\u{7F}",
      "\u{85}",
      "\u{2028}\u{2029}", "\u{202E}abc", "\u{FEFF}", "e\u{301}", "é", "👩‍👩‍👧", "\u{10FFFF}", "\u{FFFE}",
      "binary", "binary 00", "hex,00;", "base64,AA==;", "file,/etc/passwd;", "within 2s",
      "x within 2s",
      "[1,2", "{\"a\":", "HTTP 200", "GET http://x/", "[WebSocket]", "send x", "name: value",
      "\\u{41}",
      "# comment", "\\`", "\\{{", "{\\{", "a\u{0}b", "`{{`", "\u{301}", " #", "$", "%",
    ].map { Array($0.utf8) }

  @Test(arguments: hostile) func `any text comes back`(_ text: [UInt8]) throws {
    let said: [Record.Event] = [.text(text), .text(text)]
    let written = recorded(way() + [.sent(.text(text)), .came(.text(text))])
    #expect(try played(written) == said)
    #expect(firstUnsafe(in: written) == nil)
  }

  @Test func `so do any mixed of them`() throws {
    var generator = Numbers(seed: 5)
    for _ in 0..<300 {
      let texts = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        (0..<Int.random(in: 0...5, using: &generator)).flatMap { _ in
          Self.hostile.randomElement(using: &generator) ?? []
        }
      }
      let events = texts.map { Record.Event.text($0) }
      let records = events.map { event in
        Bool.random(using: &generator) ? Record.sent(event) : .came(event)
      }
      #expect(try played(recorded(way() + records)) == events)
    }
  }

  @Test func `as a field, a body, a reason and a ping`() throws {
    for text in Self.hostile {
      let word = String(decoding: text, as: UTF8.self)
      let records: [Record] = [.sent(.ping(text)), .sent(.close(Close(.normal, reason: word)))]
      let isField = Syntax.isFieldValue(word) && text.contains { $0 != 32 && $0 != 9 }
      let asked = job {
        $0.headerLines = isField ? ["X: " + word] : []
        $0.body = .bytes(text)
      }
      let entry = try #require(try entries(recorded(asked, way() + records)).first)
      #expect(entry.body?.filled([:]) == text)
      if isField {
        let blank = Array(" \t".utf8)
        #expect(entry.fields[0].value.filled([:]) == Array(text.drop { blank.contains($0) }))
      }
      #expect(
        try played(recorded(way() + records)) == records.map(\.event))
    }
  }

  @Test func `of a megabyte, and no more of what comes`() throws {
    let long = [UInt8](repeating: UInt8(ascii: "`"), count: 1 << 20)
    let written = recorded(way() + [.sent(.text(long)), .came(.text(long)), .came(.binary(long))])
    #expect(try played(written) == [.text(long), .text(long), .binary(long)])
    let longer = recorded(way() + [.came(.text(long + [0x61]))])
    #expect(lines(longer).last?.hasPrefix("expect sha256 == hex,") == true)
    #expect(try entries(longer).count == 1)
  }

  // MARK: The way

  @Test(arguments: [
    ([200], true, "HTTP 200"), ([401, 200], true, "HTTP 401 -> 200"), ([426], true, "HTTP 426"),
    ([100, 200], true, "HTTP 200"), ([401, 426], false, "HTTP 401 -> 426"),
    ([302, 426, 101], true, "HTTP 302 -> 426 -> 101"), ([426, 200], true, "HTTP 426 -> 200"),
    ([426, 403], true, "HTTP 426 -> 403"), ([101], true, "HTTP 101"),
  ])
  func `statuses`(_ statuses: [Int], _ follows: Bool, _ line: String) throws {
    let text = recorded(job { $0.policy.follows = follows }, way(statuses))
    #expect(lines(text).contains(line))
    let entry = try #require(try entries(text).first)
    #expect(entry.follows == (statuses.dropLast().contains(426) || statuses.last == 101))
  }

  @Test func `an answer of a proxy is none`() {
    let connect = Record.came(.response(method: "CONNECT", url: "", status: 200, fields: []))
    #expect(lines(recorded([connect] + way([101]))).contains("HTTP 101"))
  }

  @Test func `a subprotocol is expected`() {
    let open = Record(.open(url: "", subprotocol: "chat.v2", extensions: ""), time: 0)
    let text = recorded(job { $0.subprotocols = ["chat.v2"] }, way([101]).dropLast() + [open])
    #expect(
      lines(text).suffix(5) == [
        "[Options]", "subprotocol: chat.v2", "HTTP 101", "Sec-WebSocket-Protocol: chat.v2",
        "[WebSocket]",
      ])
  }

  @Test func `each connection that opened is an entry`() throws {
    let text = recorded(
      way() + [.came(.words("one")), Record(.error(reason: "gone"), time: 1)]
        + way([503]) + [Record(.error(reason: "refused"), time: 2)]
        + [Record(.gap(reason: "connected again"), time: 3)] + way([101]) + [.came(.words("two"))])
    let entries = try entries(text)
    #expect(entries.map { $0.answer?.chain.count } == [2, 1])
    #expect(try played(text) == [.words("one"), .words("two")])
    #expect(text.contains("# gone\n"))
  }

  @Test func `without an answer there is a request and a word of why`() throws {
    let text = recorded(job(), [], failure: "(7) no connection\nGET http://evil/")
    #expect(lines(text) == ["GET http://127.0.0.1:8080/ws"])
    #expect(text.contains("# It ended with: (7) no connection\\nGET http://evil/\n"))
  }

  @Test func `a beginning that is gone is said`() throws {
    let recording = Recording([.init(job(), [.came(.words("x"))], dropped: 3)], usual: job())
    let text = String(decoding: recording.text(), as: UTF8.self)
    #expect(text.contains("# 3 older records are gone"))
    #expect(try entries(text).first?.conversation?.count == 1)
  }

  // MARK: Time

  @Test(arguments: [(0.0, nil), (5.0, nil), (5.5, 11_000), (20.0, 40_000)] as [(Double, Int?)])
  func `what comes late may come late again`(_ time: Double, _ within: Int?) throws {
    let text = recorded(
      way() + [
        .came(.words("x"), at: time), .sent(.words("y"), at: 60), .came(.words("z"), at: 61),
      ])
    let steps = try #require(try entries(text).first?.conversation)
    #expect(steps.map(\.time) == [within, nil, nil])
  }

  @Test func `only the pong of the last ping is expected`() throws {
    let text = recorded(
      way() + [
        .came(.pong([1])), .sent(.ping([0x61])), .sent(.ping([0x62])), .came(.pong([0x61])),
        .came(.pong([0x62])), .came(.pong([0x62])),
      ])
    #expect(lines(text).suffix(3) == ["ping `a`", "ping `b`", "expect pong"])
  }

  // MARK: Bodies

  @Test(arguments: RecordTests.hostile) func `a body comes back`(_ body: [UInt8]) throws {
    let entry = try #require(try entries(recorded(job(), way([200]), body: body)).first)
    #expect(entry.answer?.body?.filled([:]) == body)
  }

  @Test(arguments: [[0xFF], [UInt8](repeating: 0x61, count: 4097)])
  func `of one that is long or no text the digest is known`(_ body: [UInt8]) throws {
    let text = recorded(job(), way([200]), body: body)
    let entry = try #require(try entries(text).first)
    #expect(entry.answer?.body == nil)
    #expect(entry.answer?.asserts.first?.question.query == .sha256)
  }

  @Test func `none is expected of HEAD`() throws {
    let text = recorded(job { $0.wantsBody = false }, way([200]), body: [])
    #expect(lines(text) == ["HEAD http://127.0.0.1:8080/ws", "HTTP 200"])
  }
}

/// A generator that gives the same each time.
struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
