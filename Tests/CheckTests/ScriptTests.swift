import Measuring
import Testing
import Transcript
import WebSocket

@testable import Check
@testable import Jq

/// What comes, and when, in seconds since the start.
private enum Happening {
  case text(String, Double)
  case binary([UInt8], Double)
  case ping(String, Double)
  case pong(String, Double)
  case close(UInt16?, Double)
  case lost(Double)
  /// Only time passes.
  case nothing(Double)
}

@Suite struct ScriptTests {
  /// Plays a `[WebSocket]` section. Returns what was done, as words, and the finding.
  private func play(
    _ steps: String, _ happenings: [Happening], isStrict: Bool = false
  ) throws -> (done: [String], finding: String?, isOver: Bool, met: Int) {
    let file = try File(parsing: "GET http://h\n[WebSocket]\n" + steps + "\n", name: "t")
    var script = Script(file.entries[0].conversation ?? [], isStrict: isStrict, patience: 10)
    let speaker = Speaker(
      Evaluator(filters: Jq.Filters()) { _, position throws(Trouble) in
        throw Trouble("no files here", at: position, isFailure: false)
      }
    ) { _, _, _ in }
    var done: [String] = []
    func advance(_ now: Double) {
      for command in script.advance(now: now, speaker) {
        switch command {
        case .send(.text, let bytes): done.append("text " + String(decoding: bytes, as: UTF8.self))
        case .send(.binary, let bytes): done.append("binary \(bytes)")
        case .ping(let bytes): done.append("ping " + String(decoding: bytes, as: UTF8.self))
        case .close(let close): done.append("close \(close.code?.rawValue ?? 0) \(close.reason)")
        }
      }
    }
    advance(0)
    for happening in happenings {
      switch happening {
      case .text(let text, let time):
        script.take(.text(Array(text.utf8)))
        advance(time)
      case .binary(let bytes, let time):
        script.take(.binary(bytes))
        advance(time)
      case .ping(let text, let time):
        script.take(.ping(Array(text.utf8)))
        advance(time)
      case .pong(let text, let time):
        script.take(.pong(Array(text.utf8)))
        advance(time)
      case .close(let code, let time):
        script.take(.close(code.map { Close(CloseCode(rawValue: $0)) } ?? Close()))
        advance(time)
      case .lost(let time):
        script.lost("the connection was lost", status: 115)
        advance(time)
      case .nothing(let time): advance(time)
      }
    }
    return (done, script.finding?.message, script.isOver, script.met)
  }

  private struct Case: CustomTestStringConvertible {
    let steps: String
    let happenings: [Happening]
    var done: [String] = []
    var met = 0
    var testDescription: String { steps }
  }

  @Test(arguments: [
    Case(steps: "send a\nsend {\"b\": 1}", happenings: [], done: ["text a", "text {\"b\": 1}"]),
    Case(steps: "send binary hex,00ff;", happenings: [], done: ["binary [0, 255]"]),
    Case(steps: "close 4000 \"done\"", happenings: [], done: ["close 4000 done"]),
    Case(
      steps: "expect text == \"a\"\nsend b", happenings: [.text("x", 1), .text("a", 2)],
      done: ["text b"], met: 1),
    // What came before an expect began is looked at too.
    Case(
      steps: "expect text == \"a\"\nexpect text == \"b\"",
      happenings: [.nothing(1), .text("a", 2), .text("b", 2)], met: 2),
    Case(
      steps: "expect any { text == \"a\" } { text == \"b\" }",
      happenings: [.text("b", 1), .text("x", 1), .text("a", 2)], met: 2),
    Case(
      steps: "expect 3 messages within 1s",
      happenings: [.text("1", 0.1), .binary([2], 0.2), .text("3", 0.3)], met: 1),
    Case(
      steps: "ping\nexpect pong within 1s", happenings: [.pong("other", 0.1), .pong("", 0.2)],
      done: ["ping "], met: 1),
    Case(
      steps: "ping \"x\"\nexpect pong", happenings: [.pong("", 1), .pong("\"x\"", 2)],
      done: ["ping \"x\""], met: 1),
    Case(steps: "expect ping", happenings: [.ping("p", 1)], met: 1),
    Case(
      steps: "never text == \"a\" for 1s\nsend b", happenings: [.text("x", 0.5), .nothing(1)],
      done: ["text b"], met: 1),
    // It leaves there what it looks at.
    Case(
      steps: "never text == \"a\" for 1s\nexpect text == \"x\"",
      happenings: [.text("x", 0.5), .nothing(1)], met: 2),
    Case(steps: "never text == \"a\" for 1s", happenings: [.close(1000, 0.1)], met: 1),
    Case(steps: "expect close 1000 or 1001", happenings: [.text("x", 1), .close(1001, 1)], met: 1),
    Case(steps: "expect close", happenings: [.close(nil, 1)], met: 1),
    Case(steps: "expect close 1005", happenings: [.close(nil, 1)], met: 1),
    Case(steps: "expect binary == hex,00;", happenings: [.text("\0", 1), .binary([0], 2)], met: 1),
    Case(
      steps: "expect regex \"id=(.*)\" == \"7\"", happenings: [.text("id=6", 1), .text("id=7", 1)],
      met: 1),
    Case(
      steps: "expect text startsWith \"id\"\ncapture id regex \"id=(.*)\"\nsend got {{id}}",
      happenings: [.text("id=7", 1)], done: ["text got 7"], met: 1),
  ])
  private func isMet(_ test: Case) throws {
    let outcome = try play(test.steps, test.happenings)
    #expect(outcome.finding == nil)
    #expect(outcome.isOver)
    #expect(outcome.done == test.done)
    #expect(outcome.met == test.met)
  }

  @Test(
    arguments: [
      (
        "expect text == \"a\"", [.nothing(10)],
        "waited 10 s for a message that meets it: nothing came"
      ),
      (
        "expect text == \"a\" within 500ms", [.text("x", 0.1), .text("y", 0.2), .nothing(0.5)],
        "waited 500 ms for a message that meets it: 2 messages came, none that does"
      ),
      (
        "expect text == \"a\"", [.close(1011, 1)],
        "waited for a message that meets it: the server closed with 1011 (internal error)"
      ),
      (
        "expect text == \"a\"", [.lost(1)],
        "the connection was lost"
      ),
      (
        "expect any { text == \"a\" } { text == \"b\" } within 1s", [.text("a", 0.1), .nothing(1)],
        "waited 1 s for a message that meets it: nothing came"
      ),
      (
        "expect 3 messages within 1s", [.text("1", 0.1), .nothing(1)],
        "waited 1 s for 3 messages: 1 message came"
      ),
      ("ping\nexpect pong within 1s", [.nothing(1)], "waited 1 s for a pong: nothing came"),
      ("never text == \"a\" for 1s", [.text("a", 0.1)], "a message came that may not come"),
      ("expect close 1000", [.close(1011, 1)], "the server closed with 1011 (internal error)"),
      ("expect close within 1s", [.nothing(1)], "waited 1 s for a close: nothing came"),
      ("expect close", [.lost(1)], "the connection was lost"),
      (
        "expect text == \"a\"\nsend b", [.close(1000, 1)],
        "waited for a message that meets it: the server closed with 1000 (normal closure)"
      ),
      (
        "expect close\nsend b", [.close(1000, 1)],
        "nothing can be sent: the server closed with 1000 (normal closure)"
      ),
      (
        "capture id regex \"a\"", [],
        "there is no message yet to capture from: an expect has to come before"
      ),
      (
        "expect text == \"a\"\ncapture id regex \"id=(.*)\"", [.text("a", 1)],
        "nothing to capture as id"
      ),
      ("send {{nope}}", [], "unknown variable {{nope}}: --variable nope=VALUE sets it"),
    ] as [(String, [Happening], String)])
  private func isNotMet(_ steps: String, _ happenings: [Happening], _ message: String) throws {
    let outcome = try play(steps, happenings)
    #expect(outcome.finding == message)
    #expect(outcome.isOver)
  }

  @Test func strictTakesNoOtherMessage() throws {
    let steps = "expect text == \"a\""
    #expect(
      try play(steps, [.text("x", 1)], isStrict: true).finding
        == "a message came that does not meet it (strict)")
    #expect(try play(steps, [.text("a", 1)], isStrict: true).finding == nil)
    #expect(
      try play("expect close", [.text("x", 1), .close(1000, 1)], isStrict: true).finding
        == "a message came where a close was expected (strict)")
  }

  /// A server may ping as it likes.
  @Test func ofManyPingsTheLastAreKept() throws {
    let many = (0..<50_000).map { Happening.ping("\($0)", 0) }
    let steps = "expect 1 messages\n" + String(repeating: "expect ping\n", count: 1001)
    let outcome = try play(steps, many + [.text("x", 1), .nothing(12)])
    #expect(outcome.met == 1001 && outcome.finding == "waited 10 s for a ping: nothing came")
  }

  /// A message is looked at once, however many wait.
  @Test func manyMessagesTakeLinearTime() throws {
    try expectLinear(from: 2000) { count in
      let many = (0..<count).map { Happening.text("\($0)", 0) }
      let outcome = try play(
        "expect \(count - 1) messages\nexpect text == \"\(count - 1)\"", many)
      #expect(outcome.finding == nil && outcome.met == 2)
    }
  }
}
