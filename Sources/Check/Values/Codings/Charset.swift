/// Text in other encodings than UTF-8, by the names that the WHATWG's Encoding Standard gives them.
enum Charset {
  case utf8, windows1252, utf16LE, utf16BE

  /// nil for a name that is not known here. As in browsers, and in hurl, ISO-8859-1 and ASCII are
  /// windows-1252.
  init?(_ label: String) {
    switch label.lowercased() {
    case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
    case "windows-1252", "cp1252", "x-cp1252", "iso-8859-1", "iso8859-1", "iso88591", "iso_8859-1",
      "latin1",
      "l1", "ascii", "us-ascii":
      self = .windows1252
    case "utf-16", "utf-16le": self = .utf16LE
    case "utf-16be": self = .utf16BE
    default: return nil
    }
  }

  /// The text, or nil if the bytes are not in this encoding. A byte order mark is not part of it.
  func text(_ bytes: [UInt8]) -> String? {
    switch self {
    case .utf8:
      return Self.utf8(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
    case .windows1252:
      var text = String.UnicodeScalarView()
      for byte in bytes { text.append(Self.windows1252(byte)) }
      return String(text)
    case .utf16LE: return Self.utf16(bytes, high: 1)
    case .utf16BE: return Self.utf16(bytes, high: 0)
    }
  }

  /// nil if it is no UTF-8.
  static func utf8(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.utf8.elementsEqual(bytes) ? text : nil
  }

  private static func utf16(_ bytes: [UInt8], high: Int) -> String? {
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let units = stride(from: 0, to: bytes.count, by: 2).map {
      UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + 1 - high])
    }
    var text = String.UnicodeScalarView()
    var decoder = UTF16()
    var iterator = units.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        if scalar != "\u{FEFF}" || !text.isEmpty { text.append(scalar) }
      case .emptyInput: return String(text)
      case .error: return nil
      }
    }
  }

  /// One byte of windows-1252: what has no character there is a C1 control.
  static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
    0x80..<0xA0 ~= byte ? upper[Int(byte) - 0x80] : Unicode.Scalar(byte)
  }

  private static let upper: [Unicode.Scalar] = [
    "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
    "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
    "\u{90}",
    "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}", "\u{2DC}",
    "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
  ]
}
