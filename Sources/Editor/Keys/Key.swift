/// What was typed, as one key or one paste.
public enum Key: Hashable, Sendable {
  /// Something printable. What continues the character before it (a combining mark, the rest of a
  /// ZWJ sequence) but came in a later read is joined to it by `Line`.
  case character(Character)
  /// Ctrl with a key, in lower case: Ctrl-A is `.control("a")`, the byte 1F `.control("_")`.
  case control(Character)
  /// Alt with a key, or Esc and then the key: Alt-B is `.meta("b")`, Alt-Backspace
  /// `.meta("\u{7F}")`, Alt-Enter `.meta("\r")`.
  case meta(Character)
  /// A bracketed paste, whole; its line ends are line feeds.
  case paste(String)
  /// A key with a name.
  case enter, tab, backTab, backspace, delete, escape
  /// A motion.
  case up, down, left, right, home, end, pageUp, pageDown
  /// Left and right with Ctrl or Alt.
  case wordLeft, wordRight
  /// A sequence that nobody knows, to be ignored.
  case unknown
}
