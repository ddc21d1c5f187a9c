import Upgrade

extension OptionTable {
  /// Which upgrades are offered and followed.
  static let upgrade: [Option] = [
    Option(
      .upgrade, argument: "token", .upgrade, isImportant: true, isOurs: true,
      values: .choices(["websocket", "h2c"]),
      help: "Offer this upgrade in the first request",
      manual: """
        Offers <token> in the first request: `websocket`; `h2c`, which is the same as `--http2`; or any other name,
        with a version or without, such as `connect-ip` or `acme/2.1`. Without this option nothing is offered before the
        server has answered 426. TLS is not offered, but with `--tls-upgrade in-place`: ask with
        `https://`.

        After the 101 to any other name, which is checked, standard input and output are that stream of bytes, as they
        are: `nc`, through HTTP, a log-in, a proxy and TLS. `--send` goes first. With `--listen` no input is read,
        and the stream stays until the server ends it.

        When the input ends, the stream stays until it has been silent for `--linger` seconds; while what was sent has had
        no reply, for 10, unless `--linger` is given. Then, where there is no TLS, the server is told that no more comes
        (a FIN, as from `nc -N`), and has as long again to answer that. If nothing has come by then, the exit status is
        28. `--linger 0` leaves as soon as everything is sent. A server that answers the offer in another
        way ends with 113, and its answer is shown; a 426 is followed, or ends with 110.

          upshift --upgrade acme/2.1 https://127.0.0.1/stream < request > answer

        A server that answers 426 without an `Upgrade` field does not say what it wants; this
        option says it for the server:

          upshift --upgrade websocket http://127.0.0.1:8080/chat
        """),
    Option(
      .noUpgrade, .upgrade, isImportant: true, isOurs: true,
      help: "Show a 426 like any other response",
      manual: """
        Follows no upgrade. A 426 is then a response like any other: its body is shown, and the
        exit status is 0, or 22 with `--fail`.
        """),
    Option(
      .explain, .upgrade, isImportant: true, isOurs: true, values: .choices(["text", "json"]),
      help: "Say what happens on the way, and why",
      manual: """
        Follows the upgrades as ever, and shows what happened and why, in place of a body or of messages: for each
        request what was sent and what came, over which connection, what the answer means, each protocol that it
        names and what `upshift` thinks of it, each check that the 101 of a WebSocket must pass, which rules of which
        RFC the answer breaks, how long it took, and what was done next; of a request that got no answer, or could not be
        sent, how far it came, and why. A WebSocket is closed as soon as it is open, with 1000. The exit status is that of
        the same command without this option, but for what hangs on messages: `--count`, `--until` and `--expect` are not
        waited for.

        `--explain=json` is one JSON object for each URL, for programs: `url`, `steps`, `websocket` if one opened (`url`,
        `subprotocol`, `extensions`), `exit` (the exit status) and, if that is not 0, `message`. A step has `method`,
        `url`, `target` (what was asked for if the URL does not say it: `*`, or the place of a CONNECT to a proxy),
        `sent_in` (the number of the step that has its request, if it is a further answer to that), `proxy` (true: a proxy
        answered), `status`, `version`, `request` and `response` (the lines of the heads), `body` (its start, at most 512
        bytes), `connection` (`address`, `reused`, `tls`, `verified`, and the `certificate` as a list of `name` and
        `value`, in libcurl's words), `means` (`text`, `rfc`), `error` (why there is no answer; then there is no `status`
        either), `offers` (`token`, `verdict`: `chosen`, or why not), `notes`, `next`, `violations` (`text`, `rfc`),
        `checks` (`name`, `ok`, `text`; one that fails is not among the violations) and `times` in seconds (`lookup`,
        `connect`, `tls`, `wait`). Of the members of a step what is empty, 0 or not known is absent; names may be added,
        none is taken away.
        """),
    Option(
      .doctor, .upgrade, isImportant: true, isOurs: true,
      help: "Find out what makes a WebSocket handshake work",
      manual: """
        Tries the handshake as it is typed, and then what makes one fail: at once instead of after a 426, `Origin`,
        the subprotocols that are best known, compression, the version of HTTP, the proxy and the way around it, TLS, a slash
        at the end of the path, redirects, the name of the client; at last two of these together. A try may take 5
        seconds; where nobody answers, only other places are tried. A line each
        says what came of it, with the start of what a refusal says, and the end is the shortest command that works; the
        exit status is then 0, else that of the command without this option, or, where that is content with a response that
        is no WebSocket, of the handshake (113). Every WebSocket that opens is closed at once. Nothing is tried over a
        weaker scheme if there are credentials, and certificates are always verified, unless `--insecure` says
        otherwise. What does not go with a handshake (`--data`, `--head`, `--request POST`) does not go with this.
        """),
    Option(
      .maxUpgrades, argument: "number", .upgrade, isOurs: true,
      help: "Follow at most this many upgrades (default 10)",
      manual: """
        Follows at most <number> upgrades for one URL, 10 unless told otherwise. One more, or a
        token that comes round again, ends with exit status 111.
        """),
    Option(
      .tlsUpgrade, argument: "how", .upgrade, isOurs: true,
      values: .choices(TLSUpgrade.allCases.map(\.rawValue)),
      help: "Go to TLS at the https URL, or in place",
      manual: """
        Says <how> TLS is gone to when a 426 asks for it. `rewrite`, which is usual, sends the
        request again to the `https` URL. `in-place` is the way of RFC 2817, which CUPS and printers
        speak: `OPTIONS *` asks for TLS, and after its 101 the same connection speaks TLS, on the
        port that it is on. The certificate is checked as for an `https` URL; then the request goes
        again, with method, body and credentials.

        What was answered by the 426 has gone in the clear. With `--upgrade TLS/1.3` there is no
        such request: `OPTIONS *`, which holds nothing of it, comes first.

          upshift --tls-upgrade in-place http://ipp.example/
          upshift --tls-upgrade in-place --upgrade TLS/1.3 -u me http://ipp.example/

        An answer to `OPTIONS *` that is no 101 ends with exit status 110, a break of the protocol
        with 112. A later upgrade of the chain uses the same connection, or asks for TLS on
        another in the same way. This is not the usual way because it is open to attacks that
        mix what was said before TLS and after it (Opossum). It does not go with `--interface` or
        `--unix-socket`.
        """),
  ]
}
