/// What a peer sent, made safe for a terminal: control characters are shown, not obeyed.
public enum Escape {
  /// `bytes` with C0 and C1 controls, DEL, and what is not UTF-8 as `\n`, `\e`, `\x7f`, `\u{9b}`.
  /// Characters that change the direction of text are escaped too.
  ///
  /// - Parameter kept: characters that stay as they are.
  public static func text(
    _ bytes: some Sequence<UInt8>, keeping kept: Set<Unicode.Scalar> = []
  ) -> String {
    let text = String(decoding: Array(bytes), as: UTF8.self)
    let utf8 = Array(text.utf8)
    var result: [UInt8] = []
    var done = 0
    var index = 0
    while index < utf8.count {
      guard let control = control(in: utf8.span, at: index) else {
        index += 1
        continue
      }
      if !kept.contains(control.scalar) {
        result += utf8[done..<index]
        result += name(control.scalar).utf8
        done = index + control.length
      }
      index += control.length
    }
    guard done > 0 else { return text }
    return String(decoding: result + utf8[done...], as: UTF8.self)
  }

  /// The same of a string.
  public static func text(_ string: some StringProtocol) -> String { text(string.utf8) }

  /// At most `limit` characters of it, with an ellipsis where it was cut.
  public static func start(of bytes: Span<UInt8>, limit: Int = 60) -> String {
    let head = (0..<min(bytes.count, limit * 4)).map { bytes[$0] }
    let text = text(head)
    return text.count <= limit && head.count == bytes.count
      ? text : String(text.prefix(limit)) + "…"
  }

  /// The start of `bytes` in hex: `00 ff …`.
  public static func hex(_ bytes: Span<UInt8>, limit: Int = 16) -> String {
    (0..<min(bytes.count, limit)).map { index in
      (bytes[index] < 16 ? "0" : "") + String(bytes[index], radix: 16)
    }.joined(separator: " ") + (bytes.count > limit ? " …" : "")
  }

  /// Writes `bytes`, valid UTF-8, as the inside of a JSON string (RFC 8259 §7) that is safe on a
  /// terminal and one line for every reader: other controls than C0 are `\u` escapes as well.
  public static func json(_ bytes: Span<UInt8>, to result: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        result += [UInt8(ascii: "\\"), byte]
      } else if let control = control(in: bytes, at: index) {
        switch control.scalar {
        case "\n": result += "\\n".utf8
        case "\r": result += "\\r".utf8
        case "\t": result += "\\t".utf8
        default: result += unicode(control.scalar)
        }
        index += control.length
        continue
      } else {
        result.append(byte)
      }
      index += 1
    }
  }

  /// `scalar`, of the basic plane, as JSON spells it in a string: `\u009b`.
  public static func unicode(_ scalar: Unicode.Scalar) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return Array("\\u".utf8)
      + [12, 8, 4, 0].map { digits[Int(scalar.value >> $0) & 15] }
  }

  /// The character at `index` of `bytes`, UTF-8, if no terminal should have it, and its length in
  /// bytes: a C0 or C1 control, DEL, a line or paragraph separator, or one with Unicode's property
  /// Bidi_Control. `index` may be inside a character, where there is none.
  @inlinable
  public static func control(
    in bytes: Span<UInt8>, at index: Int
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    let first = bytes[index]
    switch first {
    case 0..<0x20, 0x7F: return (Unicode.Scalar(first), 1)
    case 0xC2, 0xD8:
      guard index &+ 1 < bytes.count else { return nil }
      let second = bytes[index &+ 1]
      if first == 0xC2, 0x80...0x9F ~= second { return (Unicode.Scalar(second), 2) }
      return first == 0xD8 && second == 0x9C ? ("\u{61C}", 2) : nil
    case 0xE2:
      guard index &+ 2 < bytes.count, bytes[index &+ 1] & 0xFE == 0x80 else { return nil }
      let value = 0x2000 | UInt16(bytes[index &+ 1] & 1) << 6 | UInt16(bytes[index &+ 2] & 0x3F)
      switch value {
      case 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069:
        return Unicode.Scalar(value).map { ($0, 3) }
      default: return nil
      }
    default: return nil
    }
  }

  /// A line that was made for a terminal, for one whose locale is not UTF-8: `\u{e9}` for `é`, and three
  /// points for an ellipsis. Controls stay, for they are the colours.
  public static func ascii(_ line: String) -> String {
    guard line.utf8.contains(where: { $0 >= 0x80 }) else { return line }
    var result = ""
    for scalar in line.unicodeScalars {
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += scalar == "…" ? "..." : "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return result
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
