/// The option table: what each option is called, takes and means, said once.
enum OptionTable {
  /// All rows, chapter by chapter, in the order of the help and of the manual.
  static let all: [Option] =
    upgrade + webSocket + http + resources + bodies + uploads + authentication + tls + proxies
    + connections + pace + output + verbosity + checks + tool

  /// The rows that are shown to a reader.
  static let visible: [Option] = all.filter { !$0.isHidden }

  /// The option with this long name, whole and in lower case.
  static func option(called name: String) -> Option? {
    all.first { $0.name.rawValue == name || $0.aliases.contains(name) }
  }

  /// The option with this short letter.
  ///
  /// - Parameter word: what was typed, for the error.
  static func option(short letter: Character, in word: String) throws(UsageError) -> Option {
    if let option = all.first(where: { $0.short == letter }) { return option }
    let place = word.count > 2 ? "-\(letter) in \(word)" : "-\(letter)"
    guard let name = CurlNames.long(for: letter) else {
      throw UsageError("unknown option \(place): try upshift --help all")
    }
    throw UsageError(
      "unknown option \(place): curl has it (--\(name)) \(CurlNames.reason(for: name))")
  }

  /// The row of this option.
  static subscript(name: OptionName) -> Option {
    guard let option = all.first(where: { $0.name == name }) else {
      preconditionFailure("no row for --\(name.rawValue)")
    }
    return option
  }
}
