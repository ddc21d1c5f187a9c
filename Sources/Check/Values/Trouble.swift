/// Why there is no value.
public struct Trouble: Error, Hashable, Sendable {
  /// One line, without a full stop.
  public var message: String
  /// Where in the file.
  public var position: Position
  /// What came is not fit for what was asked, a text that is no JSON say: the expectation is not met. Or
  /// else the check itself is at fault: an unknown variable, an expression that does not compile.
  public var isFailure: Bool
  /// Of what is no failure: the exit status that it would have on the command line.
  public var status: Int32 = 2

  /// Something to tell.
  public init(_ message: String, at position: Position, isFailure: Bool) {
    self.message = message
    self.position = position
    self.isFailure = isFailure
  }

  /// `--max-time`.
  static func outOfTime(at position: Position) -> Trouble {
    var trouble = Trouble("the time was over (--max-time)", at: position, isFailure: false)
    trouble.status = 28
    return trouble
  }
}
