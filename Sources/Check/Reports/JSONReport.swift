import Text
import Transcript

/// The report for programs: an array of checks, hurl's `report.json` in spirit. Times are seconds with three
/// decimals; `notes`, `earlier`, `unlisted` (rounds of which only the number is kept) and `body` (its start) are absent when empty; what happened is spelled as in a transcript (`Record.line`). One report is one run: unlike hurl's,
/// what an earlier run left in the file is not kept, for nobody could tell the runs apart.
///
/// ```
/// [{"filename", "outcome", "success", "started", "duration", "entries": [
///   {"index", "line", "method", "url", "attempts", "started", "duration", "met",
///    "findings": [{"kind", "line", "column", "message", "expected", "actual", "notes": [],
///                  "status", "time"}],
///    "earlier": [{"attempt", "started", "finding": {…}}],
///    "captures": [{"name", "value"}],
///    "exchanges": [{"method", "url", "status", "version", "started", "duration",
///                   "phases": {"lookup", "connect", "tls", "wait", "receive"},
///                   "request": ["line of the head"], "response": […], "bodySize", "body", "decision"}],
///    "transcript": [{"t", "dir", "type", …}]}]}]
/// ```
public enum JSONReport {
  /// The file's bytes: UTF-8, one line a record, an LF at the end.
  public static func report(_ summary: Summary) -> [UInt8] {
    var json = JSONWriter()
    json.array { json in
      for check in summary.checks { json.write(check) }
    }
    return json.bytes + [0x0A]
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ check: CheckResult) {
    object { json in
      json.string("filename", check.name)
      json.string("outcome", check.outcome.rawValue)
      json.bool("success", check.outcome == .passed || check.outcome == .skipped)
      json.seconds("started", check.started)
      json.seconds("duration", check.duration)
      json.array("entries") { json in
        for (index, entry) in check.entries.enumerated() { json.write(entry, index + 1) }
      }
      guard check.unlisted.rounds > 0 else { return }
      json.object("unlisted") { json in
        json.number("rounds", check.unlisted.rounds)
        json.number("requests", check.unlisted.requests)
        json.number("messages", check.unlisted.messages)
        json.number("met", check.unlisted.met)
        json.number("findings", check.unlisted.findings)
      }
    }
  }

  private mutating func write(_ entry: EntryResult, _ index: Int) {
    object { json in
      json.number("index", index)
      json.number("line", entry.position.line)
      json.string("method", entry.method)
      json.string("url", entry.url)
      json.number("attempts", entry.attempts)
      json.seconds("started", entry.started)
      json.seconds("duration", entry.duration)
      json.number("met", entry.met)
      json.array("findings") { json in
        for finding in entry.findings { json.write(finding) }
      }
      if !entry.earlier.isEmpty { json.write(entry.earlier) }
      json.array("captures") { json in
        for capture in entry.captures {
          json.object { json in
            json.string("name", capture.name)
            json.string("value", capture.value)
          }
        }
      }
      json.array("exchanges") { json in
        for exchange in entry.exchanges { json.write(exchange) }
      }
      json.array("transcript") { json in
        for record in entry.transcript {
          var line: [UInt8] = []
          record.write(to: &line)
          json.raw(Array(line.dropLast()))
        }
      }
    }
  }

  private mutating func write(_ earlier: [Earlier]) {
    array("earlier") { json in
      for attempt in earlier {
        json.object { json in
          json.number("attempt", attempt.number)
          json.seconds("started", attempt.started)
          json.write(attempt.finding, as: "finding")
        }
      }
    }
  }

  private mutating func write(_ finding: Finding, as name: StaticString? = nil) {
    object(name) { json in
      json.string("kind", finding.kind.rawValue)
      json.number("line", finding.position.line)
      json.number("column", finding.position.column)
      json.string("message", finding.message)
      json.string("expected", finding.expected)
      json.string("actual", finding.actual)
      if !finding.notes.isEmpty {
        json.array("notes") { json in
          for note in finding.notes { json.string(nil, note) }
        }
      }
      json.number("status", Int(finding.status))
      json.seconds("time", finding.time)
    }
  }

  private mutating func write(_ exchange: ExchangeResult) {
    object { json in
      json.string("method", exchange.method)
      json.string("url", exchange.url)
      json.number("status", exchange.status)
      json.string("version", exchange.version)
      json.seconds("started", exchange.started)
      json.seconds("duration", exchange.duration)
      json.object("phases") { json in
        json.seconds("lookup", exchange.phases.lookup)
        json.seconds("connect", exchange.phases.connect)
        json.seconds("tls", exchange.phases.tls)
        json.seconds("wait", exchange.phases.wait)
        json.seconds("receive", exchange.phases.receive)
      }
      json.array("request") { json in
        for line in exchange.requestHead { json.string(nil, line) }
      }
      json.array("response") { json in
        for line in exchange.responseHead { json.string(nil, line) }
      }
      json.number("bodySize", exchange.bodySize)
      if !exchange.body.isEmpty {
        json.string("body", String(decoding: exchange.body, as: UTF8.self))
      }
      json.string("decision", exchange.decision)
    }
  }
}
