import JSON

/// Reads a JSONPath and writes jq.
struct JSONPathParser {
  /// A path from `$` or `@` on: a jq filter, and the same as plain steps if it leads to one place.
  struct Steps {
    var jq: [String] = []
    var plain: PlainPath? = PlainPath()
  }

  private let scalars: [Unicode.Scalar]
  var offset = 0
  /// How many conditions and parentheses are open: each is a call of ours.
  var depth = 0
  static let maximumDepth = 32
  /// Whether a condition asks the whole document.
  var needsRoot = false

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func path() throws(JSONPath.Unsupported) -> JSONPath.Form {
    skipSpace()
    guard take("$") else { throw error("a path begins with $") }
    let steps = try steps()
    skipSpace()
    guard next == nil else { throw error("expected . or [") }
    if let plain = steps.plain { return .plain(plain) }
    return .jq((needsRoot ? ". as $root | " : "") + "[" + steps.jq.joined(separator: " | ") + "]")
  }

  // MARK: Steps

  /// As many as there are.
  mutating func steps() throws(JSONPath.Unsupported) -> Steps {
    var steps = Steps()
    while true {
      let start = offset
      skipSpace()
      if take("..") {
        steps.plain = nil
        try descent(&steps)
      } else if take("[") || take(".[") {
        add(try bracketed(), to: &steps)
      } else if take(".*") {
        add([.all], to: &steps)
      } else if take(".") {
        add([.name(try name())], to: &steps)
      } else {
        offset = start
        return steps
      }
    }
  }

  /// One of what stands in brackets.
  private enum Selector {
    case name(String)
    case index(Int)
    case all
    case slice(Int?, Int?)
    case condition(String)

    /// What is not there gives no result, instead of jq's null.
    var jq: String {
      switch self {
      case .name(let name):
        let name = Quoted.string(name)
        return "objects | select(has(\(name))) | .[\(name)]"
      case .index(let index) where index < 0:
        return "arrays | select(length >= \(index.magnitude)) | .[\(index)]"
      case .index(let index): return "arrays | select(length > \(index)) | .[\(index)]"
      case .all: return "(arrays, objects) | .[]"
      case .slice(let start, let end):
        return "arrays | .[\(start ?? 0):\(end.map { String($0) } ?? "")] | .[]"
      case .condition(let condition): return "arrays | .[] | select(\(condition))"
      }
    }
  }

  private func add(_ selectors: [Selector], to steps: inout Steps) {
    switch selectors.first {
    case .name(let name) where selectors.count == 1: steps.plain?.steps.append(.name(name))
    case .index(let index) where selectors.count == 1: steps.plain?.steps.append(.index(index))
    default: steps.plain = nil
    }
    let alternatives = selectors.map(\.jq)
    steps.jq.append(
      selectors.count == 1
        ? alternatives.joined() : "(" + alternatives.map { "(\($0))" }.joined(separator: ", ") + ")"
    )
  }

  /// After `..`.
  private mutating func descent(_ steps: inout Steps) throws(JSONPath.Unsupported) {
    if take("[*]") || take("*") {
      // A parent, its first child, that one's children: all but the root in the order of `..`.
      steps.jq.append("[..] | .[1:] | .[]")
      return
    }
    steps.jq.append("..")
    add(take("[") ? try bracketed() : [.name(try name())], to: &steps)
  }

  private mutating func name() throws(JSONPath.Unsupported) -> String {
    var name = String.UnicodeScalarView()
    while let scalar = next, Self.isOfName(scalar) {
      name.append(scalar)
      offset += 1
    }
    guard !name.isEmpty else { throw error("expected a name") }
    skipSpace()
    guard next != "(" else { throw error("functions are not supported in a path") }
    return String(name)
  }

  private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: !scalar.isASCII
    }
  }

  /// After `[`, to the `]`.
  private mutating func bracketed() throws(JSONPath.Unsupported) -> [Selector] {
    var selectors: [Selector] = []
    repeat {
      skipSpace()
      selectors.append(try selector())
      skipSpace()
    } while take(",")
    guard take("]") else { throw error("expected ] or ,") }
    return selectors
  }

  private mutating func selector() throws(JSONPath.Unsupported) -> Selector {
    if take("*") { return .all }
    if take("?") { return .condition(try condition()) }
    if next == "(" { throw error("scripts are not supported in a path") }
    if next == "'" || next == "\"" { return .name(try string()) }
    let start = try integer()
    skipSpace()
    guard take(":") else {
      if let start { return .index(start) }
      throw error("expected a name in quotation marks, a number, *, : or ?")
    }
    skipSpace()
    let end = try integer()
    skipSpace()
    if next == ":" { throw error("a slice with a step is not supported in a path") }
    return .slice(start, end)
  }

  /// nil if there is none here.
  private mutating func integer() throws(JSONPath.Unsupported) -> Int? {
    let start = offset
    let isNegative = take("-")
    var digits = ""
    while let scalar = next, "0"..."9" ~= scalar {
      digits.unicodeScalars.append(scalar)
      offset += 1
    }
    if digits.isEmpty && !isNegative { return nil }
    guard let number = Int32((isNegative ? "-" : "") + digits) else {
      throw error("expected a number that fits in 32 bits", at: start)
    }
    return Int(number)
  }

  /// In single or double quotation marks, with JSON's escapes and `\'`.
  mutating func string() throws(JSONPath.Unsupported) -> String {
    let start = offset
    guard let quote = next else { throw error("expected a string") }
    offset += 1
    var text = ""
    while let scalar = next, scalar != quote {
      offset += 1
      text.unicodeScalars.append(scalar == "\\" ? try escape() : scalar)
    }
    guard take(String(quote)) else {
      throw error("a string without its end", at: start)
    }
    return text
  }

  private mutating func escape() throws(JSONPath.Unsupported) -> Unicode.Scalar {
    let escapes: [Unicode.Scalar: Unicode.Scalar] = [
      "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t", "/": "/", "\\": "\\", "'": "'",
      "\"": "\"",
    ]
    if let escape = next, let scalar = escapes[escape] {
      offset += 1
      return scalar
    }
    if take("u"), offset + 4 <= scalars.count {
      var digits = ""
      digits.unicodeScalars.append(contentsOf: scalars[offset..<(offset + 4)])
      if let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) {
        offset += 4
        return scalar
      }
    }
    throw error("unknown escape")
  }

  // MARK: Scalars

  /// The next one, nil at the end.
  var next: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

  mutating func skipSpace() {
    while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" {
      offset += 1
    }
  }

  /// Whether `text` comes, which is then behind us.
  mutating func take(_ text: String) -> Bool {
    guard scalars[offset...].starts(with: text.unicodeScalars) else { return false }
    offset += text.unicodeScalars.count
    return true
  }

  /// What is wrong at this place.
  func error(_ message: String, at place: Int? = nil) -> JSONPath.Unsupported {
    JSONPath.Unsupported(message: message, offset: place ?? offset)
  }
}
