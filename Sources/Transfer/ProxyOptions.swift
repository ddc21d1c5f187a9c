public import HTTP

/// Through which proxy a transfer goes, and how.
public struct ProxyOptions: Sendable {
  /// The proxy (`--proxy`); empty for none. `nil` leaves the choice to the environment.
  public var url: String?
  /// What the environment names, as libcurl finds it there: for `http`, and for `https`.
  public var inherited = (plain: nil as String?, secure: nil as String?)
  /// `user:password` for the proxy (`--proxy-user`).
  public var credentials: String?
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
