/// A cell of the edit area, both counted from 0.
struct Position: Hashable {
  var row = 0
  var column = 0
}

/// What the edit area looks like: a pure function of the view and the size of the screen.
struct Frame: Hashable {
  /// The rows from the top, each no wider than the screen; the status line is the last one.
  var rows: [[Glyph]] = []
  var cursor = Position()

  /// Wraps prompt and text at `columns`; a wide glyph that does not fit the rest of a row goes
  /// to the next one. After a text that ends at the margin comes an empty row, for the cursor never
  /// stands after the last column. What is taller than the screen is shown around the cursor, its
  /// first row marked.
  init(_ view: View, columns: Int, rows limit: Int) {
    let content = Content(view, limit: columns, styled: true)
    let cursorAt = content.cursor
    var starts = [0]
    var column = 0
    for index in 0..<content.count {
      let width = content.columns(at: index)
      if column + width > columns {
        starts.append(index)
        column = 0
      }
      if index == cursorAt { cursor = Position(row: starts.count - 1, column: column) }
      column += width
    }
    if column == columns {
      starts.append(content.count)
      column = 0
    }
    if cursorAt == content.count { cursor = Position(row: starts.count - 1, column: column) }

    let hasStatus = view.status != nil && limit > 1
    let height = hasStatus ? limit - 1 : limit
    let first = max(0, min(cursor.row - height / 2, starts.count - height))
    let last = min(first + height, starts.count)
    for row in first..<last {
      let next = row + 1 < starts.count ? starts[row + 1] : content.count
      rows.append((starts[row]..<next).map(content.glyph(at:)))
    }
    cursor.row -= first
    if first > 0 { Frame.mark(&rows[0], style: "\u{1B}[7m") }
    if hasStatus, let status = view.status { rows.append(Frame.cut(status, to: columns)) }
  }

  /// One row, for a terminal that can move to the left only: the part around the cursor, in steps of
  /// half a row so that most keys leave the rest where it is. No styles, no status.
  init(onOneRow view: View, columns: Int) {
    let content = Content(view, limit: columns, styled: false)
    var before = 0
    for index in 0..<content.cursor { before += content.columns(at: index) }
    let step = max(1, columns / 2)
    let skipped = before < columns ? 0 : ((before - columns) / step + 1) * step
    var row: [Glyph] = []
    var column = 0
    var width = 0
    for index in 0..<content.count {
      let own = content.columns(at: index)
      if index == content.cursor { cursor.column = width }
      if column >= skipped {
        guard width + own <= columns else { break }
        row.append(content.glyph(at: index))
        width += own
      }
      column += own
    }
    if content.cursor == content.count { cursor.column = width }
    if skipped > 0 { Frame.mark(&row, style: "") }
    rows = [row]
  }

  /// Shows that something is cut off before this row.
  private static func mark(_ row: inout [Glyph], style: String) {
    let columns = row.first?.columns ?? 1
    let blanks = Array(repeating: Glyph(" ", columns: 1), count: columns - 1)
    row.replaceSubrange(
      0..<min(1, row.count), with: [Glyph("<", columns: 1, style: style)] + blanks)
  }

  private static func cut(_ styled: String, to columns: Int) -> [Glyph] {
    var row: [Glyph] = []
    var width = 0
    for run in Styled.runs(of: styled) {
      for character in run.text {
        let glyph = Glyph(character, style: run.style, limit: columns)
        width += glyph.columns
        if width > columns { return row }
        row.append(glyph)
      }
    }
    return row
  }
}

/// Prompt and text as one sequence, measured without being copied: a text may be long, a
/// screen never is.
private struct Content {
  let lead: [Glyph]
  let text: [Character]
  let limit: Int
  /// The cursor as an index into the whole.
  let cursor: Int

  init(_ view: View, limit: Int, styled: Bool) {
    lead = Styled.runs(of: view.prompt).flatMap { run in
      run.text.map { Glyph($0, style: styled ? run.style : "", limit: limit) }
    }
    text = view.text
    self.limit = limit
    cursor = lead.count + max(0, min(view.cursor, view.text.count))
  }

  var count: Int { lead.count + text.count }

  func columns(at index: Int) -> Int {
    index < lead.count
      ? lead[index].columns : Glyph.columns(of: text[index - lead.count], limit: limit)
  }

  func glyph(at index: Int) -> Glyph {
    index < lead.count ? lead[index] : Glyph(text[index - lead.count], style: "", limit: limit)
  }
}
