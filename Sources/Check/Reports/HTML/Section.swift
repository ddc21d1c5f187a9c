import Text
import Transcript

extension Markup {
  /// One check: what was found, the timeline, its entries.
  mutating func section(_ check: CheckResult, _ index: Int, _ detail: Detail, isOpen: Bool) {
    raw("<details class=\"check ")
    name(check.outcome)
    raw("\" id=\"c")
    number(index + 1)
    raw("\"")
    if isOpen { raw(" open=\"open\"") }
    raw("><summary>")
    badge(check.outcome)
    raw(" <h3>")
    path(check.name)
    raw("</h3> <span class=\"note\">")
    text(check.size)
    raw("</span></summary>\n")
    var room = Self.mostFindings
    for entry in check.entries {
      for moment in entry.moments where room > 0 {
        for finding in moment.prefix(room) { card(finding, check) }
        surroundings(moment.prefix(room), entry)
        room -= moment.count
      }
    }
    leftOut(check.findings.count - Self.mostFindings, "finding")
    let timeline = Timeline(check, marks: detail.marks)
    if !timeline.isEmpty {
      raw("<div class=\"drawing\">\n")
      draw(timeline, of: check.name, titles: detail.titles)
      raw("</div>\n")
      leftOut(timeline.barsLeftOut, "exchange")
      leftOut(timeline.marksLeftOut, "message")
    }
    for entry in check.entries.prefix(Self.mostEntries) { self.entry(entry, detail) }
    leftOut(check.entries.count - Self.mostEntries, "request")
    if check.unlisted.rounds > 0 {
      raw("<p class=\"note\">… and ")
      text(counted(check.unlisted.rounds, "round"))
      raw(", of which only the number was kept</p>\n")
    }
    raw("<p class=\"up\"><a href=\"#top\">to the top</a></p>\n</details>\n")
  }

  private static let mostFindings = 20
  private static let mostEntries = 40
  private static let mostCaptures = 50

  private mutating func leftOut(_ count: Int, _ noun: String) {
    guard count > 0 else { return }
    raw("<p class=\"note\">… and ")
    text("\(count) more \(noun)\(count == 1 ? "" : "s")")
    raw(", which the JSON report has</p>\n")
  }

  /// What was asked and what came, with the lines of the file.
  private mutating func card(_ finding: Finding, _ check: CheckResult) {
    raw("<div class=\"finding\"><h4>")
    text("\(finding.sign) line \(finding.position.line), column \(finding.position.column): ")
    text(finding.kind == .error ? "error" : "not met")
    raw("</h4>\n<dl>\n")
    if finding.kind == .error || finding.expected == nil {
      term("what", excerpt(finding.message, limit: 1000))
      if finding.status != 117 { term("exit status", "\(finding.status)") }
    } else if let expected = finding.expected {
      term("expected", excerpt(expected, limit: 1000))
    }
    if let came = finding.came(limit: 1000) { term("came", came) }
    for note in finding.notes { term("note", excerpt(note, limit: 1000)) }
    raw("</dl>\n")
    if let quotation = Quotation(check.lines, at: finding.position, context: 2) {
      raw("<pre class=\"source\">")
      for line in quotation.before { source(line) }
      raw("<mark>")
      source(quotation.line)
      raw("</mark>")
      // The text left of the caret is there to hold its place, whatever the letters' widths.
      raw("<span class=\"caret\" aria-hidden=\"true\"><span class=\"number\"></span><i>")
      text(quotation.indent)
      raw("</i>^</span>\n")
      for line in quotation.after { source(line) }
      raw("</pre>\n")
    }
    raw("</div>\n")
  }

  private mutating func term(_ name: StaticString, _ value: String) {
    raw("<dt>")
    raw(name)
    raw("</dt><dd>")
    text(value)
    raw("</dd>\n")
  }

  private mutating func source(_ line: Quotation.Line) {
    raw("<span class=\"number\">")
    number(line.number)
    raw("</span>")
    text(line.text)
    raw("\n")
  }

  private mutating func surroundings(_ moment: ArraySlice<Finding>, _ entry: EntryResult) {
    guard let first = moment.first else { return }
    let part = Surroundings(entry.transcript, at: first.time, before: 8, after: 2)
    raw("<p class=\"in\">What happened in <code>")
    text(excerpt("\(entry.method) \(entry.url)", limit: 300))
    raw("</code>, in seconds since the check's start:</p>\n<ol class=\"log\">")
    for attempt in entry.earlierLines(limit: 300) { line(attempt) }
    if part.earlier > 0 { line("… \(part.earlier) before") }
    for record in part.before { line(Happening(record, from: entry.started, limit: 300)) }
    line(.finding(moment, from: entry.started))
    for record in part.after { line(Happening(record, from: entry.started, limit: 300)) }
    if part.later > 0 { line("… \(part.later) after") }
    raw("</ol>\n")
  }

  private mutating func line(_ note: String) {
    raw("<li class=\"n\">")
    text(note)
    raw("</li>\n")
  }

  private mutating func line(_ happening: Happening) {
    switch happening.sign {
    case "<": raw("<li class=\"r\">")
    case ">": raw("<li class=\"s\">")
    case "!": raw("<li class=\"e\">")
    default: raw("<li>")
    }
    text("\(happening.stamp) \(happening.sign) \(happening.text)")
    raw("</li>\n")
  }

  // MARK: Entries

  private mutating func entry(_ entry: EntryResult, _ detail: Detail) {
    raw("<section class=\"entry\">\n<h4>")
    text(excerpt("\(entry.method) \(entry.url)", limit: 300))
    raw("</h4>\n<p class=\"note\">")
    var notes = ["line \(entry.position.line)", seconds(entry.duration)]
    if entry.attempts > 1 { notes.append("attempt \(entry.attempts)") }
    if entry.met > 0 { notes.append("\(counted(entry.met, "expectation")) met") }
    let failed = entry.findings.count { $0.kind == .failure }
    if failed > 0 { notes.append("\(failed) not met") }
    text(notes.joined(separator: ", "))
    raw("</p>\n")
    if entry.findings.isEmpty, !entry.earlier.isEmpty {
      raw("<ol class=\"log\">")
      for attempt in entry.earlierLines(limit: detail.width) { line(attempt) }
      raw("</ol>\n")
    }
    for (index, exchange) in entry.exchanges.prefix(Self.mostEntries).enumerated() {
      // What was asked of an answer is asked of the last: its head and body say why it was not met.
      let isJudged = !entry.findings.isEmpty && index == entry.exchanges.count - 1
      self.exchange(exchange, detail, isOpen: isJudged && exchange.status != 101)
    }
    leftOut(entry.exchanges.count - Self.mostEntries, "exchange")
    if !entry.captures.isEmpty {
      raw("<details><summary>")
      text(counted(entry.captures.count, "captured variable"))
      raw("</summary><dl>\n")
      for capture in entry.captures.prefix(Self.mostCaptures) {
        raw("<dt>")
        text(excerpt(capture.name, limit: 100))
        raw("</dt><dd>")
        text(excerpt(capture.value, limit: detail.width))
        raw("</dd>\n")
      }
      raw("</dl></details>\n")
    }
    messages(entry, detail)
    raw("</section>\n")
  }

  private mutating func exchange(_ exchange: ExchangeResult, _ detail: Detail, isOpen: Bool) {
    raw("<details")
    if isOpen { raw(" open=\"open\"") }
    raw("><summary>")
    text(excerpt("\(exchange.method) \(exchange.path)", limit: 100))
    raw(" → <b>")
    if exchange.status == 0 { raw("no answer") } else { number(exchange.status) }
    raw("</b> <span class=\"note\">")
    text(Interval.text(exchange.duration))
    if let decision = exchange.decision { text(", then \(excerpt(decision, limit: 200))") }
    raw("</span></summary>\n")
    let stretches = exchange.phases.named
    if !stretches.isEmpty {
      raw("<p class=\"note\">")
      let texts = stretches.map { "\($0.name) \(Interval.text($0.seconds))" }
      text(texts.joined(separator: ", "))
      raw("</p>\n")
    }
    head(exchange.requestHead, "&gt; ", detail)
    head(exchange.responseHead, "&lt; ", detail)
    if !exchange.body.isEmpty || exchange.bodySize > 0 {
      raw("<p class=\"note\">body, ")
      text(Size.text(max(exchange.bodySize, exchange.body.count)))
      raw("</p>\n<pre>")
      // A body's own lines are kept: that is how a person reads it.
      let start = exchange.body.prefix(10 * detail.width)
      for part in start.split(separator: 0x0A, omittingEmptySubsequences: false) {
        text(Escape.text(part.last == 0x0D ? part.dropLast() : part))
        raw("\n")
      }
      if start.count < max(exchange.bodySize, exchange.body.count) { text("…") }
      raw("</pre>\n")
    }
    raw("</details>\n")
  }

  private mutating func head(_ lines: [String], _ sign: StaticString, _ detail: Detail) {
    guard !lines.isEmpty else { return }
    raw("<pre>")
    for line in lines.prefix(detail.headLines) {
      raw(sign)
      text(excerpt(line, limit: detail.width))
      raw("\n")
    }
    if lines.count > detail.headLines { text("… \(lines.count - detail.headLines) more") }
    raw("</pre>\n")
  }

  private mutating func messages(_ entry: EntryResult, _ detail: Detail) {
    let messages = entry.messages
    guard !entry.transcript.isEmpty else { return }
    raw("<details><summary>")
    text(messages > 0 ? counted(messages, "message") : "what happened")
    if messages > 0 { raw(" and what else happened") }
    raw("</summary>\n<ol class=\"log\">")
    for record in entry.transcript.prefix(detail.records) {
      line(Happening(record, from: entry.started, limit: detail.width))
    }
    let left = entry.transcript.count - detail.records
    if left > 0 { line("… and \(left) more, which the JSON report has") }
    raw("</ol></details>\n")
  }
}
