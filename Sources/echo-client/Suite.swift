import Client
import HTTP
import Transfer
import Upgrade
import WebSocket

/// The Autobahn TestSuite's fuzzing server, seen from the client under test: it tells how many cases
/// there are, runs one on each connection, and writes its reports when it is told to.
final class Suite: ChainObserver {
  /// Why the suite could not be run to its end.
  struct Failed: Error {
    /// One sentence.
    let message: String
  }

  private let server: String
  private let agent: String
  private let session: Session
  private var echo = Echo()

  /// The suite of the server at `server`, a URL without a path; results are filed under `agent`.
  init(_ server: String, agent: String, on session: Session) {
    self.server = server
    self.agent = agent
    self.session = session
  }

  /// Runs the cases of these names, or all, and has the reports written. How a case ends is for the
  /// server to judge.
  func run(_ names: [String]) throws {
    if names.isEmpty {
      for number in 1...max(1, try count()) {
        _ = try visit("/runCase?case=\(number)&agent=\(agent)")
      }
    }
    for name in names { _ = try visit("/runCase?casetuple=\(name)&agent=\(agent)") }
    let reports = "/updateReports?agent=\(agent)"
    guard case .conversation(let ending) = try visit(reports), ending.received != nil else {
      throw Failed(message: "\(server)\(reports) was not closed by the server")
    }
  }

  private func count() throws -> Int {
    let outcome = try visit("/getCaseCount", isSilent: true)
    guard let answer = echo.first, let count = Int(String(decoding: answer, as: UTF8.self)),
      count > 0
    else { throw Failed(message: "\(server)/getCaseCount did not say a number: \(outcome)") }
    return count
  }

  private func visit(_ target: String, isSilent: Bool = false) throws -> Outcome {
    let url = server + target
    var job = Job(url: url, uri: try URI(parsing: url))
    job.beginsWithHandshake = true
    job.conversation.maximumMessage = UInt64(Echo.longestMessage)
    job.options.proxy.url = ""
    echo = Echo(isSilent: isSilent)
    let outcome = Chain(job, on: session, observer: self).run()
    if case .conversation(let ending) = outcome, ending.signal != nil {
      throw Failed(message: "interrupted")
    }
    return outcome
  }

  func application(for uri: URI, _ agreement: Agreement) -> any Application { echo }

  func traced(_ kind: Trace, _ bytes: Span<UInt8>) {}
  func received(_ exchange: Exchange, isFollowed: Bool) -> Bool { true }
  func resolved(_ resolution: Resolution) {}
  func noted(_ note: String) {}
  func body(_ bytes: Span<UInt8>) -> Bool { true }
}
