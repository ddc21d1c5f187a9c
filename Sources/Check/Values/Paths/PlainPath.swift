import JSON

/// A path to one place, `.a.b[0]`: we walk it ourselves, for jq rounds numbers above 2^53. Of two equal names
/// it leads to the last, as in jq.
struct PlainPath: Hashable, Sendable {
  /// One step of it.
  enum Step: Hashable, Sendable {
    case name(String)
    /// From the end if negative.
    case index(Int)
  }

  /// Why jq would give no value.
  struct NotIndexable: Error, Hashable {
    let message: String
  }

  var steps: [Step] = []

  /// No step: the value itself.
  init() {}

  /// A jq filter that is no more than such a path: `.`, `.a.b[0]`, `.["x y"]`, `."x"[-1]`; nil for all others,
  /// for names with escapes too.
  init?(jq text: String) {
    var rest = Array(text.utf8)[...]
    rest = rest.drop(while: Self.isSpace)
    while let last = rest.last, Self.isSpace(last) { rest.removeLast() }
    guard rest.first == UInt8(ascii: ".") else { return nil }
    if rest.count == 1 { return }
    while !rest.isEmpty {
      let isDotted = rest.first == UInt8(ascii: ".")
      if isDotted { rest.removeFirst() }
      if rest.first == UInt8(ascii: "[") {
        rest.removeFirst()
        guard let step = Self.bracketed(&rest) else { return nil }
        steps.append(step)
      } else if isDotted, let name = Self.quoted(&rest) ?? Self.identifier(&rest) {
        steps.append(.name(name))
      } else {
        return nil
      }
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  private static func bracketed(_ rest: inout ArraySlice<UInt8>) -> Step? {
    let step: Step
    if let name = quoted(&rest) {
      step = .name(name)
    } else {
      let digits = rest.prefix { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") }
      guard let index = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      rest.removeFirst(digits.count)
      step = .index(index)
    }
    guard rest.popFirst() == UInt8(ascii: "]") else { return nil }
    return step
  }

  private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    let inside = rest.dropFirst().prefix {
      $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20
    }
    guard inside.endIndex < rest.endIndex, rest[inside.endIndex] == UInt8(ascii: "\"") else {
      return nil
    }
    rest = rest[inside.endIndex...].dropFirst()
    return String(decoding: inside, as: UTF8.self)
  }

  private static func identifier(_ rest: inout ArraySlice<UInt8>) -> String? {
    let name = rest.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        0x30...0x39,
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard let first = name.first, !(0x30...0x39 ~= first) else { return nil }
    rest = rest[name.endIndex...]
    return String(decoding: name, as: UTF8.self)
  }

  /// What is there, as JSONPath has it: nil where there is no such place.
  func found(in tree: Tree) -> Tree? {
    var current: Tree? = tree
    for step in steps {
      switch step {
      case .name(let name): current = current?.member(name)
      case .index(let index): current = current?.element(index)
      }
    }
    return current
  }

  /// What is there, as jq has it: nil, which is `null`, where a name or place is missing, and an error in jq's
  /// words where there can be none.
  func answer(in tree: Tree) throws(NotIndexable) -> Tree? {
    var current: Tree? = tree
    for step in steps {
      guard let value = current, value.kind != .null else { return nil }
      switch step {
      case .name(let name):
        guard value.kind == .object else {
          throw NotIndexable(
            message: "Cannot index \(Self.word(value.kind)) with \(Quoted.string(name))")
        }
        current = value.member(name)
      case .index(let index):
        guard value.kind == .array else {
          throw NotIndexable(message: "Cannot index \(Self.word(value.kind)) with number")
        }
        current = value.element(index)
      }
    }
    return current
  }

  private static func word(_ kind: Tree.Kind) -> String {
    switch kind {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
