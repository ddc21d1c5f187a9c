extension OptionTable {
  /// Conversations over WebSocket.
  static let webSocket: [Option] = [
    Option(
      .send, argument: "text", .websocket, isImportant: true, isRepeatable: true, isOurs: true,
      help: "Send this message first",
      manual: """
        Sends <text> as one message as soon as the WebSocket is open, before anything is read
        from standard input. Given several times, the messages go in that order.
        """),
    Option(
      .expect, argument: "what", .websocket, isImportant: true, isRepeatable: true, isOurs: true,
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
        """),
    Option(
      .within, argument: "seconds", .websocket, isOurs: true,
      help: "How long --expect waits: 10 unless told",
      manual: """
        Each `--expect` waits so many seconds; 10 unless told. One that says `within` itself waits so long.
        """),
    Option(
      .record, argument: "file", .websocket, isOurs: true, values: .file,
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
        """),
    Option(
      .replay, argument: "file", .websocket, isOurs: true, values: .file,
      help: "Send what a recorded session sent, in its time",
      manual: """
        Sends again what <file> says was sent: the texts, binary messages, pings, pongs and the close of a session that
        `--ws-format ndjson` printed or `/save` wrote, edited or not (see EVENTS). The first goes when the WebSocket is
        open, the others as long after it as they did then. What came and what happened on the way is passed over, and
        so are the answers to pings and to the server's close, which are made anew, and the pings of `--ping-interval`
        (all that were recorded without a payload). A line without `t`, or with one that is less than the last, goes at
        once after the one before it. `-` is standard input, which is not read otherwise.

        The file is read before anything is sent; a mistake in it, told with its line, ends with 2. Messages
        of `--send` go first. When the last event has gone it is as at the end of input: see `--linger`, `--count` and
        `--until`. A close in the file closes, and has to be the last event that is sent.

          upshift --ws-format ndjson ws://127.0.0.1:8080/chat <events >session
          jq -c 'select(.type != "close")' session >edited
          upshift --replay edited ws://127.0.0.1:8080/chat
        """),
    Option(
      .replayAtOnce, .websocket, isNegatable: true, isOurs: true,
      help: "Send what --replay sends without its pauses",
      manual: """
        Sends what `--replay` sends one after the other, as fast as the server takes it.
        """),
    Option(
      .wsFormat, argument: "format", .websocket, isOurs: true,
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
            jq --unbuffered -r 'select(.type == "text") | .data // ""'
        """),
    Option(
      .wsSend, argument: "kind", .websocket, isOurs: true, values: .choices(["text", "binary"]),
      help: "Send messages as text (default) or binary",
      manual: """
        Sends messages as `text`, the default, or as `binary`. Input that is not UTF-8 is never
        sent as text: it is an error that names this option.
        """),
    Option(
      .linger, argument: "seconds", .websocket, isImportant: true, isOurs: true,
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
        """),
    Option(
      .count, argument: "number", .websocket, isImportant: true, isOurs: true,
      help: "Leave after this many messages",
      manual: """
        Closes the WebSocket and leaves with status 0 once <number> messages have arrived. If
        the server closes before that, or is silent too long after the end of input (see
        `--linger`), the exit status is 117.
        """),
    Option(
      .until, argument: "regex", .websocket, isImportant: true, isOurs: true,
      help: "Leave after a message that matches",
      manual: """
        Closes the WebSocket and leaves with status 0 once a message has arrived in which <regex>
        matches; that message is still written. If the server closes before that, or is silent too
        long after the end of input (see `--linger`), the exit status is 117.

        The syntax is that of Swift's `Regex`, which is close to PCRE. Matching is bounded in
        time.
        """),
    Option(
      .listen, .websocket, isImportant: true, isNegatable: true, isOurs: true,
      help: "Read no input, stay until the server closes",
      manual: """
        Reads nothing from standard input, and stays until the server closes the WebSocket or
        `--count` or `--until` is met. A response instead of a WebSocket is shown, and ends with exit status 117.
        """),
    Option(
      .okClose, argument: "codes", .websocket, isOurs: true,
      help: "Close codes that are a success",
      manual: """
        The close codes of the server that count as a success, separated by commas. The list
        replaces the default, `1000,1001,1005`; 1005 stands for a Close frame without a code. Any
        other code ends with exit status 116.
        """),
    Option(
      .subprotocol, argument: "name", .websocket, isRepeatable: true, isOurs: true,
      help: "Offer this WebSocket subprotocol",
      manual: """
        Offers <name> in `Sec-WebSocket-Protocol`. Given several times, the first is the most
        wanted. A server that picks one that was not offered ends with exit status 112. `--verbose`
        shows the names, a token that somebody hides in one too.
        """),
    Option(
      .origin, argument: "URL", .websocket, isOurs: true, values: .url,
      help: "Send this Origin in the handshake",
      manual: """
        Sends the field `Origin: <URL>` with the WebSocket handshake, as a page of that origin
        would. Without this option there is none.
        """),
    Option(
      .pingInterval, argument: "seconds", .websocket, isOurs: true,
      help: "Ping the server this often",
      manual: """
        Sends a ping every <seconds> while the WebSocket is open, so that an idle connection is
        kept and a dead one is noticed (see `--ping-timeout`). Fractions are allowed. Without
        this option no ping is sent; the server's pings are always answered.
        """),
    Option(
      .pingTimeout, argument: "seconds", .websocket, isOurs: true,
      help: "Give up when a ping goes unanswered this long",
      manual: """
        With `--ping-interval`: takes the connection for dead when nothing has come for <seconds>
        after a ping, as long as the interval unless told otherwise. The exit status is 115.
        """),
    Option(
      .interactive, .websocket, isImportant: true, isOurs: true,
      help: "Be a prompt on a WebSocket",
      manual: """
        Opens the prompt when the upgrade has led to a WebSocket: see THE PROMPT. That is so without
        this option when standard input and output are a terminal and nothing on the command line
        says how messages are to pass (`--listen`, `--count`, `--until`, `--linger`, `--output`).
        """),
    Option(
      .noInteractive, .websocket, isOurs: true,
      help: "Be a pipe on a WebSocket, at a terminal too",
      manual: """
        At a terminal too, reads lines and writes messages as into and out of a pipe.
        """),
    Option(
      .reconnect, .websocket, isOurs: true,
      help: "Connect again when the prompt lost its connection",
      manual: """
        At the prompt, connects again when the server closed or the connection was lost, after half a
        second at first and twice as long each time, up to half a minute, each time a little less by
        chance, until a connection lasts ten seconds; later if the server says so (`Retry-After`). Not
        after `/close`, nor where trying again would not help: a wrong certificate, a 401, a 404.
        `--send` messages are sent again, and the gap is marked.
        """),
    Option(
      .deflate, argument: "parameters", .websocket, isOurs: true,
      help: "Offer message compression with these parameters",
      manual: """
        Offers permessage-deflate (RFC 7692) with <parameters>, separated by semicolons, in place of
        the usual `client_max_window_bits`: `server_no_context_takeover`,
        `client_no_context_takeover`, `server_max_window_bits=`<8-15> and
        `client_max_window_bits`[`=`<8-15>]. An empty text offers it without any. What the server
        does not agree to in the way that the RFC wants ends with exit status 112. When it agrees,
        messages are compressed both ways, which `--verbose` shows as `deflate`, with the length
        that frames have on the wire.
        """),
    Option(
      .noDeflate, .websocket, isOurs: true,
      help: "Do not offer message compression",
      manual: """
        Does not offer permessage-deflate, so that messages pass as they are.
        """),
    Option(
      .maxMessage, argument: "size", .websocket, isOurs: true,
      help: "Accept no message larger than this",
      manual: """
        Refuses a message of more than <size> bytes, decompressed: the WebSocket is closed with code
        1009, and the exit status is 114. <size> is a number of bytes, or one with `K`, `M` or `G` after it
        (powers of 1024). Without this option there is no limit, for messages pass through; at the
        prompt, which keeps them, it is 64M.
        """),
  ]
}
