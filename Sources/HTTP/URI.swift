/// An absolute `http`, `https`, `ws` or `wss` URI in its parts (RFC 3986 §3, RFC 6455 §3).
///
/// It comes from libcurl's parser, which has normalised it; nothing is parsed or checked here.
public struct URI: Hashable, Sendable, CustomStringConvertible {
  /// `http`, `https`, `ws` or `wss`, in lower case.
  public var scheme: String
  /// User and password as written, percent-encoded, without the `@`.
  public var userinfo: String?
  /// A name or an address; an IPv6 address has its brackets.
  public var host: String
  /// The port that is written in the URI; nil for the scheme's own.
  public var port: Int?
  /// Path and query; begins with `/`.
  public var target: String

  /// A URI of these parts.
  public init(
    scheme: String, userinfo: String? = nil, host: String, port: Int? = nil, target: String = "/"
  ) {
    self.scheme = scheme
    self.userinfo = userinfo
    self.host = host
    self.port = port
    self.target = target
  }

  /// The port to connect to: the written one, or 443 and 80 for secure and plain schemes.
  public var effectivePort: Int { port ?? (isSecure ? 443 : 80) }

  /// Whether the scheme runs over TLS: `https`, `wss`.
  public var isSecure: Bool { scheme == "https" || scheme == "wss" }

  /// Whether the scheme is a WebSocket's: `ws`, `wss`.
  public var isWebSocket: Bool { scheme == "ws" || scheme == "wss" }

  /// The same as a WebSocket's URI: `ws` for `http`, `wss` for `https`. Host and port stay, for the
  /// default ports are the same (RFC 6455 §3).
  public var asWebSocket: URI {
    var uri = self
    uri.scheme = isSecure ? "wss" : "ws"
    return uri
  }

  /// The same as a URI of HTTP: `http` for `ws`, `https` for `wss`.
  public var asHTTP: URI {
    var uri = self
    uri.scheme = isSecure ? "https" : "http"
    return uri
  }

  /// Whether the hosts are the same without case (RFC 3986 §3.2.2); ports may differ.
  public func isSameHost(as other: URI) -> Bool {
    Syntax.areEqual(host, other.host)
  }

  /// Whether scheme, host and effective port are the same (RFC 9110 §4.3.1).
  public func isSameOrigin(as other: URI) -> Bool {
    scheme == other.scheme && effectivePort == other.effectivePort && isSameHost(as: other)
  }

  /// Whether what was typed as a cookie for `other` may be sent here too: to the same host, and not in the clear what
  /// was not.
  public func sharesCookies(of other: URI) -> Bool {
    isSameHost(as: other) && (isSecure || !other.isSecure)
  }

  /// The whole URI, secrets included.
  public var description: String { text(userinfo: userinfo) }

  /// The whole URI with `***` for user and password, to be shown.
  public var redacted: String { text(userinfo: userinfo.map { _ in "***" }) }

  private func text(userinfo: String?) -> String {
    "\(scheme)://\(userinfo.map { $0 + "@" } ?? "")\(host)\(port.map { ":\($0)" } ?? "")\(target)"
  }
}
