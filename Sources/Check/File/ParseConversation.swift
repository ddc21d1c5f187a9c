import Text
import WebSocket

/// `[WebSocket]`: what is sent, and must come.
extension Parser {
  /// Its steps, up to another section, the next request, or the end.
  mutating func conversation() throws(SyntaxError) -> [Step] {
    var steps: [Step] = []
    while true {
      skipBlankLines()
      switch line {
      case .pair, .other, .body: steps.append(try step())
      case .section, .status, .request, .end: return steps
      }
    }
  }

  /// One step, and nothing behind it.
  mutating func onlyStep() throws(SyntaxError) -> Step {
    let step = try step()
    skipBlankLines()
    guard isAtEnd else { throw expected("the end") }
    return step
  }

  private mutating func step() throws(SyntaxError) -> Step {
    let start = index
    let name = word()
    guard let row = Term.named(name, in: Steps.all) else {
      let names = Steps.all.map(\.name)
      throw unknown(
        name, at: start, expected: names.dropLast().joined(separator: ", ") + " or close",
        among: names)
    }
    guard skipSpaces() || isAtLineRest else { throw expected("a blank") }
    let position = position(of: start)
    switch row.form {
    case .send:
      let action = try sending()
      return Step(action, at: position)
    case .expect:
      let action = try expectation()
      skipSpaces()
      let time = try time(after: "within")
      try finishLine(
        time == nil ? "within TIME, or the end of the line" : "the end of the line",
        hint: time == nil ? hint(towards: "within") : nil)
      return Step(action, time: time, at: position)
    case .never:
      let assert = try assert(of: .message)
      skipSpaces()
      guard let time = try time(after: "for") else {
        throw expected("for and a time, such as for 500ms", hint: hint(towards: "for"))
      }
      try finishLine()
      return Step(.never(assert), time: time, at: position)
    case .capture:
      let name = try captureName()
      return Step(.capture(try capture(name, of: .message)), at: position)
    case .ping:
      let place = index
      let text = isAtLineRest ? nil : try bareText()
      // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less".
      if let constant = text?.constant, constant.utf8.count > 125 {
        throw refused("the text of a ping has at most 125 bytes", at: place)
      }
      try finishLine()
      return Step(.ping(text), at: position)
    case .close:
      let action = try closing()
      try finishLine()
      return Step(action, at: position)
    }
  }

  /// Whether the word here is a slip of that one, or the other word for a time.
  private func hint(towards preposition: String) -> String? {
    let word = word(at: index)
    let isOther = preposition == "within" ? word == "for" : word == "within"
    guard isOther || nearestName(to: word, among: [preposition]) != nil else { return nil }
    return "did you mean '\(preposition)'?"
  }

  // MARK: send

  /// A message and the end of its line.
  private mutating func sending() throws(SyntaxError) -> Step.Action {
    let start = index
    var isBinary = word() == "binary"
    if isBinary {
      isBinary = skipSpaces() || isAtLineRest
    }
    if !isBinary { index = start }
    guard !isAtLineRest else { throw expected("a message", hint: "an empty one is written ``") }
    let payload = try message()
    try finishLine()
    return .send(payload, isBinary: isBinary)
  }

  /// What is delimited, JSON, or the rest of the line.
  private mutating func message() throws(SyntaxError) -> Payload {
    if isAtDelimitedPayload { return try payload() }
    if peek() == "[" || peek() == "{" && peek(1) != "{" {
      do {
        return .json(try json())
      } catch {
        throw error.adding("text that is not JSON is written between backquotes")
      }
    }
    if peek() == "\"" {
      let start = index
      if let string = try? json() {
        skipSpaces()
        if isAtLineRest { return .json(string) }
      }
      index = start
    }
    return .text(try value())
  }

  /// The rest of the line, or what is between backquotes.
  private mutating func bareText() throws(SyntaxError) -> Template {
    peek() == "`" ? try string() : try value()
  }

  // MARK: expect

  private mutating func expectation() throws(SyntaxError) -> Step.Action {
    let start = index
    if peek().map(Self.isDigit) == true { return try count() }
    switch word() {
    case "any":
      return .expectAll(try alternatives())
    case "ping": return .expectPing
    case "pong": return .expectPong
    case "close": return .expectClose(try closeCodes())
    case "message", "messages":
      throw expected("a query", at: start, hint: "a number of them is written 'expect 3 messages'")
    default:
      index = start
      return .expect(try assert(of: .message))
    }
  }

  /// `3 messages`.
  private mutating func count() throws(SyntaxError) -> Step.Action {
    let place = index
    let digits = take(while: Self.isDigit)
    guard let count = Int(digits), 1...1_000_000 ~= count else {
      throw expected("a number of messages from 1 to 1000000", at: place)
    }
    skipSpaces()
    let unit = index
    guard ["message", "messages"].contains(word()) else { throw expected("messages", at: unit) }
    return .expectCount(count)
  }

  /// `{ ASSERT } { ASSERT }`, over several lines.
  private mutating func alternatives() throws(SyntaxError) -> [Assert] {
    var asserts: [Assert] = []
    while true {
      let end = index
      skipBlankLines()
      guard peek() == "{" else {
        guard !asserts.isEmpty else { throw expected("'{'") }
        // The time may stand on a line of its own.
        if word(at: index) != "within" { index = end }
        return asserts
      }
      index += 1
      skipBlankLines()
      asserts.append(try assert(of: .message))
      skipBlankLines()
      if word(at: index) == "within" { throw refused("within stands behind the last '}'") }
      guard peek() == "}" else { throw expected("'}'") }
      index += 1
    }
  }

  /// `1000 or 1001`, or nothing.
  private mutating func closeCodes() throws(SyntaxError) -> [UInt16] {
    var codes: [UInt16] = []
    skipSpaces()
    guard peek().map(Self.isDigit) == true else { return codes }
    while true {
      let place = index
      guard let code = UInt16(take(while: Self.isDigit)), 1000...4999 ~= code else {
        throw expected("a close code from 1000 to 4999", at: place)
      }
      codes.append(code)
      skipSpaces()
      guard word(at: index) == "or" else { return codes }
      index += 2
      skipSpaces()
    }
  }

  // MARK: The others

  /// A variable's name, with or without a colon.
  private mutating func captureName() throws(SyntaxError) -> Template {
    let start = index
    let name = word()
    guard !name.isEmpty else { throw expected("the name of a variable") }
    _ = eat(":")
    guard skipSpaces() else { throw expected("a blank and a query") }
    return Template([.text(name)], at: position(of: start))
  }

  /// `1000 "REASON"`.
  private mutating func closing() throws(SyntaxError) -> Step.Action {
    guard !isAtLineRest else { return .close(code: nil, reason: nil) }
    let place = index
    guard let code = UInt16(take(while: Self.isDigit)), CloseCode(rawValue: code).mayBeSent else {
      throw expected(
        "a close code that may be sent: 1000 to 1003, 1007 to 1014, 3000 to 4999", at: place)
    }
    skipSpaces()
    guard !isAtLineRest else { return .close(code: code, reason: nil) }
    let start = index
    let reason = try string("a reason in double quotes")
    if let constant = reason.constant, constant.utf8.count > Close.maximumReason {
      throw refused("the reason of a close has at most \(Close.maximumReason) bytes", at: start)
    }
    return .close(code: code, reason: reason)
  }

  /// `within 2s`: milliseconds, or nil if the word does not stand here.
  private mutating func time(after preposition: String) throws(SyntaxError) -> Int? {
    guard word(at: index) == preposition else { return nil }
    index += preposition.utf8.count
    skipSpaces()
    let start = index
    guard let milliseconds = Time.milliseconds(word()) else {
      throw expected("a time such as 500ms, 2s or 1m", at: start)
    }
    return milliseconds
  }
}
