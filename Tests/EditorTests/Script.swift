import Editor

/// Keys as a person would write them down: words between spaces, each a key (`C-a`, `M-f`, `Left`)
/// or else what is typed, in which `␣` is a space.
func keys(_ script: String) -> [Key] {
  let named: [Substring: Key] = [
    "Enter": .enter, "Tab": .tab, "BS": .backspace, "Del": .delete, "Esc": .escape, "Up": .up,
    "Down": .down, "Left": .left, "Right": .right, "Home": .home, "End": .end,
    "WordLeft": .wordLeft, "WordRight": .wordRight, "PageUp": .pageUp, "M-BS": .meta("\u{7F}"),
    "M-Enter": .meta("\r"), "Unknown": .unknown,
  ]
  return script.split(separator: " ").flatMap { word -> [Key] in
    if let key = named[word] { return [key] }
    if word.count == 3, word.hasPrefix("C-") {
      return [.control(word[word.index(word.startIndex, offsetBy: 2)])]
    }
    if word.count == 3, word.hasPrefix("M-") {
      return [.meta(word[word.index(word.startIndex, offsetBy: 2)])]
    }
    return word.map { .character($0 == "␣" ? " " : $0) }
  }
}

extension Line {
  /// Handles the keys of a script and answers what the last one asked for.
  @discardableResult
  mutating func play(_ script: String) -> Action {
    keys(script).reduce(Action.none) { _, key in handle(key) }
  }

  /// The text with `|` for the cursor.
  var shown: String {
    let view = view()
    return String(view.text[..<view.cursor]) + "|" + String(view.text[view.cursor...])
  }

  /// A line whose history holds these.
  init(entries: [String]) {
    var history = History()
    for entry in entries { _ = history.add(entry) }
    self.init(prompt: "> ", history: history)
  }
}

/// SplitMix64: the same numbers each time.
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
