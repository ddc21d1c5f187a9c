/// What JSON is made of (RFC 8259).
enum JSON {
  static let words = ["true", "false", "null"]
  /// As many arrays and objects may be inside each other.
  static let maximumDepth = 512
}

/// JSON as it stands in the file, checked, with variables in strings and as values.
extension Parser {
  /// What may come next inside of an array or an object.
  private enum Next {
    case value, firstElement, element, firstKey, key, separator
  }

  /// One value, and not what follows it.
  mutating func json() throws(SyntaxError) -> Template {
    let position = position()
    var builder = TemplateBuilder()
    var open: [Unicode.Scalar] = []
    var next = Next.value
    while true {
      copyBlanks(to: &builder)
      switch next {
      case .firstElement where peek() == "]", .firstKey where peek() == "}":
        copy(to: &builder)
        open.removeLast()
        next = .separator
      case .firstKey, .key:
        guard peek() == "\"" else {
          throw next == .firstKey
            ? expected("a name in double quotes, or '}'")
            : expected(
              "a name in double quotes", hint: peek() == "}" ? "no comma stands before '}'" : nil)
        }
        try copyString(to: &builder)
        copyBlanks(to: &builder)
        guard peek() == ":" else { throw expected("':'") }
        copy(to: &builder)
        next = .value
      case .value, .firstElement, .element:
        if let bracket = try copyValue(to: &builder, mayClose: next == .firstElement) {
          guard open.count < JSON.maximumDepth else {
            throw refused("JSON may be nested \(JSON.maximumDepth) deep", at: index - 1)
          }
          open.append(bracket)
          next = bracket == "{" ? .firstKey : .firstElement
        } else {
          next = .separator
        }
      case .separator:
        let isObject = open.last == "{"
        if peek() == "," {
          next = isObject ? .key : .element
        } else if peek() == (isObject ? "}" : "]") {
          open.removeLast()
        } else {
          throw expected(isObject ? "',' or '}'" : "',' or ']'")
        }
        copy(to: &builder)
      }
      if next == .separator, open.isEmpty { return builder.finish(at: position) }
    }
  }

  /// Copies a value, or the bracket that begins one, which is returned.
  private mutating func copyValue(
    to builder: inout TemplateBuilder, mayClose: Bool
  ) throws(SyntaxError) -> Unicode.Scalar? {
    switch peek() {
    case "{" where peek(1) == "{": builder.append(try variable())
    case let bracket? where bracket == "{" || bracket == "[":
      copy(to: &builder)
      return bracket
    case "\"": try copyString(to: &builder)
    case let scalar? where scalar == "-" || Self.isDigit(scalar):
      builder.append(try number())
    default:
      let start = index
      let word = word()
      guard JSON.words.contains(word) else {
        throw mayClose
          ? expected("a JSON value, or ']'", at: start)
          : expected(
            "a JSON value", at: start, hint: starts(with: "]") ? "no comma stands before ']'" : nil)
      }
      builder.append(word)
    }
    return nil
  }

  /// `-12.5e3`, as it is spelled.
  mutating func number() throws(SyntaxError) -> String {
    var text = eat("-") ? "-" : ""
    let integer = index
    let digits = try self.digits()
    guard digits.utf8.count == 1 || !digits.utf8.starts(with: "0".utf8) else {
      throw refused("a number does not begin with 0", at: integer)
    }
    text += digits
    if peek() == ".", eat(".") { text += "." + (try self.digits()) }
    if let sign = peek(), sign == "e" || sign == "E" {
      text.unicodeScalars.append(sign)
      index += 1
      if eat("-") { text += "-" } else if eat("+") { text += "+" }
      text += try self.digits()
    }
    return text
  }

  private mutating func digits() throws(SyntaxError) -> String {
    let digits = take(while: Self.isDigit)
    guard !digits.isEmpty else { throw expected("a digit") }
    return digits
  }

  /// A string with its quotes, escapes as they are.
  private mutating func copyString(to builder: inout TemplateBuilder) throws(SyntaxError) {
    let start = index
    copy(to: &builder)
    while let scalar = peek(), !isAtLineEnd {
      switch scalar {
      case "\"":
        copy(to: &builder)
        return
      case "{" where peek(1) == "{": builder.append(try variable(isQuoted: true))
      case "\\":
        let place = index
        copy(to: &builder)
        if peek() == "u" {
          copy(to: &builder)
          for _ in 0..<4 {
            guard peek()?.properties.isASCIIHexDigit == true else {
              throw expected("four hexadecimal digits")
            }
            copy(to: &builder)
          }
        } else {
          guard let escaped = peek(), "\"\\/bfnrt".unicodeScalars.contains(escaped) else {
            throw expected(#"an escape of JSON: \" \\ \/ \b \f \n \r \t \u0000"#, at: place)
          }
          copy(to: &builder)
        }
      case "\u{0}"..<" ":
        throw refused("a control character in a JSON string must be escaped")
      default: copy(to: &builder)
      }
    }
    throw unclosed("\"", at: start)
  }

  private mutating func copy(to builder: inout TemplateBuilder) {
    if let scalar = peek() { builder.append(scalar) }
    index += 1
  }

  private mutating func copyBlanks(to builder: inout TemplateBuilder) {
    while let scalar = peek(), " \t\r\n".unicodeScalars.contains(scalar) { copy(to: &builder) }
  }
}
