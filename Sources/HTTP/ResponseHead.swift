/// A response's status line and fields, built line by line as they arrive (RFC 9112 §4, §5).
///
/// The caller bounds the size: `raw.count` is what was received so far.
public struct ResponseHead: Hashable, Sendable {
  /// The version in the status line.
  public let version: HTTPVersion
  /// The status code, 100 to 999.
  public let status: Int
  /// The reason phrase; often empty.
  public let reason: String
  /// The field lines that could be read, in order.
  public private(set) var fields = Fields()
  /// Every byte as received, from the status line to the blank line, whether it was understood
  /// or not.
  public private(set) var raw: [UInt8]
  /// Whether the blank line was seen. Lines after it (trailer fields) are not taken.
  public private(set) var isComplete = false

  /// Whether a folded line may follow, and belongs to the last field.
  private var isFoldable = false

  /// A head that begins with `line`, given with its CRLF or LF.
  ///
  /// Nil when it is no status line: `HTTP/1.1 426 Upgrade Required`, `HTTP/2 200 ` and
  /// `HTTP/1.1 200` are.
  public init?(statusLine line: [UInt8]) {
    raw = line
    var rest = Self.withoutLineEnd(raw[...])
    guard rest.starts(with: "HTTP/".utf8) else { return nil }
    rest = rest.dropFirst(5)

    guard let major = rest.popFirst(), Syntax.isDigit(major) else { return nil }
    var minor = UInt8(ascii: "0")
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard let digit = rest.popFirst(), Syntax.isDigit(digit) else { return nil }
      minor = digit
    }
    version = HTTPVersion(major: Int(major) - 48, minor: Int(minor) - 48)

    guard let space = rest.first, Syntax.isWhitespace(space) else { return nil }
    rest = rest.drop(while: Syntax.isWhitespace)
    let code = rest.prefix(3)
    guard code.count == 3, code.allSatisfy(Syntax.isDigit) else { return nil }
    status = code.reduce(0) { $0 * 10 + Int($1) - 48 }
    guard status >= 100 else { return nil }

    rest = rest.dropFirst(3)
    guard rest.first.map(Syntax.isWhitespace) ?? true else { return nil }
    reason = Self.text(rest)
    raw.reserveCapacity(512)
  }

  /// What stands for the head that a response of HTTP/0.9 does not have (RFC 1945 §6): no bytes, and a status of success.
  public static let simple = ResponseHead(version: HTTPVersion(major: 0, minor: 9), status: 200)

  private init(version: HTTPVersion, status: Int) {
    (self.version, self.status, reason) = (version, status, "")
    (raw, isComplete) = ([], true)
  }

  /// Adds a field line, given with its CRLF or LF, or the blank line that ends the head.
  ///
  /// A line that begins with SP or HTAB continues the line before it, with one SP between. A line
  /// without a colon, or whose name is no token, is kept in ``raw`` only.
  public mutating func append(line: [UInt8]) {
    guard !isComplete else { return }
    let start = raw.count
    raw.append(contentsOf: line)
    let content = Self.withoutLineEnd(raw[start...])

    guard let first = content.first else {
      isComplete = true
      return
    }
    // RFC 9112 §5.2: "A user agent that receives an obs-fold in a response message […] MUST
    // replace each received obs-fold with one or more SP octets".
    if Syntax.isWhitespace(first) {
      if isFoldable { fields.extendLast(with: Self.text(content)) }
      return
    }
    isFoldable = false
    guard let colon = content.firstIndex(of: UInt8(ascii: ":")) else { return }
    let name = Self.trimmed(content[..<colon])
    guard !name.isEmpty, name.allSatisfy(Syntax.isTokenByte) else { return }
    let value = Self.text(content[(colon + 1)...])
    fields.append(Field(String(decoding: name, as: UTF8.self), value))
    isFoldable = true
  }

  private static func withoutLineEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard line.last == 0x0A else { return line }
    let content = line.dropLast()
    return content.last == 0x0D ? content.dropLast() : content
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let front = bytes.drop(while: Syntax.isWhitespace)
    guard let last = front.lastIndex(where: { !Syntax.isWhitespace($0) }) else { return [] }
    return front[...last]
  }

  /// RFC 9110 §5.5: "a recipient of CR, LF, or NUL within a field value MUST either reject the
  /// message or replace each of those characters with SP before further processing".
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(where: Syntax.isForbidden) else {
      return String(decoding: trimmed(bytes), as: UTF8.self)
    }
    let clean = bytes.map { Syntax.isForbidden($0) ? UInt8(ascii: " ") : $0 }
    return String(decoding: trimmed(clean[...]), as: UTF8.self)
  }
}
