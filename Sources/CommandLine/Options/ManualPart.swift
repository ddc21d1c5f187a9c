/// What the manual says of one topic: `upshift help TOPIC`.
struct ManualChapter {
  /// The word that `help` knows it by.
  let topic: String
  let parts: [ManualPart]

  /// For a terminal of 80 columns.
  var plain: String { parts.map(\.plain).joined(separator: "\n") }
}

/// A section of the manual, or what `--help` shows of it.
struct ManualPart {
  /// Its macro.
  enum Level: String {
    case section = "SH"
    case subsection = "SS"
  }

  let title: String
  let level: Level
  /// In the markup of `Roff`.
  let text: String?
  /// What is said about each of a list of things.
  let items: [(tag: String, text: String)]
  /// The column where the texts of short items begin, beside their tags; nil for a paragraph each.
  let column: Int?

  init(
    _ title: String, _ text: String?, _ items: [(tag: String, text: String)] = [],
    column: Int? = nil, level: Level = .subsection
  ) {
    self.title = title
    self.level = level
    self.text = text
    self.items = items
    self.column = column
  }

  /// For the manual.
  var roff: String {
    ".\(level.rawValue) \(level == .section ? title.uppercased() : title)\n"
      + (text.map { Roff.text($0, paragraph: "PP") } ?? "")
      + (column.map { Roff.listed(items, column: $0) }
        ?? items.map { Roff.tagged($0.tag, $0.text) }.joined())
  }

  /// For a terminal of 80 columns.
  var plain: String {
    title.uppercased() + "\n" + (text.map { Markup.plain($0, indent: 2, width: 79) } ?? "")
      + (column != nil && text != nil ? "\n" : "")
      + items.map { tag, text in
        column.map { Markup.listed(tag, text, indent: 2, column: $0, width: 79) }
          ?? Markup.plain(tag, indent: 2, width: 79) + Markup.plain(text, indent: 6, width: 79)
      }.joined()
  }
}
