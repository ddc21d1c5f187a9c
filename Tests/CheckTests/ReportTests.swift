import Foundation
import Testing
import Text

@testable import Check

private func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Suite struct ReportTests {
  // MARK: JUnit

  private static let down = """
    checks/down.check:2:1: error (7): could not connect to 127.0.0.1 port 9: Connection refused
      2 | POST {{base}}/login
        | ^
      in:   POST http://127.0.0.1:9/login
    """

  @Test func `JUnit, of a check each that passed, failed, could not be judged, was not run`() {
    var summary = Sample.small
    for index in summary.checks.indices.prefix(2) {
      summary.checks[index].entries.removeFirst()
      summary.checks[index].entries[0].transcript.removeFirst(7)
    }
    #expect(
      string(JUnit.report(summary)) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="upshift" tests="4" failures="1" errors="1" time="0.750">
          <testsuite name="upshift" tests="4" failures="1" errors="1" time="0.750" skipped="1" \
        timestamp="2026-11-23T02:37:00Z">
            <testcase classname="checks" name="login.check" time="0.424">
              <system-out>line 9: GET http://127.0.0.1:8080/ws/chat
          0.362 &lt; text {&quot;op&quot;:&quot;subscribed&quot;}
          0.370 &lt; text {&quot;op&quot;:&quot;news&quot;,&quot;id&quot;:0}
          0.383 &gt; text {&quot;op&quot;:&quot;ack&quot;,&quot;id&quot;:1}
          0.396 &lt; text {&quot;op&quot;:&quot;news&quot;,&quot;id&quot;:2}
          0.419 &gt; close 1000 (normal closure)
          0.423 &lt; close 1000 (normal closure)
        </system-out>
            </testcase>
            <testcase classname="checks.ws" name="chat.check" time="0.385">
              <failure type="expectation" message="line 14: expected jq &quot;.op&quot; == \
        &quot;subscribed&quot;, within 2 s, came &quot;error&quot;">\
        checks/ws/chat.check:14:8: expected jq &quot;.op&quot; == &quot;subscribed&quot;, within 2 s
          14 | expect jq &quot;.op&quot; == &quot;subscribed&quot; within 2s
             |        ^
          came: &quot;error&quot;
          in:   GET http://127.0.0.1:8080/ws/chat
            0.362 &lt; text {&quot;op&quot;:&quot;error&quot;,&quot;reason&quot;:&quot;no such channel&quot;}
            0.362 ! line 14 failed
            0.380 &gt; close 1000 (normal closure)
            0.384 &lt; close 1000 (normal closure)
        </failure>
              <system-out>line 9: GET http://127.0.0.1:8080/ws/chat
          0.362 &lt; text {&quot;op&quot;:&quot;error&quot;,&quot;reason&quot;:&quot;no such channel&quot;}
          0.380 &gt; close 1000 (normal closure)
          0.384 &lt; close 1000 (normal closure)
        </system-out>
            </testcase>
            <testcase classname="checks" name="down.check" time="0.002">
              <error type="exit status 7" message="line 2: error (7): \
        could not connect to 127.0.0.1 port 9: Connection refused">\
        \(Self.down)
            0.000 &gt; POST http://127.0.0.1:9/login
            0.002 * could not connect to 127.0.0.1 port 9: Connection refused
            0.002 ! line 2 error
        </error>
              <system-out>line 2: POST http://127.0.0.1:9/login
          0.000 &gt; POST http://127.0.0.1:9/login
          0.002 * could not connect to 127.0.0.1 port 9: Connection refused
        </system-out>
            </testcase>
            <testcase classname="checks" name="later.check" time="0.000">
              <skipped/>
            </testcase>
          </testsuite>
        </testsuites>

        """)
  }

  @Test func `a long transcript is cut and counted`() {
    let report = string(
      JUnit.report(Sample.summary([Sample.passed("a", messages: 3000)])))
    #expect(report.contains("\n… 2512 more\n</system-out>"))
  }

  private static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Schemas/junit.xsd").path

  @Test(
    .enabled(if: Tool("xmllint") != nil),
    arguments: Sample.runs)
  func `JUnit is valid against its schema`(_ run: Sample.Run) throws {
    let tool = try #require(Tool("xmllint"))
    let report = JUnit.report(run.summary)
    let (status, output) = try tool.run(["--noout", "--schema", Self.schema], on: report)
    #expect(status == 0, "\(output)")
  }

  @Test(.enabled(if: Tool("xmllint") != nil))
  func `the schema can tell`() throws {
    let tool = try #require(Tool("xmllint"))
    let wrong = string(JUnit.report(Sample.small)).replacingOccurrences(
      of: "tests=\"4\"", with: "tests=\"four\"")
    let (status, _) = try tool.run(["--noout", "--schema", Self.schema], on: Array(wrong.utf8))
    #expect(status != 0)
  }

  @Test(arguments: [
    ("checks/ws/chat.check", "checks.ws", "chat.check"), ("chat.check", "upshift", "chat.check"),
    ("./a/b.check", "a", "b.check"), ("../v1.2/b.check", "v1_2", "b.check"),
    ("/a/b", "a", "b"), ("", "upshift", ""), ("/", "upshift", "/"),
  ])
  func `a folder is a class`(_ path: String, _ folder: String, _ name: String) {
    #expect(JUnit.names(path) == (folder, name))
  }

  // MARK: TAP

  @Test func `TAP, of a check each that passed, could not be judged, was not run`() {
    let checks = [
      Sample.passed("a.check"), Sample.unreachable("checks/down.check"),
      Sample.skipped("b #1.check"),
    ]
    #expect(
      string(TAP.report(Sample.summary(checks))) == """
        TAP version 13
        1..3
        ok 1 - a.check
        not ok 2 - checks/down.check
          ---
          message: "error (7): could not connect to 127.0.0.1 port 9: Connection refused"
          severity: error
          at:
            file: "checks/down.check"
            line: 2
            column: 1
          exit: 7
          duration_ms: 2.000
          explanation: |
        \(Self.down.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
                0.000 > POST http://127.0.0.1:9/login
                0.002 * could not connect to 127.0.0.1 port 9: Connection refused
                0.002 ! line 2 error
          ...
        ok 3 - b \\#1.check # SKIP

        """)
    let failed = string(TAP.report(Sample.summary([Sample.failed("a")])))
    #expect(
      failed.contains(
        """
          message: "expected jq \\".op\\" == \\"subscribed\\", within 2 s"
          severity: fail
          found: "\\"error\\""

        """))
  }

  @Test(.enabled(if: Tool("prove") != nil))
  func `prove reads TAP`() throws {
    let tool = try #require(Tool("prove"))
    let (status, output) = try tool.run(["-v", "-e", "/bin/cat"], on: TAP.report(Sample.small))
    #expect(status != 0)
    #expect(output.contains("Failed 2/4 subtests"))
    #expect(output.contains("(less 1 skipped subtest: 1 okay)"))
    #expect(output.contains("Failed tests:  2-3"))
    #expect(!output.contains("Parse errors"))
  }

  @Test(.enabled(if: Tool("prove") != nil))
  func `prove is content when all passed, and is not misled by a name`() throws {
    let tool = try #require(Tool("prove"))
    let good = TAP.report(Sample.summary([Sample.passed("a"), Sample.skipped("b # x")]))
    #expect(try tool.run(["-e", "/bin/cat"], on: good).status == 0)
    #expect(try tool.run(["-e", "/bin/cat"], on: TAP.report(Sample.summary([]))).status == 0)
    let (status, output) = try tool.run(["-e", "/bin/cat"], on: TAP.report(Sample.hostile))
    #expect(status != 0)
    #expect(output.contains("Failed 2/2 subtests"))
    #expect(!output.contains("Parse errors") && !output.contains("TODO"))
  }

  // MARK: JSON

  @Test func `JSON, of one check`() {
    var check = Sample.unreachable("a.check")
    check.started = 0.25
    check.entries[0].exchanges = [
      ExchangeResult(
        method: "GET", url: "http://h/", status: 426, version: "HTTP/1.1", started: 0,
        duration: 0.0015, requestHead: ["GET / HTTP/1.1"], responseHead: [], decision: "none")
    ]
    check.entries[0].captures = [(name: "id", value: "\u{1B}\"")]
    let reason = "could not connect to 127.0.0.1 port 9: Connection refused"
    #expect(
      string(JSONReport.report(Sample.summary([check, Sample.skipped("b")]))) == """
        [{"filename":"a.check","outcome":"error","success":false,"started":0.250,"duration":0.002,\
        "entries":[{"index":1,"line":2,"method":"POST","url":"http://127.0.0.1:9/login",\
        "attempts":1,"started":0.000,"duration":0.002,"met":0,\
        "findings":[{"kind":"error","line":2,"column":1,"message":"\(reason)","status":7,"time":0.002}],\
        "captures":[{"name":"id","value":"\\u001b\\""}],\
        "exchanges":[{"method":"GET","url":"http://h/","status":426,"version":"HTTP/1.1",\
        "started":0.000,"duration":0.002,\
        "phases":{"lookup":0.000,"connect":0.000,"tls":0.000,"wait":0.000,"receive":0.000},\
        "request":["GET / HTTP/1.1"],"response":[],"bodySize":0,"decision":"none"}],\
        "transcript":[
        {"t":0.000,"dir":"out","type":"request","method":"POST","url":"http://127.0.0.1:9/login"},
        {"t":0.002,"type":"error","reason":"\(reason)"}]}]},\
        {"filename":"b","outcome":"skipped","success":true,"started":0.000,"duration":0.000,\
        "entries":[]}]

        """)
  }

  @Test(arguments: Sample.runs)
  func `JSON is JSON, and has all records`(_ run: Sample.Run) throws {
    let report = JSONReport.report(run.summary)
    let value = try JSONSerialization.jsonObject(with: Data(report))
    let checks = try #require(value as? [[String: Any]])
    #expect(checks.map { $0["filename"] as? String } == run.summary.checks.map(\.name))
    for (check, result) in zip(checks, run.summary.checks) {
      let entries = try #require(check["entries"] as? [[String: Any]])
      #expect(
        entries.map { ($0["transcript"] as? [Any])?.count }
          == result.entries.map(\.transcript.count))
    }
  }

  // MARK: All

  @Test func `what a peer sends drives no terminal and no parser`() throws {
    let reports = [
      JUnit.report(Sample.hostile), TAP.report(Sample.hostile), JSONReport.report(Sample.hostile),
    ]
    for report in reports { #expect(firstUnsafe(in: string(report)) == nil) }
    let elements = try #require(Elements(reports[0]))
    #expect(elements.all.count == 2 + 2 * 3)
    #expect(elements.text.contains("]]>"))
    #expect(reports[0].count < 200_000 && reports[1].count < 100_000)
  }

  @Test(
    arguments: [
      (0.0, "1970-01-01T00:00:00Z"), (1_795_401_420.9, "2026-11-23T02:37:00Z"),
      (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (951_868_800, "2000-03-01T00:00:00Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
      (253_402_300_799, "9999-12-31T23:59:59Z"), (-1, "1970-01-01T00:00:00Z"),
      (.nan, "1970-01-01T00:00:00Z"), (.infinity, "1970-01-01T00:00:00Z"),
    ] as [(Double, String)])
  func `a time stamp is UTC`(_ epoch: Double, _ text: String) {
    #expect(timestamp(epoch) == text)
  }

  @Test func `time stamps agree with Foundation's`() {
    let formatter = ISO8601DateFormatter()
    for day in stride(from: 0.0, to: 80_000, by: 97) {
      let epoch = day * 86400 + 12_345
      #expect(timestamp(epoch) == formatter.string(from: Date(timeIntervalSince1970: epoch)))
    }
  }

  @Test(
    arguments: [
      (0.3124, 3, "0.312"), (0.9996, 3, "1.000"), (12.3, 0, "12"), (0.05, 2, "0.05"),
      (-1, 2, "0.00"), (.nan, 3, "0.000"), (.infinity, 1, "0.0"), (1e300, 1, "0.0"),
    ] as [(Double, Int, String)])
  func `numbers are decimal`(_ value: Double, _ places: Int, _ text: String) {
    #expect(decimal(value, places: places) == text)
  }
}
