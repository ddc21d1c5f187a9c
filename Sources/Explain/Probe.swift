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
  /// What a refusal says, if it is plain text: the start of its first line.
  public let words: String?
  /// A refusal speaks of subprotocols.
  public let namesSubprotocols: Bool

  /// Runs a job, and closes what it opens at once.
  public init(of job: Job, on session: Session) {
    let probe = Probe()
    let chain = Chain(job, on: session, observer: probe)
    outcome = chain.run()
    uri = chain.uri
    (agreement, last) = (probe.agreement, probe.last)
    let text = String(decoding: probe.body, as: UTF8.self)
    namesSubprotocols =
      text.lowercased().contains("subprotocol")
      || text.lowercased().contains("sec-websocket-protocol")
    let line = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
    words = line?.first == "<" || line == nil ? nil : line.map { String($0.prefix(100)) }
  }
}

private final class Probe: ChainObserver {
  private(set) var agreement: Agreement?
  private(set) var last: ResponseHead?
  /// How that of a refusal begins.
  private(set) var body: [UInt8] = []

  private static let longest = 64 * 1024

  func traced(_ kind: Trace, _ bytes: Span<UInt8>) {}

  func received(_ exchange: Exchange, isFollowed: Bool) -> Bool {
    (last, body) = (exchange.response, [])
    let length = exchange.response.fields.first("Content-Length").flatMap { Int($0) } ?? 0
    return exchange.response.status >= 400 && length <= Self.longest
  }

  func resolved(_ resolution: Resolution) {}

  func noted(_ note: String) {}

  func body(_ bytes: Span<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { body += $0.prefix(Self.longest - body.count) }
    return true
  }

  func application(for uri: URI, _ agreement: Agreement) -> any Application {
    self.agreement = agreement
    return farewell()
  }
}
