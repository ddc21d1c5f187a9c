/// Indents JSON as it comes, and colours it. Nothing but white space between tokens changes; what is no JSON is passed on
/// as well as it goes. Control characters, which JSON has none of, come out as escapes.
public struct Indenter: Sendable {
  /// What is written before a token of each kind, and after it; all empty without colours.
  public struct Marks: Sendable {
    /// Before the name of a member.
    public var key: [UInt8] = []
    /// Before a string.
    public var string: [UInt8] = []
    /// Before a number.
    public var number: [UInt8] = []
    /// Before `true`, `false`, `null`.
    public var literal: [UInt8] = []
    /// After each of them.
    public var reset: [UInt8] = []

    /// No colours.
    public init() {}
  }

  private enum Place {
    case between
    case string(isEscaped: Bool)
    case scalar
  }

  private let marks: Marks
  private var place = Place.between
  /// Whether each that is open is an object.
  private var isObject: [Bool] = []
  /// Something has just been opened: whether it is empty is seen next.
  private var hasOpened = false
  /// The next string of an object is a name.
  private var expectsKey = false
  /// Anything has been written.
  private var hasBegun = false
  /// So much of a byte order mark has come, all before anything else; nil once something else has.
  private var marked: Int? = 0
  /// The first byte of U+0080 to U+009F, which are control characters too.
  private var isHeld = false

  /// U+FFFD, for half a character: as it is, what comes after white space that is left out would be its other half.
  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Hostile JSON goes no farther to the right.
  private static let deepest = 64

  /// At the beginning of a text.
  public init(_ marks: Marks = Marks()) { self.marks = marks }

  /// Adds the next part of the text to `output`, as far as it can be said already.
  public mutating func write(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    for index in bytes.indices {
      if marked != nil, isMark(bytes[index], &output) { continue }
      take(bytes[index], &output)
    }
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// RFC 8259 §8.1: parsers "MAY ignore the presence of a byte order mark".
  private mutating func isMark(_ byte: UInt8, _ output: inout [UInt8]) -> Bool {
    guard let count = marked else { return false }
    if count < Self.mark.count, byte == Self.mark[count] {
      marked = count + 1
      return true
    }
    endMark(&output)
    return false
  }

  /// What began like one and is none is not lost.
  private mutating func endMark(_ output: inout [UInt8]) {
    guard let count = marked else { return }
    marked = nil
    if count < Self.mark.count { for byte in Self.mark[..<count] { take(byte, &output) } }
  }

  /// The text is over: the line ends.
  public mutating func end(_ output: inout [UInt8]) {
    endMark(&output)
    flush(&output)
    if case .between = place {} else { output += marks.reset }
    place = .between
    if hasBegun { output.append(0x0A) }
    hasBegun = false
  }

  private mutating func take(_ byte: UInt8, _ output: inout [UInt8]) {
    switch place {
    case .string(let isEscaped):
      put(byte, &output)
      if isEscaped {
        place = .string(isEscaped: false)
      } else if byte == UInt8(ascii: "\\") {
        place = .string(isEscaped: true)
      } else if byte == UInt8(ascii: "\"") {
        output += marks.reset
        place = .between
      }
    case .scalar where Self.endsScalar(byte):
      flush(&output)
      output += marks.reset
      place = .between
      structure(byte, &output)
    case .scalar: put(byte, &output)
    case .between: structure(byte, &output)
    }
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\""):
      true
    default: false
    }
  }

  private mutating func structure(_ byte: UInt8, _ output: inout [UInt8]) {
    switch byte {
    case 0x20, 0x0A, 0x0D, 0x09: break
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      beginValue(&output)
      output.append(byte)
      isObject.append(byte == UInt8(ascii: "{"))
      (hasOpened, expectsKey) = (true, isObject.last == true)
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      _ = isObject.popLast()
      if !hasOpened { breakLine(&output) }
      (hasOpened, expectsKey) = (false, false)
      output.append(byte)
    case UInt8(ascii: ","):
      output.append(byte)
      breakLine(&output)
      expectsKey = isObject.last == true
    case UInt8(ascii: ":"):
      output += [byte, 0x20]
      expectsKey = false
    case UInt8(ascii: "\""):
      beginValue(&output)
      output += expectsKey ? marks.key : marks.string
      output.append(byte)
      place = .string(isEscaped: false)
    default:
      beginValue(&output)
      let isNumber = byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte)
      output += isNumber ? marks.number : marks.literal
      place = .scalar
      put(byte, &output)
    }
  }

  /// What comes first in something begins a line, and so does a text after another.
  private mutating func beginValue(_ output: inout [UInt8]) {
    if hasOpened || (hasBegun && isObject.isEmpty) { breakLine(&output) }
    (hasOpened, hasBegun) = (false, true)
  }

  private func breakLine(_ output: inout [UInt8]) {
    output.append(0x0A)
    output += repeatElement(0x20, count: 2 * min(isObject.count, Self.deepest))
  }

  private mutating func put(_ byte: UInt8, _ output: inout [UInt8]) {
    if isHeld {
      isHeld = false
      if (0x80..<0xA0).contains(byte) { return escape(byte, &output) }
      output += byte & 0xC0 == 0x80 ? [0xC2] : Self.replacement
    }
    if byte == 0xC2 {
      isHeld = true
    } else if byte < 0x20 || byte == 0x7F {
      escape(byte, &output)
    } else {
      output.append(byte)
    }
  }

  private mutating func flush(_ output: inout [UInt8]) {
    if isHeld { output += Self.replacement }
    isHeld = false
  }

  private func escape(_ byte: UInt8, _ output: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    output += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}
