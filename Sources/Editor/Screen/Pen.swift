/// Writes glyphs and moves between the cells of the edit area, in as few bytes as it can. It knows
/// where the cursor is relative to the area only: nobody tells where the area is on the screen.
struct Pen {
  private(set) var bytes: [UInt8] = []
  /// Where the cursor is. A column after the last one means that the terminal may hold the cursor
  /// back until the next character (the pending wrap): from there only CR and CHA are safe.
  private(set) var at: Position
  /// The last row that exists; the ones after it are made by line feeds, which may scroll.
  private(set) var bottom: Int
  private let columns: Int
  private let isDumb: Bool
  private var style = ""

  init(at: Position, bottom: Int, columns: Int, isDumb: Bool) {
    self.at = at
    self.bottom = bottom
    self.columns = columns
    self.isDumb = isDumb
  }

  /// Writes what is not a glyph of the area and leaves the cursor in the area's first cell.
  mutating func restart(after raw: some Sequence<UInt8>) {
    bytes += raw
    at = Position()
    bottom = 0
  }

  mutating func write(_ raw: String) { bytes += raw.utf8 }

  // MARK: Rows

  /// Turns what a row shows into something else: rewrites from the first cell that differs to the
  /// last one, and erases what is left over.
  mutating func repaint(row: Int, from old: [Glyph], to new: [Glyph]) {
    var start = 0
    var column = 0
    while start < old.count, start < new.count, old[start] == new[start] {
      column += new[start].columns
      start += 1
    }
    if start == old.count, start == new.count { return }
    let excess = old.columns - new.columns
    var end = new.count
    if excess == 0 {
      var same = old.count
      while same > start, end > start, old[same - 1] == new[end - 1] {
        same -= 1
        end -= 1
      }
      // An uncertain glyph erases all that is after it.
      if new[start..<end].contains(where: \.isUncertain) { end = new.count }
    }
    move(to: Position(row: row, column: column), over: new)
    for glyph in new[start..<end] { write(glyph) }
    if excess > 0 { erase(excess) }
  }

  private mutating func write(_ glyph: Glyph) {
    guard glyph.isUncertain, !isDumb else {
      use(glyph.style)
      write(glyph.text)
      at.column += glyph.columns
      return
    }
    // Whatever the terminal makes of it, it may leave nothing behind: its cells are blank before,
    // the cursor is placed after it, and what it drew beyond its columns is erased. Near the margin
    // it may not wrap either (DECAWM).
    use("")
    write("\u{1B}[K")
    use(glyph.style)
    let mayWrap = at.column + 2 * glyph.text.unicodeScalars.count > columns
    if mayWrap { write("\u{1B}[?7l") }
    write(glyph.text)
    if mayWrap { write("\u{1B}[?7h") }
    at.column += glyph.columns
    guard at.column < columns else { return }
    use("")
    write("\u{1B}[\(at.column + 1)G\u{1B}[K")
  }

  private mutating func erase(_ count: Int) {
    if isDumb {
      bytes += repeatElement(UInt8(ascii: " "), count: count)
      at.column += count
    } else {
      use("")
      write("\u{1B}[K")
    }
  }

  // MARK: Moving

  /// Moves to a cell, making the rows down to it where there are none. A dumb terminal moves to the
  /// right by writing again what its only row shows, `row`.
  mutating func move(to target: Position, over row: [Glyph] = []) {
    if isDumb { return moveOnOneRow(to: target.column, over: row) }
    if target.row > bottom {
      if at.row < bottom { move(to: Position(row: bottom, column: 0)) }
      for _ in bottom..<target.row { write("\r\n") }
      bottom = target.row
      at = Position(row: bottom, column: 0)
    } else if target != at {
      if at.column >= columns { carriageReturn() }
      moveVertically(to: target.row)
    }
    moveHorizontally(to: target.column)
  }

  private mutating func moveVertically(to row: Int) {
    if row < at.row { sequence(at.row - row, "A") }
    if row > at.row { sequence(row - at.row, "B") }
    at.row = row
  }

  private mutating func moveHorizontally(to column: Int) {
    if column == at.column { return }
    if column == 0 {
      carriageReturn()
    } else if column < at.column, at.column - column <= 3 {
      bytes += repeatElement(0x08, count: at.column - column)
    } else {
      sequence(column + 1, "G")
    }
    at.column = column
  }

  private mutating func moveOnOneRow(to column: Int, over row: [Glyph]) {
    if column == 0, at.column > 0 { carriageReturn() }
    while at.column > column {
      bytes.append(0x08)
      at.column -= 1
    }
    var passed = 0
    for glyph in row where at.column < column {
      if passed >= at.column { write(glyph) }
      passed += glyph.columns
    }
  }

  private mutating func carriageReturn() {
    bytes.append(0x0D)
    at.column = 0
  }

  /// Erases a row and all below it, down to the end of the screen, and goes to its first column.
  mutating func eraseAll(from row: Int) {
    use("")
    if row < bottom {
      // ED in the screen's first cell makes tmux keep what it erases in its history.
      move(to: Position(row: row, column: 1))
      write("\u{1B}[J")
    }
    move(to: Position(row: row, column: 0))
    write("\u{1B}[K")
    bottom = row
  }

  /// Draws what follows in a style; leaves the terminal as it was found when it is "".
  mutating func use(_ wanted: String) {
    if wanted == style { return }
    if !style.isEmpty { write("\u{1B}[m") }
    write(wanted)
    style = wanted
  }

  private mutating func sequence(_ count: Int, _ final: Character) {
    write(count == 1 && final != "G" ? "\u{1B}[\(final)" : "\u{1B}[\(count)\(final)")
  }
}
