import Platform

/// `--retry` and its kin: which failures are worth another attempt, and when, as curl has it.
struct Retry {
  /// `--retry`: how many attempts there may be after the first.
  var attempts = 0
  /// `--retry-delay`, in seconds; 0 for one that doubles.
  var delay = 0
  /// `--retry-max-time`, in seconds since the first attempt; 0 for no end.
  var maximumTime = 0
  /// `--retry-all-errors`.
  var coversAllErrors = false
  /// `--retry-connrefused`.
  var coversRefusedConnections = false

  /// What came of an attempt, as far as it counts here.
  struct Attempt {
    /// The exit status as it stands.
    var status: Int32
    /// The last response's.
    var response: Int?
    /// Seconds of Retry-After.
    var retryAfter = 0
    /// The errno of a connection that could not be made.
    var systemError: Int32 = 0
  }

  /// The longest delay that doubling leads to, in seconds.
  private static let longestDelay = 600

  /// Why `attempt` is worth another; nil if it is not.
  func reason(_ attempt: Attempt) -> String? {
    switch attempt.status {
    case 28: return "it took too long"
    case 5, 6: return "the name could not be looked up"
    case 7 where coversRefusedConnections && attempt.systemError == ECONNREFUSED:
      return "the connection was refused"
    case 0, 22, 113:
      if let response = attempt.response, [408, 429, 500, 502, 503, 504].contains(response) {
        return "the answer was \(response)"
      }
    default: break
    }
    return attempt.status != 0 && coversAllErrors ? "it failed" : nil
  }

  /// Seconds to wait before attempt number `number`, 1 being the first that is another one.
  ///
  /// - Parameter elapsed: seconds since the first attempt began.
  /// - Returns: nil if there is to be none.
  func wait(before number: Int, after attempt: Attempt, elapsed: Double) -> Int? {
    guard number <= attempts, reason(attempt) != nil,
      maximumTime == 0 || elapsed < Double(maximumTime)
    else { return nil }
    let usual = delay > 0 ? delay : min(Self.longestDelay, 1 << min(number - 1, 20))
    let wait = max(usual, attempt.retryAfter)
    if attempt.retryAfter > usual, maximumTime > 0, elapsed + Double(wait) > Double(maximumTime) {
      return nil
    }
    return wait
  }
}
