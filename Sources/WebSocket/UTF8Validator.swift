/// Tells, over any split of a text, at which byte it stops being the beginning of valid UTF-8
/// (RFC 3629): overlong forms, surrogates and code points above U+10FFFF are refused at the first byte
/// that proves them.
public struct UTF8Validator: Sendable {
  /// How many continuation bytes the character in progress still needs.
  private var needed = 0
  /// What the next continuation byte may be.
  private var lower: UInt8 = 0x80
  private var upper: UInt8 = 0xBF

  /// At the beginning of a text.
  public init() {}

  /// Whether the text may end here: no character is in progress.
  public var isComplete: Bool { needed == 0 }

  /// Goes on with `bytes` and returns the index of the first that cannot be part of the text, or nil.
  public mutating func firstInvalid(in bytes: Span<UInt8>) -> Int? {
    let count = bytes.count
    var index = 0
    while true {
      while needed > 0 {
        guard index < count else { return nil }
        let byte = bytes[index]
        guard lower <= byte, byte <= upper else { return index }
        lower = 0x80
        upper = 0xBF
        needed &-= 1
        index &+= 1
      }
      index = Self.skipASCII(in: bytes, from: index)
      guard index < count else { return nil }
      switch bytes[index] {
      case 0xC2...0xDF: needed = 1
      case 0xE0: (needed, lower) = (2, 0xA0)
      case 0xE1...0xEC, 0xEE...0xEF: needed = 2
      case 0xED: (needed, upper) = (2, 0x9F)
      case 0xF0: (needed, lower) = (3, 0x90)
      case 0xF1...0xF3: needed = 3
      case 0xF4: (needed, upper) = (3, 0x8F)
      default: return index
      }
      index &+= 1
    }
  }

  /// The index of the first byte at or after `start` that is not ASCII, or the end.
  private static func skipASCII(in span: Span<UInt8>, from start: Int) -> Int {
    let bytes = unsafe span.bytes
    let count = span.count
    var index = start
    while index &+ 32 <= count {
      let four = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
      guard (four[0] | four[1] | four[2] | four[3]) & 0x8080_8080_8080_8080 == 0 else { break }
      index &+= 32
    }
    while index &+ 8 <= count {
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let high = word.littleEndian & 0x8080_8080_8080_8080
      guard high == 0 else { return index &+ high.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < count, span[index] < 0x80 { index &+= 1 }
    return index
  }
}
