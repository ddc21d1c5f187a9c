/// What a peer sent, made safe for a terminal: control characters are shown, not obeyed.
enum Escape {
  /// `text` with C0 and C1 controls, DEL, and what is not UTF-8 as `\n`, `\e`, `\x7f`, `\u{9b}`.
  /// Characters that change the direction of text are escaped too.
  static func text(_ bytes: some Sequence<UInt8>, keeping kept: Set<Unicode.Scalar> = []) -> String
  {
    var result = ""
    for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
      if kept.contains(scalar) || !isDangerous(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += name(scalar)
      }
    }
    return result
  }

  /// The same of a string.
  static func text(_ string: some StringProtocol) -> String { text(string.utf8) }

  /// At most `limit` characters of it, with an ellipsis where it was cut.
  static func start(of bytes: Span<UInt8>, limit: Int = 60) -> String {
    let head = (0..<min(bytes.count, limit * 4)).map { bytes[$0] }
    let text = text(head)
    return text.count <= limit && head.count == bytes.count
      ? text : String(text.prefix(limit)) + "…"
  }

  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\u{1B}": return "\\e"
    default:
      let hex = String(scalar.value, radix: 16)
      return scalar.value < 0x80
        ? "\\x" + (hex.count < 2 ? "0" : "") + hex : "\\u{" + hex + "}"
    }
  }
}
