import Text

/// The Test Anything Protocol, version 13 (what `prove` and the other harnesses of today read; 14 is refused by
/// Perl's of 2023), with a YAML block for each check that did not pass.
public enum TAP {
  /// The report's bytes: UTF-8.
  public static func report(_ summary: Summary) -> [UInt8] {
    var text = "TAP version 13\n1..\(summary.checks.count)"
    text += summary.checks.isEmpty ? " # SKIP no checks\n" : "\n"
    for (index, check) in summary.checks.enumerated() {
      let isOK = check.outcome == .passed || check.outcome == .skipped
      text += "\(isOK ? "ok" : "not ok") \(index + 1) - \(description(check.name))"
      text += check.outcome == .skipped ? " # SKIP\n" : "\n"
      if !isOK { diagnose(check, to: &text) }
    }
    return Array(text.utf8)
  }

  /// What follows a `#` may be a directive: `# TODO` in a name would turn a failure into success.
  private static func description(_ name: String) -> String {
    escaped(excerpt(name, limit: 500), ["#", "\\"])
  }

  private static func diagnose(_ check: CheckResult, to text: inout String) {
    text += "  ---\n"
    if let finding = check.mainFinding {
      text += "  message: \(quoted(finding.sentence(limit: 300)))\n"
      text += "  severity: \(finding.kind == .error ? "error" : "fail")\n"
      if let came = finding.came(limit: 300) { text += "  found: \(quoted(came))\n" }
      for note in finding.notes.prefix(1) {
        text += "  note: \(quoted(excerpt(note, limit: 300)))\n"
      }
      text += "  at:\n    file: \(quoted(excerpt(check.name, limit: 500)))\n"
      text += "    line: \(finding.position.line)\n    column: \(finding.position.column)\n"
      if finding.kind == .error { text += "  exit: \(finding.status)\n" }
    }
    text += "  duration_ms: \(decimal(check.duration * 1000))\n"
    text += "  explanation: |\n"
    for (index, line) in Explanation(Palette(isColored: false)).lines(check).enumerated() {
      // The blanks at the start of the first line say how far all are indented.
      text += "    \(index > 0 ? line[...] : line.drop { $0 == " " })\n"
    }
    text += "  ...\n"
  }

  /// A YAML string between double quotes; there are no control characters in `text`.
  private static func quoted(_ text: String) -> String {
    "\"" + escaped(text, ["\"", "\\"]) + "\""
  }

  /// By scalars: a quote with an accent on it is another character, and still ends a string.
  private static func escaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if special.contains(scalar) { result.append("\\") }
      result.append(scalar)
    }
    return String(result)
  }
}
