/// Queries, filters and predicates.
extension Parser {
  /// `QUERY FILTER… PREDICATE`.
  mutating func assert(of subject: Queries.Subject) throws(SyntaxError) -> Assert {
    let question = try question(of: subject)
    if subject == .message, isAtAssertEnd { return Assert(question, nil) }
    return Assert(question, try predicate())
  }

  /// Whether no predicate follows: at the end of the line, a bracket, or what says how long.
  private var isAtAssertEnd: Bool {
    isAtLineRest || peek() == "}"
      || ["within", "for"].contains { word in
        starts(with: word) && !(peek(word.utf8.count).map(Self.isName) ?? false)
      }
  }

  /// `QUERY FILTER…`, and the blanks behind it.
  mutating func question(of subject: Queries.Subject) throws(SyntaxError) -> Question {
    let start = index
    let query = try query(of: subject)
    var filters: [Filter] = []
    while true {
      skipSpaces()
      guard let filter = try filter() else { break }
      filters.append(filter)
    }
    return Question(query, filters: filters, at: position(of: start))
  }

  private mutating func query(of subject: Queries.Subject) throws(SyntaxError) -> Question.Query {
    let start = index
    let name = word()
    guard let row = Term.named(name, in: Queries.all) else {
      if Queries.unsupported.contains(name) { throw refused("\(name) is not supported", at: start) }
      let candidates = Queries.all.filter {
        $0.form.subject == subject || $0.form.subject == .both
      }
      throw unknown(
        name, at: start,
        expected: "a query such as \(subject == .message ? "text" : "status") or jq",
        among: candidates.map(\.name))
    }
    switch (row.form.subject, subject) {
    case (.response, .message):
      throw refused("\(name) asks about an answer: its place is [Asserts]", at: start)
    case (.message, .response):
      throw refused("\(name) asks about a message: its place is [WebSocket]", at: start)
    default: break
    }
    switch row.form.form {
    case .plain(let query): return query
    case .string(let make):
      skipSpaces()
      return make(try string())
    case .pattern(let make):
      skipSpaces()
      return make(try pattern())
    case .jsonPath:
      skipSpaces()
      return .jsonPath(try jsonPath())
    case .cookie:
      skipSpaces()
      return try cookie()
    case .certificate:
      skipSpaces()
      let place = index
      let part = try string()
      guard let name = part.constant, Queries.certificateParts.contains(name) else {
        throw unknown(
          part.constant ?? "", at: place,
          expected: "one of "
            + Queries.certificateParts.map { "\"\($0)\"" }.joined(separator: ", "),
          among: Queries.certificateParts)
      }
      return .certificate(name)
    }
  }

  /// `"NAME[ATTRIBUTE]"`.
  private mutating func cookie() throws(SyntaxError) -> Question.Query {
    let start = index
    guard eat("\"") else { throw expected("the name of a cookie in double quotes") }
    let name = try text(at: start) { parser, scalar in
      scalar == "\"" || scalar == "[" || parser.isAtLineEnd
    }
    guard !name.parts.isEmpty else { throw expected("the name of a cookie") }
    var attribute: String?
    if eat("[") {
      skipSpaces()
      let place = index
      let written = word()
      // RFC 6265 §5.2: attributes are matched without case.
      attribute = Queries.cookieAttributes.first { $0.lowercased() == written.lowercased() }
      guard attribute != nil else {
        throw unknown(
          written, at: place, expected: "an attribute of a cookie",
          among: Queries.cookieAttributes.map { $0.lowercased() })
      }
      skipSpaces()
      guard eat("]") else { throw expected("']'") }
    }
    guard eat("\"") else {
      throw attribute == nil ? unclosed("\"", at: start) : expected("'\"'")
    }
    return .cookie(name: name, attribute: attribute == "Value" ? nil : attribute)
  }

  /// A filter, if one stands here.
  private mutating func filter() throws(SyntaxError) -> Filter? {
    let start = index
    let name = word()
    guard let row = Term.named(name, in: Filters.all) else {
      if Filters.unsupported.contains(name) {
        throw refused("the filter \(name) is not supported", at: start)
      }
      index = start
      return nil
    }
    skipSpaces()
    switch row.form {
    case .plain(let filter): return filter
    case .string(let make): return make(try string())
    case .pattern(let make): return make(try pattern())
    case .jsonPath: return .jsonPath(try jsonPath())
    case .integer(let make):
      let place = index
      guard let number = Int(take { $0 == "-" || Self.isDigit($0) }) else {
        throw expected("an integer", at: place)
      }
      return make(number)
    case .replace(let isPattern):
      let isPattern = isPattern || peek() == "/"
      let old = isPattern ? try pattern() : try string()
      skipSpaces()
      let new = try string()
      return isPattern ? .replaceRegex(old, with: new) : .replace(old, with: new)
    }
  }

  /// `not PREDICATE VALUE`.
  private mutating func predicate() throws(SyntaxError) -> Predicate {
    let start = index
    var place = index
    var name = predicateName()
    let isNegated = name == "not"
    if isNegated {
      skipSpaces()
      place = index
      name = predicateName()
    }
    guard let row = Term.named(name, in: Predicates.all) else {
      if Predicates.unsupported.contains(name) {
        throw refused("the predicate \(name) is not supported", at: place)
      }
      if name == "=" { throw expected("a predicate", at: place, hint: "did you mean '=='?") }
      var candidates = Predicates.all.map(\.name)
      if !isNegated { candidates += Filters.all.map(\.name) + ["not"] }
      throw unknown(
        name, at: place,
        expected: isNegated ? "a predicate" : "a filter or a predicate", among: candidates)
    }
    skipSpaces()
    let test: Predicate.Test
    switch row.form {
    case .plain(let plain): test = plain
    case .value(let make): test = make(try expectedValue())
    case .pattern(let make): test = make(try pattern())
    case .ordered(let make):
      let place = index
      let value = try expectedValue()
      switch value {
      case .number, .string, .variable: test = make(value)
      default: throw expected("a number or a string", at: place)
      }
    case .affix(let make):
      let place = index
      let value = try expectedValue()
      switch value {
      case .string, .bytes, .file, .variable: test = make(value)
      default: throw expected("a string or bytes", at: place)
      }
    }
    return Predicate(test, isNegated: isNegated, at: position(of: start))
  }

  private mutating func predicateName() -> String {
    let symbol = take { "=!<>".unicodeScalars.contains($0) }
    return symbol.isEmpty ? word() : symbol
  }

  /// What stands to the right of a predicate.
  mutating func expectedValue() throws(SyntaxError) -> Expected {
    let what = "a value: a string in double quotes, a number, true, false or null"
    switch peek() {
    case "\"": return .string(try quoted())
    case "{" where peek(1) == "{":
      let (name, position) = try variableName()
      return .variable(name, position)
    case "`" where starts(with: "```"):
      switch try multiline() {
      case .bytes(let bytes): return .bytes(bytes)
      case .json(let text), .xml(let text), .text(let text), .file(let text): return .string(text)
      }
    case "`": return .string(try backquoted())
    case let scalar? where scalar == "-" || Self.isDigit(scalar): return .number(try number())
    default: break
    }
    if starts(with: "file,") { return .file(try file()) }
    if let bytes = try bytes() { return .bytes(bytes) }
    let start = index
    switch word() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default:
      index = start
      throw expected(what, at: start)
    }
  }
}
