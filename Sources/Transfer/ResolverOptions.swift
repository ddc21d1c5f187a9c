/// Who is asked for the address of a name.
public struct ResolverOptions: Sendable {
  /// Name servers, `address[:port]` with commas between (`--dns-servers`).
  public var servers: String?
  /// The interface to ask them from (`--dns-interface`).
  public var interface: String?
  /// The IPv4 address to ask them from (`--dns-ipv4-addr`).
  public var ipv4Address: String?
  /// The IPv6 address to ask them from (`--dns-ipv6-addr`).
  public var ipv6Address: String?
  /// The URL of a server that is asked over HTTPS (RFC 8484, `--doh-url`); empty for none.
  public var httpsURL: String?
  /// That server's certificate is checked; `--doh-insecure` says no.
  public var verifies = true
  /// That server has to prove that its certificate was not revoked (`--doh-cert-status`).
  public var checksStatus = false

  /// libcurl's defaults.
  public init() {}
}
