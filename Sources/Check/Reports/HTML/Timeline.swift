import Text
import Transcript

/// What happened in a check on one axis of time, drawn to scale: exchanges as bars, messages as arrows up
/// (sent) and down (received), and where an expectation was not met.
struct Timeline {
  /// An exchange.
  struct Bar {
    let label: String
    let title: String
    /// Seconds since the check's start, and seconds.
    let start: Double, duration: Double
    let phases: Phases
  }

  /// A message or what else is a moment.
  struct Mark {
    enum Kind: Hashable { case sent, received, control, close, problem }

    let kind: Kind
    let time: Double
    let happening: Happening
  }

  /// When a WebSocket was open.
  struct Span {
    let start: Double, end: Double
  }

  private(set) var bars: [Bar] = []
  private(set) var marks: [Mark] = []
  private(set) var spans: [Span] = []
  private(set) var findings: [(finding: Finding, time: Double)] = []
  /// What does not fit into the picture.
  private(set) var barsLeftOut = 0, marksLeftOut = 0
  private(set) var sent = 0, received = 0
  /// Seconds; more than 0.
  private(set) var length: Double

  private static let mostBars = 24
  private static let mostFindings = 50
  /// What is closer than this part of the picture's width is one mark, for it would be drawn on one spot.
  private static let resolution = 600.0

  init(_ check: CheckResult, marks mostMarks: Int) {
    length = check.duration
    for entry in check.entries { length = max(length, entry.started + entry.end) }
    // A clock that went wrong must not make the picture endless.
    length = length.isFinite ? min(max(length, 0.0001), 1e6) : 1
    var drawn: Set<Spot> = []
    for (index, entry) in check.entries.enumerated() {
      let number = check.entries.count > 1 ? "\(index + 1). " : ""
      for exchange in entry.exchanges {
        guard bars.count < Self.mostBars else {
          barsLeftOut += 1
          continue
        }
        bars.append(Bar(exchange, number, from: entry.started))
      }
      var open: Double?
      for record in entry.transcript {
        let time = entry.started + record.time
        if case .open = record.event { open = open ?? time }
        guard let kind = Mark.Kind(record) else { continue }
        if kind == .sent { sent += 1 }
        if kind == .received { received += 1 }
        guard drawn.insert(Spot(kind, time / length * Self.resolution)).inserted else { continue }
        guard marks.count < mostMarks else {
          marksLeftOut += 1
          continue
        }
        marks.append(
          Mark(kind: kind, time: time, happening: Happening(record, from: entry.started, limit: 40))
        )
      }
      if let open { spans.append(Span(start: open, end: entry.started + entry.end)) }
      for finding in entry.findings.prefix(Self.mostFindings - findings.count) {
        findings.append((finding, entry.started + finding.time))
      }
    }
  }

  /// Whether there is anything to draw.
  var isEmpty: Bool { bars.isEmpty && marks.isEmpty && spans.isEmpty }

  /// At most six moments at a round distance from one another, from 0 on.
  var ticks: [Double] {
    var step = 1e-6
    while length / step > 5 {
      for factor in [2.0, 2.5, 2.0] where length / step > 5 { step *= factor }
    }
    return (0...5).map { Double($0) * step }.filter { $0 <= length }
  }

  /// `0`, `200 ms`, `1.5 s`.
  func label(_ tick: Double) -> String {
    guard tick > 0 else { return "0" }
    let inSeconds = length >= 2
    let value = inSeconds ? tick : tick * 1000
    let text = decimal(value, places: 3)
    let trimmed = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(trimmed.reversed()) + (inSeconds ? " s" : " ms")
  }

  private struct Spot: Hashable {
    let kind: Mark.Kind
    let column: Int

    init(_ kind: Mark.Kind, _ column: Double) {
      self.kind = kind
      self.column = column >= 0 && column < 1e6 ? Int(column) : -1
    }
  }
}

extension Timeline.Bar {
  fileprivate init(_ exchange: ExchangeResult, _ number: String, from start: Double) {
    let status = exchange.status == 0 ? "no answer" : "\(exchange.status)"
    let time = Interval.text(exchange.duration)
    let path = excerpt(String(exchange.path), limit: 22)
    label = "\(number)\(excerpt(exchange.method, limit: 8)) \(path) → \(status), \(time)"
    let stretches = exchange.phases.named.map { "\($0.name) \(Interval.text($0.seconds))" }
    title =
      excerpt("\(exchange.method) \(exchange.url)", limit: 100) + " → \(status), \(time)"
      + (stretches.isEmpty ? "" : " (\(stretches.joined(separator: ", ")))")
    self.start = start + exchange.started
    duration = exchange.duration
    phases = exchange.phases
  }
}

extension Timeline.Mark.Kind {
  fileprivate init?(_ record: Record) {
    switch record.event {
    case .text, .binary: self = record.direction == .outgoing ? .sent : .received
    case .ping, .pong: self = .control
    case .close: self = .close
    case .gap, .error: self = .problem
    case .request, .response, .body, .upgrade, .open: return nil
    }
  }
}

extension Phases {
  /// Those that happened.
  var named: [(name: String, seconds: Double)] {
    [
      ("name lookup", lookup), ("connecting", connect), ("TLS", tls), ("waiting", wait),
      ("receiving", receive),
    ].filter { $0.1 > 0 }
  }
}

extension ExchangeResult {
  /// What comes after scheme and authority.
  var path: Substring {
    guard let mark = url.firstRange(of: "://") else { return url[...] }
    let rest = url[mark.upperBound...]
    return rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
  }
}

extension EntryResult {
  /// When the last thing happened, in seconds since the entry's start.
  fileprivate var end: Double {
    var end = duration
    for exchange in exchanges { end = max(end, exchange.started + exchange.duration) }
    if let last = transcript.last { end = max(end, last.time) }
    for finding in findings { end = max(end, finding.time) }
    return end
  }
}
