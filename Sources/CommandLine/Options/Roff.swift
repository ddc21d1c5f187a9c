/// `Markup` as roff with the man macros.
enum Roff {
  /// - Parameter paragraph: the macro before each further paragraph: `PP`, or `IP` below a tag.
  static func text(_ markup: String, paragraph: String) -> String {
    Markup.blocks(markup).enumerated().map { index, block in
      let macro = index == 0 ? "" : ".\(paragraph)\n"
      switch block {
      case .paragraph(let lines):
        return macro + filled(inline(lines.joined(separator: " ")))
      case .example(let lines):
        // RS counts from the margin of the section, the text below a tag from 7 columns more.
        let indent = paragraph == "IP" ? 11 : 4
        let code = lines.map { guarded(literal($0)) + "\n" }.joined()
        return ".sp\n.RS \(indent)\n.EX\n" + code + ".EE\n.RE\n"
      }
    }.joined()
  }

  /// A tag and what is said about it.
  static func tagged(_ tag: String, _ markup: String) -> String {
    ".TP\n\(inline(tag))\n" + text(markup, paragraph: "IP")
  }

  /// Short tags with what is said about them beside them, without blank lines between.
  static func listed(_ items: [(tag: String, text: String)], column: Int) -> String {
    items.enumerated().map { index, item in
      // The first keeps its distance to what is above.
      (index == 1 ? ".PD 0\n" : "") + ".TP \(column)\n\(inline(item.tag))\n"
        + text(item.text, paragraph: "IP")
    }.joined() + (items.count > 1 ? ".PD\n" : "")
  }

  /// In lines of at most 79 columns, a new one for each sentence: at the end of a line roff knows
  /// a full stop from an abbreviation's.
  private static func filled(_ roff: String) -> String {
    var text = ""
    var line = ""
    for word in roff.split(separator: " ") {
      let endsSentence = line.hasSuffix(".") || line.hasSuffix(#".\fR"#)
      if !line.isEmpty, endsSentence || line.count + 1 + word.count > 79 {
        text += guarded(line) + "\n"
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return text + guarded(line) + "\n"
  }

  /// What is typed becomes bold; a placeholder loses its brackets and becomes italic, inside of
  /// what is typed too.
  private static func inline(_ markup: String) -> String {
    var roff = ""
    var isTyped = false
    var isPlaceholder = false
    let letters = Array(markup)
    for (index, letter) in letters.enumerated() {
      if letter == "`" {
        isTyped.toggle()
        roff += isTyped ? #"\fB"# : #"\fR"#
      } else if letter == "<", index + 1 < letters.count, opensPlaceholder(letters[index + 1]) {
        isPlaceholder = true
        roff += #"\fI"#
      } else if letter == ">", isPlaceholder {
        isPlaceholder = false
        roff += isTyped ? #"\fB"# : #"\fR"#
      } else {
        // A bare ^ is another glyph; - is to stay a hyphen here.
        roff +=
          isTyped || letter == "\\" || letter == "^" ? literal(String(letter)) : String(letter)
      }
    }
    return roff
  }

  private static func opensPlaceholder(_ letter: Character) -> Bool {
    letter.isLetter || letter == "["
  }

  /// With the glyphs of ASCII: roff makes others of a bare `-`, `'`, `~` and `^`.
  private static func literal(_ text: some StringProtocol) -> String {
    text.map { letter in
      switch letter {
      case "\\": #"\e"#
      case "-": #"\-"#
      case "'": #"\(aq"#
      case "~": #"\(ti"#
      case "^": #"\(ha"#
      case "`": #"\(ga"#
      default: String(letter)
      }
    }.joined()
  }

  /// A dot or an apostrophe at the start of a line would be a request.
  private static func guarded(_ line: some StringProtocol) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? #"\&"# + line : String(line)
  }
}
