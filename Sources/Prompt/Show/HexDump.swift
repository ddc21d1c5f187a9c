import Text

/// Bytes as `hexdump -C` shows them.
enum HexDump {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Sixteen bytes a line; the first goes to a line of its own.
  static func write(_ bytes: [UInt8], to rows: inout Rows) {
    for offset in stride(from: 0, to: bytes.count, by: 16) {
      rows.breakLine()
      guard !rows.isFolded else {
        // The line that was begun is counted when it ends.
        rows.hide(lines: (bytes.count - offset + 15) / 16 - 1)
        return
      }
      let row = bytes[offset..<min(offset + 16, bytes.count)]
      rows.put(String(decoding: Self.offset(offset), as: UTF8.self), .dim)
      rows.put("  " + String(decoding: hex(row), as: UTF8.self) + "  ")
      rows.put(
        "|" + String(decoding: row.map { 0x20..<0x7F ~= $0 ? $0 : 0x2E }, as: UTF8.self) + "|",
        .string)
    }
  }

  private static func offset(_ offset: Int) -> [UInt8] {
    (0..<8).reversed().map { digits[offset >> ($0 * 4) & 15] }
  }

  /// 48 columns: a space more between the halves, and spaces for what is missing.
  private static func hex(_ row: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    for column in 0..<16 {
      if column > 0 { text.append(0x20) }
      if column == 8 { text.append(0x20) }
      let index = row.startIndex + column
      text +=
        index < row.endIndex
        ? [digits[Int(row[index]) >> 4], digits[Int(row[index]) & 15]] : [0x20, 0x20]
    }
    return text
  }
}
