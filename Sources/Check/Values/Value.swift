public import JSON

/// What a question finds, a filter makes and a variable holds.
public enum Value: Hashable, Sendable {
  /// JSON's `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as it was spelled, in JSON's grammar (RFC 8259 §6): 18 digits stay 18 digits.
  case number(String)
  /// Text.
  case string(String)
  /// What is not known to be text.
  case bytes([UInt8])
  /// The lines of a field, what `split` makes, or a JSON array.
  case list([Value])
  /// A JSON object as it came.
  case object(Tree)

  /// What stands there as JSON.
  public init(_ tree: Tree) {
    switch tree.kind {
    case .null: self = .null
    case .bool: self = .bool(tree.bool ?? false)
    case .number: self = .number(tree.number ?? "")
    case .string: self = .string(tree.string ?? "")
    case .array: self = .list(tree.elements.map(Value.init))
    case .object: self = .object(tree)
    }
  }

  /// An integer.
  public static func integer(_ number: Int) -> Value { .number(String(number)) }

  /// What `{{name}}` in a text becomes; nil for bytes, which are none. A list and an object are JSON.
  public var text: String? {
    if case .string(let text) = self { return text }
    return json
  }

  /// JSON that says the same; nil if bytes are in it.
  var json: String? {
    switch self {
    case .null: return "null"
    case .bool(let isTrue): return isTrue ? "true" : "false"
    case .number(let text): return text
    case .string(let text): return Quoted.string(text)
    case .bytes: return nil
    case .list(let elements):
      var parts: [String] = []
      for element in elements {
        guard let part = element.json else { return nil }
        parts.append(part)
      }
      return "[" + parts.joined(separator: ",") + "]"
    case .object(let tree): return String(decoding: tree.text, as: UTF8.self)
    }
  }

  /// What kind of value it is, in words.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .bytes: "bytes"
    case .list: "a list"
    case .object: "an object"
    }
  }

  /// Whether `==` of a check holds: numbers by their value, whatever their spelling, text scalar by
  /// scalar, lists by their elements, objects by their members in any order.
  func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.number(let left), .number(let right)):
      guard let left = Decimal(left), let right = Decimal(right) else { return false }
      return left == right
    case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
    case (.bytes(let left), .bytes(let right)): return left == right
    case (.list(let left), .list(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
    case (.object(let left), .object(let right)):
      if left == right { return true }
      let (left, right) = (Self.members(of: left), Self.members(of: right))
      return left.count == right.count
        && left.allSatisfy { name, value in
          right[name].map { Value(value).equals(Value($0)) } ?? false
        }
    default: return false
    }
  }

  /// By the bytes of their names, the last of equal ones.
  private static func members(of object: Tree) -> [[UInt8]: Tree] {
    Dictionary(object.members.map { (Array(($0.name.string ?? "").utf8), $0.value) }) { $1 }
  }
}
