import JSON
import Text

/// JSON, indented anew and coloured. No token is changed: numbers, escapes, the order of keys and keys
/// that come twice are what the peer wrote.
enum IndentedJSON {
  /// An array of scalars that ends before this column is one line.
  private static let width = 72

  /// Writes `bytes`; false if they are no JSON, and the rows are then to be thrown away.
  static func write(_ bytes: [UInt8], to rows: inout Rows) -> Bool {
    var tokens = Tokens(bytes)
    var layout = Layout()
    do {
      while let token = try tokens.next() {
        layout.place(token, tokens, &rows)
      }
      return true
    } catch {
      return false
    }
  }

  private struct Layout {
    /// The token before opened an object or array: whether it is empty is seen now.
    private var hasOpened = false
    /// In an array that is one line.
    private var isInline = false
    /// How many columns of the line are the key.
    private var keyRange = 0..<0

    mutating func place(_ token: Tokens.Token, _ tokens: Tokens, _ rows: inout Rows) {
      let text = tokens.bytes[token.range]
      switch token.kind {
      case .closeObject, .closeArray:
        if !hasOpened, !isInline { rows.breakLine(indent: tokens.depth * 2) }
        (hasOpened, isInline) = (false, false)
        rows.put(text, .punctuation)
      case .openObject, .openArray:
        begin(tokens.depth - 1, &rows)
        isInline = token.kind == .openArray && fits(tokens)
        hasOpened = true
        keyRange = 0..<0
        rows.put(text, .punctuation)
      case .comma:
        keyRange = 0..<0
        rows.put(text, .punctuation)
        if isInline { rows.put(" ") } else { rows.breakLine(indent: tokens.depth * 2) }
      case .colon:
        rows.put(text, .punctuation)
        rows.put(" ")
      case .key:
        begin(tokens.depth, &rows)
        keyRange = token.range
        rows.put(text, .key, .json)
      case .string, .number, .literal:
        begin(tokens.depth, &rows)
        let role: Palette.Role =
          token.kind == .string ? .string : token.kind == .number ? .number : .literal
        rows.put(text, role, .json)
      }
    }

    /// What comes first in an object or array begins a line, unless that is one line.
    private mutating func begin(_ depth: Int, _ rows: inout Rows) {
      if hasOpened, !isInline { rows.breakLine(indent: depth * 2) }
      hasOpened = false
    }

    /// Whether the array that was just opened holds scalars only, and ends before the margin. Looks no
    /// further than that, and at no token of an array twice.
    private func fits(_ tokens: Tokens) -> Bool {
      var ahead = tokens
      let key =
        keyRange.isEmpty
        ? 0 : IndentedJSON.columns(tokens.bytes[keyRange], limit: IndentedJSON.width) + 2
      var left = IndentedJSON.width - (tokens.depth - 1) * 2 - key - 1
      while left > 0, let token = try? ahead.next() {
        switch token.kind {
        case .closeArray: return true
        case .comma: left -= 2
        case .string, .number, .literal:
          left -= IndentedJSON.columns(tokens.bytes[token.range], limit: left + 1)
        default: return false
        }
      }
      return false
    }
  }

  /// How many characters `text` has, as far as `limit`.
  private static func columns(_ text: ArraySlice<UInt8>, limit: Int) -> Int {
    guard text.count <= limit * 4 else { return limit }
    return text.count { $0 & 0xC0 != 0x80 }
  }
}
