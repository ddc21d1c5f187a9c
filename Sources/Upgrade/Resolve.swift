public import HTTP

/// Decides what a complete response asks for and whether it is followed.
///
/// - Parameters:
///   - response: The last response of the transfer. Only a 426 is ever followed
///     (RFC 9110 §15.5.22); an `Upgrade` field in another is an advertisement, named in the notes.
///   - request: The request that it answers.
///   - followed: What was followed in this chain so far, each decision's ``Decision/kind``.
///   - policy: What is allowed.
public func resolve(
  _ response: ResponseHead, to request: RequestFacts, after followed: [Kind], under policy: Policy
) -> Resolution {
  let offer = Offer(response.fields)
  guard response.status == 426, policy.follows else {
    let passedOver = response.status == 426 ? offer.elements : []
    return Resolution(
      decision: .none,
      considered: passedOver.map {
        Resolution.Considered(text: $0.text, verdict: "not followed (--no-upgrade)")
      }, notes: notes(on: offer, notFollowedFrom: response))
  }
  var resolver = Resolver(
    response: response, request: request, followed: followed, policy: policy, offer: offer,
    versions: response.fields.list(of: "Sec-WebSocket-Version", limit: Offer.limit))
  return resolver.resolution()
}

/// Decides about a request whose HTTP/2 stream the server broke (curl's error 92), as servers do
/// that put `Upgrade` into a 426 over HTTP/2. Once, and for a GET or HEAD without a body, the
/// decision is `.http1`. Otherwise it is a refusal, and the broken stream is the error to report.
public func resolveBrokenStream(
  of request: RequestFacts, after followed: [Kind], under policy: Policy
) -> Resolution {
  guard policy.follows else { return Resolution(decision: .none, considered: [], notes: []) }
  do throws(Refusal) {
    let decision = try overHTTP1(request, after: followed, under: policy)
    return Resolution(
      decision: decision, considered: [],
      notes: [
        """
        the HTTP/2 stream broke, as it does when a 426 has an Upgrade field there (RFC 9113 §8.2.2); \
        asking once more over HTTP/1.1
        """
      ])
  } catch {
    return Resolution(decision: .refuse(error), considered: [], notes: [])
  }
}

/// Decides about a proxy's own 426, to a CONNECT: what it can want is TLS.
///
/// - Parameters:
///   - response: the proxy's answer to CONNECT.
///   - request: the request that the tunnel was for.
///   - isSecure: the proxy was asked over TLS.
///   - followed: what was followed in this chain so far.
///   - policy: what is allowed.
public func resolveProxy(
  _ response: ResponseHead, to request: RequestFacts, isSecure: Bool, after followed: [Kind],
  under policy: Policy
) -> Resolution {
  let offer = Offer(response.fields)
  let isTLS = offer.tokens.contains { $0.kind == .secure }
  guard response.status == 426, policy.follows, isTLS, !isSecure else {
    return Resolution(decision: .none, considered: [], notes: [])
  }
  let considered = offer.elements.map { element in
    var isChosen = false
    if case .token(let token) = element { isChosen = token.kind == .secure }
    return Resolution.Considered(text: element.text, verdict: isChosen ? "chosen" : "not needed")
  }
  let refusal: Refusal? =
    followed.contains(.secureProxy)
    ? .loop(.secureProxy) : followed.count < policy.maximum ? nil : .tooMany(policy.maximum)
  return Resolution(
    decision: refusal.map { .refuse($0) } ?? .secureProxy(request.uri), considered: considered,
    notes: ["the proxy itself requires TLS"])
}

/// The one way down: `Upgrade` exists in HTTP/1.1 only (RFC 9113 §8.2.2).
func overHTTP1(
  _ request: RequestFacts, after followed: [Kind], under policy: Policy
) throws(Refusal) -> Decision {
  if followed.contains(.http1) { throw .loop(.http1) }
  if let version = policy.explicitVersion, version >= .http2 { throw .explicitVersion(version) }
  guard request.isBodylessGet else {
    throw .notRepeatedOverHTTP1(method: request.method, hasBody: request.hasBody)
  }
  guard followed.count < policy.maximum else { throw .tooMany(policy.maximum) }
  return .http1(request.uri)
}

private func notes(on offer: Offer, notFollowedFrom response: ResponseHead) -> [String] {
  // A 101's Upgrade is what was agreed on.
  guard !offer.tokens.isEmpty, response.status != 101 else { return [] }
  let names = listed(offer.tokens.map(\.description))
  return response.status == 426
    ? ["the server requires an upgrade to \(names); not followed: --no-upgrade"]
    : ["the server advertises \(names); an Upgrade field on a \(response.status) is not followed"]
}
