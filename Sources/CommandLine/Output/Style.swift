import Streams
import HTTP
import Text

/// Colour and weight, where a person looks and has not asked for none (`--color`, `NO_COLOR`).
struct Style {
  private let color: Globals.Color

  /// `--styled-output`: field names are in bold, and a status has the colour of its class.
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

  /// A line of a response head for `output`, with its line end: as it came, or on a terminal styled and with its control
  /// characters escaped.
  func line(_ line: ArraySlice<UInt8>, for output: Outlet) -> [UInt8] {
    guard output.isTerminal || color == .always else { return Array(line) }
    let content = line.dropLast()
    let safe = Escape.text(content.last == 13 ? content.dropLast() : content)
    let isStyled = stylesHeads && (color == .always || (color == .auto && Style.isWelcome))
    return Array(((isStyled ? Self.styled(safe) : safe) + "\r\n").utf8)
  }

  private static func styled(_ line: String) -> String {
    let palette = Palette(isColored: true)
    guard line.hasPrefix("HTTP/") else {
      guard let colon = line.firstIndex(of: ":") else { return line }
      return palette.paint(String(line[..<colon]), .strong) + line[colon...]
    }
    guard let start = line.firstIndex(of: " ").map(line.index(after:)) else { return line }
    let code = line[start...].prefix { $0 != " " }
    guard let role = code.first.flatMap({ roles[$0] }) else { return line }
    return line[..<start] + palette.paint(String(code), role) + line[code.endIndex...]
  }

  /// RFC 9110 §15: "The first digit of the status code defines the class of response."
  private static let roles: [Character: Palette.Role] = [
    "1": .strong, "2": .success, "3": .incoming, "4": .note, "5": .problem,
  ]
}
