/// Base64 as RFC 4648 §4 has it: padded, with `+` and `/`.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// `bytes` as text.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0..<4 {
        text.append(
          index <= group.count ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that `text` stands for; nil if it is not padded, or has anything else in it.
  public static func decode(_ text: String) -> [UInt8]? {
    let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
    let padding = text.utf8[digits.endIndex...]
    guard
      padding.elementsEqual(
        [UInt8](repeating: UInt8(ascii: "="), count: (4 - digits.count % 4) % 4))
    else { return nil }
    return decode(digits: digits, UInt8(ascii: "+"), UInt8(ascii: "/"))
  }

  /// The bytes that `digits` stand for, where `plus` and `slash` are 62 and 63; nil if anything else is among them.
  public static func decode(
    digits: Substring.UTF8View, _ plus: UInt8, _ slash: UInt8
  ) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(digits.count / 4 * 3 + 2)
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

  /// Whether `text` is what 16 bytes look like: 22 digits, of the last of which only two bits count, and
  /// two signs of padding.
  static func isSixteenBytes(_ text: String) -> Bool {
    let text = Array(text.utf8)
    guard text.count == 24, text[22] == UInt8(ascii: "="), text[23] == UInt8(ascii: "=") else {
      return false
    }
    return text[..<22].allSatisfy(alphabet.contains)
      && (alphabet.firstIndex(of: text[21]) ?? 1) & 15 == 0
  }
}
