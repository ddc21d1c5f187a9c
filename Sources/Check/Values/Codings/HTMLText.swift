/// Character references of HTML.
enum HTMLText {
  /// `& < > " '` as references.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#x27;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// References as what they stand for: those by number, and those by a name of HTML 4. Others stay as they
  /// are, and so does what has no semicolon.
  static func unescaped(_ text: String) -> String {
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
      result += rest[..<ampersand]
      rest = rest[ampersand...]
      let name = rest.dropFirst().prefix(longestName).prefix {
        $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "&")
      }
      if name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: ";"),
        let scalar = scalar(String(decoding: name, as: UTF8.self))
      {
        result += Array(String(scalar).utf8)
        rest = rest[name.endIndex...].dropFirst()
      } else {
        result.append(UInt8(ascii: "&"))
        rest = rest.dropFirst()
      }
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  private static let longestName = 32

  private static func scalar(_ name: String) -> Unicode.Scalar? {
    guard name.hasPrefix("#") else { return HTMLNames.scalars[name] }
    let isHex = name.hasPrefix("#x") || name.hasPrefix("#X")
    let digits = name.dropFirst(isHex ? 2 : 1)
    guard !digits.isEmpty,
      digits.utf8.allSatisfy({ isHex ? Percent.hex($0) != nil : 0x30...0x39 ~= $0 })
    else { return nil }
    // The HTML standard, §13.2.5.80: what is no character is U+FFFD, and C1 controls are windows-1252.
    guard let code = UInt32(digits, radix: isHex ? 16 : 10), code > 0 else { return "\u{FFFD}" }
    return 0x80..<0xA0 ~= code
      ? Charset.windows1252(UInt8(code)) : Unicode.Scalar(code) ?? "\u{FFFD}"
  }
}
