import Text

extension File {
  /// Reads the text of a check file; ``Grammar`` says what may stand in it.
  ///
  /// - Parameter name: what the file is called, for errors.
  public init(parsing text: String, name: String) throws(SyntaxError) {
    var parser = Parser(text, name: name)
    let entries = try parser.entries()
    self.init(name: name, lines: parser.lines, entries: entries)
  }
}

/// Recursive descent over the scalars of a file. Each function begins at `index`, and leaves it behind what
/// it read.
struct Parser {
  /// What the file is called.
  let fileName: String
  /// Without their ends, and without a last one that is empty.
  let lines: [String]
  private let scalars: [Unicode.Scalar]
  private let lineStarts: [Int]
  /// Why a JSONPath cannot be used, and at which of its scalars.
  let objectionToJSONPath: (String) -> (message: String, offset: Int)?

  var index = 0

  init(
    _ text: String, name: String,
    objectionToJSONPath: @escaping (String) -> (message: String, offset: Int)? =
      Constant.objection(toJSONPath:)
  ) {
    fileName = name
    self.objectionToJSONPath = objectionToJSONPath
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    self.scalars = scalars
    var lineStarts = [0]
    for (index, scalar) in scalars.enumerated() where scalar == "\n" {
      lineStarts.append(index + 1)
    }
    self.lineStarts = lineStarts
    var lines: [String] = []
    for (number, start) in lineStarts.enumerated() where start < scalars.count {
      let next = number + 1 < lineStarts.count ? lineStarts[number + 1] : scalars.count
      var line = scalars[start..<next]
      if line.last == "\n" {
        line.removeLast()
        if line.last == "\r" { line.removeLast() }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: line)
      lines.append(String(text))
    }
    self.lines = lines
  }

  // MARK: What stands here

  var isAtEnd: Bool { index == scalars.count }

  /// The scalar here, or so many further on; nil behind the end.
  func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  var isAtLineEnd: Bool {
    switch peek() {
    case nil, "\n": true
    case "\r": peek(1) == "\n"
    default: false
    }
  }

  /// At the end of a line, or at a comment.
  var isAtLineRest: Bool { isAtLineEnd || peek() == "#" }

  func starts(with literal: String) -> Bool {
    var offset = 0
    for scalar in literal.unicodeScalars {
      guard peek(offset) == scalar else { return false }
      offset += 1
    }
    return true
  }

  // MARK: Going on

  /// Whether the literal stood here.
  mutating func eat(_ literal: String) -> Bool {
    guard starts(with: literal) else { return false }
    index += literal.unicodeScalars.count
    return true
  }

  mutating func take(while isWanted: (Unicode.Scalar) -> Bool) -> String {
    var text = ""
    while let scalar = peek(), isWanted(scalar) {
      text.unicodeScalars.append(scalar)
      index += 1
    }
    return text
  }

  /// The name of a query, a filter, a step: letters, digits, and what stands between them.
  mutating func word() -> String { take(while: Self.isName) }

  /// The word that begins at `place`.
  func word(at place: Int) -> String {
    var parser = self
    parser.index = place
    return parser.word()
  }

  /// Whether there were any.
  @discardableResult
  mutating func skipSpaces() -> Bool {
    let start = index
    while peek() == " " || peek() == "\t" { index += 1 }
    return index > start
  }

  /// To the first thing that is neither blank nor a comment.
  mutating func skipBlankLines() {
    while true {
      skipSpaces()
      if peek() == "#" { skipLineRest() }
      guard !isAtEnd, isAtLineEnd else { return }
      eatLineEnd()
    }
  }

  /// Behind a line on which nothing else may stand.
  ///
  /// - Parameter expected: what else could have gone on here.
  mutating func finishLine(
    _ expected: String = "the end of the line", hint: String? = nil
  ) throws(SyntaxError) {
    skipSpaces()
    if peek() == "#" { skipLineRest() }
    guard isAtLineEnd else { throw self.expected(expected, hint: hint) }
    eatLineEnd()
  }

  /// Over LF or CRLF; nothing at the end of the file.
  mutating func eatLineEnd() {
    if peek() == "\r" { index += 1 }
    if !isAtEnd { index += 1 }
  }

  private mutating func skipLineRest() {
    while !isAtLineEnd { index += 1 }
  }

  // MARK: Places and errors

  /// Where `index` is, or another one.
  func position(of index: Int? = nil) -> Position {
    let index = index ?? self.index
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= index { low = middle } else { high = middle }
    }
    return Position(line: low + 1, column: index - lineStarts[low] + 1)
  }

  /// Something else should stand here, or at `place`.
  func expected(_ what: String, at place: Int? = nil, hint: String? = nil) -> SyntaxError {
    error("expected \(what)" + (hint.map { "; \($0)" } ?? ""), at: place, expected: what)
  }

  /// A word that is in no table.
  func unknown(
    _ word: String, at place: Int, expected what: String, among names: [String]
  ) -> SyntaxError {
    // What is near to nothing says nothing.
    let near = word.utf8.count < 2 ? nil : nearestName(to: word, among: names)
    return expected(what, at: place, hint: near.map { "did you mean '\($0)'?" })
  }

  /// What stands here, or at `place`, is refused.
  func refused(_ message: String, at place: Int? = nil) -> SyntaxError {
    error(message, at: place, expected: nil)
  }

  private func error(_ message: String, at place: Int?, expected: String?) -> SyntaxError {
    var place = place ?? index
    // What is missing at the end of the file is missing behind the last thing that stands there.
    if place == scalars.count {
      while place > 0, scalars[place - 1].properties.isWhitespace { place -= 1 }
    }
    let position = position(of: place)
    let line = position.line <= lines.count ? lines[position.line - 1] : ""
    return SyntaxError(
      file: fileName, position: position, expected: expected, message: message, line: line)
  }

  // MARK: Classes

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    "a"..."z" ~= scalar || "A"..."Z" ~= scalar
  }

  static func isName(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || isLetter(scalar) || scalar == "_" || scalar == "-"
      || scalar.value >= 0x80 && scalar.properties.isAlphabetic
  }
}
