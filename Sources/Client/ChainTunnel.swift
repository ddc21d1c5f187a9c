import HTTP
import HTTP2
import Transfer
import Upgrade
import WebSocket

// The handshake over HTTP/2.
extension Chain {
  func performTunnel() -> Step {
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
        deadline: job.options.maximumTime.map { began + Double($0) / 1000 },
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
    self.tunnel = tunnel
    drive(tunnel)
    reports.append(tunnel.report)
    return next(after: tunnel)
  }

  /// The same handshake on a connection of HTTP/1.1.
  private func overHTTP1(_ reason: String) -> Step {
    observer.noted("\(reason); the handshake goes over HTTP/1.1")
    var next = hop
    next.version = .http11
    return .next(next)
  }

  private func next(after tunnel: Tunnel) -> Step {
    if let opened { return .over(opened.outcome) }
    if let failure { return .over(.failure(failure)) }
    if let reason = tunnel.fallback { return overHTTP1(reason) }
    if case .failure(let error) = tunnel.outcome { return .over(.failure(.transfer(error))) }
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
    if job.options.awsSignature != nil { return "--aws-sigv4 is libcurl's" }
    // It would be asked for HTTP/2 too, which libcurl does not speak to proxies.
    if job.options.proxy?.lowercased().hasPrefix("https://") ?? false {
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

  /// The extended CONNECT with all that libcurl would have put into a GET.
  func tunnelRequest(
    _ headerLines: [String], _ options: Options, _ handshake: Fields, cookies: String?
  ) -> HTTP2.Request {
    var fields = Fields()
    var removed: Set<String> = []
    var typed = Fields()
    for line in headerLines {
      let name = fieldName(of: line)
      let value = line.drop { $0 != ":" && $0 != ";" }
      let text = value.dropFirst().drop { $0 == " " || $0 == "\t" }
      // `Name:` takes away what libcurl would send, `Name;` has an empty value.
      if value.first == ":", text.isEmpty {
        removed.insert(name)
      } else if value.first == ":" || text.isEmpty {
        typed.append(Field(name, value.first == ":" ? String(text) : ""))
      }
    }
    func add(_ name: String, _ value: String?) {
      guard let value, !value.isEmpty, !removed.contains(name), typed.first(name) == nil else {
        return
      }
      fields.append(Field(name, value))
    }
    add("user-agent", options.userAgent)
    add("accept", "*/*")
    add("referer", options.referer.map { $0.hasSuffix(";auto") ? String($0.dropLast(5)) : $0 })
    add("authorization", authorization(options))
    add("cookie", [cookies, options.cookies].compactMap(\.self).joined(separator: "; "))
    for field in typed where !Self.isOfHTTP1(field.name) { fields.append(field) }
    for field in handshake { fields.append(field) }
    return HTTP2.Request(
      scheme: uri.isSecure ? "https" : "http", authority: typed.first("host") ?? authority,
      path: uri.target, fields: fields)
  }

  /// RFC 8441 §5: what of a handshake is superseded by `:protocol`.
  private static func isOfHTTP1(_ name: String) -> Bool {
    ["sec-websocket-key", "sec-websocket-accept", "host", "expect"].contains(name)
  }

  /// A scoped address is scoped for us only.
  private var authority: String {
    let host = uri.host.firstRange(of: "%25").map { uri.host[..<$0.lowerBound] + "]" }
    let port = uri.effectivePort == (uri.isSecure ? 443 : 80) ? "" : ":\(uri.effectivePort)"
    return String(host ?? uri.host[...]) + port
  }

  private func authorization(_ options: Options) -> String? {
    if let bearer = options.bearer { return "Bearer " + bearer }
    guard options.schemes == .basic else { return nil }
    let user =
      uri.userinfo.map { Library.percentDecoded($0) } ?? options.credentials.map { Array($0.utf8) }
    guard var user else { return nil }
    if !user.contains(UInt8(ascii: ":")) { user.append(UInt8(ascii: ":")) }
    return "Basic " + Base64.encode(user)
  }
}

extension HTTP2.Ending {
  /// Why the handshake is to be sent again; nil if it was heard.
  var asksForHTTP1: String? {
    switch self {
    case .refused, .reset(.refusedStream): "the server refused the stream"
    case .reset(.http11Required): "the server requires HTTP/1.1"
    default: nil
    }
  }

  /// As libcurl would have it; `limit` is that of a head.
  func error(limit: Int) -> TransferError {
    switch self {
    case .endOfStream:
      TransferError(code: TransferError.http2Stream, message: "the HTTP/2 stream has ended")
    case .reset(let code):
      TransferError(
        code: TransferError.http2Stream, message: "the server reset the HTTP/2 stream (\(code))")
    case .refused:
      TransferError(
        code: TransferError.http2Stream, message: "the server refused the HTTP/2 stream")
    case .headTooLarge:
      TransferError(
        code: TransferError.headTooLarge,
        message: "the response head has over \(limit) bytes, counted as HTTP/2 does")
    case .violation(let what):
      TransferError(code: TransferError.http2, message: "the server broke HTTP/2: \(what)")
    case .lost(let code?, let text) where code != .noError || !text.isEmpty:
      TransferError(
        code: TransferError.http2Stream,
        message: "the server ended the connection: GOAWAY \(code)"
          + (text.isEmpty ? "" : ", \"\(text)\""))
    case .lost:
      TransferError(code: TransferError.received, message: "the server closed the connection")
    }
  }
}

extension TransferError {
  /// An option that this libcurl, or its TLS, does not have.
  fileprivate var isMissingInLibcurl: Bool { code == 4 || code == 48 }
}

extension HTTP2.Request {
  /// As a head in HTTP/1.1's form, which is how libcurl shows one of HTTP/2.
  var head: [UInt8] {
    var lines = "CONNECT \(path) HTTP/2\r\nHost: \(authority)\r\n"
    for field in section where !field.name.hasPrefix(":") {
      lines += "\(field.name): \(field.value)\r\n"
    }
    return Array((lines + "\r\n").utf8)
  }
}
