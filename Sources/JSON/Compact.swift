/// JSON on one line.
public enum Compact {
  /// `json` without the white space between its tokens, none of which changes. A control character in a string, which
  /// JSON has none of and jq 1.6 takes, becomes its escape, so that it is one line all the same.
  public static func text(_ json: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(json.count)
    var (isInString, isEscaped) = (false, false)
    for byte in json {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D:
        guard isInString else { continue }
        if byte == 0x20 { result.append(byte) } else { escape(byte, &result) }
      case 0..<0x20: escape(byte, &result)
      default:
        result.append(byte)
        if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
      }
      isEscaped = isInString && !isEscaped && byte == UInt8(ascii: "\\")
    }
    return result
  }

  private static func escape(_ byte: UInt8, _ result: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    result += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}
