import Text

/// XML or HTML in the making. Markup is written in the source; all else goes through `text`, so nothing that
/// came from elsewhere can be taken for markup, in content or between double quotes.
struct Markup {
  private(set) var bytes: [UInt8] = []

  mutating func raw(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes += $0 }
  }

  /// Control characters are shown, as on a terminal: XML 1.0 has no way to spell most of them (§2.2).
  mutating func text(_ string: some StringProtocol) {
    let safe = Escape.text(string)
    let utf8 = Array(safe.utf8)
    var done = 0
    for (index, byte) in utf8.enumerated() {
      let replacement: StaticString
      switch byte {
      case UInt8(ascii: "&"): replacement = "&amp;"
      case UInt8(ascii: "<"): replacement = "&lt;"
      case UInt8(ascii: ">"): replacement = "&gt;"
      case UInt8(ascii: "\""): replacement = "&quot;"
      // "any Unicode character, excluding the surrogate blocks, FFFE, and FFFF"
      case 0xBE...0xBF where index > 1 && utf8[index - 2] == 0xEF && utf8[index - 1] == 0xBF:
        bytes += utf8[done..<index - 2]
        raw(byte == 0xBE ? "\\u{fffe}" : "\\u{ffff}")
        done = index + 1
        continue
      default: continue
      }
      bytes += utf8[done..<index]
      raw(replacement)
      done = index + 1
    }
    bytes += utf8[done...]
  }

  mutating func number(_ value: Int) { bytes += String(value).utf8 }

  mutating func decimal(_ value: Double, places: Int) {
    bytes += Text.decimal(value, places: places).utf8
  }
}
