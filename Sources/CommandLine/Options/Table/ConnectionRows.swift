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
    Option(
      .retry, argument: "number", .connection,
      help: "Try again so many times what fails for a while",
      manual: """
        Tries again at most <number> times when what went wrong may pass: a name that was not found, a time-out, a
        response of 408, 429, 500, 502, 503 or 504, also to a WebSocket's handshake. The first wait is a second, each
        further one twice as long, up to ten minutes; a longer `Retry-After` counts. A file is begun anew. Once a
        WebSocket has opened, nothing is tried again.

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
