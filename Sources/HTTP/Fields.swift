/// One field line: a name and its value, without the whitespace around the value (RFC 9110 §5).
public struct Field: Hashable, Sendable {
  /// The name as written. `==` compares it with case; ``Fields`` looks it up without.
  public var name: String
  /// The value. What came from a peer and was not UTF-8 has been repaired with U+FFFD.
  public var value: String

  /// A field; nothing is checked (see ``Syntax/isToken(_:)`` and ``Syntax/isFieldValue(_:)``).
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Field lines in the order in which they came or go. Names are looked up without case
/// (RFC 9110 §5.1), in time linear in the number of lines.
public struct Fields: Hashable, Sendable, Sequence, ExpressibleByArrayLiteral {
  private var lines: [Field] = []

  /// No fields.
  public init() {}

  /// The fields of a literal, in its order.
  public init(arrayLiteral elements: Field...) {
    lines = elements
  }

  /// The field lines of a request's head, given whole; what is none is left out.
  public init(requestHead head: [UInt8]) {
    for line in head.split(separator: 0x0A).dropFirst() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      append(
        Field(
          String(decoding: line[..<colon], as: UTF8.self),
          ResponseHead.text(line[(colon + 1)...])))
    }
  }

  /// Adds a field line after the others; lines of the same name stay.
  public mutating func append(_ field: Field) {
    lines.append(field)
  }

  /// Whether there is no field line.
  public var isEmpty: Bool { lines.isEmpty }

  /// The number of field lines.
  public var count: Int { lines.count }

  /// Goes through the field lines in order.
  public func makeIterator() -> IndexingIterator<[Field]> {
    lines.makeIterator()
  }

  /// The value of each line named `name`, in order.
  public func values(of name: String) -> [String] {
    lines.lazy.filter { Syntax.areEqual($0.name, name) }.map(\.value)
  }

  /// The value of the first line named `name`.
  public func first(_ name: String) -> String? {
    lines.first { Syntax.areEqual($0.name, name) }?.value
  }

  /// The list that all lines named `name` make together, at most `limit` elements of it.
  ///
  /// RFC 9110 §5.3 and §5.6.1: whitespace around an element and empty elements are dropped, a
  /// comma inside a quoted-string is kept. A quoted-string does not reach into the next line.
  public func list(of name: String, limit: Int = .max) -> [String] {
    var elements: [String] = []
    for value in values(of: name) where elements.count < limit {
      elements += Syntax.elements(of: value, limit: limit - elements.count)
    }
    return elements
  }

  /// Whether the list named `name` has an element that equals `token` without case.
  public func contains(_ name: String, token: String) -> Bool {
    values(of: name).contains { line in
      var isFound = false
      Syntax.visitElements(of: line) { element in
        isFound = Syntax.areEqual(element, token)
        return !isFound
      }
      return isFound
    }
  }

  /// Joins a folded line to the last value, in place: many of them cost what they are long.
  mutating func extendLast(with text: String) {
    guard !text.isEmpty, !lines.isEmpty else { return }
    let last = lines.count - 1
    if !lines[last].value.isEmpty { lines[last].value.append(" ") }
    lines[last].value.append(text)
  }
}
