/// Credentials in what is shown and kept, as `***` (unless `--show-secrets`). What separates them is looked for in bytes:
/// a combining mark behind it makes another `Character` of it.
public enum Secrets {
  /// A field line or a line of libcurl's own, without its credentials.
  public static func hidden(_ line: String) -> String {
    let bytes = line.utf8
    if let start = announcedField(in: line), bytes.last == UInt8(ascii: "]") {
      let inside = line[start..<bytes.index(before: bytes.endIndex)]
      return line[..<start] + (hiddenField(inside) ?? hiddenUserinfo(String(inside))) + "]"
    }
    if let field = hiddenField(line[...]) { return field }
    // * Added cookie name="value" for domain …
    if line.contains(" cookie "), let quote = bytes.firstIndex(of: UInt8(ascii: "\"")),
      let last = bytes.firstRange(of: "\" for domain".utf8), quote < last.lowerBound
    {
      return line[..<bytes.index(after: quote)] + "***" + line[last.lowerBound...]
    }
    return hiddenUserinfo(line)
  }

  /// Where a field begins that libcurl says it sends with HTTP/2: 7.88 as `h2h3 [name: value]`, 8 as
  /// `[HTTP/2] [1] [name: value]`. A value may have brackets of its own.
  private static func announcedField(in line: String) -> String.Index? {
    let bytes = line.utf8
    guard line.hasPrefix("h2") || line.hasPrefix("[HTTP/") else { return nil }
    var rest = bytes[...]
    for _ in 0..<(bytes.first == UInt8(ascii: "[") ? 2 : 0) {
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      rest = rest[bytes.index(after: end)...]
    }
    guard let open = rest.firstIndex(of: UInt8(ascii: "[")),
      open < bytes.index(before: bytes.endIndex)
    else { return nil }
    return bytes.index(after: open)
  }

  /// nil if it is none that holds credentials.
  private static func hiddenField(_ line: Substring) -> String? {
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let name = line[..<colon]
    return hidden(line[line.utf8.index(after: colon)...], of: name).map { name + ": " + $0 }
  }

  /// The lines of a head, without their ends and credentials.
  public static func hiddenLines(ofHead head: [UInt8]) -> [String] {
    lines(ofHead: head).map { hidden($0) }
  }

  /// The same as they are.
  public static func lines(ofHead head: [UInt8]) -> [String] {
    head.split(whereSeparator: { $0 == 10 || $0 == 13 }).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of a field that holds credentials, without them; nil for any other field.
  public static func hidden(_ value: Substring, of name: some StringProtocol) -> String? {
    switch name.lowercased().split(whereSeparator: { $0 == " " || $0 == "\t" }).first {
    case "authorization", "proxy-authorization":
      // The scheme is no secret, and what people want to know.
      let words = value.split(separator: " ", maxSplits: 1)
      return words.count > 1 ? words[0] + " ***" : "***"
    case "cookie": return "***"
    case "set-cookie": return hiddenCookie(value.drop { $0 == " " })
    default: return nil
    }
  }

  /// `name=***; Path=/`.
  private static func hiddenCookie(_ value: Substring) -> String {
    let bytes = value.utf8
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return "***" }
    let rest = bytes[equals...].firstIndex(of: UInt8(ascii: ";")).map { value[$0...] } ?? ""
    return value[..<bytes.index(after: equals)] + "***" + rest
  }

  /// A URL without its user and password.
  public static func hidden(url: String) -> String {
    guard let userinfo = userinfo(of: url) else { return url }
    return url[..<userinfo.startIndex] + "***" + url[userinfo.endIndex...]
  }

  /// What stands before the `@` of a URL's authority (RFC 3986 §3.2.1), or of what is one without its scheme.
  public static func userinfo(of url: String) -> Substring? {
    let bytes = url.utf8
    // What comes after the first of these is another URL's scheme.
    let delimiter = bytes.firstIndex { "/?#".utf8.contains($0) } ?? bytes.endIndex
    let first = bytes[..<delimiter]
    // A port may be empty too: user:password@host:/
    let hasScheme = first.last == UInt8(ascii: ":") && !first.contains(UInt8(ascii: "@"))
    let start =
      hasScheme && bytes[delimiter...].first == UInt8(ascii: "/") ? delimiter : bytes.startIndex
    let authority = Self.authority(bytes[start...]) { !"/?#".utf8.contains($0) }
    return authority.lastIndex(of: UInt8(ascii: "@")).map { url[authority.startIndex..<$0] }
  }

  /// What follows `://`, as far as it goes; libcurl takes `http:/host` and `http:///host` too.
  private static func authority(
    _ rest: Substring.UTF8View, while isPart: (UInt8) -> Bool
  ) -> Substring.UTF8View {
    rest.drop { $0 == UInt8(ascii: "/") }.prefix(while: isPart)
  }

  /// `http://user:password@host` in a line.
  private static func hiddenUserinfo(_ line: String) -> String {
    var result = ""
    var rest = line[...]
    while let scheme = rest.utf8.firstRange(of: ":/".utf8) {
      // A quotation mark may be a part of a password.
      let authority = Self.authority(rest[scheme.upperBound...].utf8) {
        !"/?# \t".utf8.contains($0)
      }
      result += rest[..<authority.startIndex]
      rest = rest[authority.startIndex...]
      guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { continue }
      result += "***"
      rest = rest[at...]
    }
    return hiddenInQuotes(result + rest)
  }

  /// `'user:password@host:port'`, as libcurl quotes a proxy that has no scheme.
  private static func hiddenInQuotes(_ line: String) -> String {
    let (quote, sign) = (UInt8(ascii: "'"), UInt8(ascii: "@"))
    guard line.utf8.contains(quote), line.utf8.contains(sign) else { return line }
    let pieces = line.utf8.split(separator: quote, omittingEmptySubsequences: false)
    return pieces.enumerated().map { number, bytes in
      let piece = Substring(bytes)
      guard number % 2 == 1, !bytes.contains(where: { $0 == 0x20 || $0 == 0x09 }),
        bytes.firstRange(of: "://".utf8) == nil, let at = bytes.lastIndex(of: sign),
        bytes[..<at].contains(UInt8(ascii: ":"))
      else { return String(piece) }
      return "***" + piece[at...]
    }.joined(separator: "'")
  }
}
