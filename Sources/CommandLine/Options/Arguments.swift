/// What was typed, in that order; what it means is another type's business.
struct Arguments: Sendable, Equatable {
  enum Item: Sendable, Equatable {
    /// A switch has no value. `isOn` is false for a switch in its `--no-` form.
    /// `--help` may have a value: the topic.
    case option(OptionName, value: String?, isOn: Bool)
    /// A URL, bare or after `--url`.
    case url(String)

    /// It prints something and leaves.
    var isAnswer: Bool {
      switch self {
      case .option(.help, _, _), .option(.version, _, _), .option(.manual, _, _): true
      case .option(.engine, let name, _): name?.lowercased() == "list"
      default: false
      }
    }
  }

  var items: [Item] = []
  /// Of the items by their numbers: `file:line`, where a mistake is only warned of.
  var places: [Int: String] = [:]
  /// Mistakes in configuration files.
  var warnings: [String] = []
  /// What other users of the machine are not to see of the words that were parsed.
  private(set) var secrets: [Secret] = []

  /// Whether `--disable` stands first, and so no configuration file is to be read at start.
  var disablesConfiguration: Bool {
    items.first == .option(.disable, value: nil, isOn: true)
  }

  /// Parses a command line, without the program's name, as curl 7.88 does. In addition a value may
  /// follow a long option's name after `=`. As with curl, nothing after `--help`, `--manual` and
  /// `--version` is looked at.
  ///
  /// - Parameter namesFiles: words that are no options are names of files, and `-` is standard input.
  init(parsing words: [String], namesFiles: Bool = false) throws(UsageError) {
    var index = 0
    var hasOptions = true
    while index < words.count, !isAnswered {
      let word = words[index]
      index += 1
      if !hasOptions || !word.hasPrefix("-") || (namesFiles && word == "-") {
        items.append(.url(word))
      } else if word == "--" {
        hasOptions = false
        continue
      } else {
        let next = index < words.count ? words[index] : nil
        if try take(word, next: next) { index += 1 }
      }
      if let item = items.last, let secret = Secret(of: item, endOf: words, index - 1) {
        secrets.append(secret)
      }
    }
  }

  /// Nothing, to be filled by `take`.
  init() {}

  /// Whether the last option was one that prints something and leaves.
  private var isAnswered: Bool { items.last?.isAnswer ?? false }

  /// One item more, which came from this place.
  mutating func append(_ item: Item, from place: String?) {
    places[items.count] = place
    items.append(item)
  }

  /// Takes one word that holds options, and `next` if the last of them needs a value. A word
  /// without dashes is a long name, as in a configuration file.
  ///
  /// - Returns: whether `next` was used.
  mutating func take(_ word: String, next: String?) throws(UsageError) -> Bool {
    if word.hasPrefix("--") || !word.hasPrefix("-") {
      return try takeLong(word, next: next)
    }
    return try takeShort(word, next: next)
  }

  /// `--name value`, `--name=value`.
  private mutating func takeLong(_ word: String, next: String?) throws(UsageError) -> Bool {
    // In bytes: a combining mark after "=" belongs to the value.
    let end = word.utf8.firstIndex(of: UInt8(ascii: "="))
    let typed = end.map { String(word[..<$0]) } ?? word
    let attached = end.map { String(word[word.utf8.index(after: $0)...]) }
    let (option, isOn) = try LongName(typed).resolved()
    guard option.argument != nil else {
      if let attached {
        guard isOn, case .choices(let words) = option.values else {
          throw UsageError("option \(typed) takes no value: '\(attached)'")
        }
        guard words.contains(attached) else {
          throw UsageError(
            "option \(typed) takes \(words.joined(separator: " or ")) after =, not '\(attached)'")
        }
      }
      items.append(.option(option.name, value: attached, isOn: isOn))
      return false
    }
    try append(option, value: attached ?? next, typed: typed)
    return attached == nil
  }

  /// `-X value`, `-Xvalue`, and several switches in one word, `-sSf`.
  private mutating func takeShort(_ word: String, next: String?) throws(UsageError) -> Bool {
    // In scalars: a combining mark after a letter belongs to the value.
    var rest = word.unicodeScalars.dropFirst()
    // `-` alone is an unknown option, as it is for curl.
    guard !rest.isEmpty else { throw UsageError("unknown option -: try upshift --help") }
    while let letter = rest.popFirst() {
      let option = try OptionTable.option(short: Character(letter), in: word)
      if option.argument == nil {
        items.append(.option(option.name, value: nil, isOn: true))
        if isAnswered { return false }
        continue
      }
      // curl takes a topic from the next word only, so that `-hv` shows the help.
      let takesNext = rest.isEmpty || option.name == .help
      try append(option, value: takesNext ? next : String(rest), typed: "-\(letter)")
      return takesNext
    }
    return false
  }

  private mutating func append(
    _ option: Option, value: String?, typed: String
  ) throws(UsageError) {
    guard value != nil || option.name == .help else {
      throw UsageError("option \(typed) needs a value: \(option.synopsis)")
    }
    if option.name == .url, let value {
      items.append(.url(value))
    } else {
      items.append(.option(option.name, value: value, isOn: true))
    }
  }
}
