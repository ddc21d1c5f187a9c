/// One grapheme cluster as it is drawn: something that takes at least one column and cannot drive
/// the terminal.
struct Glyph: Hashable {
  var text: String
  var columns: Int
  /// The SGR sequences that it is drawn with, "" for none.
  var style: String
  /// Whether a terminal may take another number of columns for it.
  var isUncertain: Bool

  init(_ text: String, columns: Int, style: String = "", isUncertain: Bool = false) {
    self.text = text
    self.columns = columns
    self.style = style
    self.isUncertain = isUncertain
  }

  /// How a character is drawn on a screen of `limit` columns. A mark on its own stands on a dotted
  /// circle, so that it does not join what is before it; a format or control character, and what
  /// is wider than the screen, is U+FFFD.
  init(_ character: Character, style: String, limit: Int) {
    let own = Width.columns(of: character)
    guard let first = character.unicodeScalars.first, Glyph.canShow(character, own, limit: limit),
      own > 0 || !Glyph.isInvisible(first)
    else {
      self.init("\u{FFFD}", columns: 1, style: style)
      return
    }
    self.init(String(character), columns: max(1, own), style: style)
    if own == 0 {
      text = "\u{25CC}" + text
      return
    }
    isUncertain = Width.isUncertain(character)
    // A terminal that joins at a ZWJ would join the next glyph to this one.
    while isUncertain, text.unicodeScalars.last == "\u{200D}" { text.unicodeScalars.removeLast() }
  }

  /// The columns that a character is drawn in: never 0, never more than `limit`.
  static func columns(of character: Character, limit: Int) -> Int {
    let own = Width.columns(of: character)
    return canShow(character, own, limit: limit) ? max(1, own) : 1
  }

  /// A cluster may have any number of marks; no writing system has 128 bytes of them.
  private static func canShow(_ character: Character, _ columns: Int, limit: Int) -> Bool {
    columns <= limit && character.utf8.count <= 128
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}

extension [Glyph] {
  /// The columns of a row.
  var columns: Int { reduce(0) { $0 + $1.columns } }
}
