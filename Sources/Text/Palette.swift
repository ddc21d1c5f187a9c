/// The colours of what is shown, from the sixteen that every terminal's owner has chosen himself; or
/// none.
public struct Palette: Hashable, Sendable {
  /// What a piece of text is.
  public enum Role: Hashable, Sendable, CaseIterable {
    /// The sign and the text of what came.
    case incoming
    /// The sign and the text of what was sent.
    case outgoing
    /// What is said about the connection.
    case note
    /// What went wrong.
    case problem
    /// What went well.
    case success
    /// What the eye should find first.
    case strong
    /// The name of a member of a JSON object.
    case key
    /// A JSON string that is a value.
    case string
    /// A JSON number.
    case number
    /// `true`, `false`, `null`.
    case literal
    /// The brackets, colons and commas of JSON.
    case punctuation
    /// What can be overlooked: time stamps, offsets, how much was left out.
    case dim
  }

  /// Whether there are any.
  public var isColored: Bool

  /// All colours, or none.
  public init(isColored: Bool) { self.isColored = isColored }

  /// `text` in the colour of a role, and after it as before. The text's own control characters are
  /// the caller's to escape.
  public func paint(_ text: String, _ role: Role) -> String {
    guard let code = code(role), !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  /// The parameters of SGR (ECMA-48 §8.3.117), or nil for the terminal's own colour.
  public func code(_ role: Role) -> String? {
    guard isColored else { return nil }
    switch role {
    case .incoming: return "36"
    case .outgoing: return "32"
    case .note: return "33"
    case .problem: return "31"
    case .success: return "32"
    case .strong: return "1"
    case .key: return "34;1"
    case .string: return "32"
    case .number: return "36"
    case .literal: return "35"
    case .punctuation: return nil
    case .dim: return "2"
    }
  }
}
