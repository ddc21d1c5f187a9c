import Text
import Transfer

/// `--trace` and `--trace-ascii`: what goes and comes, as curl writes it.
struct TraceDump {
  /// Bytes without their numbers, and a line for a line (`--trace-ascii`).
  let isASCII: Bool

  /// The lines of one event.
  func text(_ kind: Trace, _ bytes: [UInt8]) -> String {
    guard let title = Self.title(of: kind) else {
      // It quotes the peer, and may go to a terminal.
      return "== Info: " + Escape.text(bytes.last == 10 ? bytes.dropLast() : bytes[...]) + "\n"
    }
    let size = bytes.count
    let head = "\(title), \(size) bytes (0x\(String(size, radix: 16)))\n"
    return head + (isASCII ? lines(of: bytes) : table(of: bytes))
  }

  private static func title(of kind: Trace) -> String? {
    switch kind {
    case .information: nil
    case .requestHead: "=> Send header"
    case .responseHead: "<= Recv header"
    case .sent: "=> Send data"
    case .received: "<= Recv data"
    case .sentTLS: "=> Send SSL data"
    case .receivedTLS: "<= Recv SSL data"
    }
  }

  /// Sixteen bytes a row, as numbers and as characters.
  private func table(of bytes: [UInt8]) -> String {
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let row = bytes[start..<min(start + 16, bytes.count)]
      text += Self.hexadecimal(start, 4) + ": "
      for byte in row { text += Self.hexadecimal(Int(byte), 2) + " " }
      text += String(repeating: "   ", count: 16 - row.count) + Self.characters(row) + "\n"
    }
    return text
  }

  /// At most 64 characters a row; the end of a line ends the row.
  private func lines(of bytes: [UInt8]) -> String {
    var text = ""
    var start = 0
    while start < bytes.count {
      var end = start
      var next: Int?
      while end < bytes.count, end - start < 64, next == nil {
        if bytes[end...].starts(with: [13, 10]) { next = end + 2 } else { end += 1 }
      }
      // An end of line right behind a full row belongs to it.
      if next == nil, end - start == 64, bytes[end...].starts(with: [13, 10]) { next = end + 2 }
      text += Self.hexadecimal(start, 4) + ": " + Self.characters(bytes[start..<end]) + "\n"
      start = next ?? end
    }
    return text
  }

  private static func characters(_ bytes: ArraySlice<UInt8>) -> String {
    String(
      decoding: bytes.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
  }

  private static func hexadecimal(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
