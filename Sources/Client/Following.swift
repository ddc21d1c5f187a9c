import HTTP
import Transfer
import Upgrade

// What the last transfer leads to.
extension Chain {
  func next(after transfer: Transfer) -> Step {
    if let opened { return .over(opened.outcome) }
    if let failure { return .over(.failure(failure)) }
    if isToBeAskedAgain {
      observer.noted("the server asks for no login: once more, without one")
      return .next(hop.withoutLogin)
    }
    if let target = webSocketRedirect(of: transfer) {
      if let last = transfer.exchanges.last { adoptRedirects(of: last) }
      return redirected(to: target)
    }
    if let fault = transfer.switchFault, fault.isViolation {
      return .over(.failure(.invalidSwitch(fault.error.message)))
    }
    if case .failure(let error) = transfer.outcome { return failed(error, transfer) }
    // An interim response is none.
    guard let last = transfer.exchanges.last, transfer.isAnswered else {
      let message =
        transfer.unfinishedHead == nil
        ? "no response" : "the server closed the connection in the middle of its head"
      return .over(
        .failure(.transfer(TransferError(code: TransferError.gotNothing, message: message))))
    }
    if isRedirected {
      return redirected(
        to: location(of: last) ?? transfer.report.redirectURL, status: last.response.status)
    }
    if let resolution { return follow(resolution, last) }
    if hop.isHandshake { return .over(.failure(.handshakeRefused(last.response))) }
    if let offer = hop.offer {
      return .over(.failure(.offerRefused("\(offer.token)", last.response)))
    }
    return .over(.response(last.response))
  }

  /// A proxy that answered CONNECT with a 426 is asked again over TLS; nil if it did not.
  func secureProxy(after transfer: Transfer) -> Step? {
    guard let last = transfer.exchanges.last, last.isFromConnect,
      let proxy = job.options.proxy.url(for: hop.uri)
    else { return nil }
    let resolution = resolveProxy(
      last.response, to: facts(transfer.report.url, transfer.report.method),
      isSecure: hop.usesSecureProxy || proxy.lowercased().hasPrefix("https://"), after: followed,
      under: job.policy)
    guard resolution.decision != .none else { return nil }
    observer.resolved(resolution)
    return follow(resolution.decision)
  }

  private func failed(_ error: TransferError, _ transfer: Transfer) -> Step {
    if let step = secureProxy(after: transfer) { return step }
    // Once a part of an answer has been shown, the rest of it can only be missing.
    if error.code == TransferError.http2Stream, !transfer.isAnswered {
      let resolution = resolveBrokenStream(
        of: facts(transfer.report.url, transfer.report.method), after: followed, under: job.policy)
      if resolution.decision.kind != nil, let step = follow(resolution.decision) {
        observer.resolved(resolution)
        return step
      }
    }
    // libcurl has no use for the body; what it says is that an upgrade is required.
    if TransferError.ofUnreadBodies.contains(error.code), let resolution,
      case .refuse = resolution.decision, let last = transfer.exchanges.last
    {
      return follow(resolution, last)
    }
    if error.code == TransferError.headTooLarge, let head = transfer.unfinishedHead {
      if head.status == 426, job.policy.follows {
        return .over(.failure(.upgradeHeadTooLarge(error.message)))
      }
      if head.status == 101 { return .over(.failure(.invalidSwitch(error.message))) }
    }
    return .over(.failure(.transfer(error)))
  }

  func follow(_ resolution: Resolution, _ exchange: Exchange) -> Step {
    adoptRedirects(of: exchange)
    return follow(resolution.decision)
      ?? .over(
        hop.isHandshake
          ? .failure(.handshakeRefused(exchange.response)) : .response(exchange.response))
  }

  /// `nil` if the response is the answer.
  private func follow(_ decision: Decision) -> Step? {
    var next = hop
    switch decision {
    case .none, .show: return nil
    case .refuse(let refusal):
      return .over(.failure(.upgrade(refusal)))
    case .webSocket(let uri):
      next = hop.moved(to: uri)
      (next.isHandshake, next.offer) = (true, nil)
    case .secure(let uri):
      next = hop.moved(to: uri)
      next.isInPlace = job.policy.tlsUpgrade == .inPlace
    case .http1(let uri):
      next = hop.moved(to: uri)
      next.version = .http11
      next.usesFreshConnection = true
    case .http2(let uri):
      next = hop.moved(to: uri)
      next.version = uri.isSecure ? .http2 : .http2PriorKnowledge
      next.offer = nil
      (next.usesFreshConnection, next.isInPlace) = (true, false)
    case .http3(let uri):
      next = hop.moved(to: uri)
      (next.version, next.isInPlace) = (.http3Only, false)
    case .tunnel(let uri):
      next = hop.moved(to: uri)
      next.usesTunnel = true
    case .secureProxy(let uri):
      next = hop.moved(to: uri)
      next.usesSecureProxy = true
    }
    if let kind = decision.kind { followed.append(kind) }
    return .next(next)
  }

  /// libcurl may have followed redirects on the transfer: the next hop starts where it ended.
  private func adoptRedirects(of exchange: Exchange) {
    guard let reached = try? URI(parsing: exchange.url, keepsPath: job.options.keepsPath),
      !hop.isHandshake
    else { return }
    defer { hop.uri = reached }
    if !reached.isSameOrigin(as: hop.uri.asHTTP) { hop.isInPlace = false }
    if !job.options.trustsRedirects, !reached.isSameOrigin(as: hop.uri.asHTTP) {
      hop.carriesCredentials = false
    }
    if !job.options.trustsRedirects, !reached.sharesCookies(of: hop.uri) {
      hop.carriesCookies = false
    }
    if exchange.method != hop.request(job, fields: nil).effectiveMethod {
      hop.method = exchange.method == "GET" ? nil : exchange.method
      hop.body = nil
    }
  }

  /// A plain request that libcurl was to redirect to a WebSocket URI, which it does not know.
  private func webSocketRedirect(of transfer: Transfer) -> String? {
    guard !hop.isHandshake, job.options.followsRedirects,
      case .failure(let error) = transfer.outcome,
      error.code == TransferError.unsupportedProtocol,
      let response = transfer.exchanges.last?.response, response.isRedirect,
      let location = response.fields.first("Location"),
      location.lowercased().hasPrefix("ws://") || location.lowercased().hasPrefix("wss://")
    else { return nil }
    return location
  }

  /// libcurl tells it for transfers that are complete only; the body is no reason to fail.
  private func location(of exchange: Exchange) -> String? {
    exchange.response.fields.first("Location").flatMap {
      URI.resolve($0, against: exchange.url)
    }
  }

  private func redirected(to location: String?, status: Int? = nil) -> Step {
    do {
      let next = try redirection(to: location, status: status)
      observer.goesOn("following the redirect: \(next.uri.redacted)")
      return .next(next)
    } catch {
      return .over(.failure(error))
    }
  }

  private func redirection(to location: String?, status: Int?) throws(Failure) -> Hop {
    guard let location else { throw .redirect("the redirect has no Location that can be read") }
    let isPlain = !hop.isHandshake && hop.offer == nil
    var target: URI
    do {
      target = try URI(parsing: location, isLocation: true)
    } catch {
      throw .transfer(
        TransferError(
          code: error.code, message: "the redirect's Location cannot be used: \(error.message)"))
    }
    // A server that speaks TLS in place takes itself for one of http.
    if hop.isInPlace, !target.isSecure, target.isSameHost(as: hop.uri),
      target.effectivePort == hop.uri.effectivePort
    {
      target = target.forTLSInPlace
    }
    if !isPlain { target = target.asWebSocket }
    guard job.protocols.redirects.contains(target.scheme) else {
      throw .forbidden(target.scheme, "proto-redir")
    }
    guard !target.isWebSocket || !job.policy.wantsRestOfFile else {
      throw .upgrade(.needsWholeResource)
    }
    redirects += 1
    let limit = job.options.maximumRedirects
    guard limit < 0 || redirects <= limit else { throw .tooManyRedirects(limit) }
    guard target.isSecure || !hop.uri.isSecure else {
      throw .redirect(
        """
        the redirect leads from \(hop.uri.scheme) to \(target.scheme), a weaker protocol: \
        if that is meant, give \(target.redacted) yourself
        """)
    }
    let isSameOrigin = target.asHTTP.isSameOrigin(as: hop.uri.asHTTP)
    var next = hop.moved(to: target)
    if !isPlain || target.isWebSocket {
      next.isHandshake = hop.offer == nil
      (next.method, next.body) = (nil, nil)
    } else if status.map(dropsBody) ?? isPost {
      // A method that was typed stays, as with curl.
      next.body = nil
    }
    if isBodyGone, next.body != nil { throw .transfer(.unrepeatableForm) }
    if isSameOrigin, target.userinfo == nil { next.uri.userinfo = hop.uri.userinfo }
    next.url = next.uri.asHTTP.description
    if job.options.referer?.hasSuffix(";auto") == true {
      var referer = hop.uri.asHTTP
      referer.userinfo = nil
      next.referer = referer.description
    }
    next.carriesCredentials =
      job.options.trustsRedirects || (hop.carriesCredentials && isSameOrigin)
    next.carriesCookies =
      job.options.trustsRedirects || (hop.carriesCookies && target.sharesCookies(of: hop.uri))
    return next
  }

  /// RFC 9110 §15.4: a 301 or 302 to a POST, "for historical reasons", and any 303 lead to a GET, unless `--post301` and
  /// its kin say otherwise.
  private func dropsBody(after status: Int) -> Bool {
    let kept = job.options.keepsPost
    return switch status {
    case 301: isPost && !kept.contains(.after301)
    case 302: isPost && !kept.contains(.after302)
    case 303: !isPost || !kept.contains(.after303)
    case 307, 308: false
    default: isPost
    }
  }

  private var isPost: Bool { hop.request(job, fields: nil).effectiveMethod == "POST" }
}

extension ResponseHead {
  /// RFC 9110 §15.4's statuses that name another place in Location.
  var isRedirect: Bool {
    [301, 302, 303, 307, 308].contains(status) && fields.first("Location") != nil
  }
}
