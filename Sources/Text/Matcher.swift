import Platform

/// A regular expression as it was typed, and compiled.
public struct Pattern {
  /// As it was typed.
  public let text: String
  let expression: Regex<AnyRegexOutput>

  /// Throws if `text` is no regular expression.
  public init(_ text: String) throws(InvalidPattern) {
    self.text = text
    do {
      expression = try Regex(text)
    } catch {
      throw InvalidPattern(message: "'\(text)' is not a regular expression: \(error)")
    }
  }
}

/// What was typed is no regular expression.
public struct InvalidPattern: Error, Hashable, Sendable {
  /// Quotes it, and says why.
  public let message: String
}

/// A regular expression whose time is bounded: Swift's engine backtracks, and a message is the
/// peer's to choose. The search runs on a thread of its own, which is given up on when it takes too
/// long.
public final class Matcher {
  private let thread: BoundedThread<String, Bool>
  private var isLost = false

  /// Seconds that one message may take.
  private static let patience = 1.0

  /// Begins the thread.
  public init(_ pattern: Pattern) {
    nonisolated(unsafe) let expression = pattern.expression
    thread = BoundedThread { text in ((try? expression.firstMatch(in: text)) ?? nil) != nil }
  }

  /// Whether a part of `text` matches; `nil` if that took too long, now or before.
  public func matches(_ text: String) -> Bool? {
    guard !isLost else { return nil }
    thread.ask(text)
    let answer = thread.answer(within: Self.patience)
    isLost = answer == nil
    return answer
  }
}
