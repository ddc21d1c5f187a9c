/// Why a text cannot be read.
public enum Malformed: Error, Hashable, Sendable {
  /// It is no JSON (RFC 8259).
  case notJSON
  /// It has more levels than ``Tokens/maximumDepth``.
  case tooDeep
  /// It is longer, or has more values, than ``Tree`` takes.
  case tooLarge
}

/// A JSON text (RFC 8259) as its tokens, each of them valid and where it may stand. In time linear in
/// its length; what it needs beside the text is one byte a level.
public struct Tokens: Sendable {
  /// What a token is; a `key` is the string before a colon.
  public enum Kind: Hashable, Sendable {
    /// `{ } [ ] : ,`
    case openObject, closeObject, openArray, closeArray, colon, comma
    /// Strings with their quotation marks.
    case key, string
    /// A number; `true`, `false` or `null`.
    case number, literal
  }

  /// One token.
  public struct Token: Hashable, Sendable {
    /// What it is.
    public let kind: Kind
    /// Where it is in ``Tokens/bytes``.
    public let range: Range<Int>
  }

  private enum Expected { case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd, end }

  /// The whole text.
  public let bytes: [UInt8]
  private var index = 0
  private var expected = Expected.value
  private var isObject: [Bool] = []

  /// RFC 8259 §9: "An implementation may set limits on the maximum depth of nesting."
  public static let maximumDepth = 512

  /// Looks at nothing yet.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// How many objects and arrays are open.
  public var depth: Int { isObject.count }

  /// The next token, nil at the end. What comes after an error is not defined.
  public mutating func next() throws(Malformed) -> Token? {
    while index < bytes.count, Self.isWhitespace(bytes[index]) { index += 1 }
    guard index < bytes.count else {
      guard expected == .end else { throw .notJSON }
      return nil
    }
    let start = index
    let kind = try token()
    return Token(kind: kind, range: start..<index)
  }

  private static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private mutating func token() throws(Malformed) -> Kind {
    let byte = bytes[index]
    switch (expected, byte) {
    case (.keyOrEnd, UInt8(ascii: "}")), (.valueOrEnd, UInt8(ascii: "]")): return close()
    case (.commaOrEnd, UInt8(ascii: "}")) where isObject.last == true: return close()
    case (.commaOrEnd, UInt8(ascii: "]")) where isObject.last == false: return close()
    case (.commaOrEnd, UInt8(ascii: ",")):
      index += 1
      expected = isObject.last == true ? .key : .value
      return .comma
    case (.colon, UInt8(ascii: ":")):
      index += 1
      expected = .value
      return .colon
    case (.key, UInt8(ascii: "\"")), (.keyOrEnd, UInt8(ascii: "\"")):
      try string()
      expected = .colon
      return .key
    case (.value, _), (.valueOrEnd, _): return try value(byte)
    default: throw .notJSON
    }
  }

  private mutating func value(_ byte: UInt8) throws(Malformed) -> Kind {
    let kind: Kind
    switch byte {
    case UInt8(ascii: "{"): return try open(isObject: true)
    case UInt8(ascii: "["): return try open(isObject: false)
    case UInt8(ascii: "\""):
      try string()
      kind = .string
    case UInt8(ascii: "-"), 0x30...0x39:
      try number()
      kind = .number
    default:
      try literal()
      kind = .literal
    }
    expected = isObject.isEmpty ? .end : .commaOrEnd
    return kind
  }

  private mutating func open(isObject isNewObject: Bool) throws(Malformed) -> Kind {
    guard isObject.count < Self.maximumDepth else { throw .tooDeep }
    index += 1
    isObject.append(isNewObject)
    expected = isNewObject ? .keyOrEnd : .valueOrEnd
    return isNewObject ? .openObject : .openArray
  }

  private mutating func close() -> Kind {
    index += 1
    let wasObject = isObject.popLast() == true
    expected = isObject.isEmpty ? .end : .commaOrEnd
    return wasObject ? .closeObject : .closeArray
  }

  /// RFC 8259 §7: all characters "MUST be escaped" that are a quotation mark, a reverse solidus or a
  /// control character (U+0000 through U+001F).
  private mutating func string() throws(Malformed) {
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return }
      guard byte >= 0x20 else { throw .notJSON }
      if byte == UInt8(ascii: "\\") { try escape() }
    }
    throw .notJSON
  }

  private mutating func escape() throws(Malformed) {
    guard index < bytes.count else { throw .notJSON }
    switch bytes[index] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 1
    case UInt8(ascii: "u"):
      index += 1
      for _ in 0..<4 {
        guard index < bytes.count else { throw .notJSON }
        switch bytes[index] {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: index += 1
        default: throw .notJSON
        }
      }
    default: throw .notJSON
    }
  }

  /// `[ minus ] int [ frac ] [ exp ]`, §6.
  private mutating func number() throws(Malformed) {
    take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { take(UInt8(ascii: "-")) }
      try digits()
    }
  }

  @discardableResult private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func digits() throws(Malformed) {
    let start = index
    while index < bytes.count, 0x30...0x39 ~= bytes[index] { index += 1 }
    guard index > start else { throw .notJSON }
  }

  private mutating func literal() throws(Malformed) {
    for word in ["true", "false", "null"] where bytes[index...].starts(with: word.utf8) {
      index += word.utf8.count
      return
    }
    throw .notJSON
  }
}
