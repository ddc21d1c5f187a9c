import Text
import Transcript

/// The report that CI servers read: the JUnit format as Ant, Maven's Surefire and pytest write it and Jenkins and
/// GitLab read it. A run is a `testsuite`, a check a `testcase`, whose `system-out` is its transcript.
public enum JUnit {
  /// The most lines of one check's transcript.
  static let mostLines = 500

  /// The file's bytes: XML 1.0 in UTF-8.
  public static func report(_ summary: Summary) -> [UInt8] {
    let tally = Tally(summary.checks)
    var xml = Markup()
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
    xml.counts(tally, summary)
    xml.raw(">\n  <testsuite")
    xml.counts(tally, summary)
    xml.raw(" skipped=\"")
    xml.number(tally.skipped)
    xml.raw("\" timestamp=\"")
    xml.text(timestamp(summary.started))
    xml.raw("\">\n")
    for check in summary.checks { xml.testcase(check) }
    xml.raw("  </testsuite>\n</testsuites>\n")
    return xml.bytes
  }
}

extension Markup {
  fileprivate mutating func counts(_ tally: Tally, _ summary: Summary) {
    raw(" name=\"upshift\" tests=\"")
    number(tally.checks)
    raw("\" failures=\"")
    number(tally.failed)
    raw("\" errors=\"")
    number(tally.errors)
    raw("\" time=\"")
    decimal(summary.duration, places: 3)
    raw("\"")
  }

  fileprivate mutating func testcase(_ check: CheckResult) {
    let (folder, name) = JUnit.names(check.name)
    raw("    <testcase classname=\"")
    text(folder)
    raw("\" name=\"")
    text(name)
    raw("\" time=\"")
    decimal(check.duration, places: 3)
    raw("\">\n")
    let findings = check.findings
    // One element for all: readers look at the first alone.
    switch check.outcome {
    case .passed: break
    case .skipped: raw("      <skipped/>\n")
    case .failed:
      raw("      <failure type=\"expectation\" message=\"")
      explain(check, findings)
      raw("</failure>\n")
    case .error:
      raw("      <error type=\"exit status ")
      number(Int(check.mainFinding?.status ?? 0))
      raw("\" message=\"")
      explain(check, findings)
      raw("</error>\n")
    }
    transcript(check)
    raw("    </testcase>\n")
  }

  private mutating func explain(_ check: CheckResult, _ findings: [Finding]) {
    if let finding = check.mainFinding {
      text("line \(finding.position.line): \(finding.sentence(limit: 300))")
      if let came = finding.came(limit: 300) { text(", came \(came)") }
      if findings.count > 1 { text(" (and \(findings.count - 1) more)") }
    }
    raw("\">")
    for line in Explanation(Palette(isColored: false)).lines(check) {
      text(line)
      raw("\n")
    }
  }

  private mutating func transcript(_ check: CheckResult) {
    guard check.entries.contains(where: { !$0.transcript.isEmpty }) else { return }
    raw("      <system-out>")
    var room = JUnit.mostLines
    var left = 0
    for entry in check.entries {
      if room > 0 {
        text("line \(entry.position.line): \(excerpt("\(entry.method) \(entry.url)", limit: 300))")
        raw("\n")
      }
      for record in entry.transcript.prefix(room) {
        let happening = Happening(record, from: entry.started, limit: 300)
        text("\(happening.stamp) \(happening.sign) \(happening.text)")
        raw("\n")
      }
      left += max(0, entry.transcript.count - room)
      room = max(0, room - entry.transcript.count)
    }
    if left > 0 {
      text("… \(left) more")
      raw("\n")
    }
    raw("</system-out>\n")
  }
}

extension JUnit {
  /// `checks/ws/chat.check` is `chat.check` of the class `checks.ws`; what lies in no folder is of `upshift`.
  static func names(_ path: String) -> (folder: String, name: String) {
    let parts = excerpt(path, limit: 500).split(separator: "/").filter { $0 != "." && $0 != ".." }
    // A dot inside a name would be taken for the end of a package.
    let folder = parts.dropLast().map { String($0.map { $0 == "." ? "_" : $0 }) }
      .joined(separator: ".")
    return (folder.isEmpty ? "upshift" : folder, parts.last.map(String.init) ?? path)
  }
}
