import Foundation
import Testing
import Text

@testable import Check

@Suite struct PageTests {
  @Test func `the title says how it ended`() {
    for (checks, title) in [
      (Sample.small.checks, "2 of 4 checks did not pass"), ([], "No checks were run"),
      ([Sample.passed("a")], "1 check passed"),
      ([Sample.skipped("a"), Sample.passed("b")], "1 check passed"),
      ([Sample.skipped("a")], "All 1 skipped"),
      ([Sample.failed("a")], "1 of 1 check did not pass"),
    ] {
      let page = String(decoding: HTML.report(Sample.summary(checks)), as: UTF8.self)
      #expect(page.contains("<title>\(title)</title>"))
      #expect(page.contains("<h1>\(title)</h1>"))
    }
  }

  @Test func `what did not pass comes first, with where and why`() throws {
    let page = String(decoding: HTML.report(Sample.small), as: UTF8.self)
    let list = try #require(page.split(separator: "<h2>What did not pass</h2>").last)
    let bad = try #require(list.split(separator: "</section>").first)
    #expect(bad.contains("<a href=\"#c2\">"))
    #expect(bad.contains("line 14"))
    #expect(bad.contains("expected jq &quot;.op&quot; == &quot;subscribed&quot;, within 2 s"))
    #expect(bad.contains("came &quot;error&quot;"))
    #expect(bad.contains("<a href=\"#c3\">"))
    #expect(bad.contains("error (7): could not connect to 127.0.0.1 port 9: Connection refused"))
    #expect(!bad.contains("login.check"))
  }

  @Test(arguments: Sample.runs)
  func `a page is well-formed, has no script, and leads nowhere else`(_ run: Sample.Run) throws {
    let page = HTML.report(run.summary)
    #expect(page == HTML.report(run.summary))
    let elements = try #require(Elements(page))
    #expect(elements.named("script").isEmpty)
    var ids: Set<String> = []
    for (_, attributes) in elements.all {
      #expect(!attributes.keys.contains { $0.hasPrefix("on") || $0 == "src" || $0 == "style" })
      if let id = attributes["id"] { #expect(ids.insert(id).inserted) }
    }
    for (name, attributes) in elements.all {
      guard let target = attributes["href"] else { continue }
      #expect(target.hasPrefix("#") && ids.contains(String(target.dropFirst())), "\(name)")
    }
    #expect(firstUnsafe(in: elements.text) == nil)
  }

  @Test func `places on the timeline are to scale`() throws {
    let page = HTML.report(Sample.summary([Sample.failed("a.check", messages: 10)]))
    let elements = try #require(Elements(page))
    let length = 0.05 + 0.33 + 0.13 + 0.005
    func near(_ text: String?, _ time: Double) -> Bool {
      guard let text, let percent = Double(text.dropLast()) else { return false }
      return abs(percent / 100 * length - time) < 0.0001
    }
    let finding = try #require(elements.named("line").first { $0["class"] == "finding" })
    #expect(near(finding["x1"], 0.05 + 0.312))
    let whole = elements.named("rect").filter { $0["class"] == "whole" }
    #expect(whole.count == 3)
    #expect(near(whole[1]["x"], 0.05) && near(whole[1]["width"], 0.12))
    #expect(near(whole[2]["x"], 0.175) && near(whole[2]["width"], 0.17))
    let sent = elements.named("use").filter { $0["href"] == "#s" }
    #expect(sent.count == 4)
    #expect(near(sent[0]["x"], 0.05 + 0.301))
    #expect(near(sent[1]["x"], 0.05 + 0.32 + 0.013))
    let open = try #require(elements.named("rect").first { $0["class"] == "open" })
    #expect(near(open["x"], 0.05 + 0.295))
  }

  @Test func `many checks and messages make a page of a few megabytes`() throws {
    #expect(HTML.report(Sample.large(300)).count < 4 << 20)
    let allBad = Sample.summary((1...300).map { Sample.failed("\($0).check", messages: 50) })
    #expect(HTML.report(allBad).count < 5 << 20)
    #expect(HTML.report(Sample.large(2, messages: 20_000)).count < 300_000)
    let page = String(
      decoding: HTML.report(Sample.large(3, messages: 5000)), as: UTF8.self)
    #expect(page.contains("more, which the JSON report has"))
  }

  @Test(
    arguments: [
      (0.0004, ["0", "0.1 ms", "0.2 ms", "0.3 ms", "0.4 ms"]),
      (0.31, ["0", "100 ms", "200 ms", "300 ms"]), (1.1, ["0", "500 ms", "1000 ms"]),
      (2.4, ["0", "0.5 s", "1 s", "1.5 s", "2 s"]), (61, ["0", "20 s", "40 s", "60 s"]),
      (0, ["0", "0.05 ms", "0.1 ms"]),
    ] as [(Double, [String])])
  func `an axis has a few round ticks`(_ duration: Double, _ labels: [String]) {
    var check = CheckResult(name: "a")
    check.duration = duration
    let timeline = Timeline(check, marks: 10)
    #expect(timeline.ticks.map(timeline.label) == labels)
  }

  @Test func `messages on one spot are one mark, and too many are counted`() {
    var check = Sample.passed("a.check", messages: 0)
    let first = check.entries[1].transcript.count
    for index in 0..<1000 {
      check.entries[1].transcript.append(
        Sample.text("x", 0.3 + Double(index % 10) * 1e-6, number: first + index))
    }
    let merged = Timeline(check, marks: 100)
    #expect(merged.received == 1001)
    #expect(merged.marks.count < 10 && merged.marksLeftOut == 0)
    #expect(Timeline(check, marks: 3).marksLeftOut > 0)
  }

  /// `UPSHIFT_SHOW_REPORTS=DIR swift test --filter PageTests` leaves pages there to be looked at.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["UPSHIFT_SHOW_REPORTS"] != nil))
  func `pages to look at`() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["UPSHIFT_SHOW_REPORTS"])
    var three = Sample.large(3, messages: 12)
    three.checks[2] = Sample.unreachable("checks/down.check")
    let samples = [
      ("3", three), ("30", Sample.large(30)), ("300", Sample.large(300)),
      ("hostile", Sample.hostile), ("small", Sample.small),
    ]
    for (name, summary) in samples {
      let page = URL(fileURLWithPath: folder).appending(path: "\(name).html")
      try Data(HTML.report(summary)).write(to: page)
    }
  }
}
