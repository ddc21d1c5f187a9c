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
