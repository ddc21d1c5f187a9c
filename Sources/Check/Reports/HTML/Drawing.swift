import Text

extension Markup {
  /// The timeline as SVG. Places on the axis are percentages, so it takes the width that there is and its
  /// letters keep their size.
  mutating func draw(_ timeline: Timeline, of name: String, titles: Bool) {
    let flag = timeline.findings.isEmpty ? 0 : 20
    let bars = timeline.bars.count * 34
    let hasMessages = !timeline.marks.isEmpty || !timeline.spans.isEmpty
    let bottom = flag + bars + (hasMessages ? 74 : 0)
    raw("<svg class=\"timeline\" role=\"img\" width=\"100%\" height=\"")
    number(bottom + 22)
    raw("\" aria-label=\"")
    text(timeline.summary(name))
    raw("\">\n")
    axis(timeline, bottom)
    // Before the labels, which no line may strike through.
    findings(timeline, bottom)
    for (index, bar) in timeline.bars.enumerated() {
      draw(bar, in: timeline, y: flag + index * 34)
    }
    if hasMessages { messages(timeline, y: flag + bars, titles: titles) }
    raw("</svg>\n")
  }

  private mutating func percent(_ time: Double, _ timeline: Timeline) {
    decimal(min(max(time / timeline.length, 0), 1) * 100, places: 2)
    raw("%\"")
  }

  private mutating func axis(_ timeline: Timeline, _ bottom: Int) {
    for tick in timeline.ticks {
      raw("<line class=\"grid\" y1=\"0\" y2=\"")
      number(bottom + 4)
      raw("\" x1=\"")
      percent(tick, timeline)
      raw(" x2=\"")
      percent(tick, timeline)
      raw("/><text class=\"tick\" y=\"")
      number(bottom + 17)
      raw("\" x=\"")
      percent(tick, timeline)
      let place = tick / timeline.length
      if place > 0.9 { raw(" text-anchor=\"end\"") }
      if place > 0.05, place <= 0.9 { raw(" text-anchor=\"middle\"") }
      raw(">")
      text(timeline.label(tick))
      raw("</text>\n")
    }
    raw("<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"")
    number(bottom)
    raw("\" y2=\"")
    number(bottom)
    raw("\"/>\n")
  }

  private mutating func draw(_ bar: Timeline.Bar, in timeline: Timeline, y: Int) {
    let end = bar.start + bar.duration
    raw("<g><title>")
    text(bar.title)
    raw("</title><text class=\"label\" y=\"")
    number(y + 13)
    // The label stays near its bar and inside the picture, in a narrow one too.
    let (left, right) = (bar.start / timeline.length, end / timeline.length)
    switch (left, right) {
    case (...0.25, _):
      raw("\" x=\"")
      percent(bar.start, timeline)
    case (_, 0.75...):
      raw("\" text-anchor=\"end\" x=\"")
      percent(end, timeline)
    default:
      raw("\" text-anchor=\"middle\" x=\"")
      percent(min(max((left + right) / 2, 0.37), 0.63) * timeline.length, timeline)
    }
    raw(">")
    text(bar.label)
    raw("</text>")
    box("whole", from: bar.start, bar.duration, timeline, y: y + 24, height: 2)
    // What is too short to be seen has an edge.
    raw("<line class=\"edge\" y1=\"")
    number(y + 19)
    raw("\" y2=\"")
    number(y + 31)
    raw("\" x1=\"")
    percent(bar.start, timeline)
    raw(" x2=\"")
    percent(bar.start, timeline)
    raw("/>")
    let phases = bar.phases
    let setup = phases.lookup + phases.connect + phases.tls
    box("setup", from: bar.start, setup, timeline, y: y + 23, height: 4)
    box("wait", from: bar.start + setup, phases.wait, timeline, y: y + 21, height: 8)
    box(
      "receive", from: bar.start + setup + phases.wait, phases.receive, timeline, y: y + 19,
      height: 12)
    raw("</g>\n")
  }

  private mutating func box(
    _ name: StaticString, from start: Double, _ duration: Double, _ timeline: Timeline, y: Int,
    height: Int
  ) {
    guard duration > 0 else { return }
    raw("<rect class=\"")
    raw(name)
    raw("\" y=\"")
    number(y)
    raw("\" height=\"")
    number(height)
    raw("\" x=\"")
    percent(start, timeline)
    raw(" width=\"")
    percent(min(duration, max(0, timeline.length - start)), timeline)
    raw("/>")
  }

  private mutating func messages(_ timeline: Timeline, y: Int, titles: Bool) {
    if timeline.sent + timeline.received > 0 {
      raw("<text class=\"label\" x=\"0\" y=\"")
      number(y + 13)
      raw("\">messages: ")
      text("▲ \(timeline.sent) sent, ▼ \(timeline.received) received")
      raw("</text>\n")
    }
    for span in timeline.spans {
      box("open", from: span.start, span.end - span.start, timeline, y: y + 43, height: 2)
    }
    for mark in timeline.marks {
      raw("<use href=\"#")
      switch mark.kind {
      case .sent: raw("s\" class=\"s\"")
      case .received: raw("r\" class=\"r\"")
      case .control: raw("p\" class=\"p\"")
      case .close: raw("x\" class=\"x\"")
      case .problem: raw("e\" class=\"e\"")
      }
      raw(" y=\"")
      number(y + 44)
      raw("\" x=\"")
      percent(mark.time, timeline)
      if titles {
        raw("><title>")
        text("\(Text.decimal(mark.time)) s \(mark.happening.sign) \(mark.happening.text)")
        raw("</title></use>\n")
      } else {
        raw("/>\n")
      }
    }
  }

  private mutating func findings(_ timeline: Timeline, _ bottom: Int) {
    guard let first = timeline.findings.first else { return }
    for (finding, time) in timeline.findings {
      raw("<g><title>")
      text("line \(finding.position.line) at \(Text.decimal(time)) s: ")
      text(finding.sentence(limit: 100))
      raw("</title><line class=\"finding\" y1=\"16\" y2=\"")
      number(bottom)
      raw("\" x1=\"")
      percent(time, timeline)
      raw(" x2=\"")
      percent(time, timeline)
      raw("/></g>\n")
    }
    raw("<text class=\"flag\" y=\"12\" x=\"")
    percent(first.time, timeline)
    let place = first.time / timeline.length
    if place > 0.5 { raw(" text-anchor=\"end\"") }
    raw(">")
    text("\(first.finding.sign) line \(first.finding.position.line)")
    text(first.finding.kind == .error ? ": error at " : " not met at ")
    text("\(seconds(first.time))")
    if timeline.findings.count > 1 { text(", and \(timeline.findings.count - 1) more") }
    raw("</text>\n")
  }
}

extension Timeline {
  /// For who cannot see it.
  fileprivate func summary(_ name: String) -> String {
    var parts = [counted(bars.count + barsLeftOut, "exchange")]
    if sent + received > 0 { parts.append("\(sent) messages sent, \(received) received") }
    parts += findings.prefix(3).map {
      "line \($0.finding.position.line) "
        + ($0.finding.kind == .error ? "an error" : "not met") + " at \(seconds($0.time))"
    }
    return "Timeline of \(excerpt(name, limit: 200)), \(seconds(length)): "
      + parts.joined(separator: "; ")
  }
}

extension Finding {
  /// Told apart without colours.
  var sign: String { kind == .error ? "!" : "✘" }
}
