/// Credentials in what is shown and kept, as `***` (unless `--show-secrets`).
public enum Secrets {
  /// A field line or a line of libcurl's own, without its credentials.
  public static func hidden(_ line: String) -> String {
    // libcurl 7.88 announces HTTP/2's fields as `h2h3 [name: value]`, 8 as `[HTTP/2] [1] [name: value]`.
    if line.hasSuffix("]"), let open = line.lastIndex(of: "["),
      line.hasPrefix("h2") || line.hasPrefix("[HTTP/")
    {
      let start = line.index(after: open)
      return line[..<start] + hidden(String(line[start...].dropLast())) + "]"
    }
    if let colon = line.firstIndex(of: ":") {
      let name = line[..<colon]
      if let value = hidden(line[line.index(after: colon)...], of: name) {
        return name + ": " + value
      }
    }
    // * Added cookie name="value" for domain …
    if line.contains(" cookie "), let quote = line.firstIndex(of: "\""),
      let last = line.firstRange(of: "\" for domain")
    {
      return line[...quote] + "***" + line[last.lowerBound...]
    }
    return hiddenUserinfo(line)
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
    switch name.lowercased() {
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
    guard let equals = value.firstIndex(of: "=") else { return "***" }
    let rest = value[equals...].firstIndex(of: ";").map { value[$0...] } ?? ""
    return value[...equals] + "***" + rest
  }

  /// A URL without its user and password.
  public static func hidden(url: String) -> String {
    guard let userinfo = userinfo(of: url) else { return url }
    return url[..<userinfo.startIndex] + "***" + url[userinfo.endIndex...]
  }

  /// What stands before the `@` of a URL's authority (RFC 3986 §3.2.1), or of what is one without its scheme.
  public static func userinfo(of url: String) -> Substring? {
    let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
    let authority = url[start...].prefix { !"/?#".contains($0) }
    return authority.lastIndex(of: "@").map { authority[..<$0] }
  }

  /// `http://user:password@host` in a line.
  private static func hiddenUserinfo(_ line: String) -> String {
    var result = ""
    var rest = line[...]
    while let scheme = rest.firstRange(of: "://") {
      result += rest[..<scheme.upperBound]
      rest = rest[scheme.upperBound...]
      let authority = rest.prefix { !"/?# \t'\"".contains($0) }
      guard let at = authority.lastIndex(of: "@") else { continue }
      result += "***"
      rest = rest[at...]
    }
    return hiddenInQuotes(result + rest)
  }

  /// `'user:password@host:port'`, as libcurl quotes a proxy that has no scheme.
  private static func hiddenInQuotes(_ line: String) -> String {
    guard line.contains("'"), line.contains("@") else { return line }
    let pieces = line.split(separator: "'", omittingEmptySubsequences: false)
    return pieces.enumerated().map { number, piece in
      guard number % 2 == 1, !piece.contains("://"), !piece.contains(where: \.isWhitespace),
        let at = piece.lastIndex(of: "@"), piece[..<at].contains(":")
      else { return String(piece) }
      return "***" + piece[at...]
    }.joined(separator: "'")
  }
}
