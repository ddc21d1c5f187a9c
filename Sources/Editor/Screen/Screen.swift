/// The painter of the edit area, the lowest rows of a terminal: prompt and text wrapped by hand,
/// then a status line. Each call answers the bytes to write to the terminal, all at once and in
/// the order of the calls; nothing above the area is ever touched except by `print(_:)`.
///
/// It writes no more than has changed: a character typed at the end of the line is that character.
/// A dumb terminal gets no escape sequence; there the area is one row without status.
public struct Screen: Sendable {
  /// Turns bracketed paste on. To be written once, before the first `show(_:)`, unless dumb.
  public static var begin: [UInt8] { Array("\u{1B}[?2004h".utf8) }
  /// Undoes `begin`. To be written last, whatever happened: it is all that needs undoing.
  public static var end: [UInt8] { Array("\u{1B}[?2004l".utf8) }
  /// Rings.
  public static var bell: [UInt8] { [0x07] }

  /// The columns of the terminal, at least 1.
  public private(set) var columns: Int
  /// The rows of the terminal, at least 1.
  public private(set) var rows: Int
  /// Whether the terminal takes no escape sequences (`TERM` is `dumb` or not set).
  public let isDumb: Bool

  private var view: View?
  /// What the terminal shows of it.
  private var frame: Frame?

  /// A painter for a terminal whose cursor is in the first column. A size of 0 (a terminal that
  /// does not know its own) counts as 80 and 24.
  public init(columns: Int, rows: Int, isDumb: Bool = false) {
    self.columns = columns > 0 ? columns : 80
    self.rows = rows > 0 ? rows : 24
    self.isDumb = isDumb
  }

  // MARK: Painting

  /// Draws the area, or turns what it shows into `view`.
  public mutating func show(_ view: View) -> [UInt8] {
    var pen = pen()
    paint(layout(view), with: &pen)
    self.view = view
    return pen.bytes
  }

  /// Writes lines above the area and redraws it, cursor and all, as it was. However many lines, it
  /// is one erasure and one redraw; more than one are wrapped in synchronized output, which
  /// terminals without it ignore.
  ///
  /// - Parameter lines: Escaped and styled already, of any length, with or without a line ending.
  public mutating func print(_ lines: some Sequence<[UInt8]>) -> [UInt8] {
    var text: [UInt8] = []
    var count = 0
    for line in lines {
      var end = line.endIndex
      if end > line.startIndex, line[end - 1] == 0x0A { end -= 1 }
      if end > line.startIndex, line[end - 1] == 0x0D { end -= 1 }
      text += line[..<end]
      text += [0x0D, 0x0A]
      count += 1
    }
    if count == 0 { return [] }
    let isSynchronized = count > 1 && !isDumb
    var pen = pen()
    let shown = frame
    if isSynchronized { pen.write("\u{1B}[?2026h") }
    erase(with: &pen)
    pen.restart(after: text)
    if let shown { paint(shown, with: &pen) }
    if isSynchronized { pen.write("\u{1B}[?2026l") }
    return pen.bytes
  }

  /// The same for strings.
  public mutating func print(_ lines: some Sequence<String>) -> [UInt8] {
    print(lines.map { Array($0.utf8) })
  }

  /// Redraws for a terminal that has become another size.
  ///
  /// When a terminal becomes narrower, tmux, VTE and kitty wrap the rows that no longer fit, and the
  /// cursor stays in its cell: the area's first row is then further above. xterm cuts the rows
  /// instead; there, as many rows too many are erased as had to be wrapped. Rows that we ended are
  /// never joined when it becomes wider.
  ///
  /// Rows that a terminal too low for the area pushes off the screen are out of reach. If it becomes
  /// higher again and takes them back (tmux, VTE), they stay above the area: what stands there in a
  /// terminal that does not (kitty, the console) are printed lines, and nobody tells which it is.
  public mutating func resize(columns: Int, rows: Int) -> [UInt8] {
    let columns = columns > 0 ? columns : 80
    let rows = rows > 0 ? rows : 24
    if columns == self.columns, rows == self.rows { return [] }
    // Nobody knows the column, as after the last one.
    var pen = Pen(
      at: Position(row: rowsAboveCursor(ifWrappedAt: columns), column: columns), bottom: .max,
      columns: columns, isDumb: isDumb)
    self.columns = columns
    self.rows = rows
    guard let view else { return [] }
    frame = nil
    if isDumb {
      pen.restart(after: [0x0D, 0x0A])
    } else {
      pen.eraseAll(from: 0)
    }
    paint(layout(view), with: &pen)
    return pen.bytes
  }

  /// Clears the screen and draws the area at its top (C-l). A dumb terminal goes to a new line.
  public mutating func clear() -> [UInt8] {
    var pen = pen()
    let shown = frame
    if !isDumb { erase(with: &pen) }
    frame = nil
    pen.restart(after: (isDumb ? "\r\n" : "\u{1B}[H\u{1B}[2J").utf8)
    if let shown { paint(shown, with: &pen) }
    return pen.bytes
  }

  /// Leaves the area: the status is erased and the cursor goes to the first column below the
  /// text, or, when the text is not kept, to where the area began. The next `show(_:)` draws anew.
  public mutating func leave(keepingText: Bool = true) -> [UInt8] {
    guard var view else { return [] }
    var pen = pen()
    if keepingText {
      view.status = nil
      let text = layout(view)
      paint(text, with: &pen)
      // The row that an end at the margin has made is below the text already.
      let isMade = text.rows.count > 1 && text.rows.last?.isEmpty == true
      if isDumb {
        pen.write("\r\n")
      } else {
        pen.move(to: Position(row: text.rows.count - (isMade ? 1 : 0), column: 0))
      }
    } else {
      erase(with: &pen)
    }
    self.view = nil
    frame = nil
    return pen.bytes
  }

  // MARK: The area

  private func pen() -> Pen {
    Pen(
      at: frame?.cursor ?? Position(), bottom: max(0, (frame?.rows.count ?? 0) - 1),
      columns: columns, isDumb: isDumb)
  }

  private func layout(_ view: View) -> Frame {
    // A terminal that cannot go up may not be made to wrap.
    isDumb
      ? Frame(onOneRow: view, columns: max(1, columns - 1))
      : Frame(view, columns: columns, rows: rows)
  }

  private mutating func paint(_ new: Frame, with pen: inout Pen) {
    let old = frame?.rows ?? []
    for (row, glyphs) in new.rows.enumerated() {
      pen.repaint(row: row, from: row < old.count ? old[row] : [], to: glyphs)
    }
    let last = new.rows.count - 1
    if last < pen.bottom {
      pen.eraseAll(from: last + 1)
    } else if last > pen.bottom {
      pen.move(to: Position(row: last, column: 0))
    }
    pen.use("")
    pen.move(to: new.cursor, over: new.rows[0])
    frame = new
  }

  /// Erases the area and leaves the cursor where it began.
  private mutating func erase(with pen: inout Pen) {
    guard let shown = frame else { return }
    if isDumb {
      pen.repaint(row: 0, from: shown.rows[0], to: [])
      pen.move(to: Position())
    } else {
      pen.eraseAll(from: 0)
    }
    frame = nil
  }

  /// The rows between the area's first one and the cursor, once a terminal of this many columns
  /// has wrapped them.
  private func rowsAboveCursor(ifWrappedAt columns: Int) -> Int {
    guard let frame else { return 0 }
    let above = frame.rows[..<frame.cursor.row].reduce(0) { $0 + Screen.rows(of: $1, at: columns) }
    let row = frame.rows[frame.cursor.row]
    // A cursor after the end of a row stays with its last part.
    var column = 0
    let before = row.prefix {
      column += $0.columns
      return column <= frame.cursor.column
    }
    let within =
      before.count == row.count
      ? Screen.rows(of: row, at: columns)
      : Screen.rows(of: before + row[before.count...].prefix(1), at: columns)
    return above + within - 1
  }

  private static func rows(of row: some Sequence<Glyph>, at columns: Int) -> Int {
    var rows = 1
    var column = 0
    for glyph in row {
      if column + glyph.columns > columns {
        rows += 1
        column = 0
      }
      column += glyph.columns
    }
    return rows
  }
}
