public import HTTP
public import Client
public import Transfer
import Upgrade
public import WebSocket

/// What a probe saw of a chain: whether it led to an open WebSocket.
public struct Sighting: Sendable {
  /// What was agreed on, if it did.
  public let agreement: Agreement?
  /// The last head that came.
  public let last: ResponseHead?
  /// How it ended.
  public let outcome: Outcome
  /// Where.
  public let uri: URI

  /// Runs a job, and closes what it opens at once.
  public init(of job: Job, on session: Session) {
    let probe = Probe()
    let chain = Chain(job, on: session, observer: probe)
    outcome = chain.run()
    uri = chain.uri
    (agreement, last) = (probe.agreement, probe.last)
  }
}

private final class Probe: ChainObserver {
  private(set) var agreement: Agreement?
  private(set) var last: ResponseHead?

  func traced(_ kind: Trace, _ bytes: Span<UInt8>) {}

  func received(_ exchange: Exchange, isFollowed: Bool) -> Bool {
    last = exchange.response
    return false
  }

  func resolved(_ resolution: Resolution) {}

  func noted(_ note: String) {}

  func body(_ bytes: Span<UInt8>) -> Bool { true }

  func application(for uri: URI, _ agreement: Agreement) -> any Application {
    self.agreement = agreement
    return farewell()
  }
}
