/// The inside of a JSON string (RFC 8259 §7).
public enum Quoted {
  /// What it says; it is known to be valid.
  static func text(in inside: ArraySlice<UInt8>) -> String {
    guard inside.contains(UInt8(ascii: "\\")) else {
      return String(decoding: inside, as: UTF8.self)
    }
    var result: [UInt8] = []
    result.reserveCapacity(inside.count)
    var rest = inside
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        result.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"): result += Array(String(scalar(after: &rest)).utf8)
      default: result.append(escape)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// What a valid JSON text says that is a string, white space around it left out; nil for any other value.
  public static func text(of json: [UInt8]) -> String? {
    guard let start = json.firstIndex(of: UInt8(ascii: "\"")),
      let end = json.lastIndex(of: UInt8(ascii: "\"")), end > start,
      (json[..<start] + json[(end + 1)...]).allSatisfy({ [0x20, 0x0A, 0x0D, 0x09].contains($0) })
    else { return nil }
    return text(in: json[(start + 1)..<end])
  }

  /// "To escape an extended character that is not in the Basic Multilingual Plane, the character is
  /// represented as a 12-character sequence, encoding the UTF-16 surrogate pair."
  private static func scalar(after rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
    let first = unit(rest.prefix(4))
    rest = rest.dropFirst(4)
    if 0xD800..<0xDC00 ~= first, rest.starts(with: Array("\\u".utf8)) {
      let second = unit(rest.dropFirst(2).prefix(4))
      if 0xDC00..<0xE000 ~= second {
        rest = rest.dropFirst(6)
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
      }
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  /// Whether an escape in it is half of a surrogate pair without the other half, which is no character: "its
  /// behavior is unpredictable" (RFC 8259 §8.2).
  static func hasHalfPair(in inside: ArraySlice<UInt8>) -> Bool {
    var rest = inside
    while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      rest = rest[(backslash + 2)...]
      guard inside[backslash + 1] == UInt8(ascii: "u") else { continue }
      switch unit(rest.prefix(4)) {
      case 0xD800..<0xDC00:
        let second = rest.dropFirst(4)
        guard second.starts(with: "\\u".utf8),
          0xDC00..<0xE000 ~= unit(second.dropFirst(2).prefix(4))
        else { return true }
        rest = second.dropFirst(6)
      case 0xDC00..<0xE000: return true
      default: rest = rest.dropFirst(4)
      }
    }
    return false
  }

  private static func unit(_ digits: ArraySlice<UInt8>) -> UInt32 {
    digits.reduce(0) { $0 << 4 | UInt32(Character(Unicode.Scalar($1)).hexDigitValue ?? 0) }
  }

  /// `text` as a JSON string, quotation marks included, with no more escapes than there must be.
  public static func string(_ text: String) -> String {
    var result: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case 0x0A: result += Array("\\n".utf8)
      case 0x0D: result += Array("\\r".utf8)
      case 0x09: result += Array("\\t".utf8)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        result += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: result.append(byte)
      }
    }
    return String(decoding: result + [UInt8(ascii: "\"")], as: UTF8.self)
  }
}
