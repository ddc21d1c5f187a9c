import Text

/// What comes in parts, made safe for a terminal: lines stay lines, none is gone back to, and no character is torn where
/// one part ends.
struct TerminalText {
  /// The end of what came: inside a character, or maybe inside a line end.
  private var rest: [UInt8] = []

  /// What can be shown now that `bytes` have come.
  mutating func take(_ bytes: Span<UInt8>) -> String {
    bytes.withUnsafeBufferPointer { rest.append(contentsOf: $0) }
    var count = wholeCharacters(of: rest)
    if count > 0, rest[count - 1] == 0x0D { count -= 1 }
    defer { rest.removeFirst(count) }
    return Self.escaped(rest[..<count])
  }

  /// What is left when nothing more comes.
  mutating func end() -> String {
    defer { rest = [] }
    return Self.escaped(rest[...])
  }

  private static func escaped(_ text: ArraySlice<UInt8>) -> String {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      let hasEnd = index + 1 < lines.count
      return Escape.text(hasEnd && line.last == 0x0D ? line.dropLast() : line, keeping: ["\t"])
    }.joined(separator: "\n")
  }
}
