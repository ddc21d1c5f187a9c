extension OptionTable {
  /// Proxies.
  static let proxies: [Option] = [
    Option(
      .proxy, short: "x", argument: "[scheme://]host[:port]", .proxy, isImportant: true,
      values: .url,
      help: "Go through this proxy",
      manual: """
        Goes through this proxy. The scheme is `http` (the default), `https`, `socks4`, `socks4a`,
        `socks5` or `socks5h`; the port is 1080 unless told otherwise. An empty value uses no
        proxy, whatever the environment says. A WebSocket goes through CONNECT.

        A proxy that forwards may drop the `Upgrade` field of a 426: such a 426 without one is asked once more through
        CONNECT. A proxy that answers CONNECT with a 426 for TLS is asked again over TLS.
        """),
    Option(
      .proxyUser, short: "U", argument: "user:password", .proxy,
      help: "Log in to the proxy",
      manual: """
        The user name and password for the proxy.
        """),
    Option(
      .proxytunnel, short: "p", .proxy, isNegatable: true,
      help: "Ask the proxy for a tunnel, for http too",
      manual: """
        Goes through a tunnel of the proxy's (CONNECT) for an `http://` URL too; `https://`, `ws://` and `wss://` do
        anyway.
        """),
    Option(
      .proxyCacert, argument: "file", .proxy, values: .file,
      help: "Trust these authorities for the proxy",
      manual: """
        Like `--cacert`, for the certificate of an `https://` proxy.
        """),
    Option(
      .proxyInsecure, .proxy, isNegatable: true,
      help: "Do not verify the proxy's certificate",
      manual: """
        Like `--insecure`, for the certificate of an `https://` proxy.
        """),
    Option(
      .noproxy, argument: "hosts", .proxy,
      help: "Go to these hosts without a proxy",
      manual: """
        Hosts, separated by commas, to which no proxy is used. A domain holds for the hosts
        below it, and `*` alone for all. It takes the place of `no_proxy`.
        """),
  ]
}
