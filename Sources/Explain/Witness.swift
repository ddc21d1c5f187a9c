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
  /// When the request of the last step went out.
  private var sent: Double?
  /// Of TLS, as the last 426 named them.
  private var versions: [String] = []
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
    noteWhyAnotherFollows(exchange, on: chain)
    var step = Account.Step()
    step.method = exchange.isFromConnect ? "CONNECT" : exchange.method
    step.isProxys = exchange.isFromConnect
    (step.version, step.status) = ("\(exchange.response.version)", exchange.response.status)
    locate(&step, exchange.url, chain)
    tellRequest(&step, exchange, chain)
    step.response = lines(exchange.response.raw)
    step.received = exchange.received
    step.remarks = Remark.all(
      on: exchange.response, asked: Fields(requestHead: exchange.requestHead))
    if let (address, made) = chain.connectionInUse {
      // What went on with TLS counts as made.
      let isNew = made > (isInLastTransfer(step) ? self.made : 0) && !exchange.isAfterSwitch
      (step.address, step.use) = (address, isNew ? .new : .kept)
      self.made = made
    }
    step.tls = chain.tlsVersion
    step.certificate = chain.certificate
    if step.tls != nil { step.isVerified = chain.verifiesServer }
    noteTLS(&step)
    append(step)
  }

  /// A request is left without an answer.
  public func unanswered(_ attempt: Attempt, on chain: Chain) {
    var step = Account.Step()
    (step.method, step.isProxys) = (attempt.method, attempt.isProxys)
    locate(&step, attempt.url, chain)
    step.request = requestLines(
      attempt.requestHead, isStream: attempt.method == "CONNECT" && !attempt.isProxys)
    step.target = target(step)
    step.response = lines(attempt.unfinished)
    step.error = attempt.error?.message
    if let sent = attempt.sent {
      step.asked = Double(chain.elapsed(sent)) / 1e6
      step.wait = attempt.ended - sent
    }
    if attempt.isConnected, let (address, made) = chain.connectionInUse {
      let isNew = made > (isInLastTransfer(step) ? self.made : 0)
      (step.address, step.use) = (address, isNew ? .new : .kept)
    }
    (step.tls, step.certificate) = (attempt.tls, chain.certificate)
    if !step.certificate.isEmpty {
      step.isVerified = chain.verifiesServer && attempt.tls != nil
    }
    append(step)
  }

  private func append(_ step: Account.Step) {
    var step = step
    (step.notes, early) = (early + step.notes, [])
    account.steps.append(step)
  }

  private func isInLastTransfer(_ step: Account.Step) -> Bool {
    account.steps.last?.hop == step.hop
  }

  private func locate(_ step: inout Account.Step, _ url: String, _ chain: Chain) {
    let uri = try? URI(parsing: url)
    let text = chain.isHandshake ? uri?.asWebSocket.description ?? url : url
    step.url = showsSecrets ? text : Secrets.hidden(url: text)
    step.host = uri?.host ?? ""
    step.hop = chain.reports.count
  }

  /// The request, unless it is told already.
  private func tellRequest(_ step: inout Account.Step, _ exchange: Exchange, _ chain: Chain) {
    let last = account.steps.last
    let isSame =
      exchange.isAfterSwitch
      || (last.map { isInLastTransfer(step) && sent == exchange.sent && !$0.isProxys } ?? false)
    // A CONNECT that is not the proxy's is the server's (RFC 8441).
    let isStream = exchange.method == "CONNECT" && !exchange.isFromConnect
    let offers = Fields(requestHead: exchange.requestHead).first("Upgrade") != nil
    step.meaning = Meaning(
      of: exchange.response,
      to: exchange.isFromConnect
        ? .proxy : isStream ? .webSocketStream : offers && last?.status != 101 ? .offer : .plain)
    if isSame, let last {
      step.sentIn = last.sentIn ?? account.steps.count
      (step.method, step.target) = (last.method, last.target)
      if let before = last.received, let now = exchange.received { step.wait = now - before }
      return
    }
    step.request = requestLines(exchange.requestHead, isStream: isStream)
    step.target = target(step)
    sent = exchange.sent
    guard let sent, let received = exchange.received else { return }
    step.asked = Double(chain.elapsed(sent)) / 1e6
    step.wait = received - sent
  }

  /// What the URL does not say (RFC 9112 §3.2).
  private func target(_ step: Account.Step) -> String? {
    let words = step.request.first?.split(separator: " ") ?? []
    return words.count > 1 && (step.isProxys || words[1] == "*") ? String(words[1]) : nil
  }

  /// libcurl shows the head of HTTP/2 as one of HTTP/1.1. `Host` is `:authority` there, and what makes a CONNECT a
  /// WebSocket's is `:protocol` (RFC 8441 §4).
  private func requestLines(_ head: [UInt8], isStream: Bool) -> [String] {
    var all = lines(head)
    guard let first = all.first, !first.contains(" HTTP/1.") else { return all }
    for (index, line) in all.enumerated() where line.lowercased().hasPrefix("host:") {
      all[index] = ":authority:" + line.dropFirst(5)
    }
    if isStream { all.insert(":protocol: websocket", at: 1) }
    return all
  }

  /// The version that a 426 asked for may not be the one that is spoken then.
  private func noteTLS(_ step: inout Account.Step) {
    guard let tls = step.tls, !versions.isEmpty, !step.isProxys else { return }
    defer { versions = [] }
    guard !versions.contains(where: { "TLS \($0)" == tls }) else { return }
    let names = versions.map { "TLS/\($0)" }.joined(separator: ", ")
    step.notes.append("the 426 named \(names); the two sides agreed on \(tls)")
  }

  /// What goes on within one transfer.
  private func noteWhyAnotherFollows(_ exchange: Exchange, on chain: Chain) {
    guard let last = account.steps.last, last.next == nil, exchange.response.status >= 101,
      last.hop == chain.reports.count
    else { return }
    let url = showsSecrets ? exchange.url : Secrets.hidden(url: exchange.url)
    let next: String? =
      switch last.status {
      case 101: "going on with \(exchange.response.version) on the same connection"
      case 401: "asking again, with credentials"
      case 407: "asking the proxy again, with credentials"
      case 300...399: "following the redirect: \(url)"
      case _ where last.sentIn != nil && last.target == "*": "asking over TLS: \(url)"
      default: nil
      }
    amend { $0.next = next }
  }

  private func lines(_ head: [UInt8]) -> [String] {
    showsSecrets ? Secrets.lines(ofHead: head) : Secrets.hiddenLines(ofHead: head)
  }

  /// It was decided on.
  public func resolved(_ resolution: Resolution) {
    if case .secure = resolution.decision {
      versions = resolution.considered.compactMap { Token(parsing: $0.text) }
        .filter { $0.kind == .secure }.compactMap(\.version)
    }
    amend { step in
      step.considered = resolution.considered
      step.notes += resolution.notes.filter { !isToldAlready($0, in: step) }
      step.next = resolution.next
      if case .show(let sentence) = resolution.decision { step.notes.append(sentence) }
    }
  }

  /// What is done next.
  public func goesOn(_ next: String) { amend { $0.next = next } }

  /// Something worth knowing happened.
  public func noted(_ note: String) {
    if account.steps.isEmpty {
      early.append(note)
    } else {
      amend { if !isToldAlready(note, in: $0) { $0.notes.append(note) } }
    }
  }

  /// The rule that is broken says so.
  private func isToldAlready(_ note: String, in step: Account.Step) -> Bool {
    note == Resolution.lacksConnection(step.status)
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
    for hop in account.connections.indices { completeTimes(ofHop: hop) }
    if let last = account.steps.last, (300...399).contains(last.status), last.next == nil,
      last.response.contains(where: { $0.lowercased().hasPrefix("location:") })
    {
      amend { $0.notes.append("not followed: --location follows it") }
    }
    (account.status, account.message) = (status, message)
  }

  private func completeTimes(ofHop hop: Int) {
    let steps = account.steps.indices.filter { account.steps[$0].hop == hop }
    guard let first = steps.first else { return }
    let connection = account.connections[hop]
    // libcurl does not say it before a proxy's tunnel is open.
    if connection.connect == 0, account.steps[first].use == .new,
      let asked = account.steps[first].asked
    {
      account.connections[hop].connect = max(0, asked - connection.lookup - connection.tls)
    }
    // The answer to OPTIONS * is waited for since its 101, with TLS in between.
    if account.steps[first].sentIn != nil, let wait = account.steps[first].wait {
      account.steps[first].wait = max(0, wait - connection.tls)
    }
  }
}
