/// Takes a sequence of JSON texts apart as it comes, as jq does: they need nothing between them where it is clear what ends.
/// Whether each is valid is not looked at; something between two of them that is none is one too.
public struct Documents: Sendable {
  /// The beginning of a text whose end has not come.
  private var rest: [UInt8] = []
  private var depth = 0
  private var (isInString, isEscaped) = (false, false)
  private var isFirst = true

  /// RFC 8259 §8.1: parsers "MAY ignore the presence of a byte order mark".
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// At the beginning.
  public init() {}

  /// How many bytes of a text are kept until its end comes.
  public var pending: Int { rest.count }

  /// The texts that end in the next part of the sequence, without the white space around them.
  public mutating func add(_ bytes: Span<UInt8>) -> [[UInt8]] {
    var whole: [[UInt8]] = []
    for index in bytes.indices { take(bytes[index], &whole) }
    return whole
  }

  /// Nothing more comes: what is left.
  public mutating func end() -> [UInt8]? {
    var whole: [[UInt8]] = []
    end(&whole)
    return whole.first
  }

  private mutating func take(_ byte: UInt8, _ whole: inout [[UInt8]]) {
    if isInString {
      rest.append(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
        if depth == 0 { end(&whole) }
      }
      return
    }
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D:
      if depth == 0 { end(&whole) } else { rest.append(byte) }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if depth == 0 { end(&whole) }
      rest.append(byte)
      depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      rest.append(byte)
      depth -= 1
      if depth <= 0 { end(&whole) }
    case UInt8(ascii: "\""):
      if depth == 0 { end(&whole) }
      rest.append(byte)
      isInString = true
    default: rest.append(byte)
    }
  }

  private mutating func end(_ whole: inout [[UInt8]]) {
    if isFirst, rest.starts(with: Self.mark) { rest.removeFirst(Self.mark.count) }
    if !rest.isEmpty {
      whole.append(rest)
      isFirst = false
    }
    (rest, depth) = ([], 0)
  }
}
