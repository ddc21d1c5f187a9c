/// What is on the screen of the edited line: pure data between the editor and the painter.
public struct View: Hashable, Sendable {
  /// What stands before the text. It may hold SGR sequences, which take no columns.
  public var prompt: String
  /// The text as shown: a held paste is its placeholder's characters, a control character is `^X`.
  public var text: [Character]
  /// The cursor, as an index into `text` (`text.count` is after its end).
  public var cursor: Int
  /// A line below the text, cut to the width, or nil.
  public var status: String?
  /// Dim text after the end of the text (a completion, an offer), or "".
  public var hint: String

  /// A view of an empty line, unless told otherwise.
  public init(
    prompt: String = "", text: [Character] = [], cursor: Int = 0, status: String? = nil,
    hint: String = ""
  ) {
    self.prompt = prompt
    self.text = text
    self.cursor = cursor
    self.status = status
    self.hint = hint
  }
}
