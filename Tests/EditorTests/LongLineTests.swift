import Testing

@testable import Editor

/// A line that is longer than the screen: what is laid out is the part that may be seen.
@Suite struct LongLineTests {
  /// No two of its characters are the same; every third is wide.
  private static func text(_ count: Int) -> [Character] {
    (0..<UInt32(count)).compactMap { index in
      let value = index % 3 == 0 ? 0x4E00 + index : 0x1401 + index * 2 / 3
      return Unicode.Scalar(value).map { Character($0) }
    }
  }

  private static func line(_ count: Int, at cursor: Int) -> (line: Line, text: [Character]) {
    var line = Line(prompt: "> ")
    let text = text(count)
    line.replace(text: String(text))
    for _ in cursor..<count { _ = line.handle(.left) }
    return (line, text)
  }

  /// The screen is full, and around the cursor is what is around it on the line.
  @Test(
    arguments: [(1, 1), (2, 1), (1, 3), (5, 2), (7, 4), (20, 3)],
    [0, 1, 2, 19, 20, 39, 40, 41, 119, 120, 121, 200, 299, 300])
  func theScreenShowsWhatIsAroundTheCursor(_ size: (columns: Int, rows: Int), _ cursor: Int) {
    let (line, text) = Self.line(300, at: cursor)
    let cells = size.columns * size.rows
    let view = line.view(cells: cells)
    #expect(view.text.count <= 3 * cells)
    #expect(view.cursor < 2 * cells)
    let frame = Frame(view, columns: size.columns, rows: size.rows)
    #expect(frame.rows.count == size.rows)
    let isWhole = view.cursor == cursor
    if !isWhole { #expect(frame.rows[0].first?.text == "<") }
    // Elsewhere the mark may stand on the cursor's own cell.
    if size.columns > 1, size.rows > 1 {
      // The glyphs from the cursor on, and before it as far as there is no mark.
      let shown = Array(frame.rows.joined())
      var at = frame.rows[..<frame.cursor.row].reduce(0) { $0 + $1.count }
      var column = 0
      for glyph in frame.rows[frame.cursor.row] where column < frame.cursor.column {
        column += glyph.columns
        at += 1
      }
      #expect(
        shown[at...].map(\.text) == text[cursor...].prefix(shown.count - at).map { String($0) })
      if at > 2, frame.rows[0].first?.text == "<" {
        #expect(shown[2..<at].map(\.text) == text[..<cursor].suffix(at - 2).map { String($0) })
      }
    }
    let row = Frame(onOneRow: view, columns: size.columns)
    #expect(row.rows[0].columns <= size.columns)
    if !isWhole { #expect(row.rows[0].first?.text == "<") }
  }

  /// As long as it fits, and a screen more, it is laid out from its first character.
  @Test func aShortLineIsWhole() {
    let (line, text) = Self.line(79, at: 79)
    #expect(line.view(cells: 40) == View(prompt: "> ", text: text, cursor: 79))
    #expect(line.view(cells: 39) != line.view())
    #expect(line.view() == View(prompt: "> ", text: text, cursor: 79))
  }

  /// Where the part begins moves seldom, so that a key costs its own bytes, or at the margin a row.
  @Test func typingAtTheEndOfALongLineIsCheap() {
    var line = Line(prompt: "> ")
    var screen = Screen(columns: 20, rows: 5)
    var total = 0
    for _ in 0..<2000 {
      _ = line.handle(.character("x"))
      total += screen.show(line.view(cells: 100)).count
    }
    // All rows are drawn again after each 20 keys.
    #expect(total < 2000 + 2000 / 20 * 150)
  }
}
