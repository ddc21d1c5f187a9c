public import HTTP
public import Client
public import Transfer
public import Upgrade
public import WebSocket

/// Sees whether a job leads to an open WebSocket, and closes it at once.
public final class Probe: ChainObserver {
  /// What was agreed on, if it did.
  public private(set) var agreement: Agreement?
  /// The last head that came.
  public private(set) var last: ResponseHead?

  private init() {}

  /// Tries it.
  ///
  /// - Returns: what was seen, how the chain ended, and where.
  public static func run(_ job: Job, on session: Session) -> (Probe, Outcome, URI) {
    let probe = Probe()
    let chain = Chain(job, on: session, observer: probe)
    let outcome = chain.run()
    return (probe, outcome, chain.uri)
  }

  public func traced(_ kind: Trace, _ bytes: Span<UInt8>) {}

  public func received(_ exchange: Exchange, isFollowed: Bool) -> Bool {
    last = exchange.response
    return false
  }

  public func resolved(_ resolution: Resolution) {}

  public func noted(_ note: String) {}

  public func body(_ bytes: Span<UInt8>) -> Bool { true }

  public func application(for uri: URI, _ agreement: Agreement) -> any Application {
    self.agreement = agreement
    return Farewell()
  }
}
