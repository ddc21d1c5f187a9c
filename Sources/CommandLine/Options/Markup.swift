/// The markup of the table's texts: paragraphs with blank lines between them, lines that begin with
/// two spaces as an example, `` ` `` around what is typed, `<` and `>` around a placeholder.
enum Markup {
  enum Block: Equatable {
    case paragraph([Substring])
    case example([Substring])
  }

  static func blocks(_ text: String) -> [Block] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .split { $0.isEmpty }
      .map { lines in
        lines.allSatisfy { $0.hasPrefix("  ") }
          ? .example(lines.map { $0.dropFirst(2) }) : .paragraph(Array(lines))
      }
  }

  /// The text for a terminal of `width` columns, each line behind `indent` spaces.
  static func plain(_ text: String, indent: Int, width: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    return blocks(text).map { block in
      switch block {
      case .example(let lines):
        lines.map { "\(margin)  \($0)\n" }.joined()
      case .paragraph(let lines):
        wrap(lines.joined(separator: " ").filter { $0 != "`" }, width: width - indent)
          .map { "\(margin)\($0)\n" }.joined()
      }
    }.joined(separator: "\n")
  }

  /// A tag, and the text beside it, or below if the tag leaves no room.
  static func listed(_ tag: String, _ text: String, indent: Int, column: Int, width: Int) -> String
  {
    let margin = String(repeating: " ", count: indent)
    let tag = tag.filter { $0 != "`" }
    let text = plain(text, indent: indent + column, width: width)
    guard tag.count < column - 1 else { return "\(margin)\(tag)\n\(text)" }
    return margin + tag + text.dropFirst(indent + tag.count)
  }

  private static func wrap(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [line]
  }
}
