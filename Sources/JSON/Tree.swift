/// A JSON value (RFC 8259) as it came: a number keeps its digits, an object its members in their order,
/// those that come twice too. Made in time linear in the text; takes 16 bytes a value beside it.
public struct Tree: Sendable {
  /// What a value is.
  public enum Kind: UInt8, Hashable, Sendable {
    /// RFC 8259 §3's six.
    case null, bool, number, string, array, object
  }

  /// The most bytes of a text, and values in it, names of members included.
  public static let maximumLength = 1 << 30, maximumCount = 1 << 22

  private struct Node {
    let kind: Kind
    let start: UInt32
    /// Behind its last byte.
    var end: UInt32
    /// The node after all that are inside this one.
    var next: UInt32
  }

  private let bytes: [UInt8]
  /// Depth first; a member is its name and then its value.
  private let nodes: [Node]
  private let index: Int

  /// Reads a text that is one value.
  ///
  /// - Parameter limit: the most values; for tests.
  public init(_ bytes: [UInt8], limit: Int = maximumCount) throws(Malformed) {
    guard bytes.count <= Self.maximumLength else { throw .tooLarge }
    var tokens = Tokens(bytes)
    var nodes: [Node] = []
    var open: [Int] = []
    while let token = try tokens.next() {
      let kind: Kind
      switch token.kind {
      case .colon, .comma: continue
      case .closeObject, .closeArray:
        if let container = open.popLast() {
          nodes[container].end = UInt32(token.range.upperBound)
          nodes[container].next = UInt32(nodes.count)
        }
        continue
      case .openObject: kind = .object
      case .openArray: kind = .array
      case .key, .string: kind = .string
      case .number: kind = .number
      case .literal: kind = bytes[token.range.lowerBound] == UInt8(ascii: "n") ? .null : .bool
      }
      guard nodes.count < limit else { throw .tooLarge }
      if kind == .object || kind == .array { open.append(nodes.count) }
      nodes.append(
        Node(
          kind: kind, start: UInt32(token.range.lowerBound), end: UInt32(token.range.upperBound),
          next: UInt32(nodes.count + 1)))
    }
    self.init(bytes, nodes, 0)
  }

  private init(_ bytes: [UInt8], _ nodes: [Node], _ index: Int) {
    self.bytes = bytes
    self.nodes = nodes
    self.index = index
  }

  private var node: Node { nodes[index] }

  private func at(_ index: Int) -> Tree { Tree(bytes, nodes, index) }

  /// What it is.
  public var kind: Kind { node.kind }

  /// It, and all that is in it, as it came.
  public var text: ArraySlice<UInt8> { bytes[Int(node.start)..<Int(node.end)] }

  /// Whether it is `true`; nil for anything but a boolean.
  public var bool: Bool? { kind == .bool ? text.first == UInt8(ascii: "t") : nil }

  /// The digits of a number as they came; nil for anything else.
  public var number: String? { kind == .number ? String(decoding: text, as: UTF8.self) : nil }

  /// A string with its escapes resolved; nil for anything else. What is not UTF-8, and half of a
  /// surrogate pair, is U+FFFD.
  public var string: String? {
    kind == .string ? Quoted.text(in: text.dropFirst().dropLast()) : nil
  }

  /// Whether a string has half of a surrogate pair, where ``string`` has U+FFFD instead.
  public var hasHalfPair: Bool {
    kind == .string && Quoted.hasHalfPair(in: text.dropFirst().dropLast())
  }

  /// The elements of an array, none for anything else.
  public var elements: some Sequence<Tree> {
    sequence(state: kind == .array ? index + 1 : Int(node.next)) { child -> Tree? in
      guard child < Int(node.next) else { return nil }
      defer { child = Int(nodes[child].next) }
      return at(child)
    }
  }

  /// The members of an object, all of them in their order; none for anything else.
  public var members: some Sequence<(name: Tree, value: Tree)> {
    sequence(state: kind == .object ? index + 1 : Int(node.next)) { child -> (Tree, Tree)? in
      guard child < Int(node.next) else { return nil }
      defer { child = Int(nodes[child + 1].next) }
      return (at(child), at(child + 1))
    }
  }

  /// The value of that name, the last one if there are several, as every JSON library in use has it.
  public func member(_ name: String) -> Tree? {
    var found: Tree?
    for member in members where member.name.isString(name) { found = member.value }
    return found
  }

  /// The element at that place, from the end if it is negative.
  public func element(_ place: Int) -> Tree? {
    guard kind == .array else { return nil }
    let count = place < 0 ? elements.reduce(0) { count, _ in count + 1 } : 0
    guard place + count >= 0 else { return nil }
    return elements.dropFirst(place + count).first { _ in true }
  }

  /// Scalar by scalar: Unicode's canonical equivalence is none of JSON's (RFC 8259 §8.3).
  private func isString(_ name: String) -> Bool {
    let inside = text.dropFirst().dropLast()
    if inside.elementsEqual(name.utf8) { return !inside.contains(UInt8(ascii: "\\")) }
    // What is written otherwise: with escapes, or with what is not UTF-8.
    guard inside.contains(UInt8(ascii: "\\")) || name.unicodeScalars.contains("\u{FFFD}") else {
      return false
    }
    return Quoted.text(in: inside).utf8.elementsEqual(name.utf8)
  }
}

extension Tree: Hashable {
  /// The same text.
  public static func == (left: Self, right: Self) -> Bool { left.text == right.text }

  /// Of the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
