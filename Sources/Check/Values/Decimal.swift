/// A number by its digits, of any length: 18-digit integers that differ in the last one do differ.
struct Decimal: Comparable {
  private let isNegative: Bool
  /// Without zeros in front or at the end; none for zero.
  private let digits: ArraySlice<UInt8>
  /// The value is 0.DIGITS times ten to this. Beyond a million billion all are one.
  private let exponent: Int

  /// Reads `[+-] digits [. digits] [e [+-] digits]`, which JSON's grammar (RFC 8259 §6) is a part of.
  init?(_ text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    let whole = Self.takeDigits(&rest)
    guard !whole.isEmpty else { return nil }
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = Self.takeDigits(&rest)
      guard !fraction.isEmpty else { return nil }
    }
    var power = 0
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      let isDown = rest.first == UInt8(ascii: "-")
      if isDown || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
      let digits = Self.takeDigits(&rest)
      guard !digits.isEmpty else { return nil }
      power = digits.reduce(0) { min($0 * 10 + Int($1 & 15), 1_000_000_000_000_000) }
      if isDown { power = -power }
    }
    guard rest.isEmpty else { return nil }
    let all = whole + fraction
    let significant = all.drop { $0 == UInt8(ascii: "0") }
    exponent = whole.count - (all.count - significant.count) + power
    digits = significant.prefix(
      (significant.lastIndex { $0 != UInt8(ascii: "0") } ?? significant.startIndex - 1) + 1
        - significant.startIndex)
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { 0x30...0x39 ~= $0 }
    rest = rest[digits.endIndex...]
    return digits
  }

  static func == (left: Self, right: Self) -> Bool {
    if left.digits.isEmpty || right.digits.isEmpty {
      return left.digits.isEmpty && right.digits.isEmpty
    }
    return left.isNegative == right.isNegative && left.exponent == right.exponent
      && left.digits == right.digits
  }

  static func < (left: Self, right: Self) -> Bool {
    let (leftSign, rightSign) = (left.sign, right.sign)
    guard leftSign == rightSign else { return leftSign < rightSign }
    return leftSign < 0 ? right.isSmallerInSize(than: left) : left.isSmallerInSize(than: right)
  }

  private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

  private func isSmallerInSize(than other: Self) -> Bool {
    guard exponent == other.exponent else { return exponent < other.exponent && !digits.isEmpty }
    return digits.lexicographicallyPrecedes(other.digits)
  }

  /// The integer towards zero, as digits; nil if it has more than a thousand.
  var truncated: String? {
    guard exponent > 0, !digits.isEmpty else { return "0" }
    guard exponent <= 1000 else { return nil }
    let kept = digits.prefix(exponent)
    return (isNegative ? "-" : "") + String(decoding: kept, as: UTF8.self)
      + String(repeating: "0", count: exponent - kept.count)
  }

  /// A number without what JSON's grammar does not have: a plus in front, and needless zeros.
  static func asJSON(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    var size = Array(text.utf8)[...]
    while let first = size.first, !(0x30...0x39 ~= first) { size.removeFirst() }
    while size.count > 1, size.first == 0x30, 0x30...0x39 ~= size[size.startIndex + 1] {
      size.removeFirst()
    }
    return sign + String(decoding: size, as: UTF8.self)
  }

  /// Whether a number is spelled as an integer, as hurl tells integers from floats.
  static func isInteger(_ text: String) -> Bool {
    !text.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
  }
}
