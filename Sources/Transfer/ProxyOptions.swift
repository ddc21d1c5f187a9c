public import HTTP

/// Through which proxy a transfer goes, and how.
public struct ProxyOptions: Sendable {
  /// The proxy (`--proxy`); empty for none. `nil` leaves the choice to the environment.
  public var url: String?
  /// What the environment names, as libcurl finds it there: for `http`, and for `https`.
  public var inherited = (plain: nil as String?, secure: nil as String?)
  /// It is asked for a tunnel in HTTP/1.0 (`--proxy1.0`).
  public var isHTTP10 = false
  /// A SOCKS proxy on the way to the proxy (`--preproxy`).
  public var before: String?
  /// `user:password` for the proxy (`--proxy-user`).
  public var credentials: String?
  /// The schemes that may be used with `credentials`; of several the strongest. None is Basic.
  public var schemes: Options.AuthenticationSchemes = []
  /// Field lines for the proxy alone, as in `Request.headerLines` (`--proxy-header`).
  public var headerLines: [String] = []
  /// The proxy's name to Kerberos (`--proxy-service-name`).
  public var serviceName: String?
  /// A user name and a password may be shown to a SOCKS5 proxy (`--socks5-basic`). With neither this nor
  /// `allowsSocksGSSAPI` both ways are open.
  public var allowsSocksPassword = false
  /// Kerberos may be used with a SOCKS5 proxy (`--socks5-gssapi`).
  public var allowsSocksGSSAPI = false
  /// The protection mode is negotiated in the clear (`--socks5-gssapi-nec`).
  public var socksModeIsClear = false
  /// The proxy is asked for a tunnel, for `http` too (`--proxytunnel`).
  public var tunnels = false
  /// Hosts that no proxy is used for (`--noproxy`).
  public var exclusions: String?
  /// How TLS is spoken with an `https` proxy.
  public var tls = TLSOptions()

  /// libcurl's defaults.
  public init() {}

  /// The one that a request to `uri` goes through, unless its host is excluded.
  public func url(for uri: URI) -> String? {
    url ?? (uri.isSecure ? inherited.secure : inherited.plain)
  }
}
