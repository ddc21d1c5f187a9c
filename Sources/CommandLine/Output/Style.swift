import Streams
import HTTP
import Text

/// Colour and weight, where a person looks and has not asked for none (`--color`, `NO_COLOR`).
struct Style {
  private let color: Globals.Color

  /// `--styled-output`: field names are in bold.
  private let stylesHeads: Bool

  init(_ color: Globals.Color, stylesHeads: Bool = true) {
    self.color = color
    self.stylesHeads = stylesHeads
  }

  /// `output` is to have colours.
  func isColored(_ output: Outlet) -> Bool {
    color == .always
      || (color == .auto && output.isTerminal && Style.isWelcome)
  }

  /// Nobody has asked for none, and the terminal knows what it is.
  private static var isWelcome: Bool {
    Environment["NO_COLOR"] == nil && Environment["TERM"].map { $0 != "dumb" } ?? false
  }

  /// A line of a response head for `output`, with its line end: as it came, or on a terminal with its name in bold and
  /// its control characters escaped.
  func line(_ line: ArraySlice<UInt8>, for output: Outlet) -> [UInt8] {
    guard output.isTerminal || color == .always else { return Array(line) }
    let content = line.dropLast()
    let safe = Escape.text(content.last == 13 ? content.dropLast() : content)
    let isBold = stylesHeads && (color == .always || (color == .auto && Style.isWelcome))
    guard isBold, !safe.hasPrefix("HTTP/"), let colon = safe.firstIndex(of: ":") else {
      return Array((safe + "\r\n").utf8)
    }
    return Array("\u{1B}[1m\(safe[..<colon])\u{1B}[0m\(safe[colon...])\r\n".utf8)
  }
}
