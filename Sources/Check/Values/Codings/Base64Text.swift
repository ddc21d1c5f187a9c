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
    Base64.decode(text)
  }

  /// §5; nil if it is padded, or has anything else in it.
  static func urlDecoded(_ text: String) -> [UInt8]? {
    Base64.decode(digits: text.utf8[...], UInt8(ascii: "-"), UInt8(ascii: "_"))
  }
}
