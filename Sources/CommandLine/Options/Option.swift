/// One row of the option table: parsing, help, manual page and completions are made from it.
final class Option: Sendable {
  let name: OptionName
  let short: Character?
  /// Further long names that mean the same.
  let aliases: [String]
  /// The value's placeholder without its angle brackets; nil for a switch.
  let argument: String?
  let category: Category
  /// Shown by a plain `--help`.
  let isImportant: Bool
  /// A switch that `--no-NAME` turns off, curl's `ARG_BOOL`.
  let isNegatable: Bool
  /// Each use adds to the ones before; otherwise the last one counts.
  let isRepeatable: Bool
  /// Not shown in the help, the manual or the completions, and never abbreviated.
  let isHidden: Bool
  /// Not an option of curl.
  let isOurs: Bool
  let values: Completion
  /// One line for `--help`, at most 60 characters.
  let help: String
  /// Paragraphs for the manual, in the markup of `Roff`.
  let manual: String

  init(
    _ name: OptionName, short: Character? = nil, aliases: [String] = [], argument: String? = nil,
    _ category: Category, isImportant: Bool = false, isNegatable: Bool = false,
    isRepeatable: Bool = false, isHidden: Bool = false, isOurs: Bool = false,
    values: Completion = .none, help: String, manual: String
  ) {
    self.name = name
    self.short = short
    self.aliases = aliases
    self.argument = argument
    self.category = category
    self.isImportant = isImportant
    self.isNegatable = isNegatable
    self.isRepeatable = isRepeatable
    self.isHidden = isHidden
    self.isOurs = isOurs
    self.values = values
    self.help = help
    self.manual = manual
  }

  /// The name that abbreviations are compared with. curl's own table holds `buffer`, and shows it
  /// as `--no-buffer`; hence `--no` is an abbreviation of `--noproxy` alone.
  var stem: Substring {
    let long = name.rawValue[...]
    return isNegatable && long.hasPrefix("no-") ? long.dropFirst(3) : long
  }

  /// `-X, --request <method>`, or without the short letter.
  var synopsis: String {
    var text = short.map { "-\($0), " } ?? ""
    text += "--\(name.rawValue)"
    if let argument {
      text += " <\(argument)>"
    } else if case .choices(let words) = values {
      text += "[=\(words.joined(separator: "|"))]"
    }
    return text
  }
}

/// What a shell can offer for an option's value.
enum Completion: Sendable {
  /// There is no value, or nobody can guess it.
  case none
  case file
  case directory
  /// Anything, or a file after `@`.
  case atFile
  case url
  case interface
  /// What `--help` takes: a category or an option.
  case helpTopic
  case choices([String])
}

/// The chapters of the help and of the manual's list of options.
enum Category: String, CaseIterable, Sendable {
  case upgrade, websocket, http, post, auth, tls, proxy, connection, output, verbose, check, upshift

  /// One line for `--help category`.
  var title: String {
    switch self {
    case .upgrade: "Which upgrades are offered and followed"
    case .websocket: "Conversations over WebSocket"
    case .http: "HTTP requests, redirects and cookies"
    case .post: "Request bodies"
    case .auth: "User names, passwords and tokens"
    case .tls: "Certificates and TLS versions"
    case .proxy: "Proxies"
    case .connection: "Addresses, sockets and time-outs"
    case .output: "What is written where, and the exit status"
    case .verbose: "What is said on standard error"
    case .check: "Running check files: upshift check FILE..."
    case .upshift: "The command line tool itself"
    }
  }
}
