/// What `/help` shows.
public enum Help {
  /// All commands, for a manual: `/close [CODE [REASON]]`; a line without a full stop; further sentences, or none.
  public static var commands: [(usage: String, summary: String, details: String)] {
    CommandEntry.all.map { ($0.usage, $0.summary, $0.details) }
  }

  /// All commands, or all about the one of that name (without the slash); lines without colours.
  public static func lines(_ name: String? = nil) -> [String] {
    if let name {
      guard let entry = CommandEntry.named(name) else { return [] }
      let sentence = entry.usage + ": " + entry.summary + "."
      return [sentence] + wrapped(entry.details)
    }
    let width = CommandEntry.all.map(\.usage.count).max() ?? 0
    return CommandEntry.all.map { entry in
      entry.usage + String(repeating: " ", count: width + 2 - entry.usage.count) + entry.summary
    } + ["All else is a text message; one that begins with / is typed with //."]
  }

  /// Lines of at most 78 columns.
  private static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= 78 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
