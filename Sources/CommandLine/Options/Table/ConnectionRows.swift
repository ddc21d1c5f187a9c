extension OptionTable {
  /// Addresses, sockets and time-outs.
  static let connections: [Option] = [
    Option(
      .connectTimeout, argument: "seconds", .connection,
      help: "Give up connecting after this long",
      manual: """
        Gives up with exit status 28 when there is no connection after <seconds>, name lookup and
        TLS included. Fractions are allowed.
        """),
    Option(
      .maxTime, short: "m", argument: "seconds", .connection, isImportant: true,
      help: "Give up after this long altogether",
      manual: """
        Gives up with exit status 28 when a transfer, or the conversation that it became, has taken
        <seconds>. Fractions are allowed.
        """),
    Option(
      .resolve, argument: "[+]host:port:address[,address]", .connection, isRepeatable: true,
      help: "Use this address for a host",
      manual: """
        Uses the addresses given for <host> and <port> and asks no name server; `*` as the host
        holds for all. With `+` the entry expires as other answers do.
        """),
    Option(
      .connectTo, argument: "host:port:host2:port2", .connection, isRepeatable: true,
      help: "Connect to another host and port",
      manual: """
        For requests to the first host and port, connects to the second. Only the connection
        changes: `Host`, certificate check and cookies stay those of the URL. An empty part
        means any, or the same.
        """),
    Option(
      .unixSocket, argument: "path", .connection, values: .file,
      help: "Connect to this Unix socket",
      manual: """
        Connects to the Unix domain socket at <path>, whatever host the URL names.
        """),
    Option(
      .interface, argument: "name", .connection, values: .interface,
      help: "Connect from this interface or address",
      manual: """
        Connects from this network interface, host name or address.
        """),
    Option(
      .ipv4, short: "4", .connection,
      help: "Use IPv4 only",
      manual: """
        Uses the IPv4 addresses of a host only.
        """),
    Option(
      .ipv6, short: "6", .connection,
      help: "Use IPv6 only",
      manual: """
        Uses the IPv6 addresses of a host only.
        """),
  ]
}
