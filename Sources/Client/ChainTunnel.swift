import HTTP
import Transfer
import Upgrade
import WebSocket

// The handshake over HTTP/2.
extension Chain {
  /// Begins the handshake of the hop in progress; where that cannot be, says what follows.
  func beginTunnel() -> Step? {
    if let reason = hop.obstacleToHTTP2(job) { return overHTTP1(reason) }
    let tunnel: Tunnel
    do {
      let remaining = try remainingTime()
      let options = hop.options(job, remaining: remaining)
      let fields = newHandshake().connectFields
      var request = hop.request(job, fields: fields)
      request.kind = .connection
      let transfer = try session.begin(request, options, delegate: self)
      self.transfer = transfer
      tunnel = Tunnel(
        transfer, on: session, of: self,
        deadline: deadline,
        maximumHead: options.maximumHead,
        request: { [unowned self] in
          hop.tunnelRequest(
            request.headerLines, options, fields, cookies: session.cookies(for: hop.uri))
        })
    } catch  where error.isMissingInLibcurl {
      return overHTTP1(error.message)
    } catch {
      return .over(.failure(.transfer(error)))
    }
    (self.tunnel, carrier) = (tunnel, tunnel)
    return nil
  }

  /// The same handshake on a connection of HTTP/1.1.
  private func overHTTP1(_ reason: String) -> Step {
    observer.noted("\(reason); the handshake goes over HTTP/1.1")
    var next = hop
    next.version = .http11
    return .next(next)
  }

  func next(after tunnel: Tunnel) -> Step {
    if let opened { return .over(opened.outcome) }
    if let failure { return .over(.failure(failure)) }
    if let reason = tunnel.fallback {
      observer.goesOn("asking again over HTTP/1.1: \(uri.redacted)")
      return overHTTP1(reason)
    }
    if case .failure(let error) = tunnel.outcome {
      return transfer.flatMap { secureProxy(after: $0) } ?? .over(.failure(.transfer(error)))
    }
    guard let last = tunnel.exchange else {
      return .over(
        .failure(.transfer(TransferError(code: TransferError.gotNothing, message: "no response"))))
    }
    if let resolution { return follow(resolution, last) }
    return .over(.failure(.handshakeRefused(last.response)))
  }
}

extension Hop {
  /// The handshake is to be tried over HTTP/2: by ALPN with TLS, without it only where nobody has to be asked
  /// (RFC 9113 §3.3), for h2c by Upgrade is gone.
  func asksForHTTP2(_ job: Job) -> Bool {
    switch version ?? job.options.version {
    case .http2: uri.isSecure
    case .http2PriorKnowledge: true
    default: false
    }
  }

  /// What only libcurl's own requests can do.
  func obstacleToHTTP2(_ job: Job) -> String? {
    if job.options.rateLimit != nil { return "--limit-rate is libcurl's" }
    if job.options.requestTarget != nil { return "--request-target is libcurl's" }
    if job.options.awsSignature != nil { return "--aws-sigv4 is libcurl's" }
    if !job.options.tls.negotiates { return "--no-alpn leaves HTTP/2 out" }
    if job.options.securityFile != nil, !uri.isSecure { return "--hsts is libcurl's" }
    // It would be asked for HTTP/2 too, which libcurl does not speak to proxies.
    if job.options.proxy.url(for: uri)?.lowercased().hasPrefix("https://") ?? false {
      return "the proxy is one of HTTPS"
    }
    return uri.host.utf8.allSatisfy { $0 < 0x80 } ? nil : "the host's name is not ASCII"
  }

  /// A 401 can be answered: with what libcurl knows, and was not sent.
  func hasMoreCredentials(_ job: Job) -> Bool {
    let options = options(job, remaining: nil)
    let hasUser = options.credentials != nil || uri.userinfo != nil
    return (hasUser && options.schemes != .basic) || (!hasUser && options.netrc != .ignored)
  }
}

extension TransferError {
  /// An option that this libcurl, or its TLS, does not have.
  fileprivate var isMissingInLibcurl: Bool { code == 4 || code == 48 }
}
