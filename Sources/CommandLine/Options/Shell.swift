/// The shells that there are completions for.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish
}

/// The completion script for a shell, made from the option table.
func completion(for shell: Shell) -> String {
  switch shell {
  case .bash: bashCompletion()
  case .zsh: zshCompletion()
  case .fish: fishCompletion()
  }
}

extension Option {
  /// Where it goes: with a URL, with `upshift check`, or with both.
  enum Use { case requests, checks, both }

  /// Where it is offered.
  var use: Use {
    category == .check ? .checks : Reader.ofRequests.contains(name) ? .requests : .both
  }

  /// All spellings, as typed: `-d`, `--data`, `--data-ascii`.
  var spellings: [String] {
    (short.map { ["-\($0)"] } ?? []) + ([name.rawValue] + aliases).map { "--\($0)" }
  }
}

extension Completion {
  /// The words to choose from; nil where there is no closed list.
  var words: [String]? {
    switch self {
    case .choices(let words): words
    case .helpTopic:
      ["all", "category"] + Category.allCases.map(\.rawValue)
        + ManualText.chapters.map(\.topic)
    default: nil
    }
  }
}

/// `text` as one word of a Bourne shell.
func singleQuoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
    + "'"
}
