/// XML as it stands in the file: enough of it is understood to find its end.
extension Parser {
  /// One element with what stands before it (XML 1.0 §2.1), and not what follows it.
  mutating func xml() throws(SyntaxError) -> Template {
    let start = index
    var open: [String] = []
    var builder = TemplateBuilder()
    repeat {
      let begin = index
      if eat("<!--") {
        try skip(to: "-->", from: "<!--", at: begin)
      } else if eat("<?") {
        try skip(to: "?>", from: "<?", at: begin)
      } else if eat("<![CDATA[") {
        try skip(to: "]]>", from: "<![CDATA[", at: begin)
      } else if eat("<!") {
        try skipDeclaration(from: begin)
        // The root is still to come.
        if open.isEmpty { skipXMLBlanks() }
        continue
      } else if eat("</") {
        let name = tagName()
        guard let last = open.last, last == name else {
          throw expected(open.last.map { "</\($0)>" } ?? "an element of XML", at: begin)
        }
        skipXMLBlanks()
        guard eat(">") else { throw expected("'>'") }
        open.removeLast()
        if open.isEmpty { break }
      } else if eat("<") {
        let name = tagName()
        guard !name.isEmpty else { throw expected("the name of an element of XML") }
        if try skipAttributes(from: begin) {
          open.append(name)
        } else if open.isEmpty {
          break
        }
      } else if open.isEmpty {
        throw expected("an element of XML")
      } else {
        index += 1
      }
      if open.isEmpty { skipXMLBlanks() }
      guard !isAtEnd else {
        throw open.last.map { expected("</\($0)>") } ?? expected("an element of XML")
      }
    } while true
    let end = index
    index = start
    while index < end, let scalar = peek() {
      builder.append(scalar)
      index += 1
    }
    return builder.finish(at: position(of: start))
  }

  /// To the end of a tag, and whether it is not `<name/>`.
  private mutating func skipAttributes(from start: Int) throws(SyntaxError) -> Bool {
    while let scalar = peek() {
      switch scalar {
      case ">":
        index += 1
        return true
      case "/" where peek(1) == ">":
        index += 2
        return false
      case "\"", "'":
        let quote = String(Character(scalar))
        index += 1
        try skip(to: quote, from: quote, at: index - 1)
      case "<": throw expected("'>'")
      default: index += 1
      }
    }
    throw refused("this '<' is not closed", at: start)
  }

  /// A document type, which may hold more of them in brackets.
  private mutating func skipDeclaration(from start: Int) throws(SyntaxError) {
    var depth = 0
    while let scalar = peek() {
      index += 1
      switch scalar {
      case "[", "<": depth += 1
      case "]": depth -= 1
      case ">":
        if depth == 0 { return }
        depth -= 1
      case "\"", "'":
        let quote = String(Character(scalar))
        try skip(to: quote, from: quote, at: index - 1)
      default: break
      }
    }
    throw refused("this '<!' is not closed", at: start)
  }

  private mutating func skip(
    to end: String, from opening: String, at start: Int
  ) throws(SyntaxError) {
    while !isAtEnd {
      if eat(end) { return }
      index += 1
    }
    throw refused("this '\(opening)' is not closed", at: start)
  }

  private mutating func tagName() -> String {
    take { !" \t\r\n/><\"'=".unicodeScalars.contains($0) }
  }

  private mutating func skipXMLBlanks() {
    while let scalar = peek(), " \t\r\n".unicodeScalars.contains(scalar) { index += 1 }
  }
}
