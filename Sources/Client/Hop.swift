import HTTP
import Transfer
import Upgrade

/// One transfer of a chain: where it goes, and how it differs from the job's first request.
struct Hop {
  var uri: URI
  /// As libcurl is to take it.
  var url: String
  var isHandshake: Bool
  /// A protocol that is offered by its name.
  var offer: RawOffer?
  var method: String?
  var body: Body?
  /// What the decision that led here insists on.
  var version: Options.Version?
  var usesFreshConnection = false
  /// A proxy is asked for a tunnel, for http too.
  var usesTunnel = false
  /// The proxy is asked over TLS.
  var usesSecureProxy = false
  /// What it comes from, with `--referer ;auto`.
  var referer: String?
  /// Credentials, and the fields that hold them, may be sent.
  var carriesCredentials = true
  /// The server has let us in without asking who we are.
  var needsNoLogin = false
  /// Cookies that were typed may be sent.
  var carriesCookies = true

  /// The server speaks TLS there on a connection that has asked for it (RFC 2817).
  var isInPlace = false

  /// The job's first request.
  init(_ job: Job) {
    uri = job.uri
    isHandshake = job.beginsWithHandshake
    offer = job.offer.map { RawOffer(token: $0) }
    url = job.uri.isWebSocket ? job.uri.asHTTP.description : job.url
    method = job.method
    body = job.body
    if job.beginsWithTLSInPlace, !uri.isSecure {
      self = moved(to: uri.forTLSInPlace)
      isInPlace = true
    }
  }

  /// The same request to `uri`.
  func moved(to uri: URI) -> Hop {
    var hop = self
    hop.uri = uri
    hop.url = uri.asHTTP.description
    (hop.usesFreshConnection, hop.needsNoLogin) = (false, false)
    hop.isInPlace = isInPlace && uri.asHTTP.isSameOrigin(as: self.uri.asHTTP)
    return hop
  }

  /// The same request by nobody in particular.
  var withoutLogin: Hop {
    var uri = uri
    uri.userinfo = nil
    var hop = moved(to: uri)
    (hop.needsNoLogin, hop.usesFreshConnection) = (true, true)
    return hop
  }

  /// It is for an upgrade, and libcurl may want to be asked who it is before it sends anything.
  func mayHaveToLogIn(_ job: Job) -> Bool {
    (isHandshake || offer != nil) && !needsNoLogin && job.options.schemes != .basic
      && !job.headerLines.contains { fieldName(of: $0) == "content-length" }
  }

  /// A scheme that it would use and that `--proto` forbids. A handshake is one of `ws`, whatever its URL was; TLS in place
  /// begins in the clear.
  func forbiddenScheme(_ job: Job) -> String? {
    let scheme = isHandshake ? uri.asWebSocket.scheme : uri.asHTTP.scheme
    return ([scheme] + (isInPlace ? [String(scheme.dropLast())] : []))
      .first { !job.protocols.allowed.contains($0) }
  }

  func request(_ job: Job, fields: Fields?) -> Request {
    var request = Request(url: url)
    request.method = method
    request.body = body
    request.wantsBody = job.wantsBody
    request.headerLines = job.headerLines.compactMap { line -> String? in
      let name = fieldName(of: line)
      let isCredential = name == "authorization" || name == "cookie"
      if isCredential, !carriesCredentials { return nil }
      // A Host that was typed is meant for the host that was typed.
      if name == "host", !uri.isSameHost(as: job.uri) { return nil }
      // The handshake's own fields, as somebody used to curl types them, are ours to send.
      if let fields, fields.first(name) != nil { return nil }
      // libcurl keeps these from other hosts by a name that the colon follows at once.
      guard isCredential else { return line }
      return typedName(of: line) + String(line.drop { $0 != ":" && $0 != ";" })
    }
    request.usesFreshConnection = usesFreshConnection
    if isInPlace { request.inPlace = .switched }
    if let fields { request.kind = .upgrade(fields) }
    return request
  }

  func options(_ job: Job, remaining: Int?) -> Options {
    var options = job.options
    options.maximumTime = remaining
    let protocols = job.protocols
    if isHandshake {
      options.protocols = Protocols.ofWebSocket(protocols.allowed)
    } else {
      options.protocols = Protocols.ofHTTP(protocols.allowed)
      options.redirectProtocols = Protocols.ofHTTP(protocols.redirects)
    }
    if let version { options.version = version }
    if let referer { options.referer = referer + ";auto" }
    // libcurl would go to another port of the host without the proxy: that a connection is there, it knows by host only.
    if isInPlace { options.followsRedirects = false }
    options.proxy.tunnels = options.proxy.tunnels || usesTunnel
    if usesSecureProxy, let proxy = options.proxy.url(for: uri) {
      options.proxy.url =
        "https://" + (proxy.firstRange(of: "://").map { proxy[$0.upperBound...] } ?? proxy[...])
    }
    if !carriesCookies { options.cookies = nil }
    // Whether libcurl announced an empty body is to be seen.
    if mayHaveToLogIn(job) { options.keepsRequests = true }
    if needsNoLogin { (options.credentials, options.netrc) = (nil, .ignored) }
    guard !carriesCredentials else { return options }
    options.credentials = nil
    options.bearer = nil
    return options
  }
}

/// The name of a field line in curl's syntax, in lower case.
public func fieldName(of line: String) -> String { typedName(of: line).lowercased() }

private func typedName(of line: String) -> Substring {
  func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
  var name = line.prefix { $0 != ":" && $0 != ";" }.drop(while: isBlank)
  while let last = name.last, isBlank(last) { name.removeLast() }
  return name
}
