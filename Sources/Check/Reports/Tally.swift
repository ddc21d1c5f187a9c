import Text
import Transcript

extension EntryResult {
  /// Text and binary messages, both directions.
  var messages: Int { transcript.count(where: \.isMessage) + messagesLeftOut }
}

/// How many there were of each.
public struct Tally: Hashable, Sendable {
  /// Checks by what came of them.
  public private(set) var passed = 0, failed = 0, errors = 0, skipped = 0
  /// Requests that were answered.
  public private(set) var requests = 0
  /// Text and binary messages, both directions.
  public private(set) var messages = 0
  /// Expectations, met or not.
  public private(set) var expectations = 0

  /// Of these checks.
  public init(_ checks: some Sequence<CheckResult>) {
    for check in checks { add(check) }
  }

  /// All checks.
  public var checks: Int { passed + failed + errors + skipped }

  private mutating func add(_ check: CheckResult) {
    switch check.outcome {
    case .passed: passed += 1
    case .failed: failed += 1
    case .error: errors += 1
    case .skipped: skipped += 1
    }
    for entry in check.entries {
      requests += entry.exchanges.count
      messages += entry.messages
      expectations += entry.met + entry.findings.count { $0.kind == .failure }
    }
    requests += check.unlisted.requests
    messages += check.unlisted.messages
    expectations += check.unlisted.met + check.unlisted.findings
  }
}

extension CheckResult {
  /// `2 requests, 5 messages, 0.31 s`; no messages are not mentioned.
  var size: String {
    let tally = Tally(CollectionOfOne(self))
    var parts = [counted(tally.requests, "request")]
    if tally.messages > 0 { parts.append(counted(tally.messages, "message")) }
    return (parts + [seconds(duration)]).joined(separator: ", ")
  }
}

/// `0.31 s`, or of what is shorter than a tenth `12.3 ms`.
func seconds(_ value: Double) -> String {
  value > 0 && value < 0.1 ? Interval.text(value) : decimal(value, places: 2) + " s"
}
