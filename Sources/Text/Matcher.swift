import Platform

/// A regular expression whose time is bounded: Swift's engine backtracks, and a message is the
/// peer's to choose. The search runs on a thread of its own, which is given up on when it takes too
/// long.
public final class Matcher {
  /// What a search came to.
  public enum Finding: Hashable, Sendable {
    /// No part matches.
    case nothing
    /// The first part that matches, by its first group; nil if the expression has none, or none that took
    /// part.
    case match(group: String?)
  }

  private enum Question: Sendable {
    case search(String)
    case replace(String, Replacement)
  }

  private enum Answer: Sendable {
    case finding(Finding)
    case text(String?)
  }

  private let thread: BoundedThread<Question, Answer>
  private let patience: Double
  private var isLost = false

  /// Begins the thread.
  ///
  /// - Parameter patience: seconds that one text may take.
  public init(_ pattern: Pattern, patience: Double = 1) {
    self.patience = patience
    nonisolated(unsafe) let expression = pattern.expression
    thread = BoundedThread { question in
      switch question {
      case .search(let text):
        guard let match = (try? expression.firstMatch(in: text)) ?? nil else {
          return .finding(.nothing)
        }
        let group = match.output.count > 1 ? match.output[1].substring : nil
        return .finding(.match(group: group.map { String($0) }))
      case .replace(let text, let replacement):
        return .text(replacement.applied(to: text, expression))
      }
    }
  }

  /// Whether a part of `text` matches; `nil` if that took too long, now or before.
  public func matches(_ text: String) -> Bool? { search(text).map { $0 != .nothing } }

  /// What is found in `text`; `nil` if that took too long, now or before: more than `seconds`, too.
  public func search(_ text: String, within seconds: Double = .infinity) -> Finding? {
    guard case .finding(let finding) = ask(.search(text), seconds) else { return nil }
    return finding
  }

  /// `text` with each part that matches replaced; `nil` if that took too long, now or before, or came to
  /// more than 64 MiB.
  ///
  /// - Parameter template: in it `$1` and `${1}` are the first group, `$0` the match, `$name` and `${name}`
  ///   a named group, `$$` is `$`; a group that there is not is empty.
  public func replacing(
    in text: String, with template: String, within seconds: Double = .infinity
  ) -> String? {
    guard case .text(let result) = ask(.replace(text, Replacement(template)), seconds) else {
      return nil
    }
    return result
  }

  private func ask(_ question: Question, _ seconds: Double) -> Answer? {
    guard !isLost else { return nil }
    thread.ask(question)
    let answer = thread.answer(within: min(patience, seconds))
    isLost = answer == nil
    return answer
  }
}
