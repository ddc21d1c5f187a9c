/// A URL with curl's globs in it, `{one,two}`, `[1-100:2]` and `[a-z]`: all the URLs that it stands for, each made when
/// it is asked for.
struct Glob: Equatable, Sendable {
  enum Piece: Equatable, Sendable {
    case text(String)
    case words([String])
    /// Numbers `step` apart, with zeros in front up to `width` digits.
    case numbers(first: Int, step: Int, count: Int, width: Int)
    /// Letters `step` apart.
    case letters(first: UInt8, step: Int, count: Int)
  }

  let pieces: [Piece]
  /// How many URLs there are.
  let count: Int

  /// The URL `text`, whatever it has in it (`--globoff`).
  init(literal text: String) { self.init([.text(text)], 1) }

  private init(_ pieces: [Piece], _ count: Int) { (self.pieces, self.count) = (pieces, count) }

  /// Reads the globs of a URL.
  init(parsing text: String) throws(GlobError) {
    guard text.utf8.contains(where: GlobParser.isSign) else { self.init(literal: text); return }
    var parser = GlobParser(text)
    let (pieces, count) = try parser.pieces()
    self.init(pieces, count)
  }

  /// It stands for itself alone, or else for URLs that differ.
  var isLiteral: Bool { pieces.allSatisfy { if case .text = $0 { true } else { false } } }

  /// URL number `index`, from 0 on, and what each glob is in it. The last glob changes fastest.
  func expanded(_ index: Int) -> (url: String, words: [String]) {
    if pieces.count == 1, case .text(let text)? = pieces.first { return (text, []) }
    var rest = index
    var parts: [String] = []
    var words: [String] = []
    for piece in pieces.reversed() {
      let part = piece.value(rest % piece.count)
      rest /= piece.count
      parts.append(part)
      if case .text = piece { continue }
      words.append(part)
    }
    return (parts.reversed().joined(), words.reversed())
  }

  /// A file's name with `#1` as the first of `words`, and so on; a number that none has stays as it is.
  static func filling(_ name: String, with words: [String]) -> String {
    guard !words.isEmpty, name.utf8.contains(UInt8(ascii: "#")) else { return name }
    var result = ""
    var rest = name[...]
    while let hash = rest.firstIndex(of: "#") {
      let digits = rest[rest.index(after: hash)...].prefix { $0.isASCII && $0.isNumber }
      result += rest[..<hash]
      if let number = Int(digits), (1...words.count).contains(number) {
        result += words[number - 1]
      } else {
        result += rest[hash..<digits.endIndex]
      }
      rest = rest[digits.endIndex...]
    }
    return result + rest
  }
}

extension Glob.Piece {
  /// In how many ways it can be read.
  var count: Int {
    switch self {
    case .text: 1
    case .words(let words): words.count
    case .numbers(_, _, let count, _), .letters(_, _, let count): count
    }
  }

  fileprivate func value(_ index: Int) -> String {
    switch self {
    case .text(let text): return text
    case .words(let words): return words[index]
    case .numbers(let first, let step, _, let width):
      let digits = String(first + index * step)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    case .letters(let first, let step, _):
      return String(Unicode.Scalar(first + UInt8(index * step)))
    }
  }
}

/// Why a URL has no valid globs.
struct GlobError: Error, Equatable {
  let problem: String
  /// Where in the URL, in bytes from 1 on.
  let position: Int

  /// One line for a person.
  var message: String {
    "\(problem) at position \(position) of the URL; --globoff takes {}[] as they are"
  }
}
