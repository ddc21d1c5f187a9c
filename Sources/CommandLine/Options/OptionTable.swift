import Upgrade

/// The option table: what each option is called, takes and means, said once.
enum OptionTable {
  /// All rows, in the order of `OptionName`.
  static let all: [Option] = OptionName.allCases.map { OptionTable[$0] }

  /// The rows that are shown to a reader.
  static let visible: [Option] = all.filter { !$0.isHidden }

  /// The option with this long name, whole and in lower case.
  static func option(called name: String) -> Option? {
    all.first { $0.name.rawValue == name || $0.aliases.contains(name) }
  }

  /// The option with this short letter.
  ///
  /// - Parameter word: what was typed, for the error.
  static func option(short letter: Character, in word: String) throws(UsageError) -> Option {
    if let option = all.first(where: { $0.short == letter }) { return option }
    let place = word.count > 2 ? "-\(letter) in \(word)" : "-\(letter)"
    guard let name = CurlNames.long(for: letter) else {
      throw UsageError("unknown option \(place): try upshift --help all")
    }
    throw UsageError("unknown option \(place): curl has it (--\(name)), upshift does not (yet)")
  }

  static subscript(name: OptionName) -> Option {
    switch name {

    // MARK: Upgrades

    case .upgrade:
      Option(
        name, argument: "token", .upgrade, isImportant: true, isOurs: true,
        values: .choices(["websocket", "h2c"]),
        help: "Offer this upgrade in the first request",
        manual: """
          Offers <token> in the first request: `websocket`; `h2c`, which is the same as `--http2`; or any other name,
          with a version or without, such as `connect-ip` or `acme/2.1`. Without this option nothing is offered before the
          server has answered 426. TLS is not offered, but with `--tls-upgrade in-place`: ask with
          `https://`.

          After the 101 to any other name, which is checked, standard input and output are that stream of bytes, as they
          are: `nc`, through HTTP, a log-in, a proxy and TLS. `--send` goes first. When the input ends, the
          connection stays until it has been silent for `--linger` seconds, or, with `--listen`, until the server ends it.

            upshift --upgrade acme/2.1 https://127.0.0.1/stream < request > answer

          A server that answers 426 without an `Upgrade` field does not say what it wants; this
          option says it for the server:

            upshift --upgrade websocket http://127.0.0.1:8080/chat
          """)
    case .noUpgrade:
      Option(
        name, .upgrade, isImportant: true, isOurs: true,
        help: "Show a 426 like any other response",
        manual: """
          Follows no upgrade. A 426 is then a response like any other: its body is shown, and the
          exit status is 0, or 22 with `--fail`.
          """)
    case .explain:
      Option(
        name, .upgrade, isImportant: true, isOurs: true, values: .choices(["text", "json"]),
        help: "Say what happens on the way, and why",
        manual: """
          Follows the upgrades as ever, and shows what happened and why, in place of a body or of messages: for each
          request what was sent and what came, over which connection, what the answer means, each protocol that it
          names and what `upshift` thinks of it, each check that the 101 of a WebSocket must pass, which rules of which
          RFC the answer breaks, how long it took, and what was done next. A WebSocket is closed as soon
          as it is open. The exit status is that of the same command without this option.

          `--explain=json` is one JSON object, for programs: `url`, `steps`, `websocket` if one opened, `exit` (the exit
          status) and `message`. A step has `method`, `url`, `status`, `version`, `request` and `response` (the lines of
          the heads), `body` (its start), `connection` (`address`, `reused`, `tls`, `certificate`), `means` (`text`,
          `rfc`), `offers` (`token`, `verdict`), `notes`, `next`, `violations` (`text`, `rfc`), `checks` (`name`, `ok`,
          `text`) and `times` in seconds (`lookup`, `connect`, `tls`, `wait`). What is empty is absent; names may be added,
          none is taken away.
          """)
    case .doctor:
      Option(
        name, .upgrade, isImportant: true, isOurs: true,
        help: "Find out what makes a WebSocket handshake work",
        manual: """
          Tries the handshake as it is typed, and then what makes one fail: at once instead of after a 426, `Origin`,
          subprotocols, compression, the version of HTTP, the proxy and the way around it, TLS, a slash
          at the end of the path, redirects, the name of the client; at last two of these together. A line each
          says what came of it, and the end is the shortest command that works; the exit status is then 0, else that of the
          command without this option. Every WebSocket that opens is closed at once. Nothing is tried over a
          weaker scheme if there are credentials, and certificates are always verified, unless `--insecure` says
          otherwise.
          """)
    case .maxUpgrades:
      Option(
        name, argument: "number", .upgrade, isOurs: true,
        help: "Follow at most this many upgrades (default 10)",
        manual: """
          Follows at most <number> upgrades for one URL, 10 unless told otherwise. One more, or a
          token that comes round again, ends with exit status 111.
          """)
    case .tlsUpgrade:
      Option(
        name, argument: "how", .upgrade, isOurs: true,
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
          """)

    // MARK: WebSocket

    case .send:
      Option(
        name, argument: "text", .websocket, isImportant: true, isRepeatable: true, isOurs: true,
        help: "Send this message first",
        manual: """
          Sends <text> as one message as soon as the WebSocket is open, before anything is read
          from standard input. Given several times, the messages go in that order.
          """)
    case .expect:
      Option(
        name, argument: "what", .websocket, isImportant: true, isRepeatable: true, isOurs: true,
        help: "Wait for a message like this, or fail with 117",
        manual: """
          Waits for a message that meets <what>; others are shown and passed over. `--send` and `--expect` are done in
          the order in which they are given; then the WebSocket is closed, and the status is 0. If one is not met in time
          (`--within`), or the server closes before, the status is 117, and a line says what came instead. Standard
          input is not read.

          <what> is one of `jq:`<filter>, met if it makes something that is neither false nor null,
          `jsonpath:`<path>, `text:`<text> (all of it), `contains:`<text>, `regex:`<expression>, `binary:`<hex>,
          `close:`<codes>; or what a check file has behind `expect`: `3 messages`, `pong`,
          `jq ".op" == "pong" within 2s`.

            upshift --send '{"op":"ping"}' --expect jq:'.op=="pong"' ws://127.0.0.1/
          """)
    case .within:
      Option(
        name, argument: "seconds", .websocket, isOurs: true,
        help: "How long --expect waits: 10 unless told",
        manual: """
          Each `--expect` waits so many seconds; 10 unless told. One that says `within` itself waits so long.
          """)
    case .record:
      Option(
        name, argument: "file", .websocket, isOurs: true, values: .file,
        help: "Write the session as a check file",
        manual: """
          Writes what is asked and what comes to <file>, as a check that `upshift check` runs: the
          request, the chain of statuses, and the messages, pings and closes in their order; of a
          response without a WebSocket its body, or the SHA-256 of one that is long or not text. It is written at
          the end, also after a failure or a signal. A file that exists is left alone: then nothing is asked, and
          the exit status is 23.

          Every message that came is expected as it came, JSON too, so the check passes against a
          server that behaves the same. Of what is not the same each time, a time or a number, delete the
          line, or ask less of it: `expect jq ".op == \\"pong\\""`. A message of more than 1 MiB is
          known by its SHA-256; after 16 MiB nothing more is recorded.

          Credentials are not in the file: `Authorization`, cookies, passwords, and fields, parameters
          of the query and members of JSON whose names say so (`token`, `api_key`, `password`, ...) are
          variables, wherever else they stand in the session too. The head of the file lists them; give
          them with `--secret`, or in the environment. What only looks like any other text, a password
          that was sent as a message of its own, say, is not known for a credential.

            upshift --record chat.check --oauth2-bearer "$TOKEN" wss://api.example/chat
            UPSHIFT_SECRET_authorization=$TOKEN upshift check chat.check
          """)
    case .replay:
      Option(
        name, argument: "file", .websocket, isOurs: true, values: .file,
        help: "Send what a recorded session sent, in its time",
        manual: """
          Sends again what <file> says was sent: the texts, binary messages, pings, pongs and the close of a session that
          `--ws-format ndjson` printed or `/save` wrote, edited or not (see EVENTS). The first goes when the WebSocket is
          open, the others as long after it as they did then. What came and what happened on the way is passed over, and
          so are the answers to pings and to the server's close, which are made anew. `-` is standard input, which is not
          read otherwise.

          The file is read before anything is sent; a mistake in it, told with its line, ends with 2. Messages
          of `--send` go first. When the last event has gone it is as at the end of input: see `--linger`, `--count` and
          `--until`. A close in the file closes, and has to be the last event that is sent.

            upshift --ws-format ndjson ws://127.0.0.1:8080/chat <events >session
            jq -c 'select(.type != "close")' session >edited
            upshift --replay edited ws://127.0.0.1:8080/chat
          """)
    case .replayAtOnce:
      Option(
        name, .websocket, isNegatable: true, isOurs: true,
        help: "Send what --replay sends without its pauses",
        manual: """
          Sends what `--replay` sends one after the other, as fast as the server takes it.
          """)
    case .wsFormat:
      Option(
        name, argument: "format", .websocket, isOurs: true,
        values: .choices(["lines", "nul", "raw", "ndjson"]),
        help: "Messages as lines (default), nul, raw or ndjson",
        manual: """
          How messages are told apart on standard input and standard output.

          `lines`, the default: one line is one message. A carriage return before the line feed is
          stripped, an unterminated last line is a message, an empty line is an empty message. A
          message that arrives is written as it is, and a line feed after it; one that holds a line
          feed spans lines.

          `nul`: the same with a NUL byte in place of the line feed, so that any text keeps its
          boundaries.

          `raw`: each read of standard input is one message; what arrives is written as it is, with
          nothing in between.

          `ndjson`: one line is one event, a JSON object; see EVENTS.

            upshift --ws-format ndjson --listen wss://api.example/feed |
              jq --unbuffered -r 'select(.type == "text") | .data'
          """)
    case .wsSend:
      Option(
        name, argument: "kind", .websocket, isOurs: true, values: .choices(["text", "binary"]),
        help: "Send messages as text (default) or binary",
        manual: """
          Sends messages as `text`, the default, or as `binary`. Input that is not UTF-8 is never
          sent as text: it is an error that names this option.
          """)
    case .linger:
      Option(
        name, argument: "seconds", .websocket, isImportant: true, isOurs: true,
        help: "Wait for replies after end of input (default 1)",
        manual: """
          After the end of input the connection stays open until the server has been silent for
          <seconds>, 1 unless told otherwise, or until `--count` or `--until` is met; then the
          WebSocket is closed properly. Fractions are allowed.

          A message that was sent and has had no reply at all may get it up to 10 seconds later;
          when nothing has come by then, the exit status is 28. So may what `--count` or `--until`
          wait for, unless this option is given. A server that pauses between its replies wants
          a longer <seconds>; one that never replies wants `--linger 0`, which leaves as soon as
          everything is sent.

          If nothing was sent, neither from the input nor by `--send`, what arrives within
          <seconds> is shown, and the exit status is 0: that is a probe.
          """)
    case .count:
      Option(
        name, argument: "number", .websocket, isImportant: true, isOurs: true,
        help: "Leave after this many messages",
        manual: """
          Closes the WebSocket and leaves with status 0 once <number> messages have arrived. If
          the server closes before that, or is silent too long after the end of input (see
          `--linger`), the exit status is 117.
          """)
    case .until:
      Option(
        name, argument: "regex", .websocket, isImportant: true, isOurs: true,
        help: "Leave after a message that matches",
        manual: """
          Closes the WebSocket and leaves with status 0 once a message has arrived in which <regex>
          matches; that message is still written. If the server closes before that, or is silent too
          long after the end of input (see `--linger`), the exit status is 117.

          The syntax is that of Swift's `Regex`, which is close to PCRE. Matching is bounded in
          time.
          """)
    case .listen:
      Option(
        name, .websocket, isImportant: true, isNegatable: true, isOurs: true,
        help: "Read no input, stay until the server closes",
        manual: """
          Reads nothing from standard input, and stays until the server closes the WebSocket or
          `--count` or `--until` is met.
          """)
    case .okClose:
      Option(
        name, argument: "codes", .websocket, isOurs: true,
        help: "Close codes that are a success",
        manual: """
          The close codes of the server that count as a success, separated by commas. The list
          replaces the default, `1000,1001,1005`; 1005 stands for a Close frame without a code. Any
          other code ends with exit status 116.
          """)
    case .subprotocol:
      Option(
        name, argument: "name", .websocket, isRepeatable: true, isOurs: true,
        help: "Offer this WebSocket subprotocol",
        manual: """
          Offers <name> in `Sec-WebSocket-Protocol`. Given several times, the first is the most
          wanted. A server that picks one that was not offered ends with exit status 112. `--verbose`
          shows the names, a token that somebody hides in one too.
          """)
    case .origin:
      Option(
        name, argument: "URL", .websocket, isOurs: true, values: .url,
        help: "Send this Origin in the handshake",
        manual: """
          Sends the field `Origin: <URL>` with the WebSocket handshake, as a page of that origin
          would. Without this option there is none.
          """)
    case .pingInterval:
      Option(
        name, argument: "seconds", .websocket, isOurs: true,
        help: "Ping the server this often",
        manual: """
          Sends a ping every <seconds> while the WebSocket is open, so that an idle connection is
          kept and a dead one is noticed (see `--ping-timeout`). Fractions are allowed. Without
          this option no ping is sent; the server's pings are always answered.
          """)
    case .pingTimeout:
      Option(
        name, argument: "seconds", .websocket, isOurs: true,
        help: "Give up when a ping goes unanswered this long",
        manual: """
          With `--ping-interval`: takes the connection for dead when nothing has come for <seconds>
          after a ping, as long as the interval unless told otherwise. The exit status is 115.
          """)
    case .interactive:
      Option(
        name, .websocket, isImportant: true, isOurs: true,
        help: "Be a prompt on a WebSocket",
        manual: """
          Opens the prompt when the upgrade has led to a WebSocket: see THE PROMPT. That is so without
          this option when standard input and output are a terminal and nothing on the command line
          says how messages are to pass (`--listen`, `--count`, `--until`, `--linger`, `--output`).
          """)
    case .noInteractive:
      Option(
        name, .websocket, isOurs: true,
        help: "Be a pipe on a WebSocket, at a terminal too",
        manual: """
          At a terminal too, reads lines and writes messages as into and out of a pipe.
          """)
    case .reconnect:
      Option(
        name, .websocket, isOurs: true,
        help: "Connect again when the prompt lost its connection",
        manual: """
          At the prompt, connects again when the server closed or the connection was lost, after half a
          second at first and twice as long each time, up to half a minute, each time a little less by
          chance, until a connection lasts ten seconds; later if the server says so (`Retry-After`). Not
          after `/close`, nor where trying again would not help: a wrong certificate, a 401, a 404.
          `--send` messages are sent again, and the gap is marked.
          """)
    case .deflate:
      Option(
        name, argument: "parameters", .websocket, isOurs: true,
        help: "Offer message compression with these parameters",
        manual: """
          Offers permessage-deflate (RFC 7692) with <parameters>, separated by semicolons, in place of
          the usual `client_max_window_bits`: `server_no_context_takeover`,
          `client_no_context_takeover`, `server_max_window_bits=`<8-15> and
          `client_max_window_bits`[`=`<8-15>]. An empty text offers it without any. What the server
          does not agree to in the way that the RFC wants ends with exit status 112. When it agrees,
          messages are compressed both ways, which `--verbose` shows as `deflate`, with the length
          that frames have on the wire.
          """)
    case .noDeflate:
      Option(
        name, .websocket, isOurs: true,
        help: "Do not offer message compression",
        manual: """
          Does not offer permessage-deflate, so that messages pass as they are.
          """)
    case .maxMessage:
      Option(
        name, argument: "size", .websocket, isOurs: true,
        help: "Accept no message larger than this",
        manual: """
          Refuses a message of more than <size> bytes, decompressed: the WebSocket is closed with code
          1009, and the exit status is 114. <size> is a number of bytes, or one with `K`, `M` or `G` after it
          (powers of 1024). Without this option there is no limit, for messages pass through; at the
          prompt, which keeps them, it is 64M.
          """)

    // MARK: HTTP

    case .url:
      Option(
        name, argument: "URL", .http, isRepeatable: true, values: .url,
        help: "A URL, also one that begins with a dash",
        manual: """
          The same as <URL> on its own. It is the way to name a URL in a configuration file.
          """)
    case .request:
      Option(
        name, short: "X", argument: "method", .http, isImportant: true,
        values: .choices(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        help: "Use this request method",
        manual: """
          Puts <method> into the request line and changes nothing else: `-X HEAD` still waits for a
          body, use `--head`. Redirects are followed with the same method.
          """)
    case .header:
      Option(
        name, short: "H", argument: "field|@file", .http, isImportant: true, isRepeatable: true,
        values: .atFile,
        help: "Send this field, or those in a file",
        manual: """
          Sends a field of your own, `name: value`. It takes the place of a field of that name that
          `upshift` would send. `name:` alone leaves such a field out, `name;` sends the name with
          an empty value, and `@file` takes one field from each line of a file (`@-`: from standard
          input).
          """)
    case .head:
      Option(
        name, short: "I", .http, isImportant: true, isNegatable: true,
        help: "Ask for the head only",
        manual: """
          Sends HEAD and writes the head of the response to standard output.

          On a 426 that asks for a WebSocket it also says what would be done, and follows nothing;
          a 426 that asks for TLS is followed with HEAD. With a `ws` or `wss` URL this option is a
          wrong command line.
          """)
    case .userAgent:
      Option(
        name, short: "A", argument: "name", .http,
        help: "Send this User-Agent",
        manual: """
          Sends <name> as `User-Agent`; an empty <name> leaves the field out.
          """)
    case .referer:
      Option(
        name, short: "e", argument: "URL", .http, values: .url,
        help: "Send this Referer",
        manual: """
          Sends <URL> as `Referer`.
          """)
    case .cookie:
      Option(
        name, short: "b", argument: "data|file", .http, isRepeatable: true, values: .file,
        help: "Send cookies, given or from a file",
        manual: """
          With a `=` in it, the value is sent as it stands: `name=value; name2=value2`. Otherwise it
          names a file of cookies, in Netscape's format or as `Set-Cookie` lines; from it go those
          that belong to the URL, and cookies that responses set are kept for the requests that
          follow, the WebSocket handshake included. The file is only read; `--cookie-jar` writes.
          """)
    case .cookieJar:
      Option(
        name, short: "c", argument: "file", .http, values: .file,
        help: "Write cookies to this file at the end",
        manual: """
          Keeps the cookies that responses set, and writes all that are known to <file> at the end,
          in Netscape's format; `-` is standard output.
          """)
    case .location:
      Option(
        name, short: "L", .http, isImportant: true, isNegatable: true,
        help: "Follow redirects",
        manual: """
          Follows a response of 3xx to the URL in its `Location`. That holds for a WebSocket
          handshake too: each hop is a new handshake, and an `http` or `https` in the
          `Location` means `ws` or `wss` there. Credentials are not sent to another host
          (see `--location-trusted`). After a 301, 302 or 303, POST becomes GET.
          """)
    case .locationTrusted:
      Option(
        name, .http, isNegatable: true,
        help: "Like --location, send credentials to any host",
        manual: """
          Follows redirects as `--location` does, and sends user name and password to every host on
          the way. Whoever controls one of them learns both.
          """)
    case .maxRedirs:
      Option(
        name, argument: "number", .http,
        help: "Follow at most this many redirects (default 50)",
        manual: """
          Follows at most <number> redirects, 50 unless told otherwise; `-1` is without limit. One more
          ends with exit status 47.
          """)
    case .compressed:
      Option(
        name, .http, isNegatable: true,
        help: "Ask for a compressed body, and decompress it",
        manual: """
          Asks for a compressed response, in the codings that libcurl knows, and writes the
          decompressed body.
          """)
    case .http10:
      Option(
        name, short: "0", .http,
        help: "Use HTTP/1.0",
        manual: """
          Sends the request as HTTP/1.0. There is no `Upgrade` in it, but a 426 that asks for
          `HTTP/1.1` is followed.
          """)
    case .http11:
      Option(
        name, .http,
        help: "Use HTTP/1.1",
        manual: """
          Sends the request as HTTP/1.1 and does not negotiate another version.
          """)
    case .http2:
      Option(
        name, .http,
        help: "Use HTTP/2",
        manual: """
          Uses HTTP/2: negotiated with TLS for an `https` URL, offered to the server for an `http`
          URL. `Upgrade` exists in HTTP/1.1 only, so a 426 that comes over HTTP/2 is otherwise asked
          once more over HTTP/1.1; with this option it is not.

          A `wss` URL is asked for a WebSocket over HTTP/2 (RFC 8441): by an extended CONNECT, on a
          connection of its own. A server that does not agree to HTTP/2, or not to that, one that
          redirects, and one that wants a log-in other than Basic or Bearer are asked again by the
          handshake of HTTP/1.1; `--verbose` says why.
          """)
    case .http2PriorKnowledge:
      Option(
        name, .http,
        help: "Use HTTP/2 from the first byte",
        manual: """
          Speaks HTTP/2 on an `http` or `ws` URL at once, without asking whether the server can.
          """)
    case .maxHead:
      Option(
        name, argument: "size", .http, isOurs: true,
        help: "Accept no response head larger than this",
        manual: """
          Refuses a response whose head, status line and fields together, has more than <size>
          bytes; 300K unless told otherwise, and never a line of more than 100K. <size> is written as
          for `--max-message`.
          """)

    // MARK: Request bodies

    case .data:
      Option(
        name, short: "d", aliases: ["data-ascii"], argument: "data|@file", .post,
        isImportant: true, isRepeatable: true, values: .atFile,
        help: "Send this body with POST",
        manual: """
          Sends POST with <data> as the body, as `application/x-www-form-urlencoded` unless
          `--header` says otherwise. `@file` reads the body from a file without its carriage
          returns, line feeds and NULs (`@-`: from standard input). Several, of the whole `--data`
          family, are joined by `&`. `--data-ascii` is the same option.

          A WebSocket takes no body: with a `ws` or `wss` URL this is a wrong command line, and a 426
          that asks for a WebSocket ends with exit status 110. To send a message: `--send`.
          """)
    case .dataRaw:
      Option(
        name, argument: "data", .post, isRepeatable: true,
        help: "Like --data, without a meaning for @",
        manual: """
          Like `--data`, but an `@` at the start is part of the body.
          """)
    case .dataBinary:
      Option(
        name, argument: "data|@file", .post, isRepeatable: true, values: .atFile,
        help: "Like --data, a file is sent as it is",
        manual: """
          Like `--data`, but a file is sent byte for byte.
          """)
    case .dataUrlencode:
      Option(
        name, argument: "data|name@file", .post, isRepeatable: true, values: .atFile,
        help: "Like --data, percent-encoded",
        manual: """
          Like `--data`, but percent-encoded. `content` and `=content` encode the content,
          `name=content` puts an unencoded name before it, `@file` and `name@file` take the content
          from a file.
          """)
    case .json:
      Option(
        name, argument: "data|@file", .post, isRepeatable: true, values: .atFile,
        help: "Send this JSON with POST",
        manual: """
          Like `--data-binary`, with `Content-Type` and `Accept` both `application/json`; it does not
          check the JSON. Several are joined with nothing in between.
          """)
    case .get:
      Option(
        name, short: "G", .post, isNegatable: true,
        help: "Put --data into the URL and send GET",
        manual: """
          Sends GET, and puts what the `--data` family gives into the query of the URL. With
          `--head`, sends HEAD.
          """)

    // MARK: Authentication

    case .user:
      Option(
        name, short: "u", argument: "user:password", .auth, isImportant: true,
        help: "Log in with this name and password",
        manual: """
          The user name and password for the server, with Basic unless another method is asked for.
          They hold for the WebSocket handshake as well, and are not sent to other hosts. What
          stands on a command line can be seen by other users of the machine: `--netrc-file` and
          `--config` keep it in a file, and a name without a colon has the password asked for.
          """)
    case .basic:
      Option(
        name, .auth, isNegatable: true,
        help: "Log in with Basic (default)",
        manual: """
          Logs in with Basic, which is the default. The password travels unencrypted unless there
          is TLS.
          """)
    case .digest:
      Option(
        name, .auth, isNegatable: true,
        help: "Log in with Digest",
        manual: """
          Logs in with Digest. The first answer is then a 401, on a WebSocket handshake too.
          """)
    case .ntlm:
      Option(
        name, .auth, isNegatable: true,
        help: "Log in with NTLM",
        manual: """
          Logs in with NTLM.
          """)
    case .negotiate:
      Option(
        name, .auth, isNegatable: true,
        help: "Log in with Negotiate (Kerberos)",
        manual: """
          Logs in with Negotiate (SPNEGO), by the Kerberos ticket of this session. It takes effect
          together with `--user`, which may be `:`.
          """)
    case .anyauth:
      Option(
        name, .auth, isNegatable: true,
        help: "Log in with the safest method on offer",
        manual: """
          Asks without credentials first, and then logs in with the safest method that the server
          offers.
          """)
    case .oauth2Bearer:
      Option(
        name, argument: "token", .auth,
        help: "Log in with this bearer token",
        manual: """
          Sends `Authorization: Bearer <token>`.
          """)
    case .netrc:
      Option(
        name, short: "n", .auth, isNegatable: true,
        help: "Take name and password from ~/.netrc",
        manual: """
          Takes the user name and password for the host from `~/.netrc`.
          """)
    case .netrcFile:
      Option(
        name, argument: "file", .auth, values: .file,
        help: "Take name and password from this file",
        manual: """
          Like `--netrc`, with <file> in place of `~/.netrc`.
          """)
    case .netrcOptional:
      Option(
        name, .auth, isNegatable: true,
        help: "Like --netrc, but the URL's own come first",
        manual: """
          Like `--netrc`, but a user name and password in the URL come first.
          """)

    // MARK: TLS

    case .insecure:
      Option(
        name, short: "k", .tls, isImportant: true, isNegatable: true,
        help: "Do not check the server's certificate",
        manual: """
          Goes on although the certificate of the server is not valid. Anyone on the way can
          then read and change what is sent.
          """)
    case .cacert:
      Option(
        name, argument: "file", .tls, values: .file,
        help: "Trust the authorities in this file",
        manual: """
          Trusts the certificate authorities in <file>, in PEM format, in place of the system's.
          """)
    case .capath:
      Option(
        name, argument: "directory", .tls, values: .directory,
        help: "Trust the authorities in this directory",
        manual: """
          Trusts the certificate authorities in <directory>, in PEM format and named by `openssl
          rehash`.
          """)
    case .cert:
      Option(
        name, short: "E", argument: "file[:password]", .tls, values: .file,
        help: "Show this client certificate",
        manual: """
          The client certificate, in PEM format, and the password of its key if it has one. A colon
          in the file's name is written `\\:`.
          """)
    case .key:
      Option(
        name, argument: "file", .tls, values: .file,
        help: "The private key of --cert",
        manual: """
          The private key of `--cert`, in PEM format, where it is not in the same file.
          """)
    case .pass:
      Option(
        name, argument: "phrase", .tls,
        help: "The pass phrase of --key",
        manual: """
          The pass phrase of the private key.
          """)
    case .tlsv12:
      Option(
        name, .tls,
        help: "Use TLS 1.2 or later",
        manual: """
          Uses TLS 1.2 or a later version.
          """)
    case .tlsv13:
      Option(
        name, .tls,
        help: "Use TLS 1.3 or later",
        manual: """
          Uses TLS 1.3 or a later version.
          """)

    // MARK: Proxies

    case .proxy:
      Option(
        name, short: "x", argument: "[scheme://]host[:port]", .proxy, isImportant: true,
        values: .url,
        help: "Go through this proxy",
        manual: """
          Goes through this proxy. The scheme is `http` (the default), `https`, `socks4`, `socks4a`,
          `socks5` or `socks5h`; the port is 1080 unless told otherwise. An empty value uses no
          proxy, whatever the environment says. A WebSocket goes through CONNECT.
          """)
    case .proxyUser:
      Option(
        name, short: "U", argument: "user:password", .proxy,
        help: "Log in to the proxy",
        manual: """
          The user name and password for the proxy.
          """)
    case .proxytunnel:
      Option(
        name, short: "p", .proxy, isNegatable: true,
        help: "Ask the proxy for a tunnel, for http too",
        manual: """
          Goes through a tunnel of the proxy's (CONNECT) for an `http://` URL too; `https://`, `ws://` and `wss://` do
          anyway.
          """)
    case .proxyCacert:
      Option(
        name, argument: "file", .proxy, values: .file,
        help: "Trust these authorities for the proxy",
        manual: """
          Like `--cacert`, for the certificate of an `https://` proxy.
          """)
    case .proxyInsecure:
      Option(
        name, .proxy, isNegatable: true,
        help: "Do not verify the proxy's certificate",
        manual: """
          Like `--insecure`, for the certificate of an `https://` proxy.
          """)
    case .noproxy:
      Option(
        name, argument: "hosts", .proxy,
        help: "Go to these hosts without a proxy",
        manual: """
          Hosts, separated by commas, to which no proxy is used. A domain holds for the hosts
          below it, and `*` alone for all. It takes the place of `no_proxy`.
          """)

    // MARK: Connections

    case .connectTimeout:
      Option(
        name, argument: "seconds", .connection,
        help: "Give up connecting after this long",
        manual: """
          Gives up with exit status 28 when there is no connection after <seconds>, name lookup and
          TLS included. Fractions are allowed.
          """)
    case .maxTime:
      Option(
        name, short: "m", argument: "seconds", .connection, isImportant: true,
        help: "Give up after this long altogether",
        manual: """
          Gives up with exit status 28 when a transfer, or the conversation that it became, has taken
          <seconds>. Fractions are allowed.
          """)
    case .resolve:
      Option(
        name, argument: "[+]host:port:address[,address]", .connection, isRepeatable: true,
        help: "Use this address for a host",
        manual: """
          Uses the addresses given for <host> and <port> and asks no name server; `*` as the host
          holds for all. With `+` the entry expires as other answers do.
          """)
    case .connectTo:
      Option(
        name, argument: "host:port:host2:port2", .connection, isRepeatable: true,
        help: "Connect to another host and port",
        manual: """
          For requests to the first host and port, connects to the second. Only the connection
          changes: `Host`, certificate check and cookies stay those of the URL. An empty part
          means any, or the same.
          """)
    case .unixSocket:
      Option(
        name, argument: "path", .connection, values: .file,
        help: "Connect to this Unix socket",
        manual: """
          Connects to the Unix domain socket at <path>, whatever host the URL names.
          """)
    case .interface:
      Option(
        name, argument: "name", .connection, values: .interface,
        help: "Connect from this interface or address",
        manual: """
          Connects from this network interface, host name or address.
          """)
    case .ipv4:
      Option(
        name, short: "4", .connection,
        help: "Use IPv4 only",
        manual: """
          Uses the IPv4 addresses of a host only.
          """)
    case .ipv6:
      Option(
        name, short: "6", .connection,
        help: "Use IPv6 only",
        manual: """
          Uses the IPv6 addresses of a host only.
          """)

    // MARK: Output

    case .include:
      Option(
        name, short: "i", .output, isImportant: true, isNegatable: true,
        help: "Show every response head before the body",
        manual: """
          Puts the heads of the responses before the body: each one of the chain, also those of
          the responses that were followed. Their bodies are not shown.
          """)
    case .output:
      Option(
        name, short: "o", argument: "file", .output, isImportant: true, isRepeatable: true,
        values: .file,
        help: "Write to this file",
        manual: """
          Writes to <file> what standard output would have had, bodies and messages alike; `-` is
          standard output. The first is for the first URL, the second for the second.
          """)
    case .remoteName:
      Option(
        name, short: "O", .output, isNegatable: true, isRepeatable: true,
        help: "Write to a file named as in the URL",
        manual: """
          Writes to a file in the working directory, named by the last part of the URL's path.
          """)
    case .dumpHeader:
      Option(
        name, short: "D", argument: "file", .output, values: .file,
        help: "Write the response heads to this file",
        manual: """
          Writes the heads of the responses to <file>; `-` is standard output.
          """)
    case .writeOut:
      Option(
        name, short: "w", argument: "format|@file", .output, values: .atFile,
        help: "Write this at the end, with %{variables}",
        manual: """
          Writes <format> to standard output when a URL is done. `%{name}` is replaced by a
          variable, with curl's names: `%{http_code}`, `%{time_total}`, `%{url_effective}`; `%%` is
          a percent sign, and `\\n`, `\\r` and `\\t` are what they are in C. `%header{name}` is a field of
          the last response; `%{stderr}` sends what follows to standard error, and after `%{onerror}`
          it is written for failures only. Not here yet: `%{json}`, `%{header_json}`, `%{certs}`,
          `%{num_certs}`, `%{referer}`.

          Of upgrades: `%{upgrade_chain}`, the statuses of the responses, as `426,101`; `%{upgrade_count}`, how many
          upgrades were followed, and `%{upgrade_protocol}`, the last of them: `websocket`, `TLS`, `HTTP/2`;
          `%{time_upgrade}`, the seconds until the 101 that opened a WebSocket was found to be valid, 0 without one.
          Of the WebSocket: `%{ws_subprotocol}`, `%{ws_extensions}`; `%{ws_close_code}` and `%{ws_close_reason}` of
          the server, 1005 for a close without a code, 1006 if none came, and nothing if there was no WebSocket;
          `%{ws_messages_in}`, `%{ws_messages_out}`, and their bytes, `%{ws_bytes_in}`, `%{ws_bytes_out}`. Control
          characters of the reason are escaped.

            upshift -w '%{stderr}%{upgrade_chain}\\n' http://127.0.0.1:8080/chat
          """)
    case .noBuffer:
      Option(
        name, short: "N", .output, isNegatable: true,
        help: "Write each piece as it arrives",
        manual: """
          Writes each piece of a body as it arrives and gathers nothing. `--buffer` is the opposite.
          """)
    case .fail:
      Option(
        name, short: "f", .output, isImportant: true, isNegatable: true,
        help: "Fail with status 22 on an HTTP error",
        manual: """
          If the last response is 400 or above, writes no body and ends with exit status 22. A
          426 that was followed is not the last response.
          """)
    case .failWithBody:
      Option(
        name, .output, isNegatable: true,
        help: "Like --fail, but show the body",
        manual: """
          Like `--fail`, but the body is written. Of the two the one given last counts.
          """)

    // MARK: What is said on standard error

    case .verbose:
      Option(
        name, short: "v", .verbose, isImportant: true, isNegatable: true,
        help: "Show requests, decisions and frames",
        manual: """
          Shows on standard error what goes on: connections, the requests after `>`, the heads of
          responses after `<`, what a 426 offered and what was decided, and one line for each
          WebSocket frame: direction, opcode, length, flags and the start of the payload, its control
          characters escaped. Credentials are shown as `***`, see `--show-secrets`.
          """)
    case .silent:
      Option(
        name, short: "s", .verbose, isImportant: true, isNegatable: true,
        help: "Say nothing, not even errors",
        manual: """
          Writes nothing to standard error, not even errors, unless `--show-error` is given. The
          exit status stays what it is.
          """)
    case .showError:
      Option(
        name, short: "S", .verbose, isNegatable: true,
        help: "Show errors even with --silent",
        manual: """
          Shows errors although `--silent` is given.
          """)
    case .showSecrets:
      Option(
        name, .verbose, isNegatable: true, isOurs: true,
        help: "Show credentials instead of ***",
        manual: """
          Shows passwords, tokens and cookies as they are where `***` would stand.
          """)
    case .color:
      Option(
        name, argument: "when", .verbose, isOurs: true,
        values: .choices(["auto", "always", "never"]),
        help: "Use colors: auto (default), always or never",
        manual: """
          Colors by direction. `auto`, the default: on a terminal that `TERM` does not call dumb, unless
          `NO_COLOR` is set.
          `always` and `never`: whatever the output is.
          """)

    case .jobs, .test, .variable, .variablesFile, .secret, .retry, .retryInterval, .repeat,
      .continueOnError, .fileRoot, .reportJUnit, .reportTAP, .reportJSON, .reportHTML:
      checkOption(name)

    // MARK: The tool itself

    case .config:
      Option(
        name, short: "K", argument: "file", .upshift, isRepeatable: true, values: .file,
        help: "Read options from this file",
        manual: """
          Reads options from <file>, as if they stood on the command line; `-` is standard input.
          One option a line, `name = value`, `name: value` or `name value`; a switch stands alone. A
          value with spaces in it is put in double quotes, in which `\\\\`, `\\"`, `\\t`, `\\n`, `\\r`
          and `\\v` are escapes. The separators `=` and `:` go with names without dashes. A line that begins with
          `#` is a comment. A URL is given with `url`:

            # the chat of the staging machine
            url = "ws://staging.example/chat"
            header = "Authorization: Bearer 123"
            listen
          """)
    case .disable:
      Option(
        name, short: "q", .upshift, isNegatable: true,
        help: "First of all: read no configuration file",
        manual: """
          As the first option on the command line: the configuration file is not read at start.
          Anywhere else it does nothing.
          """)
    case .help:
      Option(
        name, short: "h", argument: "topic", .upshift, isImportant: true, values: .helpTopic,
        help: "Show help: all, category, a category, --OPTION",
        manual: """
          Shows the most important options. `--help all` shows all of them, `--help category` the
          categories, `--help websocket` those of one category, `--help --linger` what
          this manual says about one option, and `--help prompt` and `--help checks` these chapters of it. What stands after <topic> is ignored.
          """)
    case .version:
      Option(
        name, short: "V", .upshift, isImportant: true,
        help: "Show the versions",
        manual: """
          Shows the version of `upshift` and those of the libraries that it uses. What stands
          after it is ignored.
          """)
    case .generate:
      Option(
        name, argument: "page", .upshift, isHidden: true, isOurs: true,
        values: .choices(["man", "bash", "zsh", "fish"]),
        help: "Print the manual page or a completion",
        manual: """
          Prints the manual page, or the completion for a shell.
          """)
    }
  }
}
