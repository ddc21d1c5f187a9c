import JSON

extension Value {
  /// A number, `true`, `false` or `null` as they are spelled; nil for anything else.
  public init?(literal text: String) {
    guard let tree = try? Tree(Array(text.utf8)) else { return nil }
    switch tree.kind {
    case .null, .bool, .number: self.init(tree)
    case .string, .array, .object: return nil
    }
  }
}
