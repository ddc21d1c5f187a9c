public import HTTP

/// What the decision needs to know about the request that was answered.
public struct RequestFacts: Hashable, Sendable {
  /// Where the request went; after redirects, the last one.
  public var uri: URI
  /// The method, with case, as sent.
  public var method: String
  /// Whether a body was sent, or would have been.
  public var hasBody: Bool
  /// Whether the body can be sent a second time. Nothing is asked of it without a body.
  public var bodyIsRewindable: Bool
  /// Whether the request was a WebSocket handshake already.
  public var isHandshake: Bool
  /// What `--upgrade` offered in it.
  public var offered: Token?
  /// Whether a proxy forwarded it, other than through a tunnel.
  public var isForwarded: Bool

  /// The facts of a request; a plain GET needs its URI only.
  public init(
    uri: URI, method: String = "GET", hasBody: Bool = false, bodyIsRewindable: Bool = true,
    isHandshake: Bool = false, offered: Token? = nil, isForwarded: Bool = false
  ) {
    self.uri = uri
    self.method = method
    self.hasBody = hasBody
    self.bodyIsRewindable = bodyIsRewindable
    self.isHandshake = isHandshake
    self.offered = offered
    self.isForwarded = isForwarded
  }

  /// Whether the request is a GET or HEAD without a body.
  var isBodylessGet: Bool { !hasBody && (method == "GET" || method == "HEAD") }
}

/// How TLS is gone to that a 426 asks for: `--tls-upgrade`.
public enum TLSUpgrade: String, Hashable, Sendable, CaseIterable {
  /// The request is sent again to the https URI.
  case rewrite
  /// The connection changes to TLS, and the request goes over it (RFC 2817).
  case inPlace = "in-place"
}

/// What the person allows and what this libcurl can do.
public struct Policy: Hashable, Sendable {
  /// False: `--no-upgrade`.
  public var follows: Bool
  /// The number of upgrades followed in one chain: `--max-upgrades`.
  public var maximum: Int
  /// The version that `--http1.0`, `--http1.1` or `--http2` asked for.
  ///
  /// A 426 still leads from it to a higher version; from HTTP/2 nothing leads down.
  public var explicitVersion: HTTPVersion?
  /// How TLS is gone to: `--tls-upgrade`.
  public var tlsUpgrade: TLSUpgrade
  /// Whether the rest of a file is wanted, which messages are not: `--continue-at`.
  public var wantsRestOfFile: Bool
  /// Whether libcurl has HTTP/2.
  public var hasHTTP2: Bool
  /// Whether libcurl has HTTP/3.
  public var hasHTTP3: Bool

  /// A policy; what is not named is upshift's default.
  public init(
    follows: Bool = true, maximum: Int = 10, explicitVersion: HTTPVersion? = nil,
    tlsUpgrade: TLSUpgrade = .rewrite, wantsRestOfFile: Bool = false, hasHTTP2: Bool = true,
    hasHTTP3: Bool = false
  ) {
    self.follows = follows
    self.maximum = maximum
    self.explicitVersion = explicitVersion
    self.tlsUpgrade = tlsUpgrade
    self.wantsRestOfFile = wantsRestOfFile
    self.hasHTTP2 = hasHTTP2
    self.hasHTTP3 = hasHTTP3
  }
}

extension URI {
  /// http → https, ws → wss.
  var forTLS: URI {
    var uri = self
    uri.scheme = isWebSocket ? "wss" : "https"
    // RFC 6797 §8.3: "if the URI contains an explicit port component of "80", then the UA MUST
    // convert the port component to be "443", or if the URI contains an explicit port component
    // that is not equal to "80", the port component value MUST be preserved".
    if port == 80 { uri.port = 443 }
    return uri
  }
}

extension URI {
  /// The same place by TLS on the same port: `http://host/` is `https://host:80/`, for the connection stays where it is.
  public var forTLSInPlace: URI {
    var uri = self
    uri.scheme = isWebSocket ? "wss" : "https"
    uri.port = effectivePort
    return uri
  }
}
