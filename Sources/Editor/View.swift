/// What is on the screen of the edited line: pure data between the editor and the painter.
public struct View: Hashable, Sendable {
  /// What stands before the text. It may hold SGR sequences; its width is that of its visible
  /// characters.
  public var prompt: String
  /// The text as shown: a held paste is its placeholder's characters, a control character `^X`.
  public var text: [Character]
  /// Where the cursor is: an index into `text`, or its count.
  public var cursor: Int
  /// A line below the text, cut to the width; nil is no such line.
  public var status: String?

  /// A view of these parts.
  public init(
    prompt: String = "", text: [Character] = [], cursor: Int = 0, status: String? = nil
  ) {
    self.prompt = prompt
    self.text = text
    self.cursor = cursor
    self.status = status
  }
}
