import HTTP
import Text
import WebSocket

extension Record {
  /// Writes the record as one JSON object and an LF. Its keys are, in this order and absent when there is
  /// nothing to say:
  ///
  /// `t` (seconds, three decimals), `dir` (`in`, `out`), `type`, `n` (the message's number), `len` (bytes of
  /// the payload), `data` (the payload of a text or a body that is UTF-8), `b64` (any other payload, RFC 4648 §4); then `code reason` of
  /// a Close, `method url status fields` of a request or response (`fields` is a list of pairs, as names may
  /// repeat), `token decision reason` of an upgrade, `url subprotocol extensions` of an open connection, `reason`
  /// of a gap or an error.
  ///
  /// No line holds a character that drives a terminal or that a reader may take for a line's end.
  public func write(to output: inout [UInt8]) {
    var object = Object()
    swap(&object.bytes, &output)
    object.begin()
    object.number("t", Self.decimal(time))
    if let direction { object.string("dir", direction.rawValue) }
    object.string("type", type)
    if let number { object.number("n", String(number)) }
    if let payload {
      object.number("len", String(payload.count))
      if isText, UTF8Validator.accepts(payload.span) {
        object.string("data", payload)
      } else {
        object.string("b64", Base64.encode(payload))
      }
    }
    object.describe(event)
    object.end()
    swap(&object.bytes, &output)
  }

  /// The line alone.
  public var line: [UInt8] {
    var line: [UInt8] = []
    write(to: &line)
    return line
  }

  private var isText: Bool {
    switch event {
    case .text, .body: true
    default: false
    }
  }

  private var type: String {
    switch event {
    case .request: "request"
    case .response: "response"
    case .body: "body"
    case .upgrade: "upgrade"
    case .open: "open"
    case .text: "text"
    case .binary: "binary"
    case .ping: "ping"
    case .pong: "pong"
    case .close: "close"
    case .gap: "gap"
    case .error: "error"
    }
  }

  /// `1.042`.
  private static func decimal(_ seconds: Double) -> String {
    let thousandths = (seconds * 1000).rounded()
    guard thousandths >= 0, thousandths < 1e15 else { return "0.000" }
    let (whole, rest) = Int(thousandths).quotientAndRemainder(dividingBy: 1000)
    return "\(whole)." + String("00\(rest)".suffix(3))
  }
}

/// A JSON object in the making.
private struct Object {
  var bytes: [UInt8] = []
  private var isEmpty = true

  mutating func begin() { bytes.append(UInt8(ascii: "{")) }

  mutating func end() { bytes += "}\n".utf8 }

  mutating func describe(_ event: Record.Event) {
    switch event {
    case .request(let method, let url, let fields):
      string("method", method)
      string("url", url)
      list("fields", fields)
    case .response(let method, let url, let status, let fields):
      string("method", method)
      string("url", url)
      number("status", String(status))
      list("fields", fields)
    case .upgrade(let token, let decision, let reason):
      string("token", token)
      string("decision", decision)
      string("reason", reason)
    case .open(let url, let subprotocol, let extensions):
      string("url", url)
      string("subprotocol", subprotocol)
      string("extensions", extensions)
    case .close(let close):
      if let code = close.code { number("code", String(code.rawValue)) }
      string("reason", close.reason)
    case .gap(let reason), .error(let reason): string("reason", reason)
    case .text, .binary, .ping, .pong, .body: break
    }
  }

  private mutating func key(_ key: String) {
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
    bytes += "\"\(key)\":".utf8
  }

  private mutating func value(_ text: [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    Escape.json(text.span, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func number(_ name: String, _ digits: String) {
    key(name)
    bytes += digits.utf8
  }

  mutating func string(_ name: String, _ text: [UInt8]) {
    guard !text.isEmpty else { return }
    key(name)
    value(text)
  }

  mutating func string(_ name: String, _ text: String) { string(name, Array(text.utf8)) }

  mutating func list(_ name: String, _ fields: Fields) {
    guard !fields.isEmpty else { return }
    key(name)
    bytes.append(UInt8(ascii: "["))
    for (index, field) in fields.enumerated() {
      bytes += index == 0 ? "[".utf8 : ",[".utf8
      value(Array(field.name.utf8))
      bytes.append(UInt8(ascii: ","))
      value(Array(field.value.utf8))
      bytes.append(UInt8(ascii: "]"))
    }
    bytes.append(UInt8(ascii: "]"))
  }
}
