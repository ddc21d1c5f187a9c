import Text

extension Value {
  /// The value as a failure shows it, on one line and safe for a terminal: `"abc"`, `17`, `true`, `null`,
  /// `bytes 00ff (2)`, `[1, "a"]`, `{"a":1}`.
  ///
  /// - Parameter isWhole: or else what is longer than 200 characters is cut, and its size told.
  public func shown(whole isWhole: Bool = false) -> String {
    var room = isWhole ? Int.max : 200
    return shown(&room)
  }

  /// A value, or that there is none.
  static func shown(_ value: Value?) -> String {
    value?.shown() ?? "nothing"
  }

  /// - Parameter room: how many characters there may still be; what is shown is taken from it.
  private func shown(_ room: inout Int) -> String {
    switch self {
    case .null, .bool, .number:
      return Self.cut(json ?? "", &room, quote: "")
    case .string(let text): return Self.cut(text, &room, quote: "\"")
    case .object: return Self.cut(json ?? "", &room, quote: "")
    case .bytes(let bytes):
      let head = bytes.prefix(max(0, room / 2))
      room -= head.count * 2
      let isCut = head.count < bytes.count
      return "bytes " + (bytes.isEmpty ? "" : Hex.text(head) + (isCut ? "… " : " "))
        + "(\(bytes.count))"
    case .list(let elements):
      var parts: [String] = []
      for element in elements {
        guard room > 0 else {
          return "[" + parts.joined(separator: ", ") + ", …] (\(elements.count) elements)"
        }
        parts.append(element.shown(&room))
        room -= 2
      }
      return "[" + parts.joined(separator: ", ") + "]"
    }
  }

  /// A backslash is two, so that `\n` is always a newline; a quotation mark is left alone: JSON in a string
  /// is to be read.
  private static func cut(_ text: String, _ room: inout Int, quote: String) -> String {
    let scalars = text.unicodeScalars
    let head = room == .max ? scalars[...] : scalars.prefix(max(0, room))
    room -= min(room, head.count)
    let isCut = head.endIndex < scalars.endIndex
    var safe = ""
    for scalar in head {
      if scalar == "\\", !quote.isEmpty { safe.unicodeScalars.append(scalar) }
      safe.unicodeScalars.append(scalar)
    }
    return quote + Escape.text(safe) + (isCut ? "…" : "") + quote
      + (isCut ? " (\(scalars.count) characters)" : "")
  }
}

/// Bytes as hexadecimal digits.
enum Hex {
  /// What pairs of digits stand for; nil if there is anything else.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.utf8.map(Percent.hex)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// Two lower-case digits a byte.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
