public import Jq
public import Text
public import Transcript
import WebSocket

/// What the prompt shows of what happens: lines for a terminal, without their ends, in which nothing
/// of the peer's can drive it. A line that does not begin with a time stamp or a sign is indented and belongs to
/// the one before it. The signs: `<` a message that came, `>` one that was sent, `*<` and `*>` a control frame, `*`
/// what happens to the connection; so no message can look like a Close.
public struct Presenter: Sendable {
  /// The colours.
  public var palette: Palette
  /// `/pretty`: JSON is indented and coloured.
  public var isPretty = true
  /// `/hex`: binary messages are dumped.
  public var showsHex = true

  /// Everything on, in those colours.
  public init(_ palette: Palette) { self.palette = palette }

  /// The lines of a record.
  ///
  /// - Parameters:
  ///   - stamp: the time of day, `12:34:56.789`, if that is shown (`/time`).
  ///   - roundTrip: for a pong, the seconds since its ping.
  ///   - fold: how much of a message is shown.
  public func lines(
    _ record: Record, stamp: String? = nil, roundTrip: Double? = nil, fold: Fold = .brief()
  ) -> [String] {
    let start = start(record.direction, stamp, isControl: record.event.isControlFrame)
    switch record.event {
    // What somebody typed he has laid out as he likes it.
    case .text(let payload) where record.direction == .outgoing && fold != .whole:
      return plainLines(
        ofText: payload, start, role(record.direction), fold, more(record))
    case .text(let payload):
      return lines(
        ofText: payload, start, role(record.direction), fold, more(record))
    case .binary(let payload):
      var rows = Rows(start, palette, fold)
      rows.put("binary, \(Size.text(payload.count))", .dim)
      if showsHex { HexDump.write(payload, to: &rows) }
      return rows.finish(more: more(record))
    default:
      return [start + palette.paint(sentence(record.event, roundTrip), role(record))]
    }
  }

  /// The lines of what a jq filter says to a message: none if it leaves it out, and if it breaks down on
  /// it the message and why.
  public func lines(
    _ record: Record, filtered answer: Filter.Answer, stamp: String? = nil, fold: Fold = .brief()
  ) -> [String] {
    switch answer {
    case .results(let results):
      var shown: [String] = []
      for (index, result) in results.enumerated() {
        // All that is made of one message has the room of one.
        guard shown.count < fold.lines else {
          let rest = results.count - index
          shown.append("  " + palette.paint("… \(rest) more result\(rest == 1 ? "" : "s")", .dim))
          break
        }
        switch result {
        case .asItCame: shown += lines(record, stamp: stamp, fold: fold)
        case .made(let text):
          shown += lines(
            ofText: text, start(record.direction, stamp), role(record.direction), fold, nil)
        }
      }
      return shown
    case .notJSON: return []
    case .failed(let reason):
      let message = record.number.map { " on message \($0)" } ?? ""
      return [problem("jq\(message): \(reason)", stamp: stamp)]
    case .over: return lines(record, stamp: stamp, fold: fold)
    }
  }

  /// A line about the connection or the prompt itself.
  public func note(_ text: String, stamp: String? = nil) -> String {
    start(nil, stamp) + palette.paint(Escape.text(text), .note)
  }

  /// A line about something that went wrong.
  public func problem(_ text: String, stamp: String? = nil) -> String {
    start(nil, stamp) + palette.paint(Escape.text(text), .problem)
  }

  // MARK: Parts

  private func role(_ direction: Record.Direction?) -> Palette.Role {
    switch direction {
    case .incoming: .incoming
    case .outgoing: .outgoing
    case nil: .note
    }
  }

  private func role(_ record: Record) -> Palette.Role {
    switch record.event {
    case .error: .problem
    case .ping, .pong: .dim
    case .close: .note
    default: role(record.direction)
    }
  }

  private func start(
    _ direction: Record.Direction?, _ stamp: String?, isControl: Bool = false
  ) -> String {
    let sign =
      switch direction {
      case .incoming: isControl ? "*<" : "<"
      case .outgoing: isControl ? "*>" : ">"
      case nil: "*"
      }
    let time = stamp.map { palette.paint(Escape.text($0), .dim) + " " } ?? ""
    return time + palette.paint(sign, role(direction)) + " "
  }

  private func more(_ record: Record) -> String? {
    record.number.map { "/show \($0) shows all" }
  }

  private func lines(
    ofText payload: [UInt8], _ start: String, _ role: Palette.Role, _ fold: Fold,
    _ more: String?
  ) -> [String] {
    if isPretty, payload.count <= fold.longestJSON {
      var rows = Rows(start, palette, fold)
      if IndentedJSON.write(payload, to: &rows) { return rows.finish(more: more) }
    }
    return plainLines(ofText: payload, start, role, fold, more)
  }

  private func plainLines(
    ofText payload: [UInt8], _ start: String, _ role: Palette.Role, _ fold: Fold,
    _ more: String?
  ) -> [String] {
    var rows = Rows(start, palette, fold)
    guard !payload.isEmpty else { return [start + palette.paint("(empty)", .dim)] }
    var rest = payload[...]
    // The LF at the end of a message is shown; "a" and "a\n" are not the same.
    while let end = rest.firstIndex(of: 0x0A), end < payload.count - 1 {
      rows.put(rest[..<end], role)
      rows.breakLine()
      rest = rest[(end + 1)...]
    }
    rows.put(rest, role)
    return rows.finish(more: more)
  }

  private func sentence(_ event: Record.Event, _ roundTrip: Double?) -> String {
    switch event {
    case .ping(let payload): "ping" + Self.quoted(payload)
    case .pong(let payload):
      "pong" + Self.quoted(payload) + (roundTrip.map { ", " + Interval.text($0) } ?? "")
    case .close(let close):
      "close " + FramePrinter.describe(close.code) + Self.quoted(Array(close.reason.utf8))
    case .gap(let reason): reason.isEmpty ? "gap" : "gap: " + Escape.text(reason)
    case .error(let reason): Escape.text(reason)
    case .open(let url, let subprotocol, let extensions):
      // What the parameters are, /headers tells.
      (["open \(url)", subprotocol]
        + extensions.split(separator: ",").map {
          String($0.drop { $0 == " " }.prefix { $0 != ";" })
        })
        .map { Escape.text($0) }.filter { !$0.isEmpty }.joined(separator: ", ")
    case .request(let method, let url, _): Escape.text("\(method) \(url)")
    case .response(_, let url, let status, _): Escape.text("\(status) \(url)")
    case .upgrade(let token, let decision, let reason):
      Escape.text([token, decision, reason].filter { !$0.isEmpty }.joined(separator: ", "))
    case .text, .binary, .body: ""
    }
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "" }
    guard UTF8Validator.accepts(bytes.span) else {
      return " " + Escape.hex(bytes.span, limit: bytes.count)
    }
    return " \"\(Escape.start(of: bytes.span, limit: Close.maximumReason))\""
  }
}
