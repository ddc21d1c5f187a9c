/// Tells, over any split of a text, at which byte it stops being the beginning of valid UTF-8
/// (RFC 3629): overlong forms, surrogates and code points above U+10FFFF are refused at the first byte
/// that proves them.
public struct UTF8Validator: Sendable {
  /// Whether all of `bytes` is UTF-8.
  public static func accepts(_ bytes: Span<UInt8>) -> Bool {
    var validator = Self()
    return validator.firstInvalid(in: bytes) == nil && validator.isComplete
  }

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
    var index = needed == 0 ? Self.endOfASCII(in: bytes, from: 0) : 0
    guard index < count else { return nil }
    var (needed, lower, upper) = (needed, lower, upper)
    defer { (self.needed, self.lower, self.upper) = (needed, lower, upper) }
    repeat {
      let byte = bytes[index]
      if needed > 0 {
        guard lower <= byte, byte <= upper else { return index }
        (lower, upper) = (0x80, 0xBF)
        needed &-= 1
      } else if byte < 0x80 {
        index = Self.endOfASCII(in: bytes, from: index)
        continue
      } else {
        let end = Self.endOfWholeCharacters(in: bytes, from: index)
        guard end == index else {
          index = end
          continue
        }
        switch byte {
        case 0xC2...0xDF: needed = 1
        case 0xE0: (needed, lower) = (2, 0xA0)
        case 0xE1...0xEC, 0xEE...0xEF: needed = 2
        case 0xED: (needed, upper) = (2, 0x9F)
        case 0xF0: (needed, lower) = (3, 0x90)
        case 0xF1...0xF3: needed = 3
        case 0xF4: (needed, upper) = (3, 0x8F)
        default: return index
        }
      }
      index &+= 1
    } while index < count
    return nil
  }

  /// Whether all of `span` is ASCII.
  @inlinable @inline(__always)
  public static func isASCII(_ span: Span<UInt8>) -> Bool {
    let bytes = unsafe span.bytes
    let count = span.count
    var all: UInt64 = 0
    var index = 0
    guard count >= 8 else {
      while index < count {
        all |= UInt64(span[index])
        index &+= 1
      }
      return all < 0x80
    }
    let last = count &- 8
    while index < last {
      all |= unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    all |= unsafe bytes.unsafeLoadUnaligned(fromByteOffset: last, as: UInt64.self)
    return all & 0x8080_8080_8080_8080 == 0
  }

  /// The index after the whole valid characters of more than one byte that begin at `start`, or at
  /// least after some of them.
  @inline(__always)
  private static func endOfWholeCharacters(in span: Span<UInt8>, from start: Int) -> Int {
    let bytes = unsafe span.bytes
    var index = start
    while index &+ 4 <= span.count {
      let four = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)
      let length = lengthOfCharacter(four.littleEndian)
      guard length > 0 else { break }
      index &+= length
    }
    return index
  }

  /// The length of the character of more than one byte that begins `word`, whose lowest byte comes first;
  /// 0 if there is no such character or it is not valid.
  @inline(__always)
  private static func lengthOfCharacter(_ word: UInt32) -> Int {
    if word & 0x00C0_C0F0 == 0x0080_80E0 {
      // Not overlong (E0 before less than A0), no surrogate (ED before A0 or more).
      let bits = word & 0x200F
      return bits != 0 && bits != 0x200D ? 3 : 0
    }
    if word & 0xC0E0 == 0x80C0 {
      return word & 0x1E != 0 ? 2 : 0
    }
    guard word & 0xC0C0_C0F8 == 0x8080_80F0 else { return 0 }
    // Not overlong (F0 before less than 90), not above U+10FFFF (F4 before 90 or more, F5 to F7).
    let isLow = word & 0x3000 == 0
    switch word & 7 {
    case 0: return isLow ? 0 : 4
    case 1...3: return 4
    case 4: return isLow ? 4 : 0
    default: return 0
    }
  }

  /// The index of the first byte at or after `start` that is not ASCII, or the end.
  private static func endOfASCII(in span: Span<UInt8>, from start: Int) -> Int {
    let bytes = unsafe span.bytes
    let count = span.count
    var index = start
    while index &+ 8 <= count {
      let length = unsafe lengthOfASCII(
        bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      guard length == 8 else { return index &+ length }
      index &+= 8
      while index &+ 32 <= count {
        let four = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
        guard lengthOfASCII(four[0] | four[1] | four[2] | four[3]) == 8 else { break }
        index &+= 32
      }
    }
    if index < count, count &- start >= 8 {
      // The last word, which begins with bytes that are known to be ASCII.
      let last = count &- 8
      return unsafe last
        &+ lengthOfASCII(bytes.unsafeLoadUnaligned(fromByteOffset: last, as: UInt64.self))
    }
    while index < count, span[index] < 0x80 { index &+= 1 }
    return index
  }

  /// How many bytes of ASCII `word` begins with in memory.
  @inline(__always)
  private static func lengthOfASCII(_ word: UInt64) -> Int {
    (word.littleEndian & 0x8080_8080_8080_8080).trailingZeroBitCount / 8
  }
}
