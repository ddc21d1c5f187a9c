import JSON

extension Value {
  /// What is not to be seen of a value that is a secret: the whole, and what is in it by itself.
  var secrets: [[UInt8]] {
    switch self {
    case .bytes(let bytes):
      // As they are, and as text in which some of them are none.
      let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
      return text == bytes ? [bytes] : [bytes, text]
    case .list, .object: return [Array((text ?? "").utf8)] + leaves
    default: return [Array((text ?? "").utf8)]
    }
  }

  /// A shorter one, a count say, would hide too much.
  private static let shortestLeaf = 4

  private var leaves: [[UInt8]] {
    switch self {
    case .string(let text), .number(let text):
      text.count < Self.shortestLeaf ? [] : [Array(text.utf8)]
    case .bytes(let bytes): bytes.count < Self.shortestLeaf ? [] : secrets
    case .list(let elements): elements.flatMap(\.leaves)
    case .object(let tree): tree.members.flatMap { Value($0.value).leaves }
    case .null, .bool: []
    }
  }
}
