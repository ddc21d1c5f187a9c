/// A regular expression as it was typed, and compiled.
public struct Pattern {
  /// As it was typed.
  public let text: String
  let expression: Regex<AnyRegexOutput>

  /// Swift parses, compiles and asks classes within classes by recursion: 700 levels take 8 MiB of stack. It counts
  /// groups itself.
  static let mostLevels = 200

  /// Throws if `text` is no regular expression.
  ///
  /// - Parameter byScalars: `.` is one Unicode scalar, and `é` only as it is spelled: as most languages have
  ///   it, and hurl. Otherwise it is a character, for Swift `\r\n` also.
  public init(_ text: String, byScalars: Bool = false) throws(InvalidPattern) {
    self.text = text
    guard Self.levels(of: text) <= Self.mostLevels else {
      throw InvalidPattern(
        message: "'\(Escape.text(text.prefix(40)))…' has more than \(Self.mostLevels) levels of '['"
      )
    }
    do {
      let compiled = try Regex(text)
      expression = byScalars ? compiled.matchingSemantics(.unicodeScalar) : compiled
    } catch {
      throw InvalidPattern(message: "'\(text)' is not a regular expression: \(error)")
    }
  }

  /// How deep its classes nest, `[a[b]]` as `[a&&b&&c]`; rather more than it is than less.
  static func levels(of text: String) -> Int {
    let bytes = Array(text.utf8)
    // No `]` of a comment, or of `\Q…\E`, closes anything.
    let mayClose =
      !bytes.contains(UInt8(ascii: "#"))
      && !zip(bytes, bytes.dropFirst()).contains {
        $0 == UInt8(ascii: "\\") && $1 == UInt8(ascii: "Q")
      }
    var (open, operators, most) = (0, 0, 0)
    var before: UInt8 = 0
    var (isEscaped, isInBraces) = (false, false)
    for byte in bytes {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "{"), UInt8(ascii: "}"): isInBraces = byte == UInt8(ascii: "{")
      case UInt8(ascii: "["): open += 1
      // The first member of a class may be a `]`, and so may the name in `\x{]}`.
      case UInt8(ascii: "]")
      where open > 0 && mayClose && !isInBraces && !"[^&-~ \t\n\r".utf8.contains(before):
        open -= 1
      case UInt8(ascii: "&"), UInt8(ascii: "-"), UInt8(ascii: "~"):
        if open > 0, byte == before { operators += 1 }
      default: break
      }
      before = byte
      most = max(most, open + operators)
    }
    return most
  }
}

/// What was typed is no regular expression.
public struct InvalidPattern: Error, Hashable, Sendable {
  /// Quotes it, and says why.
  public let message: String
}
