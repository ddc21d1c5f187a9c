public import HTTP

/// Why an upgrade that the server requires is not followed.
public enum Refusal: Error, Hashable, Sendable {
  /// The 426 names no protocol. What `--upgrade` offered, and the version that was asked for.
  case noUpgradeField(offered: Token?, explicitVersion: HTTPVersion?)
  /// Each protocol that it names is unknown.
  case onlyUnknown([String])
  /// A protocol that nobody here speaks is required, and was offered.
  case offerNotTaken(Token)
  /// What it names is not a protocol by its grammar.
  case malformed([String])
  /// The only way on has been taken before in this chain.
  case loop(Kind)
  /// As many upgrades as `--max-upgrades` allows have been followed.
  case tooMany(Int)
  /// TLS is required, and the request went over TLS.
  case alreadySecure(Token)
  /// The version of HTTP that is required is the one that was used.
  case alreadySpoken(Token)
  /// `OPTIONS *`, which asked for TLS in place, was answered by this status.
  case tlsNotSwitched(status: Int)
  /// The protocol is older than HTTP/1.1.
  case wouldWeaken(Token)
  /// A WebSocket is required, and the request is not a GET without a body.
  case needsGet(method: String, hasBody: Bool)
  /// A WebSocket is required, and the rest of a file was asked for.
  case needsWholeResource
  /// The request would have to be sent again, and its body cannot be read a second time.
  case bodyNotRewindable(Kind)
  /// libcurl was built without it.
  case notSupported(Kind)
  /// The protocol exists over TLS only, and the URI is not secure.
  case needsTLS(Token)
  /// The server speaks these versions of WebSocket only.
  case webSocketVersions([String])
  /// The 426 answers a WebSocket handshake. Its `Sec-WebSocket-Version` list.
  case handshakeRefused(versions: [String])
  /// HTTP/1.1 is needed, and the command line asks for this version.
  case explicitVersion(HTTPVersion)
  /// HTTP/1.1 is needed, and the request is not one to be repeated unasked.
  case notRepeatedOverHTTP1(method: String, hasBody: Bool)

  /// Whether the chain was too long or ran in a circle (exit status 111, not 110).
  public var isLoop: Bool {
    switch self {
    case .loop, .tooMany: true
    default: false
    }
  }

  /// One line for a person: what, why, and what to do. It may hold the peer's bytes, cut but not
  /// escaped.
  public var message: String {
    switch self {
    case .noUpgradeField(_, .some(.http10)):
      """
      the server answered 426 without an Upgrade field; it may refuse HTTP/1.0 as such: \
      try --http1.1
      """
    case .noUpgradeField(let offered?, _):
      """
      the server answered 426 to the offer of \(cut("\(offered)")) without an Upgrade field, so it \
      does not say what it wants instead; the response's body may
      """
    case .noUpgradeField(nil, _):
      """
      the server answered 426 without an Upgrade field, so it does not say which protocol it \
      wants; if this is a WebSocket endpoint, add --upgrade websocket
      """
    case .onlyUnknown(let names):
      """
      the server requires an upgrade to \(listed(names)), which upshift does not speak itself; \
      --upgrade \(names.first.map(cut) ?? "TOKEN") offers it and carries its bytes \
      (--no-upgrade takes the 426 as the answer)
      """
    case .offerNotTaken(let token):
      """
      the server requires an upgrade to \(cut("\(token)")), which is what this request offered; \
      it, or a proxy before it, does not see that, or wants another request
      """
    case .malformed(let texts):
      """
      the server's Upgrade field names no protocol: \(listed(texts)); if you know what it wants, \
      add --upgrade TOKEN
      """
    case .loop(let kind):
      """
      the server asks for \(kind) again, which this chain has followed already; \
      --no-upgrade shows its first response
      """
    case .tooMany(let maximum):
      """
      the server asks for more than \(maximum) upgrade\(maximum == 1 ? "" : "s"); \
      --max-upgrades sets the limit
      """
    case .alreadySecure(let token):
      """
      the server requires an upgrade to \(cut("\(token)")), but the request went over TLS already; \
      it, or a proxy before it, does not see that
      """
    case .alreadySpoken(let token):
      """
      the server requires an upgrade to \(cut("\(token)")), which is what the request was sent \
      over; a proxy before it may speak another version to it (--http2 asks for that one)
      """
    case .tlsNotSwitched(let status):
      """
      the server answered OPTIONS * with \(status), not with 101: it does not go on to TLS on the same \
      connection; --tls-upgrade rewrite asks again at the https URL
      """
    case .wouldWeaken(let token):
      """
      the server asks for \(cut("\(token)")), which is no upgrade; upshift goes on to the same or a \
      stronger protocol only (--http1.0 asks for it from the start)
      """
    case .needsGet(let method, let hasBody):
      """
      the server requires a WebSocket, which is opened by a GET without a body, and this request \
      is a \(cut(method))\(hasBody ? " with a body" : ""): leave out \
      \(method == "GET" ? "the body" : hasBody ? "method and body" : "the method"), \
      and use --send for a message
      """
    case .needsWholeResource:
      """
      the server requires a WebSocket, whose messages are not the rest of a file: \
      leave out --continue-at
      """
    case .bodyNotRewindable(let kind):
      """
      the request would have to be sent again over \(kind), but its body cannot be read twice: \
      give the body in a file, or ask for \(kind) from the start
      """
    case .notSupported(let kind):
      "the server requires \(kind), and the libcurl that upshift runs with has no \(kind)"
    case .needsTLS(let token):
      """
      the server requires an upgrade to \(cut("\(token)")), which exists over TLS only: \
      ask with https://
      """
    case .webSocketVersions(let versions):
      """
      the server speaks WebSocket version \(listed(versions)) only, and upshift speaks version 13 \
      (RFC 6455)
      """
    case .handshakeRefused(let versions) where versions.contains("13") || versions.isEmpty:
      """
      the server answered 426 to the WebSocket handshake itself; a proxy before it may drop the \
      Upgrade field
      """
    case .handshakeRefused(let versions):
      """
      the server answered 426 to the WebSocket handshake: it speaks version \(listed(versions)) \
      only, and upshift speaks version 13 (RFC 6455)
      """
    case .explicitVersion(let version):
      """
      Upgrade exists in HTTP/1.1 only, and \(version) was asked for: leave out that option, or \
      add --http1.1; a WebSocket over HTTP/2 is asked for by wss://
      """
    case .notRepeatedOverHTTP1(let method, let hasBody):
      """
      Upgrade exists in HTTP/1.1 only, and a \(cut(method))\(hasBody ? " with a body" : "") is not \
      sent a second time unasked: add --http1.1
      """
    }
  }

  /// A few words for the list of what was considered.
  var verdict: String {
    switch self {
    case .loop: "followed already"
    case .alreadySecure: "already secure"
    case .alreadySpoken: "already spoken"
    case .tlsNotSwitched: "not on this connection"
    case .wouldWeaken: "no upgrade"
    case .needsGet: "needs a GET without a body"
    case .needsWholeResource: "has no rest of a file"
    case .bodyNotRewindable: "the body cannot be sent again"
    case .notSupported: "not in this libcurl"
    case .needsTLS: "exists over TLS only"
    case .webSocketVersions: "of a version not spoken"
    case .handshakeRefused: "not in answer to a handshake"
    case .noUpgradeField, .onlyUnknown, .offerNotTaken, .malformed, .tooMany, .explicitVersion,
      .notRepeatedOverHTTP1:
      "not followed"
    }
  }
}
