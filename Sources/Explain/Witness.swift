public import HTTP
public import Client
import Text
public import Transfer
public import Upgrade
public import WebSocket

/// Watches a chain, and gives the account of it.
public final class Witness {
  /// So far.
  public private(set) var account = Account()
  private let showsSecrets: Bool
  private static let longestBody = 512

  /// - Parameters:
  ///   - url: as it was asked.
  ///   - showsSecrets: credentials are not hidden.
  public init(url: String, showsSecrets: Bool) {
    account.url = showsSecrets ? url : Secrets.hidden(url: url)
    self.showsSecrets = showsSecrets
  }

  /// A head has come on a chain.
  public func received(_ exchange: Exchange, on chain: Chain) {
    var step = Account.Step(meaning: Meaning(of: exchange.response))
    step.method = exchange.isFromConnect ? "CONNECT" : exchange.method
    step.url = showsSecrets ? exchange.url : Secrets.hidden(url: exchange.url)
    step.request = lines(exchange.requestHead)
    step.response = lines(exchange.response.raw)
    step.version = "\(exchange.response.version)"
    step.status = exchange.response.status
    step.isProxys = exchange.isFromConnect
    step.remarks = Remark.all(
      on: exchange.response, asked: Fields(requestHead: exchange.requestHead))
    step.hop = chain.reports.count
    step.tls = chain.tlsVersion
    step.certificate = chain.certificate
    if let sent = exchange.sent, let received = exchange.received { step.wait = received - sent }
    account.steps.append(step)
  }

  private func lines(_ head: [UInt8]) -> [String] {
    head.split(whereSeparator: { $0 == 10 || $0 == 13 }).map {
      let line = String(decoding: $0, as: UTF8.self)
      return showsSecrets ? line : Secrets.hidden(line)
    }
  }

  /// It was decided on.
  public func resolved(_ resolution: Resolution) {
    amend { step in
      step.considered = resolution.considered
      step.notes += resolution.notes
      step.next = resolution.decision.next
      if case .show(let sentence) = resolution.decision { step.notes.append(sentence) }
    }
  }

  /// Something worth knowing happened.
  public func noted(_ note: String) { amend { $0.notes.append(note) } }

  /// The answer to a handshake was checked.
  public func checked(_ checks: [HandshakeCheck]) { amend { $0.checks = checks } }

  /// A part of the last body.
  public func received(body bytes: Span<UInt8>) {
    amend { step in
      let room = min(Self.longestBody - step.body.count, bytes.count)
      for index in 0..<max(0, room) { step.body.append(bytes[index]) }
    }
  }

  /// A WebSocket has opened.
  public func opened(_ uri: URI, _ agreement: Agreement) {
    account.opened = (uri.redacted, agreement)
  }

  private func amend(_ change: (inout Account.Step) -> Void) {
    guard !account.steps.isEmpty else { return }
    change(&account.steps[account.steps.count - 1])
  }

  /// The chain is over, with that exit status.
  public func ended(_ chain: Chain, status: Int32, message: String) {
    account.connections = chain.reports.map { report in
      var connection = Account.Connection()
      if !report.remoteAddress.isEmpty {
        let host =
          report.remoteAddress.contains(":") ? "[\(report.remoteAddress)]" : report.remoteAddress
        connection.address = "\(host):\(report.remotePort)"
      }
      connection.isReused = report.connects == 0
      (connection.lookup, connection.connect, connection.tls) = report.setup
      return connection
    }
    (account.status, account.message) = (status, message)
  }
}
