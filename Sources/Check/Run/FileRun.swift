import Client
import Jq
import Platform
import Text
import Transcript
import Transfer

/// One check file, from its first entry to its last.
struct FileRun {
  private let file: File
  private let plan: Plan
  private let evaluator: Evaluator
  private let cancellation: Cancellation
  private let root: Root
  private let start = Clock.now()
  private let deadline: Double?
  private var result: CheckResult
  private var secrets: [[UInt8]]
  /// Rounds of this entry that are kept, by what came of them.
  private var listed: [Finding.Kind?: Int] = [:]
  /// Of the messages that came.
  private var bytes = 0

  /// - Parameter runStart: when the run began, in `Clock` seconds.
  init(
    _ file: File, _ plan: Plan, filters: Jq.Filters, cancellation: Cancellation, runStart: Double
  ) {
    self.file = file
    self.plan = plan
    self.cancellation = cancellation
    let root = Root(plan.fileRoot, of: file.name)
    self.root = root
    evaluator = Evaluator(filters: filters, variables: plan.variables) {
      name, position throws(Trouble) in try root.contents(of: name, at: position)
    }
    deadline = plan.maximumTime.map { [start] in start + $0 }
    evaluator.deadline = deadline
    secrets = plan.secrets.map { Array($0.utf8) }
    result = CheckResult(name: file.name)
    result.lines = file.lines
    result.started = start - runStart
  }

  /// Runs it.
  mutating func run() -> CheckResult {
    if cancellation.isCancelled {
      result.isSkipped = true
      return result
    }
    do {
      let session = try Session()
      for entry in file.entries {
        guard run(entry, on: session) || plan.continuesOnError else { break }
        guard !cancellation.isCancelled else { break }
      }
    } catch {
      var none = EntryResult(position: Position(line: 1, column: 1), method: "", url: "")
      none.findings = [
        Finding(.error, at: none.position, error.message, status: Int32(error.code))
      ]
      result.entries.append(none)
    }
    result.isSkipped = result.entries.isEmpty && file.entries.contains { !$0.options.isEmpty }
    result.duration = Clock.now() - start
    return Redaction(secrets).applied(to: result)
  }

  /// An entry as often as it says; false if it failed.
  private mutating func run(_ entry: Entry, on session: Session) -> Bool {
    let choices: Choices
    do throws(Trouble) {
      choices = try Choices(entry.options, plan, evaluator) {
        [root] name, position throws(Trouble) in try root.place(of: name, at: position)
      }
    } catch {
      var failed = EntryResult(
        position: entry.position, method: entry.method, url: Secrets.hidden(url: entry.url.source))
      failed.findings = [Finding(error)]
      result.entries.append(failed)
      return false
    }
    guard !choices.skips else { return true }
    var isMet = true
    var round = 0
    listed = [:]
    while choices.repeats < 0 || round < choices.repeats {
      round += 1
      // Such an attempt says that the time is over, and no more.
      let isLast = timeLeft <= 0
      let came = attempts(entry, choices, on: session)
      isMet = isMet && came.findings.isEmpty
      keep(came, mayGo: round > 1 && !isLast)
      guard isMet || plan.continuesOnError, !isLast, !cancellation.isCancelled else { break }
    }
    return isMet
  }

  /// Of an entry, and of each outcome.
  private static let mostRounds = 1000
  /// The most bytes of messages that are kept of rounds after the first.
  private static let mostBytes = 64 << 20

  /// Rounds may go on for ever: of those that come late, or after much has come, only the number is kept.
  private mutating func keep(_ came: EntryResult, mayGo: Bool) {
    var came = came
    let kind = came.mainFinding?.kind
    listed[kind, default: 0] += 1
    bytes += came.transcript.reduce(0) { $0 + ($1.payload?.count ?? 0) }
    let isMuch = bytes > Self.mostBytes
    if mayGo, listed[kind, default: 0] > Self.mostRounds || isMuch && kind == nil {
      return result.unlisted.add(came)
    }
    if mayGo, isMuch {
      came.messagesLeftOut = came.messages
      came.transcript = []
    }
    result.entries.append(came)
  }

  /// Until it is met, or often enough.
  private mutating func attempts(
    _ entry: Entry, _ choices: Choices, on session: Session
  ) -> EntryResult {
    var number = 0
    var earlier: [Earlier] = []
    while true {
      number += 1
      if choices.delay > 0 { _ = pause(choices.delay) }
      let attempt = Attempt(entry, plan, evaluator, cancellation)
      var came = attempt.run(choices, on: session, start: start, deadline: deadline)
      secrets += attempt.secrets
      came.attempts = number
      came.earlier = earlier
      guard !came.findings.isEmpty, choices.retries < 0 || number <= choices.retries,
        pause(choices.retryInterval)
      else { return came }
      if let finding = came.mainFinding {
        earlier.append(Earlier(number: number, started: came.started, finding: finding))
      }
      earlier.removeFirst(max(0, earlier.count - Self.mostEarlier))
    }
  }

  private var timeLeft: Double { evaluator.left }

  /// A pattern shows in fewer.
  private static let mostEarlier = 50

  /// False if there is no time for it.
  private func pause(_ seconds: Double) -> Bool {
    let left = timeLeft
    return cancellation.wait(seconds: min(seconds, max(0, left))) && left > seconds
  }
}
