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
  /// Connections that the transfer in progress had made at the last head.
  private var made = 0
  /// Said before there was a head.
  private var early: [String] = []
  private static let longestBody = 512

  /// - Parameters:
  ///   - url: as it was asked, to be shown.
  ///   - showsSecrets: credentials are not hidden.
  public init(url: String, showsSecrets: Bool) {
    account.url = url
    self.showsSecrets = showsSecrets
  }

  /// A head has come on a chain.
  public func received(_ exchange: Exchange, on chain: Chain) {
    noteWhyAnotherFollows(exchange)
    // A CONNECT that is not the proxy's is the server's (RFC 8441).
    let isConnect = exchange.method == "CONNECT" && !exchange.isFromConnect
    var step = Account.Step(meaning: Meaning(of: exchange.response, isConnect: isConnect))
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
    (step.notes, early) = (early, [])
    if let (address, made) = chain.connectionInUse {
      let isSameTransfer = account.steps.last?.hop == step.hop
      (step.address, step.isNew) = (address, made > (isSameTransfer ? self.made : 0))
      self.made = made
    }
    step.tls = chain.tlsVersion
    step.certificate = chain.certificate
    if let sent = exchange.sent, let received = exchange.received { step.wait = received - sent }
    account.steps.append(step)
  }

  /// What libcurl does by itself.
  private func noteWhyAnotherFollows(_ exchange: Exchange) {
    guard let last = account.steps.last, last.next == nil, exchange.response.status >= 101 else {
      return
    }
    switch last.status {
    case 401: amend { $0.next = "asking again, with credentials" }
    case 407: amend { $0.next = "asking the proxy again, with credentials" }
    case 300...399:
      let url = showsSecrets ? exchange.url : Secrets.hidden(url: exchange.url)
      amend { $0.next = "following the redirect: \(url)" }
    default: break
    }
  }

  private func lines(_ head: [UInt8]) -> [String] {
    showsSecrets ? Secrets.lines(ofHead: head) : Secrets.hiddenLines(ofHead: head)
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
  public func noted(_ note: String) {
    if account.steps.isEmpty { early.append(note) } else { amend { $0.notes.append(note) } }
  }

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
      (connection.lookup, connection.connect, connection.tls) = report.setup
      return connection
    }
    (account.status, account.message) = (status, message)
  }
}
