public import HTTP

/// What the `Upgrade` fields of a response name, in the order of the server's preference.
public struct Offer: Hashable, Sendable {
  /// One element of the list.
  public enum Element: Hashable, Sendable {
    /// A protocol, known or not.
    case token(Token)
    /// The first 64 characters of what is no protocol; the peer's bytes, to be escaped.
    case malformed(String)
  }

  /// More elements than this are not looked at.
  public static let limit = 64

  /// Tokens and malformed elements in order, at most ``limit``.
  public let elements: [Element]
  /// Whether there were more.
  public let isTruncated: Bool

  /// Reads all `Upgrade` lines as one list (RFC 9110 §7.8): `Upgrade = #protocol`.
  public init(_ fields: Fields) {
    let list = fields.list(of: "Upgrade", limit: Self.limit + 1)
    isTruncated = list.count > Self.limit
    elements = list.prefix(Self.limit).map { text in
      Token(parsing: text).map(Element.token) ?? .malformed(cut(text))
    }
  }

  /// The protocols, without what is malformed.
  public var tokens: [Token] {
    elements.compactMap { if case .token(let token) = $0 { token } else { nil } }
  }

  /// What is malformed, each cut to 64 characters.
  public var malformed: [String] {
    elements.compactMap { if case .malformed(let text) = $0 { text } else { nil } }
  }
}

/// The first 64 characters of a peer's text. Unicode scalars are counted: one grapheme can be
/// megabytes long.
func cut(_ text: String) -> String {
  let start = text.unicodeScalars.prefix(64)
  return start.endIndex == text.endIndex ? text : String(start) + "…"
}

/// At most eight of a peer's words, each cut, as one list for a person to read.
func listed(_ words: [String]) -> String {
  let shown = words.prefix(8).map(cut).joined(separator: ", ")
  return words.count > 8 ? "\(shown) and \(words.count - 8) more" : shown
}
