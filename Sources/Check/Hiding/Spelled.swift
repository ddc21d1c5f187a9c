/// What a place in a text may stand for, one byte or one character in UTF-8: itself, what it is in a URL or a form, in
/// JSON or another language's string, in HTML, or in one of these within another.
struct Spelled {
  /// Of the place.
  let end: Int
  let count: Int
  /// It is so many backslashes, and there may be one more, which makes an escape of what is next.
  let escapes: Bool

  private let bytes: UInt32

  var first: UInt8 { self[0] }

  subscript(index: Int) -> UInt8 {
    escapes ? UInt8(ascii: "\\") : UInt8(truncatingIfNeeded: bytes >> (8 * UInt32(index)))
  }

  private init(_ byte: UInt8, end: Int) {
    (bytes, count, self.end, escapes) = (UInt32(byte), 1, end, false)
  }

  private init(backslashes count: Int, end: Int) {
    (bytes, self.count, self.end, escapes) = (0, count, end, true)
  }

  private init(_ scalar: Unicode.Scalar, end: Int) {
    var (bytes, count): (UInt32, Int) = (0, 0)
    for byte in UTF8.encode(scalar) ?? .init() {
      bytes |= UInt32(byte) << (8 * UInt32(count))
      count += 1
    }
    (self.bytes, self.count, self.end, escapes) = (bytes, count, end, false)
  }

  /// What an encoder does to what another one made ends somewhere.
  private static let deepest = 8
  private static let longestRow = 32

  private static let longestEscape = 12

  /// Whether it stands for nothing else, but behind a backslash.
  static func isItself(_ sign: UInt8) -> Bool {
    switch sign {
    case UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "+"), UInt8(ascii: "\\"): false
    default: true
    }
  }

  /// Whether it is another character behind a backslash.
  static func isEscape(_ sign: UInt8) -> Bool {
    "abefnrtuUvx01234567".utf8.contains(sign)
  }

  /// The end of what may be the start of an escape.
  static func start(in text: [UInt8], at index: Int) -> Int {
    text[index...].prefix(longestEscape).prefix {
      isInNumber($0) || isLetter($0) || $0 == UInt8(ascii: "&")
    }.endIndex
  }

  /// How much there may be the end of an escape: `0e9`, `5Cu00e9`, `quot;`.
  static func tail(in text: [UInt8], at start: Int) -> Int {
    let rest = text[start...].prefix(longestEscape)
    let letters = rest.prefix { isInNumber($0) || isLetter($0) }
    let named = letters.lastIndex(of: UInt8(ascii: ";")).map { $0 + 1 - start } ?? 0
    return max(rest.prefix(while: isInNumber).count, named)
  }

  private static func isInNumber(_ byte: UInt8) -> Bool {
    Percent.hex(byte) != nil || #"ux#;%\{}"#.utf8.contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  /// All that it may be, in turn.
  ///
  /// - Parameters:
  ///   - isEscaped: a backslash is before it.
  ///   - take: false if it leads nowhere.
  static func each(
    in text: [UInt8], at index: Int, isEscaped: Bool = false, _ take: (Spelled) -> Bool
  ) {
    let sign = text[index]
    switch sign {
    case UInt8(ascii: "\\"): backslashes(in: text, at: index, take)
    case UInt8(ascii: "%"):
      _ = take(Spelled(sign, end: index + 1))
      percent(in: text, at: index, take)
      if isBackslash(in: text, at: index) != nil { backslashes(in: text, at: index, take) }
    case UInt8(ascii: "&"): byte(sign, in: text, end: index + 1, take)
    case UInt8(ascii: "+"):
      _ = take(Spelled(sign, end: index + 1))
      _ = take(Spelled(0x20, end: index + 1))
    default: _ = take(Spelled(sign, end: index + 1))
    }
    if isEscaped { escape(in: text, at: index, take) }
  }

  /// An ampersand begins a reference, however it is spelled.
  private static func byte(
    _ byte: UInt8, in text: [UInt8], end: Int, _ take: (Spelled) -> Bool
  ) {
    _ = take(Spelled(byte, end: end))
    if byte == UInt8(ascii: "&") { reference(in: text, at: end, take) }
  }

  private static func scalar(
    _ scalar: Unicode.Scalar, in text: [UInt8], end: Int, _ take: (Spelled) -> Bool
  ) {
    if scalar.isASCII {
      byte(UInt8(scalar.value), in: text, end: end, take)
    } else {
      _ = take(Spelled(scalar, end: end))
    }
  }

  /// A byte, or the character with its number (ISO 8859-1).
  private static func either(_ code: UInt32, in text: [UInt8], end: Int, _ take: (Spelled) -> Bool)
  {
    byte(UInt8(truncatingIfNeeded: code), in: text, end: end, take)
    if code >= 0x80 { _ = take(Spelled(Unicode.Scalar(UInt8(code)), end: end)) }
  }

  // MARK: URLs and forms

  /// `%2F`, `%252F` as it becomes when it is encoded once more, and `%u2039` of ECMAScript's `escape`.
  private static func percent(in text: [UInt8], at start: Int, _ take: (Spelled) -> Bool) {
    var index = start + 1
    for _ in 0..<deepest {
      if let code = number(in: text, at: index, digits: 2) {
        either(code, in: text, end: index + 2, take)
      }
      guard index + 1 < text.count, text[index] == 0x32, text[index + 1] == 0x35 else { break }
      index += 2
    }
    if index < text.count, text[index] == UInt8(ascii: "u"),
      let scalar = number(in: text, at: index + 1, digits: 4).flatMap(Unicode.Scalar.init)
    {
      _ = take(Spelled(scalar, end: index + 5))
    }
  }

  // MARK: Backslashes

  /// The end of a backslash, `%5C` too.
  private static func isBackslash(in text: [UInt8], at index: Int) -> Int? {
    guard index < text.count else { return nil }
    if text[index] == UInt8(ascii: "\\") { return index + 1 }
    guard text[index] == UInt8(ascii: "%") else { return nil }
    var next = index + 1
    while next - index < 2 * deepest, next + 1 < text.count, text[next] == 0x32,
      text[next + 1] == 0x35
    {
      next += 2
    }
    return number(in: text, at: next, digits: 2) == 0x5C ? next + 2 : nil
  }

  /// However often JSON is put into JSON: so many stand for fewer, and perhaps for an escape of what is behind them.
  private static func backslashes(in text: [UInt8], at start: Int, _ take: (Spelled) -> Bool) {
    var (index, count) = (start, 0)
    while let end = isBackslash(in: text, at: index) {
      (index, count) = (end, count + 1)
      // Of a row in percent-encoding each sign may begin one.
      if text[start] == UInt8(ascii: "%"), count > longestRow { return }
    }
    for number in 1...count {
      guard take(Spelled(backslashes: number, end: index)) else { break }
    }
    guard index < text.count else { return }
    each(in: text, at: index, isEscaped: true, take)
  }

  /// What is behind a backslash in a string of JSON, of ECMAScript, C or Python, and in what `Escape` makes.
  private static func escape(in text: [UInt8], at index: Int, _ take: (Spelled) -> Bool) {
    let next = index + 1
    switch text[index] {
    case UInt8(ascii: "n"): _ = take(Spelled(0x0A, end: next))
    case UInt8(ascii: "r"): _ = take(Spelled(0x0D, end: next))
    case UInt8(ascii: "t"): _ = take(Spelled(0x09, end: next))
    case UInt8(ascii: "b"): _ = take(Spelled(0x08, end: next))
    case UInt8(ascii: "f"): _ = take(Spelled(0x0C, end: next))
    case UInt8(ascii: "v"): _ = take(Spelled(0x0B, end: next))
    case UInt8(ascii: "a"): _ = take(Spelled(0x07, end: next))
    case UInt8(ascii: "e"): _ = take(Spelled(0x1B, end: next))
    case UInt8(ascii: "x"):
      if let code = number(in: text, at: next, digits: 2) {
        either(code, in: text, end: next + 2, take)
      }
    case UInt8(ascii: "U"):
      if let code = number(in: text, at: next, digits: 8), let scalar = Unicode.Scalar(code) {
        Self.scalar(scalar, in: text, end: next + 8, take)
      }
    case UInt8(ascii: "u"): unicode(in: text, at: next, take)
    case 0x30...0x37:
      let digits = text[index...].prefix(3).prefix { 0x30...0x37 ~= $0 }
      let code = digits.reduce(UInt32(0)) { $0 << 3 | UInt32($1 & 7) }
      if code < 256 { either(code, in: text, end: digits.endIndex, take) }
    default: break
    }
  }

  /// `00e9`, `d83d\ude00`, `{1f600}`.
  private static func unicode(in text: [UInt8], at index: Int, _ take: (Spelled) -> Bool) {
    if index < text.count, text[index] == UInt8(ascii: "{") {
      let digits = text[(index + 1)...].prefix(8).prefix { Percent.hex($0) != nil }
      guard digits.endIndex < text.count, text[digits.endIndex] == UInt8(ascii: "}"),
        let code = number(in: text, at: index + 1, digits: digits.count),
        let scalar = Unicode.Scalar(code)
      else { return }
      return Self.scalar(scalar, in: text, end: digits.endIndex + 1, take)
    }
    guard let code = number(in: text, at: index, digits: 4) else { return }
    if let scalar = Unicode.Scalar(code) {
      return Self.scalar(scalar, in: text, end: index + 4, take)
    }
    // RFC 8259 §7: a character beyond the basic plane is a surrogate pair.
    var next = index + 4
    while next - index < 32, let end = isBackslash(in: text, at: next) { next = end }
    guard next > index + 4, next < text.count, text[next] == UInt8(ascii: "u"),
      let low = number(in: text, at: next + 1, digits: 4), code < 0xDC00, 0xDC00..<0xE000 ~= low,
      let scalar = Unicode.Scalar(0x10000 + (code & 0x3FF) << 10 + low & 0x3FF)
    else { return }
    _ = take(Spelled(scalar, end: next + 5))
  }

  // MARK: References

  private static let names: [(name: [UInt8], byte: UInt8)] = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"),
  ].map { (name: String, sign: Unicode.Scalar) in (Array(name.utf8), UInt8(sign.value)) }

  /// What is behind an ampersand: `quot;`, `#39;`, `#x27;`, `amp;quot;`.
  private static func reference(
    in text: [UInt8], at start: Int, _ take: (Spelled) -> Bool
  ) {
    var index = start
    for _ in 0..<deepest {
      let rest = text[index...]
      if rest.first == UInt8(ascii: "#") { return numeric(in: text, at: index + 1, take) }
      guard let (name, byte) = names.first(where: { rest.starts(with: $0.name) }) else { return }
      index = semicolon(in: text, at: index + name.count)
      _ = take(Spelled(byte, end: index))
      guard byte == UInt8(ascii: "&") else { return }
    }
  }

  private static func numeric(in text: [UInt8], at start: Int, _ take: (Spelled) -> Bool) {
    let isHex = start < text.count && text[start] | 0x20 == UInt8(ascii: "x")
    let digits = text[(start + (isHex ? 1 : 0))...].prefix(8).prefix {
      isHex ? Percent.hex($0) != nil : 0x30...0x39 ~= $0
    }
    guard !digits.isEmpty else { return }
    let code = digits.reduce(UInt32(0)) {
      $0 &* (isHex ? 16 : 10) &+ UInt32(Percent.hex($1) ?? 0)
    }
    guard let scalar = Unicode.Scalar(code) else { return }
    _ = take(Spelled(scalar, end: semicolon(in: text, at: digits.endIndex)))
  }

  /// Behind a semicolon, if there is one.
  private static func semicolon(in text: [UInt8], at index: Int) -> Int {
    guard index < text.count else { return index }
    if text[index] == UInt8(ascii: ";") { return index + 1 }
    return text[index] == UInt8(ascii: "%") && number(in: text, at: index + 1, digits: 2) == 0x3B
      ? index + 3 : index
  }

  /// So many hexadecimal digits.
  private static func number(in text: [UInt8], at index: Int, digits: Int) -> UInt32? {
    guard digits > 0, index + digits <= text.count else { return nil }
    var number: UInt32 = 0
    for place in index..<index + digits {
      guard let digit = Percent.hex(text[place]) else { return nil }
      number = number << 4 | UInt32(digit)
    }
    return number
  }
}
