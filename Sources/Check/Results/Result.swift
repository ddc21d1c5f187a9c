public import Transcript

/// What came of a run.
public struct Summary: Sendable {
  /// In the order of the command line.
  public var checks: [CheckResult] = []
  /// Seconds.
  public var duration = 0.0
  /// Seconds since 1970 at its start.
  public var started = 0.0

  /// Nothing yet.
  public init() {}
}

/// What came of one check file.
public struct CheckResult: Sendable {
  /// The word for it.
  public enum Outcome: String, Sendable {
    /// All was met.
    case passed
    /// Something came, and it was not what is expected.
    case failed
    /// Nothing could be judged: no connection, no such variable, no such file.
    case error
    /// It was not run.
    case skipped
  }

  /// The file's name as it was given.
  public var name: String
  /// Seconds since the run's start.
  public var started = 0.0
  /// Seconds.
  public var duration = 0.0
  /// In their order; those that were not run are not here.
  public var entries: [EntryResult] = []
  /// Rounds that are not among ``entries``.
  public var unlisted = Unlisted()
  /// The text of the file by lines.
  public var lines: [String] = []
  /// It was not run, by its own `skip`, or because of an earlier failure.
  public var isSkipped = false

  /// A check that has not begun.
  public init(name: String) { self.name = name }

  /// What to call it.
  public var outcome: Outcome {
    if isSkipped { return .skipped }
    let findings = entries.flatMap(\.findings)
    return findings.contains { $0.kind == .error } ? .error : findings.isEmpty ? .passed : .failed
  }
}

/// Rounds (`repeat`) of which nothing is kept but the numbers.
public struct Unlisted: Hashable, Sendable {
  /// How many there were.
  public private(set) var rounds = 0
  /// What there was in them.
  public private(set) var requests = 0, messages = 0, met = 0, findings = 0

  /// None.
  public init() {}

  mutating func add(_ entry: EntryResult) {
    rounds += 1
    requests += entry.exchanges.count
    messages += entry.messages
    met += entry.met
    findings += entry.findings.count
  }
}

/// What came of one entry: its last attempt.
public struct EntryResult: Sendable {
  /// Of the method.
  public var position: Position
  /// `GET`.
  public var method: String
  /// With its variables, without secrets.
  public var url: String
  /// How often it was tried.
  public var attempts = 1
  /// What came of those before the last, the newest of them.
  public var earlier: [Earlier] = []
  /// Seconds since the check's start.
  public var started = 0.0
  /// Seconds.
  public var duration = 0.0
  /// The chain of exchanges.
  public var exchanges: [ExchangeResult] = []
  /// What happened, messages too, without its middle if it was too much; times in seconds since the entry's
  /// start.
  public var transcript: [Record] = []
  /// Messages that are not in ``transcript``.
  public var messagesLeftOut = 0
  /// What was captured, as text; a secret is `***`.
  public var captures: [(name: String, value: String)] = []
  /// How many expectations were met.
  public var met = 0
  /// What was not met, or went wrong.
  public var findings: [Finding] = []

  /// An entry that has not begun.
  public init(position: Position, method: String, url: String) {
    self.position = position
    self.method = method
    self.url = url
  }
}

/// An attempt that another one followed.
public struct Earlier: Sendable {
  /// From 1 on.
  public var number: Int
  /// Seconds since the check's start.
  public var started: Double
  /// What made another attempt necessary.
  public var finding: Finding
}

/// One request and its answer.
public struct ExchangeResult: Sendable {
  /// `GET`.
  public var method: String
  /// Without credentials.
  public var url: String
  /// The answer's.
  public var status: Int
  /// `HTTP/1.1`.
  public var version: String
  /// Seconds since the entry's start, and seconds.
  public var started: Double, duration: Double
  /// The lines of the heads, credentials hidden.
  public var requestHead: [String], responseHead: [String]
  /// What was decided on it: `asking again as a WebSocket handshake`.
  public var decision: String?
  /// Where the time went, if that is known; together at most `duration`.
  public var phases = Phases()
  /// The start of the body, to be shown: as much as the runner keeps, without secrets.
  public var body: [UInt8] = []
  /// Bytes of the whole body.
  public var bodySize = 0

  /// An exchange.
  public init(
    method: String, url: String, status: Int, version: String, started: Double, duration: Double,
    requestHead: [String], responseHead: [String], decision: String? = nil
  ) {
    self.method = method
    self.url = url
    self.status = status
    self.version = version
    self.started = started
    self.duration = duration
    self.requestHead = requestHead
    self.responseHead = responseHead
    self.decision = decision
  }
}

/// Seconds that each stretch of an exchange took, in their order; 0 for one that did not happen.
public struct Phases: Hashable, Sendable {
  /// Asking for the address.
  public var lookup = 0.0
  /// Until the connection was made.
  public var connect = 0.0
  /// The handshake of TLS.
  public var tls = 0.0
  /// From the request to the first byte of the answer.
  public var wait = 0.0
  /// From there to its end.
  public var receive = 0.0

  /// Nothing is known.
  public init() {}
}

/// An expectation that was not met, or an error.
public struct Finding: Hashable, Sendable {
  /// Which of the two.
  public enum Kind: String, Hashable, Sendable {
    /// It was not what is expected: exit status 117.
    case failure
    /// It could not be judged.
    case error
  }

  /// Which of the two.
  public var kind: Kind
  /// Where in the file.
  public var position: Position
  /// One line, without a full stop: `status is 500`.
  public var message: String
  /// What was asked, with variables filled in; nil for an error.
  public var expected: String?
  /// What came; nil if nothing did.
  public var actual: String?
  /// Of an error: the exit status that it would have on the command line.
  public var status: Int32
  /// When, in seconds since the entry's start.
  public var time: Double
  /// Where the two part, or what to do about it; a line each.
  public var notes: [String] = []

  /// A finding.
  public init(
    _ kind: Kind, at position: Position, _ message: String, expected: String? = nil,
    actual: String? = nil, status: Int32 = 117, time: Double = 0
  ) {
    self.kind = kind
    self.position = position
    self.message = message
    self.expected = expected
    self.actual = actual
    self.status = status
    self.time = time
  }
}
