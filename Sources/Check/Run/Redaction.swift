import HTTP
import Text
import Transcript
import WebSocket

/// Takes secrets out of all that is shown of a check.
struct Redaction {
  /// Each secret, and how it looks in what is sent and shown; the longest first, for one may hold another.
  private let forms: [[UInt8]]

  private static let mask = Array("***".utf8)
  private static let ellipsis = Array("…".utf8)

  init(_ secrets: [String]) {
    var forms: Set<[UInt8]> = []
    for secret in secrets where !secret.isEmpty {
      forms.formUnion(Self.forms(of: secret).map { Array($0.utf8) })
    }
    self.forms = forms.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  private static func forms(of secret: String) -> [String] {
    let bytes = Array(secret.utf8)
    var json: [UInt8] = []
    Escape.json(bytes.span, to: &json)
    // Python escapes all that is not ASCII, and PHP slashes too.
    var texts = [secret, String(decoding: json, as: UTF8.self)]
    texts.append(ascii(texts[1]))
    texts += texts.dropFirst().map { $0.replacing("/", with: #"\/"#) }
    // A value is shown with two backslashes for each.
    texts += texts.map { Escape.text($0.replacing(#"\"#, with: #"\\"#)) }
    let percent = Percent.encoded(secret)
    let base64 = (0..<3).flatMap { self.base64(of: bytes, after: $0) }
    return texts + [
      Escape.text(secret), percent, percent.replacing("/", with: "%2F"),
      HTMLText.escaped(secret), Hex.text(bytes),
    ] + base64 + base64.map { $0.replacing("+", with: "-").replacing("/", with: "_") }
  }

  /// JSON text with `\u` for what is not ASCII.
  private static func ascii(_ json: String) -> String {
    json.utf16.reduce(into: "") { text, unit in
      if let scalar = Unicode.Scalar(unit), scalar.isASCII {
        text.unicodeScalars.append(scalar)
      } else {
        text += #"\u"# + Hex.text([UInt8(unit >> 8), UInt8(unit & 0xFF)])
      }
    }
  }

  /// What a secret looks like in Base64, alone or within more (`USER:SECRET`), after so many bytes of a group of
  /// three: the digits that hold nothing of what is before it, and, up to the end or not, of what is behind. Nothing
  /// if that is so little that it could be anything.
  private static func base64(of secret: [UInt8], after count: Int) -> [String] {
    let whole = [UInt8](repeating: 0, count: count) + secret
    let last = Base64.encode(whole).dropFirst([0, 2, 3][count])
    let inner = last.filter { $0 != "=" }.dropLast(whole.count % 3 == 0 ? 0 : 1)
    return [String(last), String(inner)].filter { $0.utf8.count >= 6 }
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

  private func applied(to bytes: [UInt8], isCut: Bool = false) -> [UInt8] {
    var bytes = bytes
    for form in forms { bytes = Self.replaced(form, in: bytes) }
    // What is long was cut before, perhaps in the middle of a secret.
    var pieces = ByteSearch(Self.ellipsis).pieces(of: bytes).map(Array.init)
    guard isCut || pieces.count > 1 else { return bytes }
    for index in pieces.indices.dropLast(isCut ? 0 : 1) { maskStart(atEndOf: &pieces[index]) }
    return Array(pieces.joined(separator: Self.ellipsis))
  }

  private func maskStart(atEndOf bytes: inout [UInt8]) {
    var most = 0
    for form in forms {
      let longest = min(form.count - 1, bytes.count)
      guard longest > most else { continue }
      most =
        (most + 1...longest).last { bytes.suffix($0).elementsEqual(form.prefix($0)) } ?? most
    }
    guard most > 0 else { return }
    bytes.removeLast(most)
    bytes += Self.mask
  }

  private static func replaced(_ form: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    Array(ByteSearch(form).pieces(of: bytes).joined(separator: mask))
  }
}
