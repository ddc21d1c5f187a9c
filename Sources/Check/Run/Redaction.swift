import HTTP
import Transcript
import WebSocket

/// Takes secrets out of all that is shown of a check.
struct Redaction {
  private let search: SecretSearch

  private static let mask = Array("***".utf8)

  init(_ secrets: [[UInt8]]) {
    search = SecretSearch(Array(Set(secrets)), hasCuts: true)
  }

  func applied(to check: CheckResult) -> CheckResult {
    guard !search.isEmpty else { return check }
    var check = check
    check.lines = check.lines.map(applied)
    check.entries = check.entries.map(applied)
    return check
  }

  private func applied(to entry: EntryResult) -> EntryResult {
    var entry = entry
    entry.url = applied(to: entry.url)
    entry.captures = entry.captures.map { ($0.name, applied(to: $0.value)) }
    entry.exchanges = entry.exchanges.map { exchange in
      var exchange = exchange
      exchange.url = applied(to: exchange.url)
      exchange.requestHead = exchange.requestHead.map(applied)
      exchange.responseHead = exchange.responseHead.map(applied)
      exchange.decision = exchange.decision.map(applied)
      let (size, isCut) = (exchange.body.count, exchange.body.count < exchange.bodySize)
      exchange.body = applied(to: exchange.body, isCut: isCut)
      if size == exchange.bodySize { exchange.bodySize = exchange.body.count }
      return exchange
    }
    entry.findings = entry.findings.map(applied)
    entry.earlier = entry.earlier.map { earlier in
      var earlier = earlier
      earlier.finding = applied(to: earlier.finding)
      return earlier
    }
    entry.transcript = entry.transcript.map { record in
      var record = record
      record.event = applied(to: record.event)
      return record
    }
    return entry
  }

  private func applied(to finding: Finding) -> Finding {
    var finding = finding
    finding.message = applied(to: finding.message)
    finding.expected = finding.expected.map(applied)
    finding.actual = finding.actual.map(applied)
    finding.notes = finding.notes.map(applied)
    return finding
  }

  private func applied(to event: Record.Event) -> Record.Event {
    switch event {
    case .request(let method, let url, let fields):
      .request(method: method, url: applied(to: url), fields: applied(to: fields))
    case .response(let method, let url, let status, let fields):
      .response(method: method, url: applied(to: url), status: status, fields: applied(to: fields))
    case .body(let bytes): .body(applied(to: bytes))
    case .upgrade(let token, let decision, let reason):
      .upgrade(token: applied(to: token), decision: decision, reason: applied(to: reason))
    case .open(let url, let subprotocol, let extensions):
      .open(
        url: applied(to: url), subprotocol: applied(to: subprotocol),
        extensions: applied(to: extensions))
    case .text(let bytes): .text(applied(to: bytes))
    case .binary(let bytes): .binary(applied(to: bytes))
    case .ping(let bytes): .ping(applied(to: bytes))
    case .pong(let bytes): .pong(applied(to: bytes))
    case .close(let close):
      .close(close.code.map { Close($0, reason: applied(to: close.reason)) } ?? close)
    case .gap(let reason): .gap(reason: applied(to: reason))
    case .error(let reason): .error(reason: applied(to: reason))
    }
  }

  private func applied(to fields: Fields) -> Fields {
    var result = Fields()
    for field in fields {
      result.append(Field(applied(to: field.name), applied(to: field.value)))
    }
    return result
  }

  private func applied(to text: String) -> String {
    let bytes = Array(text.utf8)
    let masked = applied(to: bytes)
    return masked == bytes ? text : String(decoding: masked, as: UTF8.self)
  }

  /// - Parameter isCut: at its end. Where else it was cut, perhaps in the middle of a secret, there is an ellipsis.
  private func applied(to bytes: [UInt8], isCut: Bool = false) -> [UInt8] {
    guard let places = search.places(in: bytes, isCut: isCut) else {
      return Self.mask
    }
    guard !places.isEmpty else { return bytes }
    var result: [UInt8] = []
    var done = 0
    for place in places {
      result += bytes[done..<place.range.lowerBound] + Self.mask
      done = place.range.upperBound
    }
    return result + bytes[done...]
  }
}
