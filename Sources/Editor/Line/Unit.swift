/// One thing on the line: what the cursor moves over, and what a deletion takes, in one step.
enum Unit: Sendable {
  case character(Character)
  /// A paste held beside the line: however long, it costs what a character does.
  case paste(String)

  /// A longer paste, in bytes, is held.
  static let pasteLimit = 4 << 10
  /// A longer old line, in bytes, is held when it comes back from the history or an editor.
  static let recallLimit = 4 << 10
  /// A character is not joined to one that has this many bytes, so that a stream of combining marks
  /// takes linear time.
  private static let joinLimit = 128

  /// The text as units: its characters, or one held paste when it is longer than `limit` bytes.
  static func units(of text: String, limit: Int) -> [Unit] {
    text.utf8.count > limit ? [.paste(text)] : text.map { .character($0) }
  }

  /// The one character that `first` and `second` are together, if they are one: a letter and a
  /// combining mark, two regional indicators, an emoji and ZWJ.
  static func joined(_ first: Unit, _ second: Unit) -> Unit? {
    guard case .character(let head) = first, case .character(let tail) = second,
      !(head.isASCII && tail.isASCII), head.utf8.count < joinLimit
    else { return nil }
    var both = (String(head) + String(tail)).makeIterator()
    guard let character = both.next(), both.next() == nil else { return nil }
    return .character(character)
  }

  /// The character, or U+FFFC (object replacement character) for a held paste.
  var character: Character {
    switch self {
    case .character(let character): character
    case .paste: "\u{FFFC}"
    }
  }

  /// Readline's words are of letters and digits; a held paste belongs to what it stands in.
  var isWord: Bool {
    switch self {
    case .character(let character): character.isLetter || character.isNumber
    case .paste: true
    }
  }

  var isWhitespace: Bool {
    switch self {
    case .character(let character): character.isWhitespace
    case .paste: false
    }
  }

  /// The text it stands for.
  func write(to text: inout String) {
    switch self {
    case .character(let character): text.append(character)
    case .paste(let paste): text += paste
    }
  }

  /// How it is shown; with `isUTF8` false in ASCII, so that the columns are those that are drawn.
  func show(in text: inout [Character], isUTF8: Bool) {
    switch self {
    case .paste(let paste): text += Self.placeholder(paste.utf8.count)
    case .character(let character):
      guard isUTF8 else { return Self.showInASCII(character, in: &text) }
      switch character.utf8.first ?? 0 {
      case 0x0A: text.append("⏎")
      // All that is to be escaped begins so; to look at every scalar costs twice as much.
      case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE2: Self.showEscaped(character, in: &text)
      default: text.append(character)
      }
    }
  }

  /// Controls, separators of lines and Unicode's Bidi_Control. Each is the first of its `Character`,
  /// and the only one but for CR LF (UAX #29, GB4 and GB5). What else nobody sees is `Glyph`'s.
  private static func showEscaped(_ character: Character, in text: inout [Character]) {
    guard let first = character.unicodeScalars.first else { return }
    switch first.value {
    case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069:
      showInASCII(character, in: &text)
    default: text.append(character)
    }
  }

  /// `^J`, `\u{e9}`, and three points for an ellipsis, as in the lines that are printed.
  private static func showInASCII(_ character: Character, in text: inout [Character]) {
    for scalar in character.unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x7F:
        text.append("^")
        text.append(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value ^ 0x40))))
      case 0x20..<0x7F: text.append(Character(scalar))
      case 0x2026: text += "..."
      default: text += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }

  private static func placeholder(_ size: Int) -> String {
    let kibibytes = (size + 512) >> 10
    return kibibytes < 1024
      ? "[paste: \(kibibytes) KiB]" : "[paste: \((kibibytes + 512) >> 10) MiB]"
  }
}
