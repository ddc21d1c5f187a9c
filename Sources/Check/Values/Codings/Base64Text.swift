import WebSocket

/// Base64 (RFC 4648), strict about what it reads.
enum Base64Text {
  /// §4, padded.
  static func encoded(_ bytes: [UInt8]) -> String { Base64.encode(bytes) }

  /// §5, without padding.
  static func urlEncoded(_ bytes: [UInt8]) -> String {
    let text = Base64.encode(bytes).utf8.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case UInt8(ascii: "="): nil
      default: byte
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// §4; nil if it is not padded, or has anything else in it.
  static func decoded(_ text: String) -> [UInt8]? {
    let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
    let padding = text.utf8[digits.endIndex...]
    guard
      padding.elementsEqual(
        [UInt8](repeating: UInt8(ascii: "="), count: (4 - digits.count % 4) % 4))
    else { return nil }
    return bytes(digits, UInt8(ascii: "+"), UInt8(ascii: "/"))
  }

  /// §5; nil if it is padded, or has anything else in it.
  static func urlDecoded(_ text: String) -> [UInt8]? {
    bytes(text.utf8[...], UInt8(ascii: "-"), UInt8(ascii: "_"))
  }

  private static func bytes(_ digits: Substring.UTF8View, _ plus: UInt8, _ slash: UInt8) -> [UInt8]?
  {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = digit - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0") + 52
      case plus: value = 62
      case slash: value = 63
      default: return nil
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
        bits &= 1 << count - 1
      }
    }
    // §3.5: "pad bits MUST be set to zero", and six bits alone are no byte.
    return count < 6 && bits == 0 ? result : nil
  }
}
