import HTTP

/// A Set-Cookie field, read as RFC 6265 §5.2 has a user agent read it.
struct SetCookie {
  let name: String
  let value: String
  private let attributes: [(name: String, value: String)]

  /// nil where the RFC says "ignore the set-cookie-string entirely".
  init?(_ line: String) {
    let parts = line.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    guard let pair = parts.first, pair.contains(UInt8(ascii: "=")) else { return nil }
    (name, value) = Self.halves(pair)
    guard !name.isEmpty else { return nil }
    attributes = parts.dropFirst().map(Self.halves)
  }

  /// Around the first `=`, without the whitespace.
  private static func halves(_ part: Substring.UTF8View) -> (name: String, value: String) {
    let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
    return (trimmed(part[..<end]), trimmed(part[end...].dropFirst()))
  }

  private static func trimmed(_ text: Substring.UTF8View) -> String {
    let start = text.drop { $0 == 0x20 || $0 == 0x09 }
    let end = start.lastIndex { $0 != 0x20 && $0 != 0x09 }
    return end.map { String(Substring(start[...$0])) } ?? ""
  }

  /// The first cookie of that name in a response, as hurl takes it. Names are compared with case.
  static func named(_ name: String, in fields: Fields) -> SetCookie? {
    fields.values(of: "Set-Cookie").lazy.compactMap(SetCookie.init).first { $0.name == name }
  }

  /// `Value`, `Expires`, `Max-Age`, `Domain`, `Path`, `SameSite`, and `Secure` and `HttpOnly`, which are
  /// `true`; nil if it is not there.
  func attribute(_ wanted: String) -> Value? {
    let wanted = wanted.lowercased()
    if wanted == "value" { return .string(value) }
    // §5.3 takes "the last attribute in the cookie-attribute-list" of a name.
    guard let found = attributes.last(where: { $0.name.lowercased() == wanted }) else { return nil }
    switch wanted {
    case "secure", "httponly": return .bool(true)
    case "max-age": return Int(found.value).map { .integer($0) }
    default: return .string(found.value)
    }
  }
}
