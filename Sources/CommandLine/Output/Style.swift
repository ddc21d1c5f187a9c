import Streams
import HTTP
import Text

/// Colour and weight, where a person looks and has not asked for none (`--color`, `NO_COLOR`).
struct Style {
  private let color: Globals.Color

  init(_ color: Globals.Color) { self.color = color }

  /// `output` is to have colours.
  func isColored(_ output: Outlet) -> Bool {
    color == .always
      || (color == .auto && output.isTerminal && Style.isWelcome)
  }

  /// Nobody has asked for none, and the terminal knows what it is.
  private static var isWelcome: Bool {
    Environment["NO_COLOR"] == nil && Environment["TERM"].map { $0 != "dumb" } ?? false
  }

  /// A response head for `output`: as it came, or on a terminal with its names in bold and its
  /// control characters escaped.
  func head(_ head: ResponseHead, for output: Outlet) -> [UInt8] {
    guard output.isTerminal || color == .always else { return head.raw }
    let isBold = color == .always || (color == .auto && Style.isWelcome)
    var text = ""
    for line in head.raw.split(separator: 10, omittingEmptySubsequences: false).dropLast() {
      let safe = Escape.text(line.last == 13 ? line.dropLast() : line)
      if isBold, !safe.hasPrefix("HTTP/"), let colon = safe.firstIndex(of: ":") {
        text += "\u{1B}[1m\(safe[..<colon])\u{1B}[0m\(safe[colon...])\r\n"
      } else {
        text += safe + "\r\n"
      }
    }
    return Array(text.utf8)
  }
}
