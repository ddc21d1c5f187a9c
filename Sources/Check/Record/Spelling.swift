import Text

/// Texts as the parser reads them back: the same bytes, in printable characters.
struct Spelling {
  /// Where a text stands, and so what has to be escaped in it.
  enum Place {
    /// The rest of a line: before its end, or before a comment.
    case line
    /// Between double quotes.
    case quoted
    /// Between backquotes.
    case backquoted
    /// Between three backquotes with the attribute `escape`, where a line feed is one.
    case lines
    /// Before a colon.
    case key
  }

  /// What is written so far.
  private(set) var bytes: [UInt8] = []

  /// As it is.
  mutating func write(_ text: String) { bytes += text.utf8 }

  /// A text with its variables.
  mutating func write(_ pieces: [Piece], in place: Place) {
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .variable(let name): bytes += "{{\(name)}}".utf8
      case .hidden: bytes += "***".utf8
      case .text(let text):
        let isLast = index + 1 == pieces.count
        write(text, in: place, isFirst: index == 0, isLast: isLast)
      }
    }
  }

  /// The same in backquotes, or over several lines if it has some.
  mutating func write(body pieces: [Piece]) {
    let hasLines = pieces.contains { piece in
      if case .text(let text) = piece { text.contains(0x0A) } else { false }
    }
    write(hasLines ? "```escape\n" : "`")
    write(pieces, in: hasLines ? .lines : .backquoted)
    write(hasLines ? "```" : "`")
  }

  /// `hex,…;`
  mutating func write(hex content: [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    write("hex,")
    for byte in content {
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
    write(";")
  }

  /// A URL, in which the grammar has no escapes but the percent-encoding of RFC 3986 §2.1.
  mutating func write(url pieces: [Piece]) {
    for piece in pieces {
      switch piece {
      case .variable(let name): bytes += "{{\(name)}}".utf8
      case .hidden: bytes += "***".utf8
      case .text(let text):
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
          write(Parser.isURL(scalar) ? String(scalar) : Percent.encoded(String(scalar)))
        }
      }
    }
  }

  private mutating func write(
    _ text: ArraySlice<UInt8>, in place: Place, isFirst: Bool, isLast: Bool
  ) {
    // An array of its own, for the control characters are looked for in a span.
    let text = Array(text)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if let control = Escape.control(in: text.span, at: index) {
        write(control.scalar, in: place)
        index += control.length
        continue
      }
      let isAtEdge = (index == 0 && isFirst) || (index + 1 == text.count && isLast)
      if needsEscape(byte, in: place, isAtEdge: isAtEdge)
        || byte == UInt8(ascii: "{") && opensVariable(text, index, isLast: isLast)
      {
        bytes.append(UInt8(ascii: "\\"))
      }
      bytes.append(byte)
      index += 1
    }
  }

  private func needsEscape(_ byte: UInt8, in place: Place, isAtEdge: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"): true
    case UInt8(ascii: "`"): place == .backquoted || place == .lines || place == .key
    case UInt8(ascii: "\""): place == .quoted
    case UInt8(ascii: "#"): place == .line || place == .key
    case UInt8(ascii: " "): place == .line && isAtEdge
    default: false
    }
  }

  /// Two braces would begin a variable, and so would one before those of a variable.
  private func opensVariable(_ text: [UInt8], _ index: Int, isLast: Bool) -> Bool {
    index + 1 < text.count ? text[index + 1] == UInt8(ascii: "{") : !isLast
  }

  private mutating func write(_ control: Unicode.Scalar, in place: Place) {
    switch control {
    case "\n" where place == .lines: write("\n")
    case "\n": write("\\n")
    case "\r": write("\\r")
    case "\t": write("\\t")
    default: write("\\u{" + String(control.value, radix: 16) + "}")
    }
  }
}
