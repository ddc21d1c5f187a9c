/// Takes a sequence of JSON texts apart as it comes, as jq does: they need nothing between them where it is clear what ends.
/// Whether each is valid is not looked at; something between two of them that is none is one too.
public struct Documents: Sendable {
  /// Where a text ends, as seen from a byte.
  private enum Edge { case none, before, after, around }

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
    // Of what is before it nothing is left to take.
    var start = 0
    for index in bytes.indices {
      switch edge(at: bytes[index]) {
      case .none: break
      case .before:
        take(bytes.extracting(start..<index), &whole)
        start = index
      case .after:
        take(bytes.extracting(start...index), &whole)
        start = index + 1
      case .around:
        take(bytes.extracting(start..<index), &whole)
        start = index + 1
      }
    }
    append(bytes.extracting(start..<bytes.count))
    return whole
  }

  /// Nothing more comes: what is left.
  public mutating func end() -> [UInt8]? {
    var whole: [[UInt8]] = []
    end(&whole)
    return whole.first
  }

  private mutating func edge(at byte: UInt8) -> Edge {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
        return depth == 0 ? .after : .none
      }
      return .none
    }
    let isOutside = depth == 0
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D: return isOutside ? .around : .none
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      return isOutside ? .before : .none
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth = max(0, depth - 1)
      return depth == 0 ? .after : .none
    case UInt8(ascii: "\""):
      isInString = true
      return isOutside ? .before : .none
    default: return .none
    }
  }

  private mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe rest.append(contentsOf: $0) }
  }

  private mutating func take(_ bytes: Span<UInt8>, _ whole: inout [[UInt8]]) {
    append(bytes)
    end(&whole)
  }

  private mutating func end(_ whole: inout [[UInt8]]) {
    if isFirst, rest.starts(with: Self.mark) { rest.removeFirst(Self.mark.count) }
    if !rest.isEmpty {
      whole.append(rest)
      isFirst = false
    }
    rest = []
  }
}
