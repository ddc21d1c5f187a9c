import Text

/// The report for people: one page that needs no script, no network and no other file. At its top the counts
/// and a list of all checks, the bad ones first and with what is wrong; below, each check with what was found,
/// the timeline of its exchanges and messages drawn to scale, the heads and the messages.
///
/// Its size is bounded: the more checks there are, the less is shown of each, and the page says what was left
/// out (`JSONReport` has everything).
public enum HTML {
  /// The page's bytes: HTML in UTF-8, which an XML parser takes too.
  public static func report(_ summary: Summary) -> [UInt8] {
    let tally = Tally(summary.checks)
    var page = Markup()
    page.raw(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <meta name="color-scheme" content="light dark"/>
      <title>
      """)
    page.text(tally.verdict)
    page.raw("</title>\n<style>\n")
    page.raw(style)
    page.raw("</style>\n</head>\n<body>\n")
    page.raw(symbols)
    page.head(tally, summary)
    page.raw("<main>\n")
    page.list(summary.checks)
    page.sections(summary.checks)
    page.raw("</main>\n</body>\n</html>\n")
    return page.bytes
  }

  /// The marks of a timeline: sent, received, ping or pong, close, error or gap.
  private static let symbols: StaticString = """
    <svg width="0" height="0" aria-hidden="true" class="symbols"><defs>
    <path id="s" d="M0-22l5 8h-3.5v10h-3v-10h-3.5z"/>
    <path id="r" d="M0 22l5-8h-3.5v-10h-3v10h-3.5z"/>
    <path id="p" d="M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"/>
    <path id="x" d="M-4.5-4.5h9v9h-9z"/>
    <path id="e" d="M-5-3l2-2 3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3z"/>
    </defs></svg>

    """
}

/// How much is shown of a check.
struct Detail {
  /// The most lines of a transcript, marks of a timeline, and lines of a head.
  let records: Int, marks: Int, headLines: Int
  /// The most characters of one line.
  let width: Int
  /// Whether a mark says what it is when it is pointed at.
  let titles: Bool

  /// Of a check among `count` of its sort, passed or not: a page of many is one to look things up in.
  init(isBad: Bool, count: Int) {
    let share = 15_000 / max(1, count)
    records = min(max(share, 10), isBad ? 400 : 100)
    marks = 2 * records
    headLines = isBad || count < 50 ? 40 : 20
    width = isBad && count < 50 ? 400 : 160
    titles = count < 60
  }
}

extension Tally {
  /// `2 of 30 checks did not pass`.
  var verdict: String {
    if checks == 0 { return "No checks were run" }
    let bad = failed + errors
    guard bad > 0 else {
      let ran = checks - skipped
      return ran == 0 ? "All \(checks) skipped" : "\(counted(ran, "check")) passed"
    }
    return "\(bad) of \(counted(checks, "check")) did not pass"
  }
}

extension CheckResult.Outcome {
  /// Told apart without colours.
  var sign: String {
    switch self {
    case .passed: "✔"
    case .failed: "✘"
    case .error: "!"
    case .skipped: "–"
    }
  }

  var isBad: Bool { self == .failed || self == .error }
}

extension Markup {
  /// The name of a class, which is also what the outcome is called.
  mutating func name(_ outcome: CheckResult.Outcome) {
    switch outcome {
    case .passed: raw("passed")
    case .failed: raw("failed")
    case .error: raw("error")
    case .skipped: raw("skipped")
    }
  }

  /// The sign and the word.
  mutating func badge(_ outcome: CheckResult.Outcome) {
    raw("<span class=\"badge ")
    name(outcome)
    raw("\"><span aria-hidden=\"true\">")
    text(outcome.sign)
    raw("</span> ")
    name(outcome)
    raw("</span>")
  }

  fileprivate mutating func head(_ tally: Tally, _ summary: Summary) {
    raw("<header id=\"top\">\n<h1>")
    text(tally.verdict)
    raw("</h1>\n<p class=\"counts\">")
    let counts: [(CheckResult.Outcome, Int)] = [
      (.failed, tally.failed), (.error, tally.errors), (.passed, tally.passed),
      (.skipped, tally.skipped),
    ]
    for (outcome, count) in counts where count > 0 {
      raw("<span class=\"count ")
      name(outcome)
      raw("\"><span aria-hidden=\"true\">")
      text(outcome.sign)
      raw("</span> ")
      number(count)
      raw(" ")
      if outcome == .error, count > 1 { raw("errors") } else { name(outcome) }
      raw("</span> ")
    }
    raw("</p>\n<p class=\"note\">")
    text(
      "\(counted(tally.requests, "request")), \(counted(tally.messages, "message")) "
        + "in \(seconds(summary.duration)), ")
    let time = timestamp(summary.started)
    raw("<time datetime=\"")
    text(time)
    raw("\">")
    text("\(time.prefix(10)) \(time.dropFirst(11).dropLast()) UTC")
    raw("</time>, <span class=\"tool\">upshift check</span></p>\n</header>\n")
  }

  /// Links to all checks; those that passed are folded when there are many.
  fileprivate mutating func list(_ checks: [CheckResult]) {
    let bad = checks.indices.filter { checks[$0].outcome.isBad }
    if !bad.isEmpty {
      raw("<section>\n<h2>What did not pass</h2>\n<ol class=\"bad\">\n")
      for (reason, members) in reasons(bad, checks) { item(checks, reason, members) }
      raw("</ol>\n</section>\n")
    }
    // Where something is wrong, what is well must not stand between the reader and the details.
    let most = bad.isEmpty ? 40 : 10
    group(.passed, checks, "Passed", folded: most)
    group(.skipped, checks, "Skipped", folded: most)
  }

  /// What is told of a check in the list. Where many have the same, it is told once.
  private struct Reason: Hashable {
    let outcome: CheckResult.Outcome
    let sentence: String
    let came: String?
    /// How many more findings there are.
    let more: Int
    /// The line of the file, of a failure.
    let source: String?

    init(_ check: CheckResult) {
      outcome = check.outcome
      let finding = check.mainFinding
      sentence = finding?.sentence(limit: 160) ?? ""
      came = finding?.came(limit: 80)
      more = max(0, check.findings.count - 1)
      source = finding.flatMap { finding in
        guard finding.kind == .failure,
          let quotation = Quotation(check.lines, at: finding.position, context: 0)
        else { return nil }
        return excerpt(String(quotation.line.text.drop { $0 == " " }), limit: 160)
      }
    }
  }

  /// In the order of their first checks.
  private func reasons(
    _ bad: [Int], _ checks: [CheckResult]
  ) -> [(reason: Reason, members: [Int])] {
    var groups: [(reason: Reason, members: [Int])] = []
    var places: [Reason: Int] = [:]
    for index in bad {
      let reason = Reason(checks[index])
      if let place = places[reason] {
        groups[place].members.append(index)
      } else {
        places[reason] = groups.count
        groups.append((reason, [index]))
      }
    }
    return groups
  }

  private mutating func item(_ checks: [CheckResult], _ reason: Reason, _ members: [Int]) {
    raw("<li class=\"")
    name(reason.outcome)
    raw("\">")
    badge(reason.outcome)
    raw(" ")
    if members.count > 1 {
      raw("<b>")
      text(counted(members.count, "check"))
      raw("</b>")
    } else {
      place(checks[members[0]], members[0])
    }
    if let source = reason.source {
      raw("<br/><span class=\"asked\">")
      text(source)
      raw("</span>")
    }
    raw("<br/><span class=\"why\">")
    text(reason.sentence)
    if let came = reason.came {
      raw("</span> <span class=\"came\">came ")
      text(came)
    }
    if reason.more > 0 {
      raw("</span> <span class=\"note\">and ")
      text("\(reason.more) more")
    }
    raw("</span>\n")
    if members.count > 1 {
      raw("<details class=\"members\"")
      if members.count <= 5 { raw(" open=\"open\"") }
      raw("><summary>which ones</summary><ol>")
      for index in members {
        raw("<li>")
        place(checks[index], index)
        raw("</li>\n")
      }
      raw("</ol></details>\n")
    }
    raw("</li>\n")
  }

  private mutating func place(_ check: CheckResult, _ index: Int) {
    link(check, index)
    guard let finding = check.mainFinding else { return }
    raw(" <span class=\"note\">")
    text("line \(finding.position.line)")
    raw("</span>")
  }

  private mutating func group(
    _ outcome: CheckResult.Outcome, _ checks: [CheckResult], _ title: StaticString,
    folded most: Int
  ) {
    let members = checks.indices.filter { checks[$0].outcome == outcome }
    guard !members.isEmpty else { return }
    raw("<details class=\"group\"")
    if members.count <= most { raw(" open=\"open\"") }
    raw("><summary><h2>")
    raw(title)
    raw(" (")
    number(members.count)
    raw(")</h2></summary>\n<ol class=\"good\">\n")
    for index in members {
      raw("<li>")
      badge(outcome)
      raw(" ")
      if outcome == .skipped { path(checks[index].name) } else { link(checks[index], index) }
      if outcome != .skipped {
        raw(" <span class=\"note\">")
        text(checks[index].size + checks[index].retries)
        raw("</span>")
      }
      raw("</li>\n")
    }
    raw("</ol>\n</details>\n")
  }

  private mutating func link(_ check: CheckResult, _ index: Int) {
    raw("<a href=\"#c")
    number(index + 1)
    raw("\">")
    path(check.name)
    raw("</a>")
  }

  /// A file's name, its folder less in view.
  mutating func path(_ name: String) {
    let safe = excerpt(name, limit: 300)
    let end = safe.lastIndex(of: "/").map { safe.index(after: $0) } ?? safe.startIndex
    raw("<span class=\"path\"><span class=\"folder\">")
    text(safe[..<end])
    raw("</span>")
    text(safe[end...])
    raw("</span>")
  }

  fileprivate mutating func sections(_ checks: [CheckResult]) {
    let ran = checks.indices.filter { checks[$0].outcome != .skipped }
    guard !ran.isEmpty else { return }
    raw("<h2>Details</h2>\n")
    raw(legend)
    let bad = ran.filter { checks[$0].outcome.isBad }
    let good = ran.filter { !checks[$0].outcome.isBad }
    let badDetail = Detail(isBad: true, count: bad.count)
    let goodDetail = Detail(isBad: false, count: good.count)
    for (place, index) in bad.enumerated() {
      section(checks[index], index, badDetail, isOpen: place < 20)
    }
    for index in good {
      section(checks[index], index, goodDetail, isOpen: checks.count == 1)
    }
  }

  private var legend: StaticString {
    """
    <details class="legend"><summary>How to read the timelines</summary>
    <p>From left to right is time, drawn to scale. Each bar is a request and its answer: a thin stretch is \
    the name lookup, connecting and TLS, a pale one waiting for the answer, a full one receiving it. \
    Below are the messages of a WebSocket: an arrow up was sent, an arrow down was received, a dot is a ping or \
    a pong, a square is a close, a cross is an error or a gap; the line between them is how long it \
    was open. A dashed line shows when an expectation was not met (✘) or an error occurred (!).</p></details>

    """
  }
}

extension CheckResult {
  /// `, 3 attempts`, of the entry that had most, if any had more than one.
  fileprivate var retries: String {
    let most = entries.map(\.attempts).max() ?? 1
    return most > 1 ? ", \(most) attempts" : ""
  }
}
