/// What the sequences that terminals send for keys mean (ECMA-48 §5.4; xterm's ctlseqs, "PC-Style
/// Function Keys"; rxvt and the Linux console where they differ).
enum Sequences {
  /// The key of `CSI parameters final`; nil starts a bracketed paste.
  static func key(parameters: [UInt8], final: UInt8, isAlt: Bool) -> Key? {
    guard let numbers = numbers(parameters) else { return .unknown }
    switch final {
    case UInt8(ascii: "~") where numbers == [200]: return nil
    // rxvt ends these with `$`, `^` or `@` for Shift, Ctrl or both.
    case UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "@"):
      return numbered(numbers.first ?? 0)
    case UInt8(ascii: "Z"): return .backTab
    // rxvt: arrows with Shift.
    case UInt8(ascii: "a")...UInt8(ascii: "d"): return arrow(final & 0xDF, isWord: isAlt)
    default: return arrow(final, isWord: isAlt || movesWords(numbers))
    }
  }

  /// The key of `SS3 parameters final`.
  static func applicationKey(parameters: [UInt8], final: UInt8, isAlt: Bool) -> Key {
    guard let numbers = numbers(parameters) else { return .unknown }
    switch final {
    case UInt8(ascii: "M"): return .enter
    // rxvt: arrows with Ctrl.
    case UInt8(ascii: "a")...UInt8(ascii: "d"): return arrow(final & 0xDF, isWord: true)
    default: return arrow(final, isWord: isAlt || movesWords(numbers))
    }
  }

  private static func numbered(_ number: Int) -> Key {
    switch number {
    case 1, 7: .home
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    default: .unknown
    }
  }

  private static func arrow(_ final: UInt8, isWord: Bool) -> Key {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): isWord ? .wordRight : .right
    case UInt8(ascii: "D"): isWord ? .wordLeft : .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    default: .unknown
    }
  }

  /// The last parameter less one is a set: 1 Shift, 2 Alt, 4 Ctrl, 8 Meta. (`CSI 1 ; 5 C`; older
  /// terminals leave the 1 out.)
  private static func movesWords(_ numbers: [Int]) -> Bool {
    guard let modifiers = numbers.last, modifiers > 1 else { return false }
    return (modifiers - 1) & 0b1110 != 0
  }

  /// At most two decimal numbers between semicolons, an absent one 0; nil for anything else.
  private static func numbers(_ parameters: [UInt8]) -> [Int]? {
    if parameters.isEmpty { return [] }
    var numbers = [0]
    for byte in parameters {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let number = numbers[numbers.count - 1] * 10 + Int(byte & 0x0F)
        guard number < 10_000 else { return nil }
        numbers[numbers.count - 1] = number
      case UInt8(ascii: ";") where numbers.count < 2: numbers.append(0)
      default: return nil
      }
    }
    return numbers
  }
}
