@testable import Editor

/// A small model of a terminal: what tmux does with the sequences that the painter writes. Whatever
/// else it is sent is kept in `unknown`, which a test expects to be empty.
struct Terminal {
  /// How a terminal measures what it is sent.
  enum Measure {
    /// The cluster as a whole, as kitty does.
    case clusters
    /// Each scalar by itself, as xterm does.
    case scalars
  }

  struct Cell: Hashable {
    var text: String
    /// 1 or more; 0 for the cells that a wide one covers.
    var columns: Int
    var style: String
  }

  struct Row: Hashable {
    /// nil for a cell that was never written or was erased.
    var cells: [Cell?]
    /// Whether the terminal, not a line feed, went on to the next row.
    var isWrapped = false

    var used: Int { (cells.lastIndex { $0 != nil } ?? -1) + 1 }
    var text: String { cells[..<used].map { $0.map(\.text) ?? " " }.joined() }
  }

  private(set) var columns: Int
  private(set) var rows: Int
  let measure: Measure
  private(set) var scrollback: [Row] = []
  private(set) var grid: [Row]
  private(set) var row = 0
  private(set) var column = 0
  private(set) var isPending = false
  private(set) var style = ""
  private(set) var modes: [Int: Bool] = [:]
  private(set) var bells = 0
  private(set) var unknown: [String] = []

  init(columns: Int, rows: Int, measure: Measure = .clusters) {
    self.columns = columns
    self.rows = rows
    self.measure = measure
    grid = Array(repeating: Row(cells: Array(repeating: nil, count: columns)), count: rows)
  }

  /// Every line above a row of the grid, as it was written but for blanks: wrapped rows are one.
  func lines(above last: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for row in scrollback + grid[..<last] {
      line += row.text.filter { $0 != " " }
      if !row.isWrapped {
        lines.append(line)
        line = ""
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Ends the line that the row above this one belongs to.
  mutating func endLine(above top: Int) {
    if top > 0 {
      grid[top - 1].isWrapped = false
    } else if !scrollback.isEmpty {
      scrollback[scrollback.count - 1].isWrapped = false
    }
  }

  // MARK: Bytes

  mutating func write(_ bytes: [UInt8]) {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\r": move(row, 0)
      case "\n": lineFeed()
      case "\u{8}": move(row, column - 1)
      case "\u{7}": bells += 1
      case "\u{1B}":
        let start = index
        while index < scalars.count, !("@"..."~").contains(scalars[index]) || index == start {
          index += 1
        }
        index = min(index + 1, scalars.count)
        sequence(String(String.UnicodeScalarView(scalars[start..<index])))
      case _ where scalar.properties.generalCategory == .control:
        unknown.append("control \(scalar.value)")
      default: put(scalar)
      }
    }
  }

  private mutating func sequence(_ text: String) {
    guard text.first == "[", let final = text.last else { return unknown.append(text) }
    let body = text.dropFirst().dropLast()
    if final == "m" {
      style = body.isEmpty ? "" : style + body + ";"
    } else if body.first == "?", let mode = Int(body.dropFirst()), final == "h" || final == "l" {
      modes[mode] = final == "h"
    } else if let count = body.isEmpty ? 1 : Int(body) {
      switch final {
      case "A": move(row - count, column)
      case "B": move(row + count, column)
      case "C": move(row, column + count)
      case "G": move(row, count - 1)
      case "H" where body.isEmpty: move(0, 0)
      case "K" where body.isEmpty: erase(row, from: column)
      case "J" where body.isEmpty:
        if row == 0, column == 0 { keep() }
        erase(row, from: column)
        for below in row + 1..<max(rows, row + 1) { erase(below, from: 0) }
      case "J" where count == 2:
        keep()
        for any in 0..<rows { erase(any, from: 0) }
      default: unknown.append(text)
      }
    } else {
      unknown.append(text)
    }
  }

  /// What tmux does before it clears a whole screen.
  private mutating func keep() {
    let last = grid.lastIndex { $0.used > 0 } ?? -1
    scrollback += grid[..<(last + 1)]
  }

  // MARK: Cells

  private mutating func move(_ row: Int, _ column: Int) {
    self.row = max(0, min(row, rows - 1))
    self.column = max(0, min(column, columns - 1))
    isPending = false
  }

  private mutating func erase(_ row: Int, from column: Int) {
    for index in column..<columns { clear(row, index) }
    grid[row].isWrapped = false
  }

  /// Half a wide character cannot stay.
  private mutating func clear(_ row: Int, _ column: Int) {
    var start = column
    while start > 0, grid[row].cells[start]?.columns == 0 { start -= 1 }
    guard let cell = grid[row].cells[start] else { return }
    for index in start..<min(columns, start + max(1, cell.columns)) { grid[row].cells[index] = nil }
  }

  private mutating func lineFeed() {
    isPending = false
    if row < rows - 1 {
      row += 1
    } else {
      scrollback.append(grid.removeFirst())
      grid.append(Row(cells: Array(repeating: nil, count: columns)))
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if join(scalar) { return }
    let width = max(1, min(columns, Width.columns(of: Character(scalar))))
    let wraps = modes[7] != false
    if isPending || column + width > columns {
      if wraps {
        grid[row].isWrapped = true
        column = 0
        lineFeed()
      } else {
        column = columns - width
      }
    }
    place(String(scalar), width, at: column)
    column += width
    isPending = column >= columns && wraps
    column = min(column, columns - 1)
  }

  private mutating func place(_ text: String, _ width: Int, at column: Int) {
    for index in column..<column + width { clear(row, index) }
    for index in column..<column + width {
      grid[row].cells[index] = Cell(text: "", columns: 0, style: style)
    }
    grid[row].cells[column] = Cell(text: text, columns: width, style: style)
  }

  /// Whether the scalar has become part of the cell before the cursor.
  private mutating func join(_ scalar: Unicode.Scalar) -> Bool {
    let own = Width.columns(of: Character(scalar))
    var before = isPending ? column : column - 1
    while before > 0, grid[row].cells[before]?.columns == 0 { before -= 1 }
    guard before >= 0, let cell = grid[row].cells[before] else { return own == 0 }
    let joined = cell.text + String(scalar)
    switch measure {
    case .scalars:
      if own > 0 { return false }
      grid[row].cells[before]?.text = joined
    case .clusters:
      guard joined.count == 1, let character = joined.first else { return own == 0 }
      let width = max(cell.columns, min(columns, Width.columns(of: character)))
      grid[row].cells[before]?.text = joined
      guard width > cell.columns else { return true }
      if before + width > columns {
        clear(row, before)
        grid[row].isWrapped = true
        column = 0
        lineFeed()
        before = 0
      }
      place(joined, width, at: before)
      column = before + width
      isPending = column >= columns && modes[7] != false
      column = min(column, columns - 1)
    }
    return true
  }

  // MARK: Resizing

  /// Becomes another size as tmux does: lines are wrapped again, the cursor stays in its cell.
  mutating func resize(columns: Int, rows: Int) {
    var all = scrollback + grid
    var cursor = scrollback.count + row
    while all.count - 1 > cursor, all.last?.used == 0 { all.removeLast() }
    if columns != self.columns {
      var wrapped: [Row] = []
      var place = (row: 0, column: 0)
      var index = 0
      while index < all.count {
        var line: [Cell?] = []
        var offset: Int?
        while true {
          if index == cursor { offset = column < all[index].used ? line.count + column : .max }
          line += all[index].cells[..<all[index].used]
          index += 1
          if !all[index - 1].isWrapped || index == all.count { break }
        }
        let (rows, starts) = Terminal.wrap(line, at: columns)
        if let offset {
          let part = starts.lastIndex { $0 <= offset } ?? 0
          let column = offset == .max ? line.count - starts[part] : offset - starts[part]
          place = (wrapped.count + part, min(column, columns - 1))
        }
        wrapped += rows
      }
      all = wrapped
      cursor = place.row
      column = place.column
    }
    let top = max(0, all.count - rows)
    let start = min(top, cursor)
    scrollback = Array(all[..<start])
    grid = Array(all[start..<min(all.count, start + rows)])
    let blank = Row(cells: Array(repeating: nil, count: columns))
    grid += Array(repeating: blank, count: rows - grid.count)
    row = cursor - start
    isPending = false
    self.columns = columns
    self.rows = rows
  }

  private static func wrap(_ line: [Cell?], at columns: Int) -> ([Row], starts: [Int]) {
    var starts = [0]
    for index in line.indices {
      let width = line[index].map { $0.columns } ?? 1
      if width > 0, index + width - starts[starts.count - 1] > columns { starts.append(index) }
    }
    let rows = starts.indices.map { part in
      let end = part + 1 < starts.count ? starts[part + 1] : line.count
      let cells = Array(line[starts[part]..<end]).prefix(columns)
      return Row(
        cells: cells + Array(repeating: nil, count: columns - cells.count),
        isWrapped: part + 1 < starts.count)
    }
    return (rows, starts)
  }
}
