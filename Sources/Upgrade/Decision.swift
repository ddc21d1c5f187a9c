public import HTTP

/// What to do about a response. The URI of each is the request's with another scheme or port:
/// an upgrade never leads to another host.
public enum Decision: Hashable, Sendable {
  /// Nothing is required, or `--no-upgrade`: the response is the answer.
  case none
  /// Send the request again as a WebSocket handshake to this `ws` or `wss` URI.
  case webSocket(URI)
  /// Send the request again, method and body, over TLS to this `https` or `wss` URI.
  case secure(URI)
  /// Send the request again over HTTP/2: ALPN on https, prior knowledge on http.
  case http2(URI)
  /// Send the request again over HTTP/3, which is on https only.
  case http3(URI)
  /// Send the request again over HTTP/1.1 on a new connection.
  case http1(URI)
  /// Send the request again, method and body, through a tunnel of the proxy's.
  case tunnel(URI)
  /// Ask the proxy again, over TLS.
  case secureProxy(URI)
  /// The response is the answer; the sentence says what would be done about it.
  case show(String)
  /// An upgrade is required and cannot be followed; the response is shown, nothing more is sent.
  case refuse(Refusal)

  /// What is followed; the caller adds it to the chain. Nil when nothing is.
  public var kind: Kind? {
    switch self {
    case .webSocket: .webSocket
    case .secure: .secure
    case .http1: .http1
    case .http2: .http2
    case .http3: .http3
    case .tunnel: .tunnel
    case .secureProxy: .secureProxy
    case .none, .show, .refuse: nil
    }
  }
}

extension Decision {
  var next: String? {
    switch self {
    case .webSocket(let uri): "asking again as a WebSocket handshake: \(uri.redacted)"
    case .secure(let uri): "asking again over TLS: \(uri.redacted)"
    case .http1(let uri): "asking again over HTTP/1.1: \(uri.redacted)"
    case .http2(let uri): "asking again over HTTP/2: \(uri.redacted)"
    case .http3(let uri): "asking again over HTTP/3: \(uri.redacted)"
    case .tunnel(let uri): "asking again through a tunnel (CONNECT): \(uri.redacted)"
    case .secureProxy(let uri): "asking the proxy again over TLS: \(uri.redacted)"
    case .none, .show, .refuse: nil
    }
  }
}

/// A decision with its grounds.
public struct Resolution: Hashable, Sendable {
  /// One thing that the response named.
  public struct Considered: Hashable, Sendable {
    /// The token, or the start of what is malformed; the peer's bytes, to be escaped.
    public let text: String
    /// What came of it, in a few words.
    public let verdict: String
  }

  /// What to do.
  public let decision: Decision
  /// What the `Upgrade` field names, one each, in order; at most ``Offer/limit``.
  public let considered: [Considered]
  /// Sentences on what is worth knowing besides, for `-v`; they may hold the peer's bytes.
  public let notes: [String]
  /// TLS is gone to on the connection itself.
  var isInPlace = false

  /// What is done next, for a person; nil if nothing is.
  public var next: String? {
    if isInPlace, case .secure(let uri) = decision {
      return "asking again over TLS, in place: \(uri.redacted)"
    }
    return decision.next
  }

  /// RFC 9110 §7.8 demands it of the sender, and CUPS, python websockets and nginx as a reverse proxy leave it out.
  public static func lacksConnection(_ status: Int) -> String {
    "the \(status) has no \"Connection: upgrade\", which is not held against it"
  }
}
