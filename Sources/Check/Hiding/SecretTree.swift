/// Texts as a tree of bytes, whose root is 0.
final class SecretTree {
  /// A node's first child and its next sibling; 0 for none.
  private var child: [Int32] = [0], sibling: [Int32] = [0]
  /// The byte that leads to it.
  private var byte: [UInt8] = [0]
  /// The number of the text that ends in it; -1 for none.
  private var ends: [Int32] = [-1]
  private var isPlain: [Bool] = [true]
  /// The root's children.
  private var first: [Int32] = Array(repeating: 0, count: 256)
  private var nodes: [[Int32]] = Array(repeating: [], count: 256)

  /// - Parameter plain: it is what is looked for, not only a form of it.
  func insert(_ text: [UInt8], _ number: Int, isPlain plain: Bool) {
    var node: Int32 = 0
    for next in text {
      if let known = step(from: node, by: next) {
        node = known
        if plain { isPlain[Int(node)] = true }
        continue
      }
      let new = Int32(child.count)
      child.append(0)
      sibling.append(child[Int(node)])
      child[Int(node)] = new
      byte.append(next)
      ends.append(-1)
      isPlain.append(plain)
      nodes[Int(next)].append(new)
      if node == 0 { first[Int(next)] = new }
      node = new
    }
    if ends[Int(node)] < 0 { ends[Int(node)] = Int32(number) }
  }

  /// The node that a byte leads to.
  func step(from node: Int32, by next: UInt8) -> Int32? {
    if node == 0 { return first[Int(next)] == 0 ? nil : first[Int(next)] }
    var node = child[Int(node)]
    while node != 0 {
      if byte[Int(node)] == next { return node }
      node = sibling[Int(node)]
    }
    return nil
  }

  /// All nodes that it leads to, wherever they are.
  func nodes(behind byte: UInt8) -> [Int32] { nodes[Int(byte)] }

  /// Nothing goes on from there.
  func isLeaf(_ node: Int32) -> Bool { child[Int(node)] == 0 }

  /// The first of the texts that end there.
  func end(at node: Int32) -> Int? { ends[Int(node)] < 0 ? nil : Int(ends[Int(node)]) }

  /// It is reached by what is looked for itself.
  func isPlain(_ node: Int32) -> Bool { isPlain[Int(node)] }
}
