import HTTP
import Transfer

/// Reads `{one,two}`, `[1-100:2]` and `[a-z]` in a URL, as curl 7.88 does and with the same errors at the same places.
struct GlobParser {
  private let bytes: [UInt8]
  private var place = 0

  /// As many as curl takes, text between globs included.
  private static let most = 99

  /// Means something else than itself.
  static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "\\"):
      true
    default: false
    }
  }

  init(_ text: String) { bytes = Array(text.utf8) }

  /// All of it, and how many URLs it stands for.
  mutating func pieces() throws(GlobError) -> ([Glob.Piece], count: Int) {
    var pieces: [Glob.Piece] = []
    var count = 1
    while place < bytes.count {
      let text = try literal()
      let piece: Glob.Piece =
        if !text.isEmpty { .text(text) } else if at(place) == "{" { try words() } else {
          try range()
        }
      let (product, isTooMuch) = count.multipliedReportingOverflow(by: piece.count)
      guard !isTooMuch else { throw error("too many URLs") }
      count = product
      pieces.append(piece)
      guard pieces.count <= Self.most else { throw error("too many globs") }
    }
    return (pieces, count)
  }

  // MARK: Text

  /// Up to the next glob. `\` before a brace or bracket takes its meaning from it.
  private mutating func literal() throws(GlobError) -> String {
    var text: [UInt8] = []
    while let character = at(place), character != "{" {
      if character == "[" {
        let length = literalBrackets()
        if length == 0 { break }
        text += bytes[place..<place + length]
        place += length
        continue
      }
      guard character != "}", character != "]" else {
        throw error("a closing '\(character)' without an opening one")
      }
      if character == "\\", let next = at(place + 1), "{}[]".unicodeScalars.contains(next) {
        place += 1
      }
      text.append(bytes[place])
      place += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The length of `[]` and of an IPv6 address in brackets, which are no globs; else 0.
  private func literalBrackets() -> Int {
    guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "]")) else { return 0 }
    let length = end + 1 - place
    if length == 2 { return length }
    // RFC 3986 §3.2.2: "IP-literal". Nothing else in brackets has two colons.
    let inside = bytes[place + 1..<end]
    guard length < 128, inside.count(where: { $0 == UInt8(ascii: ":") }) > 1 else { return 0 }
    let text = String(decoding: bytes[place...end], as: UTF8.self)
    return (try? URI(parsing: "http://\(text)/")) == nil ? 0 : length
  }

  // MARK: Globs

  /// `{one,two}`
  private mutating func words() throws(GlobError) -> Glob.Piece {
    let opening = place
    place += 1
    var words: [String] = []
    var word: [UInt8] = []
    while let character = at(place) {
      switch character {
      case "{", "[": throw error("a '\(character)' within braces")
      case "]": throw error("a ']' within braces")
      case "}" where place == opening + 1: throw error("nothing within braces")
      case ",", "}":
        words.append(String(decoding: word, as: UTF8.self))
        word = []
        place += 1
        if character == "}" { return .words(words) }
        continue
      case "\\" where place + 1 < bytes.count: place += 1
      default: break
      }
      word.append(bytes[place])
      place += 1
    }
    throw GlobError(problem: "a '{' without a '}'", position: opening + 1)
  }

  /// `[1-10]`, `[a-z:2]`
  private mutating func range() throws(GlobError) -> Glob.Piece {
    place += 1
    switch at(place) {
    case ("a"..."z")?, ("A"..."Z")?: return try letters()
    case ("0"..."9")?: return try numbers()
    default: throw error("a '[' without a range such as 1-10 or a-z")
    }
  }

  private mutating func letters() throws(GlobError) -> Glob.Piece {
    guard at(place + 1) == "-", place + 3 < bytes.count else { throw badRange }
    let (first, last) = (bytes[place], bytes[place + 2])
    var end = place + 3
    var step = 1
    if at(end) == ":" {
      guard let number = number(at: end + 1), number.end > end + 1 else { throw badRange }
      (step, end) = number
    }
    guard at(end) == "]" else { throw badRange }
    place = end + 1
    guard Int(last) - Int(first) <= 25 else { throw badRange }
    let count = try count(from: Int(first), through: Int(last), by: step)
    return .letters(first: first, step: step, count: count)
  }

  private mutating func numbers() throws(GlobError) -> Glob.Piece {
    guard let (first, dash) = number(at: place), at(dash) == "-" else { throw badRange }
    let width = at(place) == "0" ? dash - place : 0
    place = dash + 1
    while let blank = at(place), blank == " " || blank == "\t" { place += 1 }
    guard let digit = at(place), ("0"..."9").contains(digit), let (last, stop) = number(at: place)
    else { throw badRange }
    var (step, end) = (1, stop)
    if at(end) == ":" {
      place = end + 1
      guard let number = number(at: place) else { throw badRange }
      (step, end) = number
    }
    guard at(end) == "]" else { throw badRange }
    place = end + 1
    let count = try count(from: first, through: last, by: step)
    return .numbers(first: first, step: step, count: count, width: width)
  }

  private func count(from first: Int, through last: Int, by step: Int) throws(GlobError) -> Int {
    guard first == last ? step == 1 : first < last && step > 0 && step <= last - first else {
      throw badRange
    }
    let (count, isTooMuch) = ((last - first) / step).addingReportingOverflow(1)
    guard !isTooMuch else { throw error("too many URLs") }
    return count
  }

  // MARK: Bytes

  /// What strtoul(3) reads at `start`, and where it stops: 0 without digits, nil for what is too large.
  private func number(at start: Int) -> (value: Int, end: Int)? {
    var end = start
    while let blank = at(end), blank == " " || blank == "\t" { end += 1 }
    let isNegative = at(end) == "-"
    if isNegative || at(end) == "+" { end += 1 }
    let digits = bytes[min(end, bytes.count)...].prefix { (48...57).contains($0) }
    guard !digits.isEmpty else { return (0, start) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
    return (isNegative ? .max : value, digits.endIndex)
  }

  private func at(_ index: Int) -> Unicode.Scalar? {
    index < bytes.count ? Unicode.Scalar(bytes[index]) : nil
  }

  private var badRange: GlobError { error("a bad range") }

  private func error(_ problem: String) -> GlobError {
    GlobError(problem: problem, position: place + 1)
  }
}
