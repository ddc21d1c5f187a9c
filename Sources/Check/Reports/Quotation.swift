import Text

/// Lines of a check file around a place in it, safe to show.
struct Quotation {
  struct Line {
    let number: Int
    let text: String
  }

  /// The lines before that of the place.
  let before: [Line]
  /// The line of the place.
  let line: Line
  /// What stands left of the place in `line.text`.
  let indent: String
  /// The lines after it.
  let after: [Line]

  /// Scalars of a line that are shown: a body may be one line of a megabyte.
  private static let width = 110

  /// - Parameter context: how many lines on either side.
  /// - Returns: nil if there is no such line.
  init?(_ lines: [String], at position: Position, context: Int = 0) {
    let index = position.line - 1
    guard lines.indices.contains(index) else { return nil }
    let scalars = lines[index].unicodeScalars
    let column = min(max(0, position.column - 1), scalars.count)
    let skipped = column < 80 ? 0 : column - 50
    let start = scalars.index(scalars.startIndex, offsetBy: skipped)
    let place = scalars.index(start, offsetBy: column - skipped)
    let end = scalars.index(start, offsetBy: Self.width, limitedBy: scalars.endIndex)
    indent = (skipped > 0 ? "…" : "") + Self.safe(scalars[start..<place])
    let rest = Self.safe(scalars[place..<(end ?? scalars.endIndex)])
    let isCut = end.map { $0 < scalars.endIndex } ?? false
    line = Line(number: position.line, text: indent + rest + (isCut ? "…" : ""))
    let first = max(0, index - context)
    before = lines[first..<index].enumerated().map { Self.line($0.element, first + $0.offset) }
    after = lines[(index + 1)...].prefix(context).enumerated().map {
      Self.line($0.element, index + 1 + $0.offset)
    }
  }

  private static func line(_ text: String, _ index: Int) -> Line {
    let start = text.unicodeScalars.prefix(width)
    let isCut = start.endIndex < text.unicodeScalars.endIndex
    return Line(number: index + 1, text: safe(start) + (isCut ? "…" : ""))
  }

  /// A tab is two blanks: what it would be in a terminal depends on the column.
  private static func safe(_ scalars: Substring.UnicodeScalarView) -> String {
    var text = ""
    for scalar in scalars {
      if scalar == "\t" { text += "  " } else { text.unicodeScalars.append(scalar) }
    }
    return Escape.text(text)
  }
}
