/// Bodies, messages, and the values that are spelled like them.
extension Parser {
  /// What a multi-line string may be called.
  static let languages = ["json", "xml", "raw", "base64", "hex"]
  /// What may be said of it.
  static let attributes = ["escape", "novariable"]

  /// Whether a payload other than JSON or XML begins here.
  var isAtDelimitedPayload: Bool {
    peek() == "`" || ["base64,", "hex,", "file,"].contains { starts(with: $0) }
  }

  /// Whether a body begins here.
  var isAtBody: Bool {
    guard let scalar = peek() else { return false }
    if isAtDelimitedPayload || "{[\"<-".unicodeScalars.contains(scalar) || Self.isDigit(scalar) {
      return true
    }
    return JSON.words.contains { word in
      starts(with: word) && !(peek(word.utf8.count).map(Self.isName) ?? false)
    }
  }

  /// A body, in any of its forms.
  mutating func payload() throws(SyntaxError) -> Payload {
    if starts(with: "```") { return try multiline() }
    if peek() == "`" { return .text(try backquoted()) }
    if peek() == "<" { return .xml(try xml()) }
    if starts(with: "file,") { return .file(try file()) }
    if let bytes = try bytes() { return .bytes(bytes) }
    return .json(try json())
  }

  /// `file,PATH;`
  mutating func file() throws(SyntaxError) -> Template {
    _ = eat("file,")
    let name = try path()
    skipSpaces()
    guard eat(";") else {
      throw expected("';'", hint: #"in a file name a blank is written '\ '"#)
    }
    return name
  }

  /// `base64,…;` or `hex,…;`, if it stands here.
  mutating func bytes() throws(SyntaxError) -> [UInt8]? {
    let bytes: [UInt8]
    if eat("base64,") {
      bytes = try base64()
    } else if eat("hex,") {
      bytes = try hex()
    } else {
      return nil
    }
    guard eat(";") else { throw expected("';'") }
    return bytes
  }

  /// ```` ```LANGUAGE,ATTRIBUTE…  …  ``` ````, or all on one line.
  mutating func multiline() throws(SyntaxError) -> Payload {
    let start = index
    index += 3
    var language: String?
    var hasEscapes = false
    var hasVariables = true
    if isMultiline {
      repeat {
        skipSpaces()
        let place = index
        let name = word()
        switch name {
        case "" where isAtLineEnd || peek() == ",": break
        case "escape": hasEscapes = true
        case "novariable": hasVariables = false
        case "graphql": throw refused("GraphQL bodies are not supported", at: place)
        case _ where language == nil && Self.languages.contains(name): language = name
        default:
          throw unknown(
            name, at: place, expected: "a language or an attribute of the text",
            among: Self.languages + Self.attributes)
        }
        skipSpaces()
      } while eat(",")
      guard isAtLineEnd else { throw expected("the end of the line") }
      eatLineEnd()
    }
    let content: Payload
    switch language {
    case "base64": content = .bytes(try base64())
    case "hex": content = .bytes(try hex())
    default:
      let isRaw = language == "raw"
      let template = try text(
        hasEscapes: hasEscapes && !isRaw, hasVariables: hasVariables && !isRaw
      ) { parser, scalar in scalar == "`" && parser.starts(with: "```") }
      content =
        switch language {
        case "json": .json(template)
        case "xml": .xml(template)
        default: .text(template)
        }
    }
    guard eat("```") else {
      throw isAtEnd ? refused("this '```' is not closed", at: start) : expected("'```'")
    }
    return content
  }

  /// Whether the three backquotes before `index` are not closed on their line.
  private var isMultiline: Bool {
    var offset = 0
    while let scalar = peek(offset), scalar != "\n" {
      if scalar == "`", peek(offset + 1) == "`", peek(offset + 2) == "`" { return false }
      offset += 1
    }
    return true
  }

  /// RFC 4648 §4, with or without padding; blanks and ends of lines are skipped.
  private mutating func base64() throws(SyntaxError) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var isPadded = false
    while let scalar = peek() {
      let digit: UInt32
      switch scalar {
      case " ", "\t", "\r", "\n":
        index += 1
        continue
      case "=":
        isPadded = true
        index += 1
        continue
      case "A"..."Z": digit = scalar.value - 65
      case "a"..."z": digit = scalar.value - 71
      case "0"..."9": digit = scalar.value + 4
      case "+": digit = 62
      case "/": digit = 63
      default: digit = 64
      }
      guard digit < 64, !isPadded else { break }
      bits = bits << 6 | digit
      count += 1
      index += 1
      if count % 4 != 1 {
        bytes.append(UInt8(truncatingIfNeeded: bits >> [0, 0, 4, 2][count % 4]))
      }
    }
    // hurl takes any padding, and none.
    guard count % 4 != 1 else { throw expected("another digit of Base64") }
    return bytes
  }

  /// Pairs of digits; blanks and ends of lines are skipped.
  private mutating func hex() throws(SyntaxError) -> [UInt8] {
    var bytes: [UInt8] = []
    var half: UInt8?
    while let scalar = peek() {
      if " \t\r\n".unicodeScalars.contains(scalar) {
        index += 1
        continue
      }
      guard let digit = Character(scalar).hexDigitValue, scalar.isASCII else { break }
      if let high = half {
        bytes.append(high << 4 | UInt8(digit))
        half = nil
      } else {
        half = UInt8(digit)
      }
      index += 1
    }
    guard half == nil else { throw expected("another hexadecimal digit") }
    return bytes
  }
}
