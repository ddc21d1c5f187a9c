import HTTP

/// One decision on one 426, with what is found on the way.
struct Resolver {
  let response: ResponseHead
  let request: RequestFacts
  let followed: [Kind]
  let policy: Policy
  let offer: Offer
  /// The response's `Sec-WebSocket-Version` list; empty when there is none.
  let versions: [String]

  private var considered: [Resolution.Considered] = []
  private var notes: [String] = []
  /// Why known protocols were passed over, in order.
  private var obstacles: [Refusal] = []

  init(
    response: ResponseHead, request: RequestFacts, followed: [Kind], policy: Policy, offer: Offer,
    versions: [String]
  ) {
    self.response = response
    self.request = request
    self.followed = followed
    self.policy = policy
    self.offer = offer
    self.versions = versions
  }

  /// Decides; to be called once.
  mutating func resolution() -> Resolution {
    let decision: Decision
    do throws(Refusal) {
      decision = try decide()
    } catch {
      decision = .refuse(error)
    }
    if case .refuse(.tooMany) = decision {
      considered = considered.map {
        $0.verdict == "chosen" ? .init(text: $0.text, verdict: "one upgrade too many") : $0
      }
    }
    return Resolution(
      decision: decision, considered: considered, notes: notes,
      isInPlace: policy.tlsUpgrade == .inPlace)
  }

  private mutating func decide() throws(Refusal) -> Decision {
    if response.version >= .http2, !request.isHandshake { return try leaveHTTP2() }
    noteOddities()

    var decision = choose()
    if decision == nil, offer.elements.isEmpty, !versions.isEmpty {
      decision = try webSocket()
      notes.append("no Upgrade field, but Sec-WebSocket-Version: a WebSocket endpoint")
    }
    if decision == nil { decision = try tunnel() }
    guard let decision else { throw refusal() }
    guard let kind = decision.kind else { return decision }
    guard followed.count < policy.maximum else { throw .tooMany(policy.maximum) }
    if let version = policy.explicitVersion, kind.isVersion {
      notes.append("\(version) was asked for; the server requires \(kind)")
    }
    return decision
  }

  /// `Upgrade` is hop-by-hop, and a proxy may have dropped it. RFC 2817 §5.1: a client that wants to "ensure end-to-end
  /// security" asks the proxy for a tunnel.
  private mutating func tunnel() throws(Refusal) -> Decision? {
    guard offer.elements.isEmpty, request.isForwarded, !followed.contains(.tunnel) else {
      return nil
    }
    notes.append("a proxy before the server may have dropped the Upgrade field")
    return .tunnel(try repeated(over: .tunnel))
  }

  private mutating func leaveHTTP2() throws(Refusal) -> Decision {
    considered = offer.elements.map {
      Resolution.Considered(text: $0.text, verdict: "not trusted, for it came over HTTP/2")
    }
    let decision = try overHTTP1(request, after: followed, under: policy)
    notes.append(
      "a 426 over \(response.version), where Upgrade does not exist; asking once more over HTTP/1.1"
    )
    return decision
  }

  private mutating func noteOddities() {
    if !offer.elements.isEmpty, !response.fields.contains("Connection", token: "upgrade") {
      notes.append(Resolution.lacksConnection(426))
    }
    if offer.isTruncated {
      notes.append("only the first \(Offer.limit) protocols of the Upgrade field are considered")
    }
  }

  /// The first protocol that can be followed. RFC 9110 §7.8: a 426 lists "the acceptable
  /// protocols, in order of descending preference".
  private mutating func choose() -> Decision? {
    var chosen: Decision?
    var isOnTLS = false
    for element in offer.elements {
      let verdict: String
      switch element {
      case .malformed:
        verdict = "malformed"
      // An HTTP after a TLS is what runs on top of it (RFC 2817 §3.3, §4.2), not a second choice.
      case .token(let token) where isOnTLS && token.isHTTP:
        verdict = "runs on top of TLS"
      case .token(let token) where token.kind == nil && !token.isOldHTTP:
        verdict = "unknown"
      case .token where chosen != nil:
        verdict = "not needed, less preferred"
      case .token(let token):
        do throws(Refusal) {
          chosen = try follow(token)
          verdict = chosen?.kind == nil ? "shown, not followed" : "chosen"
        } catch {
          obstacles.append(error)
          verdict = error.verdict
        }
      }
      considered.append(Resolution.Considered(text: element.text, verdict: verdict))
      if case .token(let token) = element, token.kind == .secure, !request.uri.isSecure {
        isOnTLS = true
      }
    }
    return chosen
  }

  /// Where a known token leads, or why not.
  private mutating func follow(_ token: Token) throws(Refusal) -> Decision {
    guard let kind = token.kind else { throw .wouldWeaken(token) }
    switch kind {
    case .webSocket:
      return try webSocket()
    case .secure:
      try checkIsNew(kind)
      if request.uri.isSecure { throw .alreadySecure(token) }
      let uri = try repeated(over: kind)
      guard policy.tlsUpgrade == .inPlace else { return .secure(uri.forTLS) }
      notes.append(
        "TLS in place (RFC 2817): OPTIONS * asks for it, and the same connection then speaks TLS")
      return .secure(uri.forTLSInPlace)
    case .http1:
      try checkIsNew(kind)
      let wasHTTP10 = response.version < .http11 || policy.explicitVersion == .http10
      if !wasHTTP10 { throw .alreadySpoken(token) }
      return .http1(try repeated(over: kind))
    case .http2:
      try checkIsNew(kind)
      if token.needsTLS, !request.uri.isSecure { throw .needsTLS(token) }
      if !policy.hasHTTP2 { throw .notSupported(kind) }
      return .http2(try repeated(over: kind))
    case .http3:
      try checkIsNew(kind)
      if token.needsTLS, !request.uri.isSecure { throw .needsTLS(token) }
      if !policy.hasHTTP3 { throw .notSupported(kind) }
      return .http3(try repeated(over: kind))
    case .tunnel, .secureProxy:
      // Ways of asking that no token names.
      throw .onlyUnknown([token.description])
    }
  }

  /// A 426 to a handshake is final but for TLS (RFC 6455 §4.4 lets it name the versions to try,
  /// and there is one), and each protocol is followed once.
  private func checkIsNew(_ kind: Kind) throws(Refusal) {
    if request.isHandshake, kind != .secure { throw .handshakeRefused(versions: versions) }
    if followed.contains(kind) { throw .loop(kind) }
  }

  /// The URI of a request that is sent again, method and body.
  private func repeated(over kind: Kind) throws(Refusal) -> URI {
    guard !request.hasBody || request.bodyIsRewindable else { throw .bodyNotRewindable(kind) }
    return request.uri
  }

  /// A WebSocket is opened by a GET without a body (RFC 6455 §4.1, RFC 9931).
  private func webSocket() throws(Refusal) -> Decision {
    try checkIsNew(.webSocket)
    guard versions.isEmpty || versions.contains("13") else { throw .webSocketVersions(versions) }
    let uri = request.uri.asWebSocket
    if request.method == "HEAD", !request.hasBody {
      return .show("a GET would go on as a WebSocket at \(uri.redacted)")
    }
    guard request.method == "GET", !request.hasBody else {
      throw .needsGet(method: request.method, hasBody: request.hasBody)
    }
    guard !policy.wantsRestOfFile else { throw .needsWholeResource }
    return .webSocket(uri)
  }

  /// Why nothing is followed: a loop before all, then what the server likes best.
  private func refusal() -> Refusal {
    if let obstacle = obstacles.first(where: \.isLoop) ?? obstacles.first { return obstacle }
    if request.isHandshake { return .handshakeRefused(versions: versions) }
    if let offered = request.offered, offer.tokens.contains(where: { offered.names($0) }) {
      return .offerNotTaken(offered)
    }
    if !offer.tokens.isEmpty { return .onlyUnknown(offer.tokens.map { cut($0.description) }) }
    if !offer.malformed.isEmpty { return .malformed(offer.malformed) }
    return .noUpgradeField(
      offered: request.offered, explicitVersion: policy.explicitVersion)
  }
}

extension Offer.Element {
  /// The start of the element, as written.
  var text: String {
    switch self {
    case .token(let token): cut(token.description)
    case .malformed(let text): text
    }
  }
}

extension Kind {
  /// Whether it changes nothing but the version of HTTP.
  var isVersion: Bool { self == .http1 || self == .http2 || self == .http3 }
}
