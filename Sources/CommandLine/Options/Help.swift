/// The text that `--help` and `upshift help` print: without a topic the most important options; `all`; `category`; the name
/// of a category, or curl's for it; a chapter of the manual; or an option, `--linger`, `linger` or `-X`, as in the manual.
/// At most 80 columns.
///
/// - Parameter isCheck: whether it is asked of `upshift check`.
/// - Throws: `UsageError` if there is no such topic.
func helpText(for topic: String?, isCheck: Bool = false) throws(UsageError) -> String {
  guard let topic else {
    if isCheck { return checkUsage }
    return usage + "\n" + listing(OptionTable.visible.filter(\.isImportant)) + """

      Not all of it: --help all shows every option, --help category the categories,
      --help --linger what there is to say about one, --help items what may stand
      behind a URL, --help prompt what the prompt can do, upshift check --help how
      to run checks. upshift help TOPIC is the same as --help TOPIC; the chapters of
      man upshift are topics, too:

      \(Markup.plain(ManualText.topics, indent: 1, width: 79).dropLast())

      """
  }
  if topic == "all" { return usage + "\n" + listing(OptionTable.visible) }
  if topic == "category" || topic == "categories" { return usage + "\n" + categories }
  if let category = Category(curls: topic.lowercased()) {
    return "\(category.title):\n"
      + listing(OptionTable.visible.filter { $0.category == category })
  }
  if let chapter = ManualText.chapters.first(where: { $0.topic == topic.lowercased() }) {
    return chapter.plain
  }
  if topic.hasPrefix("-") { return try manualText(for: topic) }
  if let text = try? manualText(for: "--" + topic) { return text }
  throw UsageError(
    "no help on '\(topic)': try upshift --help category, or one of \(ManualText.topics)")
}

extension Category {
  /// A category by our name or curl's.
  fileprivate init?(curls name: String) {
    switch name {
    case "curl", "misc": self = .upshift
    case "dns": self = .connection
    case "upload": self = .post
    case "file": self = .output
    default: self.init(rawValue: name)
    }
  }
}

private let usage =
  "Usage: upshift [options...] <URL>... [item...]\n       \(checkSynopsis)\n       upshift help [topic]\n"
private let checkSynopsis = "upshift check [options...] <file|folder>..."

private var checkUsage: String {
  """
  Usage: \(checkSynopsis)

  \(listing(OptionTable.visible.filter { $0.category == .check }))
  Options that say how to connect and log in hold for all requests: --cacert,
  --header, --insecure, --proxy, --user and so on; --max-time for a whole check.

  A check file:

  \(Markup.plain(ManualText.checkExample, indent: 0, width: 79))
  --help checks says what may stand in a file, --help --retry more of an option.

  """
}

private var categories: String {
  var text = " \("all".padded(to: 12)) Every option\n"
  for category in Category.allCases {
    text += " \(category.rawValue.padded(to: 12)) \(category.title)\n"
  }
  return text
}

private func manualText(for topic: String) throws(UsageError) -> String {
  let option =
    if topic.count == 2, let letter = topic.last, letter != "-" {
      try OptionTable.option(short: letter, in: topic)
    } else {
      try LongName(topic).resolved().0
    }
  return option.synopsis + "\n\n" + Markup.plain(option.manual, indent: 2, width: 79)
}

/// One line an option, the help in one column where the name leaves room for it.
private func listing(_ options: [Option]) -> String {
  options.map { option in
    let name = (option.short == nil ? "    " : "") + option.synopsis
    return " \(name.padded(to: 29)) \(option.help)\n"
  }.joined()
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
