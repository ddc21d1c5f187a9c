/// How many columns of a terminal a grapheme cluster takes.
///
/// Terminals disagree. xterm and tmux 3.3 add up the scalars of a cluster as the C library's
/// `wcwidth` measures them (tmux joins what a ZWJ joins); kitty, foot and newer terminals measure the
/// cluster as a whole. Where the two differ the newer answer is chosen, for that is what a person
/// sees as one picture, and the painter places the cursor explicitly afterwards, so that a terminal
/// of the other opinion is off by a blank and never by a line:
///
/// | cluster | here | xterm | tmux 3.3 | kitty |
/// |---|---|---|---|---|
/// | ZWJ family | 2 | 6 | 2 | 2 |
/// | flag | 2 | 2 | 2 | 2 |
/// | text symbol with VS16, keycap | 2 | 1 | 1 | 2 |
/// | skin tone | 2 | 4 | 4 | 2 |
/// | consonant with a spacing mark (Mc) | 2 | 2 | 2 | 1 |
/// | East Asian Ambiguous | 1 | 1 | 1 | 1 |
public enum Width {
  /// The columns of one grapheme cluster: 0 for what has no cell of its own (a control character, a
  /// combining mark on its own, a format character), otherwise 1, 2, or more where a cluster is made
  /// of several spacing letters (Devanagari conjuncts).
  public static func columns(of character: Character) -> Int {
    if let value = character.asciiValue { return value >= 0x20 && value < 0x7F ? 1 : 0 }
    let scalars = character.unicodeScalars
    let first = scalars[scalars.startIndex]
    if scalars.count == 1 { return columns(of: first) }
    if isPicture(scalars, first) { return 2 }
    return scalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of a text that may hold SGR sequences, which take none.
  public static func columns(of styled: String) -> Int {
    Styled.runs(of: styled).reduce(0) { sum, run in
      run.text.reduce(sum) { $0 + columns(of: $1) }
    }
  }

  /// The columns of one scalar on its own, as `wcwidth` has them.
  static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value >= 0x20 && value < 0x7F || value >= 0xA0 ? 1 : 0 }
    switch value {
    // The vowels and finals of conjoining Hangul stand in the cell of their initial.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .lineSeparator, .paragraphSeparator: return 0
    // The signs that enclose the digits after them are format characters that one sees.
    case .format: return isVisibleFormat(value) ? 1 : 0
    default: return isWide(value) ? 2 : 1
    }
  }

  /// Whether terminals may draw this cluster in another number of columns than `columns(of:)`.
  static func isUncertain(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    let first = scalars[scalars.startIndex]
    if first.value < 0x300 && scalars.count == 1 { return false }
    // A C library that is older than the scalar does not know its width.
    if first.value > 0xFFFF, (first.properties.age?.major ?? .max) > 12 { return true }
    if isRegionalIndicator(first) || first.properties.isEmojiModifier || first.value == 0x3164 {
      return true
    }
    return scalars.dropFirst().contains { scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: isVariationSelector(scalar)
      default: !(0x1160...0x11FF).contains(scalar.value)
      }
    }
  }

  /// A cluster of several scalars that is one emoji.
  private static func isPicture(
    _ scalars: Character.UnicodeScalarView, _ first: Unicode.Scalar
  ) -> Bool {
    if isRegionalIndicator(first) { return true }
    let properties = first.properties
    guard properties.isEmoji else { return false }
    return properties.isEmojiPresentation
      || scalars.contains {
        $0.value == 0xFE0F || $0.value == 0x200D || $0.properties.isEmojiModifier
      }
  }

  static func isWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = wideBoundaries.count
    while low < high {
      let middle = (low + high) / 2
      if wideBoundaries[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low % 2 == 1
  }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0xFE0E || scalar.value == 0xFE0F
  }

  /// UAX #29's Prepend among the format characters.
  private static func isVisibleFormat(_ value: UInt32) -> Bool {
    switch value {
    case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890...0x0891, 0x08E2, 0x110BD, 0x110CD: true
    default: false
    }
  }
}
