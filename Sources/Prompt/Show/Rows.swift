import Text

/// How much of a message is shown.
public struct Fold: Hashable, Sendable {
  /// The most lines.
  public var lines: Int
  /// The most bytes of UTF-8, colours not counted.
  public var bytes: Int

  /// A longer text is not read as JSON: that takes 10 ms a MiB, and somebody may be typing.
  public var longestJSON: Int

  /// That many lines and bytes.
  public init(lines: Int, bytes: Int, longestJSON: Int = .max) {
    self.lines = lines
    self.bytes = bytes
    self.longestJSON = longestJSON
  }

  /// A longer text is not read as JSON as it comes.
  static let longestReadable = 1 << 20
  /// A message as it comes, on a screen of so many columns: 20 rows at most, however long its lines.
  public static func brief(columns: Int = 80) -> Fold {
    Fold(lines: 20, bytes: max(400, min(4096, columns * 20)), longestJSON: longestReadable)
  }
  /// What `/show` shows: all, unless that is more than anybody would read on a terminal. The most of
  /// it may be the indentation of hostile JSON.
  public static let whole = Fold(lines: 100_000, bytes: 16 << 20)
}

/// The lines of a message in the making. Past the fold they are only counted.
struct Rows {
  /// How the control characters of a payload are spelled.
  enum Spelling { case text, json }

  private let palette: Palette
  private let fold: Fold
  private var lines: [String] = []
  private var line: [UInt8]
  private var room: Int
  /// The fold was reached, within the line that is in the making or before it.
  private(set) var isFolded = false
  private var isCut = false
  private var hiddenLines = 0
  private var hiddenBytes = 0

  /// Every line but the first begins with this: none can look like the beginning of another message.
  private static let margin = "  "

  /// Lines of which the first begins with `start`, which may hold colours.
  init(_ start: String, _ palette: Palette, _ fold: Fold) {
    self.palette = palette
    self.fold = fold
    line = Array(start.utf8)
    room = fold.bytes
  }

  /// Adds a part of a payload to the line, safe for a terminal.
  mutating func put(
    _ payload: ArraySlice<UInt8>, _ role: Palette.Role, _ spelling: Spelling = .text
  ) {
    guard !isFolded else {
      hiddenBytes += payload.count
      return
    }
    var end = payload.endIndex
    if payload.count > room {
      end = payload.startIndex + max(0, room)  // indentation may have taken more than there was
      while end > payload.startIndex, payload[end] & 0xC0 == 0x80 { end -= 1 }
      (isFolded, isCut) = (true, true)
      hiddenBytes += payload.endIndex - end
    }
    room -= end - payload.startIndex
    let shown = payload[..<end]
    paint(role) { line in
      switch spelling {
      case .text: line += Escape.text(shown).utf8
      case .json: Self.spell(shown, to: &line)
      }
    }
  }

  /// Adds a text of ours to the line.
  mutating func put(_ text: String, _ role: Palette.Role = .punctuation) {
    guard !isFolded else { return }
    room -= text.utf8.count
    paint(role) { $0 += text.utf8 }
  }

  /// Ends the line. The next is indented by that many columns.
  mutating func breakLine(indent: Int = 0) {
    endLine()
    guard !isFolded else { return }
    isFolded = lines.count >= fold.lines || room <= 0
    guard !isFolded else { return }
    line = Array(Self.margin.utf8)
    line += repeatElement(UInt8(ascii: " "), count: indent)
    room -= line.count
  }

  /// Counts lines that come after the one in the making, when they cannot be seen.
  mutating func hide(lines: Int) { hiddenLines += lines }

  /// The lines, with one after them that says what was left out, and where it is to be seen.
  consuming func finish(more: String?) -> [String] {
    endLine()
    guard isFolded else { return lines }
    let what =
      hiddenLines > 0
      ? "\(hiddenLines) more line\(hiddenLines == 1 ? "" : "s")" : "\(Size.text(hiddenBytes)) more"
    lines.append(Self.margin + palette.paint("… \(what)\(more.map { ", " + $0 } ?? "")", .dim))
    return lines
  }

  private mutating func endLine() {
    guard !isFolded || isCut else {
      hiddenLines += 1
      return
    }
    lines.append(String(decoding: line, as: UTF8.self) + (isCut ? "…" : ""))
    isCut = false
  }

  private mutating func paint(_ role: Palette.Role, _ add: (inout [UInt8]) -> Void) {
    guard let code = palette.code(role) else {
      add(&line)
      return
    }
    line += "\u{1B}[\(code)m".utf8
    add(&line)
    line += "\u{1B}[0m".utf8
  }

  /// Inside a JSON string a control character can be an escape and still mean the same.
  private static func spell(_ bytes: ArraySlice<UInt8>, to line: inout [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      let span = buffer.span
      var index = 0
      while index < span.count {
        if let control = Escape.control(in: span, at: index) {
          line += Escape.unicode(control.scalar)
          index += control.length
        } else {
          line.append(span[index])
          index += 1
        }
      }
    }
  }
}
