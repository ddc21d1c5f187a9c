import JSON
import Text

/// Where two values that should be equal are not, for a person who would not find it in two long lines.
struct Difference {
  /// One line each: `.user.name: expected "two", came "2"`.
  private(set) var lines: [String] = []

  private static let mostLines = 5
  private static let deepest = 64
  /// What is shorter, or parts before, is compared at a glance.
  private static let shortest = 40, soonest = 20
  private static let context = 30

  init(expected: Value, actual: Value) {
    switch (expected, actual) {
    case (.string(let left), .string(let right)): compare(left, right)
    case (.bytes(let left), .bytes(let right)): compare(left, right)
    case (.object, .object), (.list, .list):
      compare(expected, actual, at: "", depth: 0)
      // A list of five numbers needs no map.
      let length = max(expected.shown().utf8.count, actual.shown().utf8.count)
      if length < Self.shortest { lines = [] }
    default: break
    }
  }

  private mutating func add(_ line: String) {
    if lines.count < Self.mostLines {
      lines.append(line)
    } else if lines.count == Self.mostLines {
      lines.append("…")
    }
  }

  private mutating func compare(_ left: Value, _ right: Value, at path: String, depth: Int) {
    guard lines.count <= Self.mostLines, !left.equals(right) else { return }
    switch (left, right) {
    case (.object(let left), .object(let right)) where depth < Self.deepest:
      for (name, value) in Self.members(of: left) {
        let path = path + Self.step(name)
        if let other = right.member(name) {
          compare(Value(value), Value(other), at: path, depth: depth + 1)
        } else {
          add("\(path): did not come")
        }
      }
      for (name, _) in Self.members(of: right) where left.member(name) == nil {
        add("\(path + Self.step(name)): not expected")
      }
    case (.list(let left), .list(let right)) where depth < Self.deepest:
      for (index, (left, right)) in zip(left, right).enumerated() {
        compare(left, right, at: "\(path)[\(index)]", depth: depth + 1)
      }
      if left.count != right.count {
        add("\(path.isEmpty ? "." : path): expected \(left.count) elements, came \(right.count)")
      }
    default:
      add(
        "\(path.isEmpty ? "." : path): expected \(left.shown()), "
          + "came \(right.shown())")
    }
  }

  private static func members(of object: Tree) -> [(name: String, value: Tree)] {
    object.members.map { ($0.name.string ?? "", $0.value) }
  }

  /// In jq's spelling, to be copied into a check.
  private static func step(_ name: String) -> String {
    let isPlain =
      name.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) } ?? false
    let isWord = name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_")
    }
    return isPlain && isWord ? ".\(name)" : ".\(Quoted.string(name))"
  }

  private mutating func compare(_ left: String, _ right: String) {
    let (left, right) = (left.unicodeScalars, right.unicodeScalars)
    var (a, b) = (left.startIndex, right.startIndex)
    var (line, column) = (1, 1)
    var lineStart = a
    while a < left.endIndex, b < right.endIndex, left[a] == right[b] {
      column += 1
      if left[a] == "\n" { (line, column, lineStart) = (line + 1, 1, left.index(after: a)) }
      left.formIndex(after: &a)
      right.formIndex(after: &b)
    }
    guard line > 1 || column > Self.soonest else { return }
    let place = line == 1 ? "character \(column)" : "line \(line), character \(column)"
    // What both have, from where the eye finds it again.
    let common = left[lineStart..<a]
    add(
      "at \(place): expected \(Self.part(common, left[a...])), "
        + "came \(Self.part(common, right[b...]))")
  }

  /// What is cut out of a text has an ellipsis there: the rest of a secret beside it can be told.
  private static func part(
    _ common: Substring.UnicodeScalarView, _ rest: Substring.UnicodeScalarView
  ) -> String {
    if common.isEmpty, rest.isEmpty { return "the end" }
    let (left, right) = (common.suffix(context), rest.prefix(context))
    let part =
      (left.startIndex > common.startIndex ? "…" : "") + String(left) + String(right)
      + (right.endIndex < rest.endIndex ? "…" : "")
    return Value.string(part).shown(whole: true) + (rest.isEmpty ? " and the end" : "")
  }

  private mutating func compare(_ left: [UInt8], _ right: [UInt8]) {
    let offset = zip(left, right).prefix { $0 == $1 }.reduce(0) { count, _ in count + 1 }
    guard offset >= Self.soonest / 2 else { return }
    func part(_ bytes: [UInt8]) -> String {
      if bytes.count == offset { return "the end" }
      return "…" + Hex.text(bytes[offset...].prefix(16)) + (bytes.count > offset + 16 ? "…" : "")
    }
    add("at byte \(offset): expected \(part(left)), came \(part(right))")
  }
}
