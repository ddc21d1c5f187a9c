import JSON
import Text

/// Whether an expectation is met.
public enum Verdict: Hashable, Sendable {
  /// It is.
  case met
  /// It is not: what was asked, and what came, each as words for one line; and where the two part, if they are
  /// long.
  case unmet(expected: String, actual: String, differences: [String] = [])
}

extension Evaluator {
  /// Whether what an assert asks is true of a response or message.
  public func judge(_ assert: Assert, on subject: Subject) throws(Trouble) -> Verdict {
    let value = try evaluate(assert.question, on: subject)
    guard let predicate = assert.predicate else {
      let isTrue = value.map { $0 != .null && $0 != .bool(false) } ?? false
      return isTrue
        ? .met
        : .unmet(
          expected: "something that is neither false nor null",
          actual: Value.shown(value))
    }
    return try judge(predicate, value)
  }

  /// Whether a predicate holds of a value, or of nothing.
  ///
  /// As in hurl: of nothing no test is true, so that `not` of any test is, but `!=` is not; and a test
  /// that does not go with the kind of value does not hold, with or without `not`.
  public func judge(_ predicate: Predicate, _ value: Value?) throws(Trouble) -> Verdict {
    let test = try resolve(predicate)
    let outcome = try value.map { value throws(Trouble) in try holds(test, value) } ?? false
    let isMet = outcome.map { $0 != predicate.isNegated } ?? false
    if isMet { return .met }
    let isOtherKind = value.map { $0.kind != test.operand?.kind } ?? false
    let saysKind = outcome == nil || test.isEquality && isOtherKind
    return .unmet(
      expected: test.words(isNegated: predicate.isNegated),
      actual: saysKind ? value.map(typed) ?? "nothing" : Value.shown(value),
      differences: differences(predicate, test.operand, value))
  }

  private func differences(_ predicate: Predicate, _ operand: Value?, _ value: Value?) -> [String] {
    guard case .equals = predicate.test, !predicate.isNegated, let operand, let value else {
      return []
    }
    return Difference(expected: operand, actual: value).lines
  }

  /// A test with its variables filled in.
  private struct Resolved {
    let test: Predicate.Test
    /// On the right of it.
    var operand: Value?
    var pattern: Template?

    var isEquality: Bool {
      switch test {
      case .equals, .differs: true
      default: false
      }
    }

    /// What must be, in words.
    func words(isNegated: Bool) -> String {
      let shown = Value.shown(operand)
      switch test {
      case .equals: return isNegated ? "anything but \(shown)" : shown
      case .differs: return isNegated ? shown : "anything but \(shown)"
      case .contains: return "\(isNegated ? "does not contain" : "contains") \(shown)"
      case .startsWith: return "\(isNegated ? "does not start" : "starts") with \(shown)"
      case .endsWith: return "\(isNegated ? "does not end" : "ends") with \(shown)"
      case .matches:
        return "\(isNegated ? "does not match" : "matches") /\(Escape.text(operand?.text ?? ""))/"
      case .exists: return isNegated ? "nothing" : "something"
      case .above: return (isNegated ? "not " : "") + "more than \(shown)"
      case .atLeast: return (isNegated ? "not " : "") + "\(shown) or more"
      case .below: return (isNegated ? "not " : "") + "less than \(shown)"
      case .atMost: return (isNegated ? "not " : "") + "\(shown) or less"
      default: return (isNegated ? "not " : "") + kindWords
      }
    }

    private var kindWords: String {
      switch test {
      case .isBoolean: "a boolean"
      case .isNumber: "a number"
      case .isInteger: "an integer"
      case .isFloat: "a float"
      case .isString: "a string"
      case .isCollection: "a list, an object or bytes"
      case .isEmpty: "empty"
      case .isDate: "a date"
      case .isIPv4: "an IPv4 address"
      case .isIPv6: "an IPv6 address"
      case .isUUID: "a UUID"
      default: ""
      }
    }
  }

  private func resolve(_ predicate: Predicate) throws(Trouble) -> Resolved {
    var resolved = Resolved(test: predicate.test)
    switch predicate.test {
    case .equals(let expected), .differs(let expected), .above(let expected),
      .atLeast(let expected),
      .below(let expected), .atMost(let expected), .contains(let expected),
      .startsWith(let expected),
      .endsWith(let expected):
      resolved.operand = try value(of: expected, at: predicate.position)
    case .matches(let pattern):
      resolved.pattern = pattern
      resolved.operand = .string(try pattern.render(variables))
    default: break
    }
    return resolved
  }

  /// What stands on the right of a predicate.
  func value(of expected: Expected, at position: Position) throws(Trouble) -> Value {
    switch expected {
    case .string(let template): .string(try template.render(variables))
    case .number(let text): .number(text)
    case .bool(let isTrue): .bool(isTrue)
    case .null: .null
    case .bytes(let bytes): .bytes(bytes)
    case .file(let path): .bytes(try read(try path.render(variables), path.position))
    case .variable(let name, let position): try Template.variable(name, at: position, variables)
    }
  }

  /// nil if the test does not go with such a value.
  private func holds(_ resolved: Resolved, _ value: Value) throws(Trouble) -> Bool? {
    switch resolved.test {
    case .equals: return resolved.operand.map(value.equals)
    case .differs: return resolved.operand.map { !value.equals($0) }
    case .above: return resolved.operand.flatMap { $0.precedes(value) }
    case .below: return resolved.operand.flatMap(value.precedes)
    case .atMost: return resolved.operand.flatMap { $0.precedes(value) }.map { !$0 }
    case .atLeast: return resolved.operand.flatMap(value.precedes).map { !$0 }
    case .contains: return resolved.operand.flatMap(value.contains)
    case .startsWith: return resolved.operand.flatMap { value.edge($0) { $0.starts(with: $1) } }
    case .endsWith:
      return resolved.operand.flatMap { value.edge($0) { $0.suffix($1.count).elementsEqual($1) } }
    case .matches:
      guard case .string(let text) = value, let pattern = resolved.pattern else { return nil }
      return try search(pattern, in: text, at: pattern.position) != .nothing
    case .exists: return true
    default: return value.looks(resolved.test)
    }
  }
}

extension Value {
  /// Whether it is less; nil if the two have no order: numbers have, and strings scalar by scalar.
  func precedes(_ other: Value) -> Bool? {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      guard let left = Decimal(left), let right = Decimal(right) else { return nil }
      return left < right
    case (.string(let left), .string(let right)):
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    default: return nil
    }
  }

  /// Whether the other is part of it, or one of its elements; nil if neither can be.
  func contains(_ other: Value) -> Bool? {
    switch (self, other) {
    case (.string(let text), .string(let part)):
      return ByteSearch(part.utf8).first(in: Array(text.utf8)) != nil
    case (.bytes(let bytes), .bytes(let part)): return ByteSearch(part).first(in: bytes) != nil
    case (.list(let elements), _): return elements.contains { $0.equals(other) }
    default: return nil
    }
  }

  /// Compares what both are made of; nil if they are not both strings or bytes.
  func edge(_ other: Value, _ compare: ([UInt8], [UInt8]) -> Bool) -> Bool? {
    switch (self, other) {
    case (.string(let text), .string(let part)): compare(Array(text.utf8), Array(part.utf8))
    case (.bytes(let bytes), .bytes(let part)): compare(bytes, part)
    default: nil
    }
  }

  /// Whether it is what a test without an operand says; nil if the test is about strings and it is none,
  /// or about what has a size.
  func looks(_ test: Predicate.Test) -> Bool? {
    switch (test, self) {
    case (.isBoolean, _): if case .bool = self { true } else { false }
    case (.isNumber, _): if case .number = self { true } else { false }
    case (.isInteger, _):
      if case .number(let text) = self { Decimal.isInteger(text) } else { false }
    case (.isFloat, _): if case .number(let text) = self { !Decimal.isInteger(text) } else { false }
    case (.isString, _): if case .string = self { true } else { false }
    case (.isCollection, .list), (.isCollection, .object), (.isCollection, .bytes): true
    case (.isCollection, _): false
    case (.isEmpty, .string(let text)): text.isEmpty
    case (.isEmpty, .bytes(let bytes)): bytes.isEmpty
    case (.isEmpty, .list(let elements)): elements.isEmpty
    case (.isEmpty, .object(let tree)): tree.members.allSatisfy { _ in false }
    case (.isDate, .string(let text)): Look.isDate(text)
    case (.isIPv4, .string(let text)): Look.isIPv4(text)
    case (.isIPv6, .string(let text)): Look.isIPv6(text)
    case (.isUUID, .string(let text)): Look.isUUID(text)
    default: nil
    }
  }
}
