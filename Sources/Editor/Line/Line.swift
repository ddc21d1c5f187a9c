/// The line being edited: keys in, what to show and what to do out. It follows GNU readline's emacs
/// mode; where it differs, the reason stands beside it.
///
/// Each key costs at most the copying of the units on the line; a held paste is one unit.
public struct Line: Sendable {
  /// What the key before did, where the next one goes on with it.
  enum Kind: Sendable {
    case typing, kill, yank, argument, deletion, tab, other
  }

  /// Keys that take the next one with them.
  enum Prefix: Sendable {
    case none, controlX, quoted
  }

  /// What `view` shows before the text. It may hold SGR sequences.
  public var prompt: String
  /// What Up, Ctrl-R and Alt-. look at; `remember` adds to it.
  public internal(set) var history: History

  let isUTF8: Bool
  var buffer = Buffer()
  /// The entry of the history on the line; nil is the line being typed.
  var position: Int?
  /// The line being typed, while an entry is on the line.
  var typed = Buffer()
  /// Entries that were changed on the line: kept until Enter, never written to the history.
  var edited: [Int: Buffer] = [:]
  var killRing = KillRing()
  var search: Search?
  var lastQuery = ""
  /// How many entries Alt-. has gone back.
  var argumentDepth = 0
  var prefix = Prefix.none
  var previous = Kind.other
  var current = Kind.other

  /// An empty line. With `isUTF8` false what is shown is ASCII.
  public init(prompt: String = "", history: History = History(), isUTF8: Bool = true) {
    self.prompt = prompt
    self.history = history
    self.isUTF8 = isUTF8
  }

  /// Nothing is on the line.
  public var isEmpty: Bool { buffer.units.isEmpty }

  /// The whole text, pastes in full.
  public var contents: String {
    var text = ""
    for unit in buffer.units { unit.write(to: &text) }
    return text
  }

  /// The text as the cursor moves over it; a held paste is U+FFFC.
  public var characters: [Character] { buffer.units.map(\.character) }

  /// An index into `characters`, or its count.
  public var cursor: Int { buffer.cursor }

  /// What to show on a screen of so many cells, columns times rows: all, or of a long text a part
  /// that reaches beyond the screen on both sides of the cursor. The status is the owner's to add.
  public func view(cells: Int = .max) -> View {
    if let search { return view(of: search, cells: cells) }
    return view(prompt: prompt, units: buffer.units, cursor: buffer.cursor, cells: cells)
  }

  func view(prompt: String, units: [Unit], cursor: Int, cells: Int) -> View {
    // A unit takes a cell at least. The part begins where few keys move it, and wraps as before.
    let cells = max(1, cells)
    let start = max(0, cursor / cells - 1) * cells
    var text: [Character] = []
    for unit in units[start..<cursor] { unit.show(in: &text, isUTF8: isUTF8) }
    let shown = text.count
    for unit in units[cursor...].prefix(cells) { unit.show(in: &text, isUTF8: isUTF8) }
    return View(prompt: prompt, text: text, cursor: shown)
  }

  /// Puts `text` in the place of the whole line, which can be undone, and the cursor at its end.
  public mutating func replace(text: String) {
    search = nil
    current = .other
    buffer.replace(
      0..<buffer.units.count, with: Unit.units(of: text, limit: Unit.recallLimit))
  }

  /// Adds a line that was submitted to the history. True if the history took it: then the owner
  /// appends `History.serialized(_:)` of it to the file.
  public mutating func remember(_ line: String) -> Bool {
    search = nil
    position = nil
    edited = [:]
    return history.add(line)
  }

  /// The answer to `Action.complete`: `range`, indices into `characters`, gives way to what all
  /// `candidates` begin with. Each candidate holds what follows it (a space, a slash).
  public mutating func complete(_ candidates: [String], replacing range: Range<Int>) -> Completion {
    let range = range.clamped(to: 0..<buffer.units.count)
    guard var common = candidates.first.map(Array.init) else { return .bell }
    for candidate in candidates.dropFirst() {
      let shared = zip(common, candidate).prefix { $0 == $1 }.count
      common.removeLast(common.count - shared)
    }
    let present = buffer.units[range].map(\.character)
    guard common == present || candidates.count > 1 && common.count <= present.count else {
      buffer.replace(range, with: common.map { .character($0) })
      current = .other
      return .changed
    }
    return candidates.count > 1 && previous == .tab ? .list(candidates) : .bell
  }
}

// MARK: The history on the line

extension Line {
  /// The units of an entry, as it was left; nil is the line being typed.
  func units(at index: Int?) -> [Unit] {
    if index == position { return buffer.units }
    guard let index else { return typed.units }
    return edited[index]?.units
      ?? Unit.units(of: history.entries[index], limit: Unit.recallLimit)
  }

  /// Puts an entry on the line, the cursor at its end, and keeps what was there.
  mutating func go(to index: Int?) {
    guard index != position else { return }
    if let position {
      if buffer.isEdited { edited[position] = buffer }
    } else {
      typed = buffer
    }
    if let index {
      buffer = edited[index] ?? Buffer(units(at: index))
    } else {
      buffer = typed
    }
    position = index
    buffer.move(to: buffer.units.count)
  }

  mutating func older() -> Action {
    let index = (position ?? history.entries.count) - 1
    guard index >= 0 else { return .bell }
    go(to: index)
    return .changed
  }

  mutating func newer() -> Action {
    guard let position else { return .bell }
    go(to: position + 1 < history.entries.count ? position + 1 : nil)
    return .changed
  }

  mutating func oldest() -> Action {
    guard !history.entries.isEmpty else { return .bell }
    go(to: 0)
    return .changed
  }

  mutating func newest() -> Action {
    go(to: nil)
    return .changed
  }

  /// Alt-.: the last word of the entry before; again, that of the one before it instead.
  mutating func lastArgument() -> Action {
    let depth = previous == .argument ? argumentDepth + 1 : 1
    let index = (position ?? history.entries.count) - depth
    guard index >= 0 else {
      current = previous
      return .bell
    }
    if previous == .argument { _ = buffer.undo() }
    let entry = Buffer(Unit.units(of: history.entries[index], limit: Unit.recallLimit))
    let start = entry.blankStart(before: entry.units.count)
    let word = entry.units[start...]
    let blanks = word.reversed().prefix { $0.isWhitespace }.count
    buffer.insert(Array(word.dropLast(blanks)))
    argumentDepth = depth
    current = .argument
    return .changed
  }

  /// An empty line; changes to entries are forgotten.
  mutating func clear() {
    buffer = Buffer()
    typed = Buffer()
    edited = [:]
    position = nil
    search = nil
  }
}
