/// Sections, and the lines in them that have a colon.
extension Parser {
  /// `[Name]` and the end of its line, and where it begins.
  mutating func sectionHead(
    in table: [Term<Sections.Form>]
  ) throws(SyntaxError) -> (Term<Sections.Form>, Int) {
    let start = index
    index += 1
    let place = index
    let name = word()
    guard eat("]") else { throw expected("']'") }
    guard let section = Term.named(name, in: table) else {
      let names = table.map(\.name)
      throw unknown(
        name, at: place, expected: "a section: " + names.joined(separator: ", "), among: names)
    }
    try finishLine()
    return (section, start)
  }

  /// The lines of a section up to one that has no colon.
  mutating func items<Item>(
    _ item: (inout Parser) throws(SyntaxError) -> Item
  ) throws(SyntaxError) -> [Item] {
    var items: [Item] = []
    while true {
      skipBlankLines()
      guard line == .pair else { return items }
      items.append(try item(&self))
    }
  }

  /// `name: value`.
  mutating func pair() throws(SyntaxError) -> Pair {
    let name = try name()
    let value = try value()
    try finishLine()
    return Pair(name: name, value: value)
  }

  /// What stands before a colon, which it eats with the blanks around it.
  private mutating func name() throws(SyntaxError) -> Template {
    let name = try key()
    skipSpaces()
    guard eat(":") else { throw expected("':'") }
    skipSpaces()
    return name
  }

  /// `name: value` or `name: file,PATH; TYPE`.
  mutating func part() throws(SyntaxError) -> Part {
    let name = try name()
    let content: Part.Content
    if starts(with: "file,") {
      let file = try file()
      skipSpaces()
      content = .file(file, type: isAtLineRest ? nil : try value())
    } else {
      content = .text(try value())
    }
    try finishLine()
    return Part(name: name, content: content)
  }

  /// `name: QUERY FILTER… redact`.
  mutating func capture() throws(SyntaxError) -> Capture {
    try capture(try name(), of: .response)
  }

  /// What follows the name of a capture.
  mutating func capture(
    _ name: Template, of subject: Queries.Subject
  ) throws(SyntaxError) -> Capture {
    let question = try question(of: subject)
    let isSecret = eat("redact")
    try finishLine(
      isSecret ? "the end of the line" : "a filter, redact, or the end of the line")
    return Capture(name, question, isSecret: isSecret)
  }

  /// `name: value`, by the table of options.
  mutating func setting() throws(SyntaxError) -> Setting {
    let start = index
    let written = take { $0 == "." || Self.isName($0) }
    guard let row = Term.named(written, in: Settings.all) else {
      if Settings.unsupported.contains(written) {
        throw refused("the option \(written) is not supported", at: start)
      }
      throw unknown(written, at: start, expected: "an option", among: Settings.all.map(\.name))
    }
    skipSpaces()
    guard eat(":") else { throw expected("':'") }
    skipSpaces()
    let place = index
    guard !isAtLineRest else { throw expected("a value") }
    var definition: Definition?
    let value: Template
    switch row.form {
    case .definition:
      definition = try self.definition()
      let end = index
      index = place
      value = try text(hasEscapes: false) { parser, _ in parser.index >= end }
    case .fileAndPassword: value = try self.value(keepingColons: true)
    default:
      value = try self.value()
      try check(value, against: row.form, at: place)
    }
    try finishLine()
    return Setting(
      name: row.name, value: value, definition: definition, position: position(of: start))
  }

  private func check(
    _ value: Template, against shape: Settings.Shape, at place: Int
  ) throws(SyntaxError) {
    guard let what = shape.words else { return }
    // A variable may stand for the whole of it.
    guard value.constant.map(shape.fits) ?? (value.parts.count == 1) else {
      throw expected(what, at: place)
    }
  }

  /// `NAME=VALUE`.
  private mutating func definition() throws(SyntaxError) -> Definition {
    let start = index
    let name = word()
    guard !name.isEmpty else { throw expected("the name of a variable", at: start) }
    skipSpaces()
    guard eat("=") else { throw expected("'='") }
    skipSpaces()
    if peek() == "\"" { return Definition(name: name, value: .string(try quoted())) }
    if let literal = literal() { return Definition(name: name, value: literal) }
    return Definition(name: name, value: .string(try value()))
  }

  /// A number, `true`, `false` or `null`, if there is nothing else on the line.
  private mutating func literal() -> Expected? {
    let start = index
    let value: Expected? =
      switch word() {
      case "true": .bool(true)
      case "false": .bool(false)
      case "null": .null
      default: nil
      }
    if value != nil, isAtLineRestAfterSpaces { return value }
    index = start
    if let number = try? number(), isAtLineRestAfterSpaces { return .number(number) }
    index = start
    return nil
  }

  private var isAtLineRestAfterSpaces: Bool {
    var rest = self
    rest.skipSpaces()
    return rest.isAtLineRest
  }
}
