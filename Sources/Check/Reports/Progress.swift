import Editor
public import Text
import Transcript

/// What is said while checks run, and when all have ended.
public struct Progress: Sendable {
  /// The colours.
  public var palette: Palette

  /// With those colours.
  public init(_ palette: Palette) { self.palette = palette }

  /// A check has ended: `checks/chat.check: ok (3 requests, 5 messages, 0.31 s)`.
  public func line(_ check: CheckResult) -> String {
    let name = excerpt(check.name, limit: 200)
    let findings = check.findings
    switch check.outcome {
    case .passed: return "\(name): \(palette.paint("ok", .success)) (\(check.size))"
    case .skipped: return "\(name): \(palette.paint("skipped", .note))"
    case .failed:
      let expectations = Tally(CollectionOfOne(check)).expectations
      return "\(name): \(palette.paint("failed", .problem)) "
        + "(\(findings.count) of \(counted(expectations, "expectation")), \(check.size))"
    case .error: return "\(name): \(palette.paint("error", .problem)) (\(check.size))"
    }
  }

  /// What goes on, for the last line of a terminal: `[12/30] 1 failed, now: a.check, b.check`.
  ///
  /// - Parameters:
  ///   - ended: the checks that have.
  ///   - total: all of them.
  ///   - names: the checks that are being run.
  ///   - width: the terminal's columns; the line takes fewer, so that it never wraps.
  public func running(_ names: [String], ended: Tally, of total: Int, width: Int) -> String {
    var line = Fitted(width: max(0, width - 1), palette: palette)
    line.add("[\(ended.checks)/\(total)]", .dim)
    if ended.failed > 0 { line.add(" \(ended.failed) failed", .problem) }
    if ended.errors > 0 {
      line.add(ended.failed > 0 ? ", " : " ", .problem)
      line.add(counted(ended.errors, "error"), .problem)
    }
    guard !names.isEmpty else { return line.text }
    line.add(ended.failed + ended.errors > 0 ? ", now: " : " now: ", .dim)
    for (index, name) in names.enumerated() where !line.isFull {
      line.add((index > 0 ? ", " : "") + excerpt(name, limit: 200), nil)
    }
    return line.text
  }

  /// The end: what failed once more, where a person looks first, and the numbers.
  public func summary(_ summary: Summary) -> [String] {
    let tally = Tally(summary.checks)
    var lines: [String] = []
    let bad = summary.checks.filter { $0.outcome == .failed || $0.outcome == .error }
    let explanation = Explanation(palette)
    // Of one or two the explanation is still in sight.
    if bad.count > 2 {
      for check in bad.prefix(Self.mostNamed) {
        lines += check.mainFinding.map { [explanation.headline($0, in: check)] } ?? []
      }
      if bad.count > Self.mostNamed { lines.append("… and \(bad.count - Self.mostNamed) more") }
    }
    lines.append(palette.paint(String(repeating: "-", count: 72), .dim))
    let rate =
      summary.duration > 0 && tally.requests > 0
      ? " (\(decimal(Double(tally.requests) / summary.duration, places: 1)) a second)" : ""
    let messages = tally.messages > 0 ? ", \(counted(tally.messages, "message"))" : ""
    lines.append("Checks:    \(tally.checks)\(share(of: tally))")
    lines.append("Requests:  \(tally.requests)\(rate)\(messages)")
    lines.append("Duration:  \(seconds(summary.duration))")
    return lines
  }

  /// Enough to see a pattern, not so many that the numbers scroll off.
  private static let mostNamed = 20

  private func share(of tally: Tally) -> String {
    guard tally.checks > 0 else { return "" }
    let parts: [(Int, String, Palette.Role)] = [
      (tally.passed, "\(tally.passed) ok", .success),
      (tally.failed, "\(tally.failed) failed", .problem),
      (tally.errors, counted(tally.errors, "error"), .problem),
      (tally.skipped, "\(tally.skipped) skipped", .note),
    ]
    let shown = parts.filter { $0.0 > 0 }.map { palette.paint($0.1, $0.2) }
    return " (\(shown.joined(separator: ", ")))"
  }
}

extension CheckResult {
  /// The one that made the check what it is.
  var mainFinding: Finding? { findings.main }
}

extension EntryResult {
  /// The one that made another attempt necessary.
  var mainFinding: Finding? { findings.main }
}

extension [Finding] {
  fileprivate var main: Finding? { first { $0.kind == .error } ?? first }
}

/// Columns that a text takes on a terminal.
func columns(of text: String) -> Int { text.reduce(0) { $0 + Width.columns(of: $1) } }

/// A line that is cut at a width.
private struct Fitted {
  let palette: Palette
  private var room: Int
  private(set) var text = ""
  private(set) var isFull = false

  init(width: Int, palette: Palette) {
    room = width
    self.palette = palette
  }

  mutating func add(_ piece: String, _ role: Palette.Role?) {
    guard !isFull else { return }
    var kept = ""
    for character in piece {
      let columns = Width.columns(of: character)
      // One column stays for the ellipsis.
      if columns >= room {
        isFull = true
        if room > 0 { kept += "…" }
        break
      }
      room -= columns
      kept.append(character)
    }
    text += role.map { palette.paint(kept, $0) } ?? kept
  }
}
