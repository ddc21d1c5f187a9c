import Testing
import Text
import Transcript

@testable import Check

private let plain = Explanation(Palette(isColored: false))

@Suite struct ExplanationTests {
  @Test func `a failure is explained as a compiler would`() {
    let lines = plain.lines(Sample.failed("checks/ws/chat.check", messages: 3))
    #expect(
      lines.joined(separator: "\n") == """
        checks/ws/chat.check:14:8: expected jq ".op" == "subscribed", within 2 s
          14 | expect jq ".op" == "subscribed" within 2s
             |        ^
          came: "error"
          in:   GET http://127.0.0.1:8080/ws/chat
            0.050 > GET http://127.0.0.1:8080/ws/chat
            0.170 < HTTP 426 to GET http://127.0.0.1:8080/ws/chat
            0.172 * upgrade websocket, followed, 426
            0.175 > GET http://127.0.0.1:8080/ws/chat
            0.345 < HTTP 101 to GET http://127.0.0.1:8080/ws/chat
            0.345 * open http://127.0.0.1:8080/ws/chat
            0.351 > text {"op":"subscribe","channel":"news"}
            0.362 < text {"op":"error","reason":"no such channel"}
            0.362 ! line 14 failed
            0.370 < text {"op":"news","id":0}
            0.383 > text {"op":"ack","id":1}
                … 3 after
        """)
  }

  @Test func `an error is told apart`() {
    #expect(
      plain.lines(Sample.unreachable("checks/down.check")).joined(separator: "\n") == """
        checks/down.check:2:1: error (7): could not connect to 127.0.0.1 port 9: Connection refused
          2 | POST {{base}}/login
            | ^
          in:   POST http://127.0.0.1:9/login
            0.000 > POST http://127.0.0.1:9/login
            0.002 * could not connect to 127.0.0.1 port 9: Connection refused
            0.002 ! line 2 error
        """)
  }

  @Test func `with colours it says the same`() {
    let check = Sample.failed("checks/ws/chat.check", messages: 3)
    let colored = Explanation(Palette(isColored: true)).lines(check)
    #expect(
      colored.prefix(3) == [
        "\u{1B}[1mchecks/ws/chat.check:14:8:\u{1B}[0m "
          + "\u{1B}[31mexpected jq \".op\" == \"subscribed\", within 2 s\u{1B}[0m",
        "\u{1B}[2m  14 | \u{1B}[0mexpect jq \".op\" == \"subscribed\" within 2s",
        "\u{1B}[2m     | \u{1B}[0m       \u{1B}[31m^\u{1B}[0m",
      ])
    let bare = colored.map { $0.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") }
    #expect(bare == plain.lines(check))
  }

  @Test func `of several attempts it says which it was`() {
    var check = Sample.unreachable("a.check")
    check.entries[0].attempts = 4
    #expect(plain.lines(check).contains("  in:   POST http://127.0.0.1:9/login (attempt 4)"))
  }

  @Test func `there is nothing to say of what passed`() {
    #expect(plain.lines(Sample.passed("a")).isEmpty)
    #expect(plain.lines(Sample.skipped("a")).isEmpty)
  }

  @Test func `what was judged at one moment has one transcript`() {
    var check = Sample.failed("a.check")
    let first = check.entries[1].findings[0]
    var later = first
    later.time = 0.33
    check.entries[1].findings = [first, first, later]
    let lines = plain.lines(check)
    #expect(lines.count { $0.hasPrefix("a.check:14:8: expected") } == 3)
    #expect(lines.count { $0.hasPrefix("  in: ") } == 2)
  }

  @Test func `many findings are cut short and counted`() {
    var check = Sample.failed("a.check")
    check.entries[1].findings = Array(repeating: check.entries[1].findings[0], count: 5000)
    let lines = plain.lines(check)
    #expect(lines.count { $0.hasPrefix("a.check:14:8: expected") } == 20)
    #expect(lines.last == "a.check: 4980 more of these are not shown")
  }

  @Test(
    arguments: [
      (nil, nil, "it went wrong", "it went wrong", nil),
      ("status == 200", "500", "status is 500", "expected status == 200", "500"),
      ("status == 200", "", "", "expected status == 200", "(empty)"),
      ("a message", nil, "", "expected a message", "nothing"),
      ("a message", nil, "3 came", "expected a message", "nothing: 3 came"),
      (nil, "\u{1B}c", "so it is", "so it is", "\\ec"),
    ] as [(String?, String?, String, String, String?)])
  func `what was asked and what came`(
    _ expected: String?, _ actual: String?, _ message: String, _ sentence: String, _ came: String?
  ) {
    let finding = Finding(
      .failure, at: Position(line: 1, column: 1), message, expected: expected, actual: actual)
    #expect(finding.sentence(limit: 100) == sentence)
    #expect(finding.came(limit: 100) == came)
  }

  @Test func `nothing drives the terminal, and all is bounded`() {
    for check in Sample.hostile.checks {
      let lines = plain.lines(check) + [Progress(plain.palette).line(check)]
      for line in lines {
        #expect(line.utf8.count < 3000)
        #expect(firstUnsafe(in: line) == nil)
      }
    }
  }

  // MARK: The quoted line

  @Test(arguments: [
    ("expect status == 1", 8, "expect status == 1", "expect "),
    ("\t\tstatus", 3, "    status", "    "), ("a\u{1B}b", 3, "a\\eb", "a\\e"),
    ("日本 x", 4, "日本 x", "日本 "), ("short", 99, "short", "short"), ("", 1, "", ""),
    ("x", -3, "x", ""),
  ])
  func `a caret stands under its place`(
    _ line: String, _ column: Int, _ shown: String, _ indent: String
  ) throws {
    let quotation = try #require(Quotation([line], at: Position(line: 1, column: column)))
    #expect(quotation.line.text == shown)
    #expect(quotation.indent == indent)
  }

  @Test func `a long line is cut around the place`() throws {
    let line = String(repeating: "a", count: 500) + "!" + String(repeating: "b", count: 1_000_000)
    let quotation = try #require(Quotation([line], at: Position(line: 1, column: 501)))
    #expect(quotation.indent == "…" + String(repeating: "a", count: 50))
    #expect(
      quotation.line.text == quotation.indent + "!" + String(repeating: "b", count: 59) + "…")
  }

  @Test func `a place that is not in the file is not quoted`() {
    #expect(Quotation(["a"], at: Position(line: 2, column: 1)) == nil)
    #expect(Quotation(["a"], at: Position(line: 0, column: 1)) == nil)
    #expect(Quotation([], at: Position(line: 1, column: 1)) == nil)
  }
}

@Suite struct ProgressTests {
  private let progress = Progress(Palette(isColored: false))

  @Test func `a check has its line when it ends`() {
    #expect(
      Sample.small.checks.map(progress.line) == [
        "checks/login.check: ok (3 requests, 5 messages, 0.42 s)",
        "checks/ws/chat.check: failed (1 of 4 expectations, 3 requests, 2 messages, 0.39 s)",
        "checks/down.check: error (0 requests, 2.0 ms)",
        "checks/later.check: skipped",
      ])
    #expect(
      Progress(Palette(isColored: true)).line(Sample.skipped("a"))
        == "a: \u{1B}[33mskipped\u{1B}[0m")
  }

  @Test(arguments: [
    (80, "[4/30] 1 failed, 1 error, now: a.check, 日本.check"),
    (44, "[4/30] 1 failed, 1 error, now: a.check, 日…"), (8, "[4/30]…"), (1, ""), (0, ""),
  ])
  func `what goes on fits into a line`(_ width: Int, _ line: String) {
    let ended = Tally(Sample.small.checks)
    let names = ["a.check", "日本.check"]
    #expect(progress.running(names, ended: ended, of: 30, width: width) == line)
  }

  @Test func `it never wraps`() {
    let names = ["日本語のファイル.check", "e\u{301}\u{301}.check", Sample.evil]
    for width in 0...200 {
      let line = progress.running(names, ended: Tally([]), of: 3, width: width)
      #expect(columns(of: line) < max(width, 1))
    }
    #expect(progress.running([], ended: Tally([]), of: 3, width: 80) == "[0/3]")
  }

  @Test func `the end has the numbers`() {
    #expect(
      progress.summary(Sample.small) == [
        String(repeating: "-", count: 72), "Checks:    4 (1 ok, 1 failed, 1 error, 1 skipped)",
        "Requests:  6 (8.0 a second), 7 messages", "Duration:  0.75 s",
      ])
    #expect(
      progress.summary(Summary()) == [
        String(repeating: "-", count: 72), "Checks:    0", "Requests:  0", "Duration:  0.00 s",
      ])
  }

  @Test func `of many that failed the end says which`() {
    let lines = progress.summary(Sample.large(30))
    #expect(
      lines.prefix(3) == [
        #"checks/ws/rooms/case-2.check:14:8: expected jq ".op" == "subscribed", within 2 s"#,
        #"checks/ws/rooms/case-17.check:14:8: expected jq ".op" == "subscribed", within 2 s"#,
        "checks/ws/case-25.check:2:1: error (7): "
          + "could not connect to 127.0.0.1 port 9: Connection refused",
      ])
    let all = Sample.summary((1...50).map { Sample.failed("\($0)") })
    #expect(progress.summary(all).count == 20 + 1 + 4)
    #expect(progress.summary(all)[20] == "… and 30 more")
  }
}
