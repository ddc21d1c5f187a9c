/// Text with SGR sequences (ECMA-48 §8.3.117), taken apart.
enum Styled {
  /// A text and the SGR sequences in force on it, "" for none.
  struct Run: Hashable {
    var style: String
    var text: String
  }

  /// The runs of a text. What resets (`ESC [ m`, `ESC [ 0 m`) ends a style; a later sequence adds
  /// to it. An ESC that begins no SGR sequence stays in the text, where it is drawn as a
  /// character that cannot be shown.
  static func runs(of styled: String) -> [Run] {
    let scalars = styled.unicodeScalars
    var runs: [Run] = []
    var style = ""
    var text = String.UnicodeScalarView()
    var index = scalars.startIndex
    while index < scalars.endIndex {
      guard let end = endOfSGR(in: scalars, at: index) else {
        text.append(scalars[index])
        index = scalars.index(after: index)
        continue
      }
      if !text.isEmpty { runs.append(Run(style: style, text: String(text))) }
      text = String.UnicodeScalarView()
      let sequence = String(scalars[index..<end])
      if sequence == "\u{1B}[m" || sequence == "\u{1B}[0m" { style = "" } else { style += sequence }
      index = end
    }
    if !text.isEmpty { runs.append(Run(style: style, text: String(text))) }
    return runs
  }

  private static func endOfSGR(
    in scalars: String.UnicodeScalarView, at start: String.UnicodeScalarView.Index
  ) -> String.UnicodeScalarView.Index? {
    guard scalars[start] == "\u{1B}" else { return nil }
    var rest = scalars[start...].dropFirst()
    guard rest.popFirst() == "[" else { return nil }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "0"..."9", ";", ":": continue
      case "m": return rest.startIndex
      default: return nil
      }
    }
    return nil
  }
}
