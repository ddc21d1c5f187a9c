/// Units, a cursor, and what is needed to take each change back.
struct Buffer: Sendable {
  /// A change: at `start`, `removed` gave way to `inserted` units.
  private struct Edit: Sendable {
    var start: Int
    var removed: [Unit]
    var inserted: Int
    /// Where the cursor was before.
    var cursor: Int
  }

  /// How many changes can be taken back.
  private static let editLimit = 1000

  private(set) var units: [Unit]
  private(set) var cursor: Int
  private var edits: [Edit] = []

  /// The cursor is at the end.
  init(_ units: [Unit] = []) {
    self.units = units
    cursor = units.count
  }

  /// Whether a change can be taken back.
  var isEdited: Bool { !edits.isEmpty }

  mutating func move(to index: Int) { cursor = min(max(index, 0), units.count) }

  /// Puts `new` in the place of `range`, and the cursor after it. With `isTyping`, a change that
  /// goes on where the last one stopped is one with it.
  mutating func replace(_ range: Range<Int>, with new: [Unit], isTyping: Bool = false) {
    if isTyping, let last = edits.last, last.start <= range.lowerBound,
      range.upperBound == last.start + last.inserted
    {
      edits[edits.count - 1].inserted += new.count - range.count
    } else {
      if edits.count == Self.editLimit { edits.removeFirst() }
      edits.append(
        Edit(
          start: range.lowerBound, removed: Array(units[range]), inserted: new.count,
          cursor: cursor))
    }
    units.replaceSubrange(range, with: new)
    cursor = range.lowerBound + new.count
  }

  /// Inserts at the cursor. The first unit is joined with the one before it if they are one
  /// character.
  mutating func insert(_ new: [Unit], isTyping: Bool = false) {
    if cursor > 0, let first = new.first, let unit = Unit.joined(units[cursor - 1], first) {
      replace(cursor - 1..<cursor, with: [unit] + new.dropFirst(), isTyping: isTyping)
    } else {
      replace(cursor..<cursor, with: new, isTyping: isTyping)
    }
  }

  /// Takes the last change back, the cursor too; false if there is none.
  mutating func undo() -> Bool {
    guard let edit = edits.popLast() else { return false }
    units.replaceSubrange(edit.start..<edit.start + edit.inserted, with: edit.removed)
    cursor = edit.cursor
    return true
  }
}

// MARK: Words

extension Buffer {
  /// The end of the word at or after `index`.
  func wordEnd(after index: Int) -> Int {
    var index = index
    while index < units.count, !units[index].isWord { index += 1 }
    while index < units.count, units[index].isWord { index += 1 }
    return index
  }

  /// The start of the word before `index`.
  func wordStart(before index: Int) -> Int {
    start(before: index, of: \.isWord)
  }

  /// The start of what is not white space before `index`.
  func blankStart(before index: Int) -> Int {
    start(before: index) { !$0.isWhitespace }
  }

  private func start(before index: Int, of isInside: (Unit) -> Bool) -> Int {
    var index = index
    while index > 0, !isInside(units[index - 1]) { index -= 1 }
    while index > 0, isInside(units[index - 1]) { index -= 1 }
    return index
  }

  /// Swaps the characters around the cursor and moves it on; at the end, the last two.
  mutating func transposeCharacters() -> Bool {
    let second = cursor == units.count ? cursor - 1 : cursor
    guard second > 0 else { return false }
    replace(second - 1..<second + 1, with: [units[second], units[second - 1]])
    return true
  }

  /// Swaps the word before the cursor with the one after it.
  mutating func transposeWords() -> Bool {
    let secondEnd = wordEnd(after: cursor)
    let secondStart = wordStart(before: secondEnd)
    let firstStart = wordStart(before: secondStart)
    let firstEnd = wordEnd(after: firstStart)
    guard firstStart < secondStart, firstEnd <= secondStart else { return false }
    replace(
      firstStart..<secondEnd,
      with: Array(
        units[secondStart..<secondEnd] + units[firstEnd..<secondStart]
          + units[firstStart..<firstEnd]))
    return true
  }

  /// Changes the case of the rest of the word, or of the next one.
  mutating func recase(_ casing: (_ character: Character, _ isFirst: Bool) -> String) -> Bool {
    let end = wordEnd(after: cursor)
    guard end > cursor else { return false }
    var isFirst = true
    let new: [Unit] = units[cursor..<end].flatMap { unit -> [Unit] in
      guard case .character(let character) = unit, unit.isWord else { return [unit] }
      defer { isFirst = false }
      return casing(character, isFirst).map { .character($0) }
    }
    replace(cursor..<end, with: new)
    return true
  }
}
