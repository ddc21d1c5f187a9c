import CLibcurl

extension EasyHandle {
  borrowing func configure(_ sockets: SocketOptions) throws(TransferError) {
    try set(CURLOPT_TCP_KEEPALIVE, sockets.keepsAlive)
    if let time = sockets.keepaliveTime {
      try set(CURLOPT_TCP_KEEPIDLE, time)
      try set(CURLOPT_TCP_KEEPINTVL, time)
    }
    if !sockets.sendsAtOnce { try set(CURLOPT_TCP_NODELAY, false) }
    if sockets.opensFast { try set(CURLOPT_TCP_FASTOPEN, true) }
    if let ports = sockets.localPorts {
      try set(CURLOPT_LOCALPORT, ports.lowerBound)
      try set(CURLOPT_LOCALPORTRANGE, ports.count)
    }
    if let time = sockets.headStart { try set(CURLOPT_HAPPY_EYEBALLS_TIMEOUT_MS, time) }
    if sockets.introduces { try set(CURLOPT_HAPROXYPROTOCOL, true) }
  }

  borrowing func configure(_ resolver: ResolverOptions) throws(TransferError) {
    try set(CURLOPT_DNS_SERVERS, resolver.servers)
    try set(CURLOPT_DNS_INTERFACE, resolver.interface)
    try set(CURLOPT_DNS_LOCAL_IP4, resolver.ipv4Address)
    try set(CURLOPT_DNS_LOCAL_IP6, resolver.ipv6Address)
    guard let url = resolver.httpsURL, !url.isEmpty else { return }
    try set(CURLOPT_DOH_URL, url)
    if !resolver.verifies {
      try set(CURLOPT_DOH_SSL_VERIFYPEER, false)
      try set(CURLOPT_DOH_SSL_VERIFYHOST, 0)
    }
    if resolver.checksStatus { try set(CURLOPT_DOH_SSL_VERIFYSTATUS, true) }
  }
}
