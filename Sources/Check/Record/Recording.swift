public import Client
public import Transcript
import Transfer

/// Sessions as a check file: what was asked, and what came, so that a server that behaves the same passes.
///
/// What is a credential becomes a variable, and the head of the file says which.
public struct Recording: Sendable {
  /// One URL of a command line, with all its connections.
  public struct Session: Sendable {
    /// What was to be done.
    public var job: Job
    /// What happened, in its order.
    public var records: [Record]
    /// The body of the last response; nil if it is not known, or was not wanted.
    public var body: [UInt8]?
    /// How many records before these are gone.
    public var dropped: Int
    /// What was said of it in the end, if it was a failure.
    public var failure: String?

    /// These parts.
    public init(
      _ job: Job, _ records: [Record], body: [UInt8]? = nil, dropped: Int = 0,
      failure: String? = nil
    ) {
      self.job = job
      self.records = records
      self.body = body
      self.dropped = dropped
      self.failure = failure
    }
  }

  /// In their order.
  public var sessions: [Session]
  /// What `upshift check` begins with, unless told: only what differs from it is written.
  public var usual: Job

  /// These sessions.
  public init(_ sessions: [Session] = [], usual: Job) {
    self.sessions = sessions
    self.usual = usual
  }

  /// Why a job cannot be written as a check; nil if it can.
  public static func obstacle(to job: Job) -> String? {
    guard let method = job.method,
      method.isEmpty || !method.unicodeScalars.allSatisfy(Parser.isMethod)
        || !("A"..."Z" ~= (method.first ?? "-"))
    else { return nil }
    return "a check file has only methods in capitals, not '\(method)'"
  }

  /// The text of the file: UTF-8.
  public func text() -> [UInt8] {
    var credentials = Credentials()
    var used: Set<String> = []
    // Once to learn all credentials, and once to write without them.
    var learning = Spelling()
    writeEntries(to: &learning, &credentials, &used)
    credentials.finishLearning()
    var entries = Spelling()
    writeEntries(to: &entries, &credentials, &used)
    var spelling = Spelling()
    spelling.write(
      "# Recorded by upshift --record or /save. Delete what is not the same each time.\n")
    spelling.write("#\n# To run it: upshift check")
    for option in used.sorted() { spelling.write(" " + option) }
    spelling.write(" FILE\n")
    if !credentials.used.isEmpty {
      spelling.write(
        """
        # Credentials are variables, to be given as --secret NAME=VALUE, or in the environment
        # as UPSHIFT_SECRET_NAME:\n
        """)
      for variable in credentials.used {
        spelling.write("#   \(variable.name): ")
        spelling.write(credentials.comment(String(variable.place.prefix(100))), in: .line)
        spelling.write("\n")
      }
    }
    return spelling.bytes + entries.bytes
  }

  /// The entries, and which options of the command line they need beside.
  private func writeEntries(
    to spelling: inout Spelling, _ credentials: inout Credentials, _ used: inout Set<String>
  ) {
    for session in sessions {
      let request = RecordedRequest(session.job, usual: usual)
      used.formUnion(request.options)
      let connections = RecordedConnection.all(of: session.records)
      for (index, connection) in connections.enumerated() {
        let isLast = index + 1 == connections.count
        spelling.write("\n")
        if index == 0, session.dropped > 0 {
          spelling.write(
            "# \(session.dropped) older records are gone: this is not the beginning.\n")
        }
        request.write(to: &spelling, &credentials)
        connection.write(
          body: isLast ? session.body : nil, failure: isLast ? session.failure : nil,
          of: session.job, to: &spelling, &credentials)
      }
    }
  }
}
