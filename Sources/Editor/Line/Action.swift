/// What a key asks of the owner of the line. In every case but `none` the line may look different.
public enum Action: Hashable, Sendable {
  /// Nothing is to be done, nothing changed.
  case none
  /// The line is to be painted again.
  case changed
  /// Enter: the text, pastes in full; the line is empty again. `Line.remember` adds it to the
  /// history.
  case submit(String)
  /// Ctrl-C on an empty line. (On any other it clears the line and is `changed`.)
  case interrupt
  /// Ctrl-D on an empty line.
  case end
  /// Ctrl-Z.
  case suspend
  /// Ctrl-L: clear the screen and paint everything again.
  case redraw
  /// The key could not do what it does: paint, and ring.
  case bell
  /// Tab: answer with `Line.complete`.
  case complete
  /// Ctrl-X Ctrl-E: edit `Line.contents` in an editor and answer with `Line.replace(text:)`.
  case editExternally
}

/// What a completion did.
public enum Completion: Hashable, Sendable {
  /// The line has what the candidates have in common.
  case changed
  /// There is nothing to add: ring.
  case bell
  /// The second Tab in a row: show these.
  case list([String])
}
