/// The small grammar that fields share (RFC 9110 §5.5, §5.6), on bytes: no Unicode rule applies.
public enum Syntax {
  /// Whether `text` is a token: one or more `tchar` (RFC 9110 §5.6.2).
  public static func isToken(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
  }

  /// Whether `byte` is a `tchar` (RFC 9110 §5.6.2).
  public static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
      UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default:
      false
    }
  }

  /// Whether `text` can be sent as a field's value: it has no CR, LF or NUL (RFC 9110 §5.5).
  ///
  /// Other control characters pass, as they do in curl; an empty value is one too.
  public static func isFieldValue(_ text: some StringProtocol) -> Bool {
    !text.utf8.contains { isForbidden($0) }
  }

  /// Whether `text` can stand in a request line, as its method or its target: it has neither spaces nor control characters
  /// (RFC 9112 §3).
  public static func isWord(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// Whether two strings are the same when ASCII letters are compared without case.
  public static func areEqual(_ one: some StringProtocol, _ other: some StringProtocol) -> Bool {
    one.utf8.elementsEqual(other.utf8) { lowercased($0) == lowercased($1) }
  }

  /// The elements of one field line's list (RFC 9110 §5.6.1), at most `limit` of them, in order.
  ///
  /// Whitespace around an element is dropped, and so are empty elements. A comma inside a
  /// quoted-string is part of its element; a quoted-string that never ends takes the rest.
  public static func elements(of line: String, limit: Int = .max) -> [String] {
    var elements: [String] = []
    guard limit > 0 else { return elements }
    visitElements(of: line) { element in
      elements.append(String(element))
      return elements.count < limit
    }
    return elements
  }

  /// Calls `visit` with each element of a list in turn, until it answers false.
  static func visitElements(of line: String, _ visit: (Substring) -> Bool) {
    let bytes = line.utf8
    var start = bytes.startIndex
    var end = start  // after the last byte that is not whitespace
    var isEmpty = true
    var isQuoted = false
    var isEscaped = false
    var next = start
    while next != bytes.endIndex {
      let byte = bytes[next]
      let here = next
      bytes.formIndex(after: &next)
      if byte == UInt8(ascii: ","), !isQuoted {
        if !isEmpty, !visit(line[start..<end]) { return }
        isEmpty = true
        continue
      }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = isQuoted
      }
      guard !isWhitespace(byte) else { continue }
      if isEmpty { start = here }
      isEmpty = false
      end = next
    }
    if !isEmpty { _ = visit(line[start..<end]) }
  }

  /// SP or HTAB, what OWS is made of (RFC 9110 §5.6.3).
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// What no field value may hold: CR, LF, NUL (RFC 9110 §5.5).
  static func isForbidden(_ byte: UInt8) -> Bool {
    byte == 0x0D || byte == 0x0A || byte == 0
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }
}
