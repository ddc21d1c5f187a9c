import JSON

/// `[?(…)]` as a jq condition. As in hurl, a comparison with a value of another type, or with nothing, does
/// not hold, not even `!=`; jq would say that null is less than 1.
extension JSONPathParser {
  /// A condition, which is a disjunction.
  mutating func condition() throws(JSONPath.Unsupported) -> String {
    guard depth < Self.maximumDepth else { throw error("too many parentheses") }
    depth += 1
    defer { depth -= 1 }
    return try joined("||", " or ") { parser throws(JSONPath.Unsupported) in
      try parser.joined("&&", " and ") { parser throws(JSONPath.Unsupported) in try parser.term() }
    }
  }

  private mutating func joined(
    _ sign: String, _ word: String,
    _ part: (inout JSONPathParser) throws(JSONPath.Unsupported) -> String
  ) throws(JSONPath.Unsupported) -> String {
    var parts: [String] = []
    repeat {
      parts.append(try part(&self))
      skipSpace()
    } while take(sign)
    return parts.count == 1 ? parts.joined() : "(" + parts.joined(separator: word) + ")"
  }

  private mutating func term() throws(JSONPath.Unsupported) -> String {
    skipSpace()
    if take("!") {
      guard depth < Self.maximumDepth else { throw error("too many negations") }
      depth += 1
      defer { depth -= 1 }
      return "(\(try term()) | not)"
    }
    if take("(") {
      let inside = try condition()
      guard take(")") else { throw error("expected ), && or ||") }
      return inside
    }
    return try comparison()
  }

  private enum Operand {
    /// A jq filter on the element, and whether it leads to one place.
    case path(String, isPlain: Bool)
    /// As jq spells it, with jq's filter for its type.
    case literal(String, type: String)
  }

  private mutating func comparison() throws(JSONPath.Unsupported) -> String {
    let start = offset
    let left = try operand()
    skipSpace()
    if next == "=", take("=~") {
      throw error("regular expressions are not supported in a path", at: offset - 2)
    }
    guard let sign = ["==", "!=", "<=", ">=", "<", ">"].first(where: { take($0) }) else {
      guard case .path(let path, _) = left else {
        throw error("a value alone is no condition", at: start)
      }
      return "any(\(path); true)"
    }
    skipSpace()
    let right = try operand()
    for case .path(_, isPlain: false) in [left, right] {
      throw error("only paths to one value can be compared", at: start)
    }
    switch (left, right) {
    case (.path(let path, _), .literal(let value, let type)):
      return Self.compared(path, sign, value, type)
    case (.literal(let value, let type), .path(let path, _)):
      let turned = ["<": ">", ">": "<", "<=": ">=", ">=": "<="][sign] ?? sign
      return Self.compared(path, turned, value, type)
    case (.path(let left, _), .path(let right, _)):
      let isOrder = sign.first != "=" && sign.first != "!"
      return "any(\(left) as $left | \(right) as $right | [$left, $right]; "
        + (isOrder
          ? "(map(type) | . == [\"number\", \"number\"] or . == [\"string\", \"string\"]) and "
          : "")
        + ".[0] \(sign) .[1])"
    default:
      throw error("two values compared are no condition", at: start)
    }
  }

  private static func compared(_ path: String, _ sign: String, _ value: String, _ type: String)
    -> String
  {
    "any(\(path) | \(type); . \(sign) \(value))"
  }

  private mutating func operand() throws(JSONPath.Unsupported) -> Operand {
    for (mark, start) in [("@", "."), ("$", "$root")] where take(mark) {
      if mark == "$" { needsRoot = true }
      let steps = try steps()
      return .path(
        "(" + ([start] + steps.jq).joined(separator: " | ") + ")", isPlain: steps.plain != nil)
    }
    if next == "'" || next == "\"" { return .literal(Quoted.string(try string()), type: "strings") }
    for word in ["true", "false"] where take(word) { return .literal(word, type: "booleans") }
    if take("null") { return .literal("null", type: "nulls") }
    return .literal(try number(), type: "numbers")
  }

  /// In JSON's grammar.
  private mutating func number() throws(JSONPath.Unsupported) -> String {
    let start = offset
    var text = ""
    while let scalar = next, "0"..."9" ~= scalar || "+-.eE".unicodeScalars.contains(scalar) {
      text.unicodeScalars.append(scalar)
      offset += 1
    }
    guard let tree = try? Tree(Array(text.utf8)), tree.kind == .number else {
      offset = start
      let isWord = next.map { "a"..."z" ~= $0 || "A"..."Z" ~= $0 } ?? false
      throw error(
        isWord
          ? "functions are not supported in a path"
          : "expected @, $, a number, a string, true, false or null")
    }
    return text
  }
}
