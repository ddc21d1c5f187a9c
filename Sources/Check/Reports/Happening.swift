import Text
import Transcript
import WebSocket

/// A record as one line for a person, safe for a terminal: `0.312 < text {"op":"error"}`.
struct Happening {
  /// Seconds since the check's start.
  let time: Double
  /// `<` came, `>` went, `*` neither, `!` an expectation.
  let sign: String
  /// What it is.
  let text: String

  /// - Parameters:
  ///   - start: of the entry, in seconds since the check's: one clock for all that is shown of a check.
  ///   - limit: the most characters of a payload or name.
  init(_ record: Record, from start: Double, limit: Int) {
    time = start + record.time
    sign =
      switch record.direction {
      case .incoming: "<"
      case .outgoing: ">"
      case nil: "*"
      }
    text = Self.sentence(record.event, limit)
  }

  /// A line that is no record.
  init(time: Double, sign: String, text: String) {
    self.time = time
    self.sign = sign
    self.text = text
  }

  /// `0.312`, right-aligned with its neighbours up to 1000 s.
  var stamp: String {
    let stamp = decimal(time)
    return String(repeating: " ", count: max(0, 7 - stamp.utf8.count)) + stamp
  }

  private static func sentence(_ event: Record.Event, _ limit: Int) -> String {
    func cut(_ text: String) -> String { excerpt(text, limit: limit) }
    switch event {
    case .request(let method, let url, _): return cut("\(method) \(url)")
    case .response(let method, let url, let status, _):
      return cut("HTTP \(status) to \(method) \(url)")
    case .body(let payload): return "body of \(Size.text(payload.count))"
    case .upgrade(let token, let decision, let reason):
      return cut(
        "upgrade " + [token, decision, reason].filter { !$0.isEmpty }.joined(separator: ", "))
    case .open(let url, let subprotocol, let extensions):
      return cut(
        (["open", url, subprotocol, extensions]).filter { !$0.isEmpty }.joined(separator: " "))
    case .text(let payload):
      return payload.isEmpty
        ? "text (empty)" : "text " + Escape.start(of: payload.span, limit: limit)
    case .binary(let payload):
      let digits = Array("0123456789abcdef".utf8)
      var hex: [UInt8] = []
      for byte in payload.prefix(limit / 4) {
        hex += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
      let more = payload.count > limit / 4 ? "…" : ""
      return "binary \(Size.text(payload.count)) \(String(decoding: hex, as: UTF8.self))\(more)"
    case .ping(let payload): return "ping" + quoted(payload)
    case .pong(let payload): return "pong" + quoted(payload)
    case .close(let close):
      return "close \(close.code?.description ?? "without a code")"
        + quoted(Array(close.reason.utf8))
    case .gap(let reason): return reason.isEmpty ? "gap" : "gap: " + cut(reason)
    case .error(let reason): return cut(reason)
    }
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    bytes.isEmpty ? "" : " \"\(Escape.start(of: bytes.span, limit: Close.maximumReason))\""
  }
}

/// At most `limit` characters of a text, safe for a terminal.
func excerpt(_ text: String, limit: Int) -> String {
  Escape.start(of: Array(text.utf8.prefix(limit * 4 + 1)).span, limit: limit)
}

/// A part of a transcript around a moment.
struct Surroundings {
  /// How many records come before it and after it.
  let earlier: Int, later: Int
  /// The part that is shown: up to the moment, and after it.
  let before: ArraySlice<Record>, after: ArraySlice<Record>

  init(_ transcript: [Record], at time: Double, before: Int, after: Int) {
    let moment = (transcript.lastIndex { $0.time <= time } ?? -1) + 1
    self.before = transcript[..<moment].suffix(before)
    self.after = transcript[moment...].prefix(after)
    earlier = moment - self.before.count
    later = transcript.count - moment - self.after.count
  }
}
