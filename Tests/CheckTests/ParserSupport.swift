import Check

/// Short spellings of the syntax tree. Where a test does not look at places, all are `1:1`.
func at(_ line: Int, _ column: Int) -> Position { Position(line: line, column: column) }

/// The entries of a text.
func entries(_ text: String) throws(SyntaxError) -> [Entry] {
  try File(parsing: text, name: "x.check").entries
}

/// What it throws, as `LINE:COLUMN: MESSAGE`; nil if it parses.
func complaint(_ text: String) -> String? {
  do {
    _ = try entries(text)
    return nil
  } catch {
    return "\(error.position.line):\(error.position.column): \(error.message)"
  }
}

extension Template {
  /// Variables are `{{name}}`, and text is as it is.
  var flat: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .variable(let name, _), .quotedVariable(let name, _): "{{\(name)}}"
      }
    }.joined()
  }
}

/// A value of the tree on one line, without places: texts in «guillemets», what is nil or empty left out.
func sketch(_ value: Any) -> String {
  switch value {
  case let template as Template:
    return "«"
      + template.flat.replacing("\r\n", with: "⏎").replacing("\n", with: "⏎")
      .replacing("\t", with: "⇥") + "»"
  case let bytes as [UInt8] where type(of: value) == [UInt8].self:
    return "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  case let pair as Pair: return sketch(pair.name) + ": " + sketch(pair.value)
  case let part as Part: return sketch(part.name) + ": " + sketch(part.content)
  case let capture as Capture:
    return sketch(capture.name) + ": " + sketch(capture.question)
      + (capture.isSecret ? " redact" : "")
  case let question as Question:
    return ([sketch(question.query)] + question.filters.map(sketch)).joined(separator: " | ")
  case let assert as Assert:
    return sketch(assert.question) + (assert.predicate.map { " " + sketch($0) } ?? "")
  case let predicate as Predicate:
    return (predicate.isNegated ? "not " : "") + sketch(predicate.test)
  case let step as Step:
    return sketch(step.action) + (step.time.map { " \($0)ms" } ?? "")
  case let text as String: return text
  case let number as any BinaryInteger: return "\(number)"
  case let bool as Bool: return "\(bool)"
  default: break
  }
  let mirror = Mirror(reflecting: value)
  let children = mirror.children.filter { !($0.value is Position) }
  switch mirror.displayStyle {
  case .optional: return children.first.map { sketch($0.value) } ?? ""
  case .collection: return "[" + children.map { sketch($0.value) }.joined(separator: ", ") + "]"
  case .tuple:
    return children.map { sketch($0.value) }.filter { !$0.isEmpty }.joined(separator: " ")
  case .enum:
    guard let payload = children.first else { return "\(value)" }
    let inner = sketch(payload.value)
    return (payload.label ?? "") + "(" + inner + ")"
  default:
    return children.map { ($0.label ?? "", sketch($0.value)) }
      .filter { !$0.1.isEmpty && $0.1 != "[]" }
      .map { "\($0.0)=\($0.1)" }.joined(separator: " ")
  }
}

/// `¶` is the end of a line and `⇥` a tab.
func unfolded(_ text: String) -> String {
  text.replacing("¶", with: "\n").replacing("⇥", with: "\t")
}

/// A file whose lines end with `¶`: as it is, with an end of its last line, with CRLF, and before another entry.
func variants(of text: String) -> [String] {
  let plain = text.replacing("¶", with: "\n")
  return [
    plain, plain + "\n", text.replacing("¶", with: "\r\n") + "\r\n",
    plain + " # comment\n\n  # comment\nGET http://y # comment\n",
  ]
}
