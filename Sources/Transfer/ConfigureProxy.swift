import CLibcurl

extension EasyHandle {
  borrowing func configure(_ proxy: ProxyOptions) throws(TransferError) {
    if proxy.tunnels { try set(CURLOPT_HTTPPROXYTUNNEL, true) }
    try set(CURLOPT_PROXY, proxy.url)
    try set(CURLOPT_PROXYUSERPWD, proxy.credentials)
    try set(CURLOPT_NOPROXY, proxy.exclusions)
    try configure(proxy.tls, by: .proxy)
  }
}
