/// Gathers a template, so that texts that touch are one part.
struct TemplateBuilder {
  private var parts: [Template.Part] = []
  private var text = ""

  mutating func append(_ scalar: Unicode.Scalar) { text.unicodeScalars.append(scalar) }

  mutating func append(_ more: String) { text += more }

  mutating func append(_ variable: Template.Part) {
    endText()
    parts.append(variable)
  }

  mutating func finish(at position: Position) -> Template {
    endText()
    return Template(parts, at: position)
  }

  private mutating func endText() {
    guard !text.isEmpty else { return }
    parts.append(.text(text))
    text = ""
  }
}

/// Texts, their escapes, and the variables in them.
extension Parser {
  /// A text up to what ends it, which is left.
  ///
  /// - Parameter isEnd: of the scalar here, outside of escapes and variables.
  mutating func text(
    at start: Int? = nil, hasEscapes: Bool = true, hasVariables: Bool = true, trims: Bool = false,
    keepsColons: Bool = false, until isEnd: (borrowing Parser, Unicode.Scalar) -> Bool
  ) throws(SyntaxError) -> Template {
    let position = position(of: start)
    var builder = TemplateBuilder()
    var blanks = ""
    var end = index
    while let scalar = peek() {
      if trims, scalar == " " || scalar == "\t" {
        blanks.unicodeScalars.append(scalar)
        index += 1
        continue
      }
      let isEscape = hasEscapes && scalar == "\\"
      let isVariable = hasVariables && scalar == "{" && peek(1) == "{"
      if !isEscape, !isVariable, isEnd(self, scalar) { break }
      builder.append(blanks)
      blanks = ""
      if isEscape {
        if keepsColons, peek(1) == ":" { builder.append(scalar) }
        builder.append(try escape())
      } else if isVariable {
        builder.append(try variable())
      } else {
        builder.append(scalar)
        index += 1
      }
      end = index
    }
    if trims { index = end }
    return builder.finish(at: position)
  }

  /// The rest of the line without a comment and without blanks at its end.
  ///
  /// - Parameter keepsColons: whether `\:` stays as it is.
  mutating func value(keepingColons keepsColons: Bool = false) throws(SyntaxError) -> Template {
    try text(trims: true, keepsColons: keepsColons) { parser, _ in parser.isAtLineRest }
  }

  /// Before a colon.
  mutating func key() throws(SyntaxError) -> Template {
    try text { _, scalar in !Self.isKey(scalar) }
  }

  /// `"…"`.
  mutating func quoted() throws(SyntaxError) -> Template {
    let start = index
    guard eat("\"") else { throw expected("a string in double quotes") }
    let template = try text(at: start) { parser, scalar in scalar == "\"" || parser.isAtLineEnd }
    guard eat("\"") else { throw unclosed("\"", at: start) }
    return template
  }

  /// `` `…` ``.
  mutating func backquoted() throws(SyntaxError) -> Template {
    let start = index
    index += 1
    let template = try text(at: start) { parser, scalar in scalar == "`" || parser.isAtLineEnd }
    guard eat("`") else { throw unclosed("`", at: start) }
    return template
  }

  /// A string in any kind of quotes.
  ///
  /// - Parameter what: to be expected if there is none.
  mutating func string(
    _ what: String = "a string in double quotes"
  ) throws(SyntaxError) -> Template {
    if starts(with: "```") {
      let start = index
      switch try multiline() {
      case .text(let template), .json(let template), .xml(let template): return template
      case .bytes, .file: throw expected(what, at: start)
      }
    }
    switch peek() {
    case "\"": return try quoted()
    case "`": return try backquoted()
    default: throw expected(what)
    }
  }

  /// A regular expression in quotes, or between slashes, where a backslash belongs to it.
  mutating func pattern() throws(SyntaxError) -> Template {
    let start = index
    let template: Template
    if eat("/") {
      var builder = TemplateBuilder()
      while let scalar = peek(), scalar != "/", !isAtLineEnd {
        if scalar == "\\", let next = peek(1), next != "\n", next != "\r" {
          if next != "/" { builder.append(scalar) }
          builder.append(next)
          index += 2
        } else {
          builder.append(scalar)
          index += 1
        }
      }
      guard eat("/") else { throw unclosed("/", at: start) }
      template = builder.finish(at: position(of: start))
    } else {
      template = try string("a regular expression in double quotes or slashes")
    }
    if let constant = template.constant, let message = Constant.objection(toPattern: constant) {
      throw refused(message, at: start)
    }
    return template
  }

  /// A JSONPath in quotes, which can be translated if it is constant.
  mutating func jsonPath() throws(SyntaxError) -> Template {
    let start = index
    let template = try string()
    guard let constant = template.constant, let objection = objectionToJSONPath(constant) else {
      return template
    }
    let end = index
    index = start + 1
    // Each scalar of the text is one of the file, or an escape.
    for _ in 0..<objection.offset where index + 1 < end {
      if peek() == "\\" { _ = try escape() } else { index += 1 }
    }
    throw refused(objection.message)
  }

  /// `PATH`, in which a blank, `;` and `#` are escaped.
  mutating func path() throws(SyntaxError) -> Template {
    skipSpaces()
    let template = try text { parser, scalar in
      parser.isAtLineEnd || " \t;#{}".unicodeScalars.contains(scalar)
    }
    guard !template.parts.isEmpty else { throw expected("a file name") }
    return template
  }

  /// `{{name}}`, as a part of a text.
  mutating func variable(isQuoted: Bool = false) throws(SyntaxError) -> Template.Part {
    let (name, position) = try variableName()
    return isQuoted ? .quotedVariable(name, position) : .variable(name, position)
  }

  /// `{{name}}`, and where the name is.
  mutating func variableName() throws(SyntaxError) -> (String, Position) {
    let opening = index
    index += 2
    skipSpaces()
    let start = index
    let name = word()
    guard !name.isEmpty else { throw expected("the name of a variable") }
    guard !["newUuid", "newDate", "getEnv"].contains(name) else {
      throw refused("the function \(name) is not supported", at: start)
    }
    skipSpaces()
    let next = word(at: index)
    if Filters.unsupported.contains(next) || Term.named(next, in: Filters.all) != nil {
      throw refused("filters between '{{' and '}}' are not supported")
    }
    guard eat("}}") else {
      throw isAtLineEnd ? unclosed("{{", at: opening) : expected("'}}'")
    }
    return (name, position(of: start))
  }

  /// `\n`, `\u{2713}`, `\#` and so on.
  mutating func escape() throws(SyntaxError) -> Unicode.Scalar {
    let start = index
    guard let scalar = peek(1) else { throw expected("an escape", at: start) }
    index += 2
    switch scalar {
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      guard eat("{") else {
        throw expected("'{'", hint: #"a character is written by its number: \u{e9}"#)
      }
      let digits = index
      let hex = take { $0.properties.isASCIIHexDigit }
      guard let value = UInt32(hex, radix: 16), let scalar = Unicode.Scalar(value) else {
        throw expected("the hexadecimal number of a character", at: digits)
      }
      guard eat("}") else { throw expected("'}'") }
      return scalar
    case "\"", "\\", "`", "/", "#", ":", ";", "{", "}", " ": return scalar
    default:
      throw expected(
        ##"an escape: \" \\ \` \/ \# \: \; \{ \} \b \f \n \r \t \u{…}"##, at: start,
        hint: #"a backslash is written \\"#)
    }
  }

  /// What was begun at `place` has no end.
  func unclosed(_ delimiter: String, at place: Int) -> SyntaxError {
    refused("this '\(delimiter)' is not closed on its line", at: place)
  }

  /// The token characters of RFC 9110 §5.6.2, save what begins a comment or a string, and what hurl allows.
  static func isKey(_ scalar: Unicode.Scalar) -> Bool {
    isName(scalar) || ".[]@$!%&'*+^|~".unicodeScalars.contains(scalar)
  }
}
