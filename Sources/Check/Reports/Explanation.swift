public import Text
import Transcript

/// What went wrong in a check, as a compiler says it: where, what was asked, what came, and what happened
/// around it. No line holds anything of the peer's that could drive a terminal.
public struct Explanation: Sendable {
  /// The colours.
  public var palette: Palette
  /// The most characters of a value, a message or a name.
  public var width = 200
  /// The most findings of a check that are explained; the others are counted.
  public var findings = 20

  /// With those colours.
  public init(_ palette: Palette) { self.palette = palette }

  /// All that was found in a check, in the order of the run; nothing if it passed.
  public func lines(_ check: CheckResult) -> [String] {
    var lines: [String] = []
    var room = findings
    for entry in check.entries {
      // What was asked of one answer is judged at one moment: what happened before that is shown once.
      for moment in entry.moments where room > 0 {
        for finding in moment.prefix(room) { lines += self.lines(finding, check) }
        lines += around(moment.prefix(room), entry)
        room -= moment.count
      }
    }
    let left = check.findings.count + check.unlisted.findings - findings
    if left > 0 {
      let name = excerpt(check.name, limit: width)
      lines.append("\(name): \(left) more of these \(left == 1 ? "is" : "are") not shown")
    }
    return lines
  }

  /// All that happened in a check: the heads, what was decided on them, and the messages.
  public func course(of check: CheckResult) -> [String] {
    var lines = ["* \(excerpt(check.name, limit: width))"]
    for entry in check.entries {
      for exchange in entry.exchanges {
        lines += exchange.requestHead.map { "> " + Escape.text($0) }
        lines += exchange.responseHead.map { "< " + Escape.text($0) }
        if let decision = exchange.decision { lines.append("* \(excerpt(decision, limit: width))") }
      }
      let conversation = entry.transcript.drop {
        if case .open = $0.event { false } else { true }
      }
      lines += conversation.map { line(Happening($0, from: entry.started, limit: width)) }
    }
    return lines
  }

  /// `checks/chat.check:14:8: expected jq ".op" == "subscribed", within 2 s`, or
  /// `checks/chat.check:3:1: error (7): could not connect to …`.
  public func headline(_ finding: Finding, in check: CheckResult) -> String {
    palette.paint(
      "\(excerpt(check.name, limit: width)):\(finding.position.line):\(finding.position.column):",
      .strong) + " " + palette.paint(finding.sentence(limit: width), .problem)
  }

  // MARK: Parts

  private func lines(_ finding: Finding, _ check: CheckResult) -> [String] {
    var lines = [headline(finding, in: check)]
    if let quotation = Quotation(check.lines, at: finding.position) {
      let number = "\(quotation.line.number)"
      let blank = String(repeating: " ", count: number.utf8.count)
      let left = String(repeating: " ", count: columns(of: quotation.indent))
      lines.append(palette.paint("  \(number) | ", .dim) + quotation.line.text)
      lines.append(
        palette.paint("  \(blank) | ", .dim) + left + palette.paint("^", .problem))
    }
    if let came = finding.came(limit: width) { lines.append("  came: \(came)") }
    lines += finding.notes.map { "  note: \(excerpt($0, limit: 2 * width))" }
    return lines
  }

  private func around(_ moment: ArraySlice<Finding>, _ entry: EntryResult) -> [String] {
    guard let first = moment.first else { return [] }
    let part = Surroundings(entry.transcript, at: first.time, before: 8, after: 2)
    let attempt = entry.attempts > 1 ? " (attempt \(entry.attempts))" : ""
    var lines = ["  in:   \(excerpt("\(entry.method) \(entry.url)", limit: width))\(attempt)"]
    lines += entry.earlierLines(limit: width).map { "        \($0)" }
    if part.earlier > 0 { lines.append(palette.paint("        … \(part.earlier) before", .dim)) }
    lines += part.before.map { line(Happening($0, from: entry.started, limit: width)) }
    lines.append(line(.finding(moment, from: entry.started)))
    lines += part.after.map { line(Happening($0, from: entry.started, limit: width)) }
    if part.later > 0 { lines.append(palette.paint("        … \(part.later) after", .dim)) }
    if let body = entry.body(limit: 2 * width, besides: moment) { lines.append("  body: \(body)") }
    return lines
  }

  private func line(_ happening: Happening) -> String {
    let role: Palette.Role =
      switch happening.sign {
      case "<": .incoming
      case ">": .outgoing
      case "!": .problem
      default: .note
      }
    return "  " + palette.paint(happening.stamp, .dim) + " "
      + palette.paint("\(happening.sign) \(happening.text)", role)
  }
}

extension Happening {
  /// `! line 14 failed`: findings of one moment.
  static func finding(_ findings: ArraySlice<Finding>, from start: Double) -> Self {
    var lines: [String] = []
    for finding in findings.prefix(5) {
      let line = "\(finding.position.line)"
      if lines.last != line { lines.append(line) }
    }
    let more = findings.count > 5 ? ", …" : ""
    let noun = lines.count > 1 ? "lines" : "line"
    let verb = findings.contains { $0.kind == .error } ? "error" : "failed"
    return Happening(
      time: start + (findings.first?.time ?? 0), sign: "!",
      text: "\(noun) \(lines.joined(separator: ", "))\(more) \(verb)")
  }
}

extension EntryResult {
  /// The findings in their order, those of one moment together.
  var moments: [ArraySlice<Finding>] {
    var moments: [ArraySlice<Finding>] = []
    var start = 0
    for index in findings.indices.dropFirst() where findings[index].time != findings[start].time {
      moments.append(findings[start..<index])
      start = index
    }
    return findings.isEmpty ? [] : moments + [findings[start...]]
  }
}

extension EntryResult {
  /// `attempts 1 to 3: expected HTTP 200, came HTTP 503`: those before the last; equal ones that follow each other are
  /// one line.
  func earlierLines(limit: Int) -> [String] {
    var runs: [(first: Int, last: Int, text: String)] = []
    for attempt in earlier {
      let finding = attempt.finding
      let text =
        finding.sentence(limit: limit) + (finding.came(limit: limit).map { ", came \($0)" } ?? "")
      if let last = runs.last, last.text == text {
        runs[runs.count - 1].last = attempt.number
      } else {
        runs.append((attempt.number, attempt.number, text))
      }
    }
    return runs.map { run in
      (run.first == run.last ? "attempt \(run.first)" : "attempts \(run.first) to \(run.last)")
        + ": \(run.text)"
    }
  }
}

extension EntryResult {
  /// How the body of the last response begins, unless the findings show it.
  fileprivate func body(limit: Int, besides findings: ArraySlice<Finding>) -> String? {
    guard let last = exchanges.last, last.status != 101, !last.body.isEmpty else { return nil }
    let text = Escape.start(of: last.body.span, limit: limit)
    let start = text.prefix(40)
    return findings.contains { $0.came(limit: limit)?.contains(start) ?? false } ? nil : text
  }
}

extension CheckResult {
  /// Of all entries.
  var findings: [Finding] { entries.flatMap(\.findings) }
}

extension Finding {
  /// `expected status == 200`, or `error (7): could not connect`.
  func sentence(limit: Int) -> String {
    switch kind {
    case .error:
      // 117 is what a finding has that nobody gave a status.
      let number = status == 117 ? "" : " (\(status))"
      return "error\(number): \(excerpt(message, limit: limit))"
    case .failure:
      return expected.map { "expected \(excerpt($0, limit: limit))" }
        ?? excerpt(message, limit: limit)
    }
  }

  /// What came; nil if that is in the sentence.
  func came(limit: Int) -> String? {
    guard kind == .failure, expected != nil || actual != nil else { return nil }
    if let actual { return actual.isEmpty ? "(empty)" : excerpt(actual, limit: limit) }
    return message.isEmpty ? "nothing" : "nothing: \(excerpt(message, limit: limit))"
  }
}
