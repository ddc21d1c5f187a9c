import Editor
import Text

/// Why a file is no check file: the first thing that is wrong in it.
public struct SyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as it was given.
  public let file: String
  /// Where.
  public let position: Position
  /// What could have stood there; nil if what stands there is understood, and refused.
  public let expected: String?
  /// One line, without a full stop and safe for a terminal: `expected a predicate; did you mean 'contains'?`.
  public let message: String
  /// The text of that line of the file.
  public let line: String

  init(file: String, position: Position, expected: String?, message: String, line: String) {
    (self.file, self.position, self.expected) = (file, position, expected)
    // It may quote the file, which somebody else may have written.
    (self.message, self.line) = (Escape.text(message), line)
  }

  /// Columns of the line that are shown before the caret, and after it.
  private static let before = 60, after = 40

  /// Three lines without an end: `FILE:LINE:COLUMN: MESSAGE`, the line, and a caret under the column. What
  /// a terminal should not have is escaped, and a long line is cut around the caret.
  public var description: String {
    let scalars = line.unicodeScalars
    let column = min(position.column - 1, scalars.count)
    let start = max(0, column - Self.before)
    let end = min(scalars.count, column + Self.after)
    let left = (start > 0 ? "…" : "") + Self.shown(scalars.dropFirst(start).prefix(column - start))
    let right = Self.shown(scalars.dropFirst(column).prefix(end - column))
    let width = left.reduce(0) { $0 + Width.columns(of: $1) }
    return """
      \(Escape.text(file)):\(position.line):\(position.column): \(message)
        \(left)\(right)\(end < scalars.count ? "…" : "")
        \(String(repeating: " ", count: width))^
      """
  }

  /// The same with one more thing to say.
  func adding(_ hint: String) -> Self {
    Self(
      file: file, position: position, expected: expected, message: "\(message); \(hint)", line: line
    )
  }

  /// How wide a tab is depends on where it stands, so it is one blank.
  private static func shown(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in scalars { text.unicodeScalars.append(scalar == "\t" ? " " : scalar) }
    return Escape.text(text)
  }
}
