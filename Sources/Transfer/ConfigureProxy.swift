import CLibcurl

extension EasyHandle {
  borrowing func configure(
    _ proxy: ProxyOptions, _ lists: borrowing Lists
  ) throws(TransferError) {
    if proxy.tunnels { try set(CURLOPT_HTTPPROXYTUNNEL, true) }
    try set(CURLOPT_PROXY, proxy.url)
    if proxy.isHTTP10 { try set(CURLOPT_PROXYTYPE, Int(CURLPROXY_HTTP_1_0.rawValue)) }
    try set(CURLOPT_PRE_PROXY, proxy.before)
    try set(CURLOPT_PROXYUSERPWD, proxy.credentials)
    if let scheme = Self.strongest(of: proxy.schemes) { try set(CURLOPT_PROXYAUTH, scheme) }
    try set(CURLOPT_PROXYHEADER, lists.proxyFields)
    try set(CURLOPT_PROXY_SERVICE_NAME, proxy.serviceName)
    let socks =
      (proxy.allowsSocksPassword ? upshift_auth_basic : 0)
      | (proxy.allowsSocksGSSAPI ? upshift_auth_gssapi : 0)
    if socks != 0 { try set(CURLOPT_SOCKS5_AUTH, socks) }
    if proxy.socksModeIsClear { try set(CURLOPT_SOCKS5_GSSAPI_NEC, true) }
    try set(CURLOPT_NOPROXY, proxy.exclusions)
    try configure(proxy.tls, by: .proxy)
  }

  /// As curl chooses among `--proxy-anyauth`, `--proxy-negotiate` and so on.
  private static func strongest(of schemes: Options.AuthenticationSchemes) -> Int? {
    if schemes.contains(.any) { return upshift_auth_any }
    if schemes.contains(.negotiate) { return upshift_auth_negotiate }
    if schemes.contains(.ntlm) { return upshift_auth_ntlm }
    if schemes.contains(.digest) { return upshift_auth_digest }
    return schemes.contains(.basic) ? upshift_auth_basic : nil
  }
}
