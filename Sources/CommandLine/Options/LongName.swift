import Text

/// A long option as it was typed, with or without dashes, and what it stands for.
struct LongName {
  private let typed: String
  private let dashes: String
  /// Without dashes, in lower case: curl 7.88 compares names without case.
  private let word: String

  init(_ typed: String) {
    self.typed = typed
    dashes = typed.hasPrefix("--") ? "--" : ""
    word = typed.dropFirst(dashes.count).lowercased()
  }

  /// The option, and whether it was switched on. The whole name comes first, then `no-` before a
  /// switch, then curl's abbreviations, then ours.
  func resolved() throws(UsageError) -> (Option, isOn: Bool) {
    if let option = OptionTable.option(called: word) { return (option, true) }
    if word.hasPrefix("no-") {
      // curl takes no abbreviation after `no-`.
      let switched = String(word.dropFirst(3))
      guard let option = OptionTable.option(called: switched) else { throw unknown }
      guard option.isNegatable, option.stem == switched else {
        var instead = ""
        if case .choices(let words) = option.values, words.contains("never") {
          instead = ": use \(dashes)\(switched) never"
        }
        throw UsageError("option \(typed): \(dashes)\(switched) cannot be turned off\(instead)")
      }
      return (option, false)
    }
    // `--buffer` turns `--no-buffer` off.
    if let option = OptionTable.visible.first(where: { $0.stem == word }) {
      return (option, isOn: false)
    }
    let foreign = CurlNames.matching(word)
    // A name of curl's is no abbreviation of another, even where we lack it.
    if word.isEmpty || foreign == [word] { throw unknown }
    if let option = try abbreviated(isOurs: false) {
      // `--buf` is `--buffer`, which turns `--no-buffer` off.
      return (option, isOn: option.stem.count == option.name.rawValue.count)
    }
    if foreign.count == 1 { throw unknown }
    if let option = try abbreviated(isOurs: true) { return (option, true) }
    throw unknown
  }

  /// The one option of curl's, or of ours, that begins with the word.
  private func abbreviated(isOurs: Bool) throws(UsageError) -> Option? {
    let candidates = OptionTable.visible.filter { $0.begins(with: word) }
    let preferred = candidates.filter { $0.isOurs == isOurs }
    guard preferred.count > 1 else { return preferred.first }
    let names = candidates.map { "\(dashes)\($0.name.rawValue)" }.joined(separator: ", ")
    throw UsageError("option \(typed) is ambiguous: \(names)")
  }

  private var unknown: UsageError {
    let isNegated = word.hasPrefix("no-")
    let bare = isNegated ? String(word.dropFirst(3)) : word
    let foreign = bare.isEmpty ? [] : CurlNames.matching(bare)
    if foreign != [bare], let instead = HurlNames.instead[word] {
      return UsageError("unknown option \(typed): hurl has it; here \(instead)")
    }
    if let (whose, instead) = WebSocketNames.instead[word] {
      return UsageError("unknown option \(typed): \(whose) has it; here \(instead)")
    }
    if foreign == [bare] {
      return UsageError("unknown option \(typed): curl has it \(CurlNames.reason(for: bare))")
    }
    if foreign.count == 1, !isNegated {
      return UsageError(
        "unknown option \(typed): curl has \(dashes)\(foreign[0]) \(CurlNames.reason(for: foreign[0]))"
      )
    }
    let names = OptionTable.visible.flatMap { option in
      [option.name.rawValue] + option.aliases
        + (option.isNegatable && isNegated ? ["no-\(option.stem)"] : [])
    }
    guard let nearest = nearestName(to: word, among: names) else {
      return UsageError("unknown option \(typed): try upshift --help all")
    }
    return UsageError("unknown option \(typed): did you mean \(dashes)\(nearest)?")
  }
}

extension Option {
  fileprivate func begins(with word: String) -> Bool {
    stem.hasPrefix(word) || aliases.contains { $0.hasPrefix(word) }
  }
}
