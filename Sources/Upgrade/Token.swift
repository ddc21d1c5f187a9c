import HTTP

/// `protocol = protocol-name ["/" protocol-version]`, one element of an `Upgrade` field
/// (RFC 9110 §7.8). `==` compares the spelling; ``kind`` says what it means.
public struct Token: Hashable, Sendable, CustomStringConvertible {
  /// The name as written.
  public let name: String
  /// The version as written, if there is one.
  public let version: String?

  /// Reads a list element. Nil when name or version is no token (RFC 9110 §5.6.2), whitespace
  /// around the `/` and a second `/` included.
  public init?(parsing text: String) {
    let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
    let name = text[..<(slash ?? text.endIndex)]
    let version = slash.map { text[text.utf8.index(after: $0)...] }
    guard Syntax.isToken(name), version.map(Syntax.isToken) ?? true else { return nil }
    self.name = String(name)
    self.version = version.map { String($0) }
  }

  /// The token as written.
  public var description: String { version.map { "\(name)/\($0)" } ?? name }

  /// The protocol that this names; nil when it is none that upshift speaks.
  ///
  /// RFC 9110 §7.8: "recipients SHOULD use case-insensitive comparison when matching each
  /// protocol-name to supported protocols." `h2c`, `h2` and `h3` are the names of RFC 7540 §3.1
  /// and RFC 9114 §3.1.
  public var kind: Kind? {
    switch (lowercasedName, version) {
    case ("websocket", nil), ("websocket", "13"): .webSocket
    case ("tls", _): .secure
    case ("http", "1.1"): .http1
    case ("http", "2"), ("http", "2.0"), ("h2c", nil), ("h2", nil): .http2
    case ("http", "3"), ("http", "3.0"), ("h3", nil): .http3
    default: nil
    }
  }

  /// Whether the name is that of HTTP: after a TLS, what runs on top of it.
  var isHTTP: Bool { lowercasedName == "http" }

  /// Whether this is an HTTP older than 1.1.
  var isOldHTTP: Bool { isHTTP && (version == "1.0" || version == "0.9") }

  /// Whether this HTTP exists over TLS only: `h2` is HTTP/2 over TLS (RFC 9113 §3.2), and HTTP/3
  /// has TLS in QUIC (RFC 9114 §3.1).
  var needsTLS: Bool { kind == .http3 || lowercasedName == "h2" }

  private var lowercasedName: String {
    name.utf8.count <= 9 ? name.lowercased() : ""  // "websocket" is the longest known name
  }
}

/// What a token is followed to. Each is followed once in a chain, however it is spelled.
public enum Kind: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// A WebSocket handshake (RFC 6455).
  case webSocket
  /// The same request over TLS.
  case secure
  /// The same request over HTTP/1.1.
  case http1
  /// The same request over HTTP/2: by ALPN on https, by prior knowledge on http.
  case http2
  /// The same request over HTTP/3.
  case http3
  /// The same request through a proxy's tunnel.
  case tunnel
  /// The same request, with TLS to the proxy.
  case secureProxy

  /// `WebSocket`, `TLS`, `HTTP/1.1`, `HTTP/2`, `HTTP/3`, `a tunnel`, `TLS to the proxy`.
  public var description: String {
    switch self {
    case .webSocket: "WebSocket"
    case .secure: "TLS"
    case .http1: "HTTP/1.1"
    case .http2: "HTTP/2"
    case .http3: "HTTP/3"
    case .tunnel: "a tunnel"
    case .secureProxy: "TLS to the proxy"
    }
  }
}
