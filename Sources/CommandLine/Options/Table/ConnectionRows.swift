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
      .abstractUnixSocket, argument: "name", .connection,
      help: "Connect to this abstract Unix socket",
      manual: """
        Connects to the Unix domain socket of this name, which has no place in the file system
        (Linux). The name is given without the `@` that other programs show before it.
        """),
    Option(
      .interface, argument: "name", .connection, values: .interface,
      help: "Connect from this interface or address",
      manual: """
        Connects from this network interface, host name or address.
        """),
    Option(
      .localPort, argument: "port[-port]", .connection,
      help: "Connect from this port, or one of a range",
      manual: """
        Connects from this local port, or from the first of the range that is free. When none is,
        the exit status is 45.
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
    Option(
      .happyEyeballsTimeout, argument: "milliseconds", .connection,
      help: "How long IPv6 is tried alone",
      manual: """
        For a name with addresses of both kinds, IPv4 is tried as well when IPv6 has not connected
        after <milliseconds>; 200 unless told.
        """),
    Option(
      .noKeepalive, .connection, isNegatable: true,
      help: "Do not probe idle connections",
      manual: """
        Sends no probes (TCP keepalive) over a connection on which nothing goes.
        """),
    Option(
      .keepaliveTime, argument: "seconds", .connection,
      help: "Probe a connection idle for this long",
      manual: """
        Probes a connection (TCP keepalive) when nothing has gone over it for <seconds>, and each
        <seconds> after that; 60 unless told.
        """),
    Option(
      .tcpNodelay, .connection, isNegatable: true,
      help: "Send small pieces at once (default)",
      manual: """
        Sends small pieces at once, which is the default. `--no-tcp-nodelay` has the system gather
        them (the algorithm of Nagle).
        """),
    Option(
      .tcpFastopen, .connection, isNegatable: true,
      help: "Send data with the first segment",
      manual: """
        Sends data with the first segment of a TCP connection (TCP Fast Open), where system and
        server can.
        """),
    Option(
      .haproxyProtocol, .connection, isNegatable: true,
      help: "Begin connections with a PROXY line",
      manual: """
        Begins each connection with the line of HAProxy that says who is connected with whom
        (PROXY protocol, version 1), before TLS and before any request.
        """),
    Option(
      .proto, argument: "list", .connection,
      help: "Use these schemes only",
      manual: """
        Which of the schemes `http`, `https`, `ws` and `wss` may be used. The list, with commas
        between, is read from left to right: `name` or `+name` adds a scheme, `-name` takes it
        away, `=name` leaves it alone, and `all` is each of them. Names that curl knows, or
        nobody, change nothing else. A handshake is one of `ws` or `wss`, whatever its URL was,
        and what a 426 or a redirect leads to has to be allowed too: else the exit status is 1. To
        use TLS only: `--proto =https,wss`.
        """),
    Option(
      .protoRedir, argument: "list", .connection,
      help: "Be redirected to these schemes only",
      manual: """
        Which schemes a redirect may lead to, among those that `--proto` allows; the list is read
        in the same way.
        """),
    Option(
      .protoDefault, argument: "scheme", .connection,
      values: .choices(["http", "https", "ws", "wss"]),
      help: "The scheme of a URL that has none",
      manual: """
        The scheme of a URL that is given without one: `http` (the default), `https`, `ws` or
        `wss`.
        """),
    Option(
      .hsts, argument: "file", .connection, values: .file,
      help: "Remember in this file which hosts want TLS",
      manual: """
        Goes to hosts over TLS that have asked for it (`Strict-Transport-Security`), WebSockets
        included, and keeps their names in <file> for the next time. An empty name keeps them for
        this run.
        """),
    Option(
      .altSvc, argument: "file", .connection, values: .file,
      help: "Remember other ways to a server in this file",
      manual: """
        Uses other servers that an `https` origin names for itself (`Alt-Svc`), and keeps them in
        <file> for the next time. An empty name keeps them for this run. A WebSocket always goes
        to the server of its URL.
        """),
    Option(
      .dohURL, argument: "URL", .connection, values: .url,
      help: "Look names up over HTTPS at this URL",
      manual: """
        Looks names up by HTTPS (DoH) at <URL>, in place of the name servers of the system. An
        empty value undoes it.
        """),
    Option(
      .dohInsecure, .connection, isNegatable: true,
      help: "Do not check the certificate of --doh-url",
      manual: """
        Goes on although the certificate of the server of `--doh-url` is not valid.
        """),
    Option(
      .dohCertStatus, .connection, isNegatable: true,
      help: "Like --cert-status, for --doh-url",
      manual: """
        Like `--cert-status`, for the server of `--doh-url`.
        """),
    Option(
      .dnsServers, argument: "addresses", .connection,
      help: "Ask these name servers (c-ares)",
      manual: """
        Asks these name servers: addresses with commas between them. It takes a libcurl that was
        built with c-ares.
        """),
    Option(
      .dnsInterface, argument: "name", .connection, values: .interface,
      help: "Ask name servers from here (c-ares)",
      manual: """
        Asks name servers from this network interface. It takes a libcurl that was built with
        c-ares.
        """),
    Option(
      .dnsIPv4Address, argument: "address", .connection,
      help: "Ask name servers from here (c-ares)",
      manual: """
        Asks name servers from this IPv4 address. It takes a libcurl that was built with c-ares.
        """),
    Option(
      .dnsIPv6Address, argument: "address", .connection,
      help: "Ask name servers from here (c-ares)",
      manual: """
        Asks name servers from this IPv6 address. It takes a libcurl that was built with c-ares.
        """),
    Option(
      .retry, argument: "number", .connection,
      help: "Try again so many times what fails for a while",
      manual: """
        Tries again at most <number> times when what went wrong may pass: a name that was not found, a time-out, a
        response of 408, 429, 500, 502, 503 or 504, also to a WebSocket's handshake. The first wait is a second, each
        further one twice as long, up to ten minutes; a longer `Retry-After` counts. A file is begun anew. Once a
        WebSocket has opened, nothing is tried again. A body that cannot be read twice is status 65 then.

        With `upshift check`: tries an entry of a check that fails, or cannot be judged, up to <number> times again; `-1`
        is without end. The entry's own option `retry` wins.
        """),
    Option(
      .retryDelay, argument: "seconds", .connection,
      help: "Wait so long before each further attempt",
      manual: """
        With `--retry`: waits <seconds>, a whole number, before each further attempt, instead of longer and longer; 0 is
        no such wish.
        """),
    Option(
      .retryMaxTime, argument: "seconds", .connection,
      help: "Begin no further attempt after so long",
      manual: """
        With `--retry`: begins no further attempt once <seconds> have passed since the first began. An attempt in
        progress may go on: `--max-time` ends that.
        """),
    Option(
      .retryAllErrors, .connection, isNegatable: true,
      help: "Try again after any failure",
      manual: """
        With `--retry`: tries again after any failure, those of `--fail` too. What standard output has got it
        gets once more.
        """),
    Option(
      .retryConnrefused, .connection, isNegatable: true,
      help: "Try again when the connection is refused",
      manual: """
        With `--retry`: a connection that is refused may pass too, as while a server starts.

          upshift --retry 10 --retry-connrefused http://127.0.0.1:8080/health
        """),
    Option(
      .parallel, short: "Z", .connection, isNegatable: true,
      help: "Visit all URLs side by side",
      manual: """
        Visits the URLs of the command line side by side, `--parallel-max` of them at a time. What they print comes as
        it comes: with `-o` or `-O` each has its own file. Of several WebSockets the first one that opens has standard input,
        the others listen. The exit status is that of the last that failed.
        """),
    Option(
      .parallelMax, argument: "number", .connection,
      help: "At most so many side by side (default 50)",
      manual: """
        With `--parallel`: at most <number> at a time, 50 unless told, 300 at the most.
        """),
    Option(
      .parallelImmediate, .connection, isNegatable: true,
      help: "Rather open connections than wait to share",
      manual: """
        With `--parallel`: opens a connection of its own for each, instead of waiting whether one that is being made
        speaks HTTP/2 and takes more than one.
        """),
    Option(
      .rate, argument: "number/unit", .connection,
      help: "Begin at most so many transfers a time",
      manual: """
        Begins at most <number> transfers in each <unit>: `s`, `m`, `h` or `d`; without a unit in an hour. Not with
        `--parallel`.

          upshift --rate 2/s http://127.0.0.1/one http://127.0.0.1/two
        """),
    Option(
      .failEarly, .connection, isNegatable: true,
      help: "End with the first URL that fails",
      manual: """
        Ends with the first URL that fails, and with its exit status. Without it all URLs are visited and the exit
        status is the last one's. What is an error, `--fail` says.
        """),
  ]
}
