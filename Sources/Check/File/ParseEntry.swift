/// Entries: a request, and what must answer it.
extension Parser {
  /// What a line begins.
  enum Line {
    /// `[Name]`.
    case section
    /// `name: value`.
    case pair
    /// `HTTP 200`.
    case status
    /// `GET URL`.
    case request
    /// A body.
    case body
    /// None of these.
    case other
    /// There is no line.
    case end
  }

  mutating func entries() throws(SyntaxError) -> [Entry] {
    var entries: [Entry] = []
    while true {
      skipBlankLines()
      if isAtEnd { return entries }
      entries.append(try entry())
    }
  }

  private mutating func entry() throws(SyntaxError) -> Entry {
    guard line == .request else {
      let hint =
        line == .status
        ? "HTTP stands after a request"
        : peek().map(Self.isLetter) == true ? "a method is written in capitals" : nil
      throw expected("a request such as GET http://127.0.0.1/", hint: hint)
    }
    let position = position()
    let method = take(while: Self.isMethod)
    guard skipSpaces() else { throw expected("a blank and a URL") }
    let isCommon = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(method)
    let url = try url(hint: isCommon ? nil : "a field is written 'name: value'")
    var entry = Entry(position: position, method: method, url: url)
    try finishLine()
    try request(into: &entry)
    return entry
  }

  /// What kind of line begins here.
  var line: Line {
    guard let scalar = peek() else { return .end }
    if isAtPair { return .pair }
    if scalar == "[" { return isAtSection ? .section : .body }
    if starts(with: "HTTP"), !(peek(4).map(Self.isMethod) ?? false) { return .status }
    if "A"..."Z" ~= scalar {
      var end = 1
      while let next = peek(end), Self.isMethod(next) { end += 1 }
      let next = peek(end)
      return next == nil || " \t\r\n".unicodeScalars.contains(next ?? " ") ? .request : .other
    }
    return isAtBody ? .body : .other
  }

  /// A key with a colon. Only of this line is so much looked at ahead.
  private var isAtPair: Bool {
    guard peek() != "[" else { return false }
    var offset = 0
    while let scalar = peek(offset) {
      if Self.isKey(scalar) {
        offset += 1
      } else if scalar == "\\", let next = peek(offset + 1), next != "\n" {
        offset += 2
        if next == "u", peek(offset) == "{" {
          while let digit = peek(offset), digit != "}", digit != "\n" { offset += 1 }
          offset += 1
        }
      } else if scalar == "{", peek(offset + 1) == "{" {
        while let inner = peek(offset), inner != "}", inner != "\n" { offset += 1 }
        guard peek(offset) == "}", peek(offset + 1) == "}" else { return false }
        offset += 2
      } else {
        break
      }
    }
    guard offset > 0 else { return false }
    while peek(offset) == " " || peek(offset) == "\t" { offset += 1 }
    return peek(offset) == ":"
  }

  /// A bracket and a letter, which is not the beginning of a JSON array of `true`, `false` or `null`.
  private var isAtSection: Bool {
    guard let first = peek(1), Self.isLetter(first) else { return false }
    return !JSON.words.contains { word in
      var offset = 1
      for scalar in word.unicodeScalars {
        guard peek(offset) == scalar else { return false }
        offset += 1
      }
      return !(peek(offset).map(Self.isName) ?? false)
    }
  }

  // MARK: The request

  /// `http://…`, `https://…`, `ws://…`, `wss://…`, or `{{…`.
  private mutating func url(hint: String?) throws(SyntaxError) -> Template {
    let schemes = ["http://", "https://", "ws://", "wss://", "{{"]
    guard schemes.contains(where: { starts(with: $0) }) else {
      throw expected("a URL that begins with http://, https://, ws://, wss:// or {{", hint: hint)
    }
    let url = try text(hasEscapes: false) { _, scalar in !Self.isURL(scalar) }
    guard isAtLineRest || peek() == " " || peek() == "\t" else {
      throw refused("this character must be percent-encoded in a URL")
    }
    return url
  }

  /// Fields, sections and a body, up to `HTTP`, the next request, or the end.
  private mutating func request(into entry: inout Entry) throws(SyntaxError) {
    var seen: Set<String> = []
    while true {
      skipBlankLines()
      switch line {
      case .pair where seen.isEmpty && entry.body == nil: entry.fields.append(try pair())
      case .section:
        let (section, place) = try sectionHead(in: Sections.all)
        switch section.form {
        case .request(let kind):
          guard entry.body == nil else {
            throw refused("[\(section.name)] stands before the body", at: place)
          }
          guard seen.insert(section.name).inserted else {
            throw refused("[\(section.name)] stands here twice", at: place)
          }
          try read(kind, into: &entry)
        case .answer(.conversation):
          entry.conversation = try conversation()
          guard line != .status else {
            throw refused("HTTP stands before [WebSocket]")
          }
          if line == .section {
            let (other, place) = try sectionHead(in: Sections.all)
            if case .request = other.form {
              throw refused("[\(other.name)] stands before [WebSocket]", at: place)
            }
            throw refused("[\(other.name)] needs an HTTP line before [WebSocket]", at: place)
          }
          return
        case .answer:
          throw refused("[\(section.name)] stands after an HTTP line", at: place)
        }
      case .body where entry.body == nil:
        entry.body = try payload()
        try finishLine("the end of the line, for there is one body")
      case .status:
        try answer(into: &entry)
        return
      case .request, .end: return
      case .pair:
        throw refused(
          entry.body == nil
            ? "a field stands before the sections" : "a field stands before the body")
      case .body, .other:
        throw expected(
          entry.body == nil
            ? "name: value, [Section], a body, HTTP or the next request"
            : "HTTP or the next request",
          hint: line == .other && entry.body == nil ? "a body of text stands in `backquotes`" : nil)
      }
    }
  }

  private mutating func read(
    _ kind: Sections.Request, into entry: inout Entry
  ) throws(SyntaxError) {
    switch kind {
    case .options: entry.options = try items { parser throws(SyntaxError) in try parser.setting() }
    case .query: entry.query = try items { parser throws(SyntaxError) in try parser.pair() }
    case .form: entry.form = try items { parser throws(SyntaxError) in try parser.pair() }
    case .multipart: entry.multipart = try items { parser throws(SyntaxError) in try parser.part() }
    case .cookies: entry.cookies = try items { parser throws(SyntaxError) in try parser.pair() }
    case .basicAuth:
      skipBlankLines()
      guard line == .pair else { return }
      entry.basicAuth = try pair()
      skipBlankLines()
      guard line != .pair else { throw refused("[BasicAuth] has one line") }
    }
  }

  // MARK: The answer

  private mutating func answer(into entry: inout Entry) throws(SyntaxError) {
    var answer = try status()
    var seen: Set<String> = []
    while true {
      skipBlankLines()
      switch line {
      case .pair where seen.isEmpty && answer.body == nil: answer.fields.append(try pair())
      case .section:
        let (section, place) = try sectionHead(in: Sections.all)
        guard case .answer(let kind) = section.form else {
          throw refused("[\(section.name)] stands before the HTTP line", at: place)
        }
        guard answer.body == nil else {
          throw refused("[\(section.name)] stands before the body", at: place)
        }
        guard seen.insert(section.name).inserted else {
          throw refused("[\(section.name)] stands here twice", at: place)
        }
        switch kind {
        case .captures:
          answer.captures = try items { parser throws(SyntaxError) in try parser.capture() }
        case .asserts: answer.asserts = try asserts()
        case .conversation: entry.conversation = try conversation()
        }
      case .body where answer.body == nil && entry.conversation == nil:
        answer.body = try payload()
        try finishLine("the end of the line, for there is one body")
      case .request, .end:
        entry.answer = answer
        return
      case .status:
        throw refused("there is an HTTP line already; a chain is written HTTP 426 -> 101")
      case .body where entry.conversation != nil:
        throw refused("an entry with [WebSocket] has no body to come")
      case .pair:
        throw refused(
          answer.body == nil
            ? "a field stands before the sections" : "a field stands before the body")
      case .body, .other:
        throw expected(
          answer.body == nil
            ? "name: value, [Captures], [Asserts], [WebSocket], a body or the next request"
            : "the next request")
      }
    }
  }

  /// `HTTP/1.1 426 -> 101`.
  private mutating func status() throws(SyntaxError) -> Answer {
    let position = position()
    _ = eat("HTTP")
    var version: String?
    if eat("/") {
      let place = index
      let written = take { !" \t\r\n#".unicodeScalars.contains($0) }
      guard ["1.0", "1.1", "2", "3", "*"].contains(written) else {
        throw expected("HTTP/1.0, HTTP/1.1, HTTP/2, HTTP/3 or HTTP/*", at: place)
      }
      version = written == "*" ? nil : written
    }
    guard skipSpaces() else { throw expected("a blank and a status") }
    var chain = [try statusCode()]
    while true {
      skipSpaces()
      guard eat("->") else { break }
      skipSpaces()
      chain.append(try statusCode())
    }
    try finishLine(
      "'->', or the end of the line",
      hint: peek().map(Self.isLetter) == true ? "a status is written without its phrase" : nil)
    return Answer(position: position, version: version, chain: chain)
  }

  private mutating func statusCode() throws(SyntaxError) -> Answer.Status {
    if eat("*") { return .any }
    let place = index
    let digits = take(while: Self.isDigit)
    // RFC 9110 §15: "Status codes outside the range of 100..599 are invalid."
    guard digits.utf8.count == 3, let code = Int(digits), 100...599 ~= code else {
      throw expected("a status from 100 to 599, or *", at: place)
    }
    return .code(code)
  }

  private mutating func asserts() throws(SyntaxError) -> [Assert] {
    var asserts: [Assert] = []
    while true {
      skipBlankLines()
      guard line == .pair || line == .other else { return asserts }
      asserts.append(try assert(of: .response))
      try finishLine()
    }
  }

  // MARK: Classes

  static func isMethod(_ scalar: Unicode.Scalar) -> Bool {
    "A"..."Z" ~= scalar || isDigit(scalar) || scalar == "-" || scalar == "_"
  }

  /// RFC 3986 §2 without `#`, which begins a comment; letters of any script, as hurl has it.
  static func isURL(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || isLetter(scalar) || scalar.value >= 0x80 && scalar.properties.isAlphabetic
      || "-._~%:/?[]@!$&'()*+,;=".unicodeScalars.contains(scalar)
  }
}
