import Client
import Jq
import Platform
import Transfer

/// All checks of a command line, several at a time.
public final class Run: Sendable {
  /// What there is to show meanwhile.
  public enum Event: Sendable {
    /// A check has begun: its place.
    case began(Int)
    /// A check is over.
    case ended(Int, CheckResult)
  }

  private struct State {
    var next = 0
    var events: [Event] = []
  }

  private let files: [File]
  private let plan: Plan
  private let filters = Jq.Filters()
  private let cancellation = Cancellation()
  private let state = Guarded(State())
  private let start = Clock.now()
  private let news = Wake()

  /// Checks that have not begun.
  public init(_ files: [File], _ plan: Plan) {
    self.files = files
    var plan = plan
    plan.job.catchesSignals = false
    plan.job.options.keepsRequests = true
    plan.job.options.keepsCertificates = true
    // Each check has cookies of its own.
    plan.job.options.cookieFiles.append("")
    self.plan = plan
  }

  /// What is wrong with the jq filters of the files, one mistake a file; to be asked before ``run(jobs:_:)``.
  public func objections() -> [SyntaxError] {
    files.compactMap { $0.objection(compiling: filters) }
  }

  /// Runs them, `jobs` at a time.
  ///
  /// - Parameters:
  ///   - observe: what happens, on this thread and in its order; nil every tenth of a second meanwhile.
  /// - Returns: the summary, and the signal that ended it if one did.
  public func run(jobs: Int, _ observe: (Event?) -> Void) -> (summary: Summary, signal: Int32?) {
    var summary = Summary()
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    summary.started = Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    summary.checks = files.map { CheckResult(name: $0.name) }
    let signals = Signals()
    var signal: Int32?
    let workers = (0..<min(max(1, jobs), files.count)).map { _ in begin() }
    var ended = 0
    while ended < files.count {
      var ends = [
        pollfd(fd: news.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      _ = poll(&ends, 2, 100)
      if ends[1].revents != 0, let number = signals.take() {
        signal = number
        cancellation.cancel(number)
      }
      if ends[0].revents != 0 { news.clear() }
      for event in take() {
        if case .ended(let place, let result) = event {
          summary.checks[place] = result
          ended += 1
        }
        observe(event)
      }
      observe(nil)
    }
    for worker in workers { worker?.join() }
    summary.duration = Clock.now() - start
    return (summary, signal)
  }

  private func take() -> [Event] {
    state.use { state in
      defer { state.events = [] }
      return state.events
    }
  }

  /// nil when it is over already, because there could be no thread.
  private func begin() -> StartedThread? {
    if let worker = startThread({ self.work() }) { return worker }
    work()
    return nil
  }

  private func work() {
    while let place = next() {
      tell(.began(place))
      var run = FileRun(
        files[place], plan, filters: filters, cancellation: cancellation, runStart: start)
      tell(.ended(place, run.run()))
    }
  }

  private func next() -> Int? {
    state.use { state in
      guard state.next < files.count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  private func tell(_ event: Event) {
    state.use { $0.events.append(event) }
    news.call()
  }
}
