public import Client
public import HTTP
import Jq
import Platform

/// How checks are run: what the command line says of all of them.
public struct Plan: Sendable {
  /// What every request begins with: the options of the command line.
  public var job: Job
  /// `--variable` and its like.
  public var variables: [String: Value] = [:]
  /// Texts that are in no output (`--secret`).
  public var secrets: [String] = []
  /// How often an entry is tried again when it fails; -1 for ever.
  public var retries = 0
  /// Seconds between two attempts.
  public var retryInterval = 1.0
  /// After an entry that failed the next ones are run too.
  public var continuesOnError = false
  /// Where `file,…;` is looked for; nil for the folder of the check file.
  public var fileRoot: String?
  /// Seconds that a check may take.
  public var maximumTime: Double?
  /// The exit status and the line of what went wrong with a request.
  public var verdict: @Sendable (Outcome, URI) -> (status: Int32, message: String)

  /// One that only lacks its variables.
  public init(
    job: Job, verdict: @escaping @Sendable (Outcome, URI) -> (status: Int32, message: String)
  ) {
    self.job = job
    self.verdict = verdict
  }
}

/// Asks all checks of a run to end.
public final class Cancellation: Sendable {
  /// Readable once they are to end.
  let descriptor: Int32
  private let writer: Int32
  private let number = Guarded<Int32>(SIGINT)

  /// Nobody has asked yet.
  public init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    (descriptor, writer) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(descriptor)
    close(writer)
  }

  /// The signal that asked.
  var signal: Int32 { number.use { $0 } }

  /// Asks, as a signal did. It holds for good.
  public func cancel(_ signal: Int32) {
    number.use { $0 = signal }
    var byte: UInt8 = 1
    _ = withUnsafeBytes(of: &byte) { writeBytes($0, to: writer) }
  }

  /// Somebody asked.
  var isCancelled: Bool { !wait(seconds: 0) }

  /// Waits; false if somebody asks meanwhile, or had.
  func wait(seconds: Double) -> Bool {
    var end = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32(max(0, min(seconds * 1000, 1e9)).rounded(.up))
    return poll(&end, 1, milliseconds) <= 0
  }
}
