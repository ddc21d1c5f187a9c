/// An incremental search through the history. The line itself stays as it is until the search ends.
struct Search: Sendable {
  /// What one key of the search led to; Backspace goes back to the one before.
  struct Step: Sendable {
    var query = ""
    var isBackward: Bool
    /// The entry on show; nil is the line being typed.
    var entry: Int?
    /// Where the query stands in it, in bytes of UTF-8 (a held paste counts as U+FFFC).
    var offset: Int
    var isFound = true
  }

  /// A longer query, in bytes, finds nothing that a shorter one does not.
  static let queryLimit = 256

  var steps: [Step]
  var step: Step
}

extension Line {
  mutating func startSearch(isBackward: Bool) -> Action {
    search = Search(
      steps: [],
      step: Search.Step(
        isBackward: isBackward, entry: position, offset: offset(of: buffer.cursor, in: position)))
    return .changed
  }

  func view(of search: Search, cells: Int) -> View {
    let step = search.step
    var query: [Character] = []
    for character in step.query { Unit.character(character).show(in: &query, isUTF8: isUTF8) }
    let name = (step.isFound ? "" : "failed ") + (step.isBackward ? "reverse-i-search" : "i-search")
    return view(
      prompt: "(\(name))`\(String(query))': ", units: units(at: step.entry),
      cursor: index(of: step.offset, in: step.entry), cells: cells)
  }

  /// Nil: the search has ended on what it found, and the key is still to be obeyed.
  mutating func handleInSearch(_ key: Key) -> Action? {
    switch key {
    case .character(let character): return extend(by: String(character))
    case .paste(let text): return extend(by: text)
    case .control("r"): return again(isBackward: true)
    case .control("s"): return again(isBackward: false)
    case .backspace, .control("h"):
      guard let step = search?.steps.popLast() else { return .bell }
      search?.step = step
      return .changed
    case .control("g"):
      search = nil
      return .bell
    // As in readline, these end the search and do nothing else.
    case .escape, .control("j"):
      accept()
      return .changed
    case .control("c"):
      clear()
      return .changed
    case .control("l"): return .redraw
    case .control("z"): return .suspend
    case .unknown: return Action.none
    default:
      accept()
      return nil
    }
  }

  private mutating func accept() {
    guard let search else { return }
    let index = index(of: search.step.offset, in: search.step.entry)
    if !search.step.query.isEmpty { lastQuery = search.step.query }
    self.search = nil
    go(to: search.step.entry)
    buffer.move(to: index)
  }

  private mutating func extend(by text: String) -> Action {
    guard var step = search?.step, (step.query + text).utf8.count <= Search.queryLimit else {
      return .bell
    }
    step.query += text
    return advance(to: step, isRepeat: false)
  }

  /// Ctrl-R or Ctrl-S again: the next place, or, with nothing typed, the last search once more.
  private mutating func again(isBackward: Bool) -> Action {
    guard var step = search?.step else { return .bell }
    step.isBackward = isBackward
    guard step.query.isEmpty else { return advance(to: step, isRepeat: true) }
    guard !lastQuery.isEmpty else { return .bell }
    step.query = lastQuery
    return advance(to: step, isRepeat: false)
  }

  private mutating func advance(to wanted: Search.Step, isRepeat: Bool) -> Action {
    guard let before = search?.step else { return .bell }
    var step = wanted
    let place = find(wanted, isRepeat: isRepeat)
    step.isFound = place != nil
    if let place { (step.entry, step.offset) = place }
    if step.isFound || before.isFound || step.query != before.query { search?.steps.append(before) }
    search?.step = step
    return step.isFound ? .changed : .bell
  }

  /// The next place in the step's direction, its own one included unless it `isRepeat`. An entry
  /// that reads as the one on show is passed over then, as readline does.
  private func find(_ step: Search.Step, isRepeat: Bool) -> (Int?, Int)? {
    let needle = Array(step.query.utf8)
    let count = history.entries.count
    let start = step.entry ?? count
    let shown = Array(text(at: step.entry).utf8)
    if step.isBackward {
      if let offset = History.last(
        needle, in: shown, through: isRepeat ? step.offset - 1 : step.offset)
      {
        return (step.entry, offset)
      }
      for index in (0..<start).reversed() {
        let text = Array(text(at: index).utf8)
        if isRepeat, text == shown { continue }
        if let offset = History.last(needle, in: text, through: text.count) {
          return (index, offset)
        }
      }
    } else {
      if let offset = History.first(
        needle, in: shown, from: isRepeat ? step.offset + 1 : step.offset)
      {
        return (step.entry, offset)
      }
      guard start < count else { return nil }
      for index in start + 1...count {
        let text = Array(text(at: index == count ? nil : index).utf8)
        if isRepeat, text == shown { continue }
        if let offset = History.first(needle, in: text, from: 0) {
          return (index == count ? nil : index, offset)
        }
      }
    }
    return nil
  }

  /// The text of an entry, as it is on the line or was left there.
  private func text(at index: Int?) -> String {
    if let index, index != position, edited[index] == nil { return history.entries[index] }
    return String(units(at: index).map(\.character))
  }

  /// Bytes before a unit.
  private func offset(of index: Int, in entry: Int?) -> Int {
    units(at: entry)[..<index].reduce(0) { $0 + $1.character.utf8.count }
  }

  /// The unit that a byte is in.
  private func index(of offset: Int, in entry: Int?) -> Int {
    let units = units(at: entry)
    var end = 0
    return units.firstIndex {
      end += $0.character.utf8.count
      return end > offset
    } ?? units.count
  }
}
