import HTTP
import Text
import Transcript
import WebSocket

/// Takes secrets out of all that is shown of a check.
struct Redaction {
  /// Each secret, and how it looks in a URL and in JSON; the longest first, for one may hold another.
  private let forms: [[UInt8]]

  private static let mask = Array("***".utf8)

  init(_ secrets: [String]) {
    var forms: Set<[UInt8]> = []
    for secret in secrets where !secret.isEmpty {
      forms.insert(Array(secret.utf8))
      forms.insert(Array(Percent.encoded(secret).utf8))
      forms.insert(Array(Percent.encoded(secret).replacing("/", with: "%2F").utf8))
      forms.insert(Array(Base64.encode(Array(secret.utf8)).utf8))
      var json: [UInt8] = []
      Escape.json(Array(secret.utf8).span, to: &json)
      forms.insert(json)
    }
    self.forms = forms.sorted { $0.count > $1.count }
  }

  func applied(to check: CheckResult) -> CheckResult {
    guard !forms.isEmpty else { return check }
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
      let isWhole = exchange.body.count == exchange.bodySize
      exchange.body = applied(to: exchange.body)
      if isWhole { exchange.bodySize = exchange.body.count }
      return exchange
    }
    entry.findings = entry.findings.map { finding in
      var finding = finding
      finding.message = applied(to: finding.message)
      finding.expected = finding.expected.map(applied)
      finding.actual = finding.actual.map(applied)
      return finding
    }
    entry.transcript = entry.transcript.map { record in
      var record = record
      record.event = applied(to: record.event)
      return record
    }
    return entry
  }

  private func applied(to event: Record.Event) -> Record.Event {
    switch event {
    case .request(let method, let url, let fields):
      .request(method: method, url: applied(to: url), fields: applied(to: fields))
    case .response(let method, let url, let status, let fields):
      .response(method: method, url: applied(to: url), status: status, fields: applied(to: fields))
    case .upgrade(let token, let decision, let reason):
      .upgrade(token: applied(to: token), decision: decision, reason: applied(to: reason))
    case .open(let url, let subprotocol, let extensions):
      .open(url: applied(to: url), subprotocol: applied(to: subprotocol), extensions: extensions)
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
    for field in fields { result.append(Field(field.name, applied(to: field.value))) }
    return result
  }

  private func applied(to text: String) -> String {
    let bytes = Array(text.utf8)
    let masked = applied(to: bytes)
    return masked == bytes ? text : String(decoding: masked, as: UTF8.self)
  }

  private func applied(to bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for form in forms { bytes = Self.replaced(form, in: bytes) }
    return bytes
  }

  private static func replaced(_ form: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    Array(ByteSearch(form).pieces(of: bytes).joined(separator: mask))
  }
}
