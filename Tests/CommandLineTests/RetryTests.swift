import Testing

@testable import CommandLine

@Suite struct RetryTests {
  /// Of a server that is always busy, how long is waited before each further attempt.
  private func waits(_ retry: Retry, after attempt: Retry.Attempt) -> [Int] {
    var waits: [Int] = []
    while let wait = retry.wait(
      before: waits.count + 1, after: attempt, elapsed: Double(waits.reduce(0, +)))
    {
      waits.append(wait)
    }
    return waits
  }

  private static let busy = Retry.Attempt(status: 0, response: 503)

  @Test func doublesUpToTenMinutes() {
    let retry = Retry(attempts: 12)
    #expect(
      waits(retry, after: Self.busy) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600])
  }

  @Test func takesADelay() {
    #expect(waits(Retry(attempts: 3, delay: 5), after: Self.busy) == [5, 5, 5])
  }

  @Test func endsInTime() {
    #expect(waits(Retry(attempts: 99, maximumTime: 6), after: Self.busy) == [1, 2, 4])
  }

  @Test func heedsRetryAfter() {
    var attempt = Self.busy
    attempt.retryAfter = 3
    #expect(waits(Retry(attempts: 3), after: attempt) == [3, 3, 4])
    #expect(waits(Retry(attempts: 3, maximumTime: 2), after: attempt).isEmpty)
  }

  @Test(
    arguments: [
      (0, 200, false), (0, 404, false), (0, 408, true), (0, 429, true), (0, 500, true),
      (0, 501, false), (22, 502, true), (22, 404, false), (113, 504, true), (113, 403, false),
      (28, nil, true), (6, nil, true), (5, nil, true), (7, nil, false), (35, nil, false),
      (56, nil, false),
    ] as [(Int32, Int?, Bool)])
  func knowsWhatMayPass(status: Int32, response: Int?, isRetried: Bool) {
    let attempt = Retry.Attempt(status: status, response: response)
    #expect((Retry(attempts: 1).reason(attempt) != nil) == isRetried)
    #expect(
      (Retry(attempts: 1, coversAllErrors: true).reason(attempt) != nil)
        == (isRetried || status != 0))
  }
}

@Suite struct PaceTests {
  @Test func keepsAnInterval() {
    var pace = Pace(0.5)
    #expect(pace.next(now: 10) == 10)
    #expect(pace.next(now: 10.2) == 10.5)
    #expect(pace.next(now: 12) == 12)
  }

  @Test func lacksOne() {
    var pace = Pace(nil)
    #expect(pace.next(now: 10) == 10)
    #expect(pace.next(now: 10) == 10)
  }
}
