extension OptionTable {
  /// What is written where.
  static let output: [Option] = [
    Option(
      .include, short: "i", .output, isImportant: true, isNegatable: true,
      help: "Show every response head before the body",
      manual: """
        Puts the heads of the responses before the body: each one of the chain, also those of
        the responses that were followed. Their bodies are not shown.
        """),
    Option(
      .output, short: "o", argument: "file", .output, isImportant: true, isRepeatable: true,
      values: .file,
      help: "Write to this file",
      manual: """
        Writes to <file> what standard output would have had, bodies and messages alike; `-` is
        standard output. The first is for the first URL, the second for the second.
        """),
    Option(
      .remoteName, short: "O", .output, isNegatable: true, isRepeatable: true,
      help: "Write to a file named as in the URL",
      manual: """
        Writes to a file in the working directory, named by the last part of the URL's path.
        """),
    Option(
      .dumpHeader, short: "D", argument: "file", .output, values: .file,
      help: "Write the response heads to this file",
      manual: """
        Writes the heads of the responses to <file>; `-` is standard output.
        """),
    Option(
      .writeOut, short: "w", argument: "format|@file", .output, values: .atFile,
      help: "Write this at the end, with %{variables}",
      manual: """
        Writes <format> to standard output when a URL is done. `%{name}` is replaced by a
        variable, with curl's names: `%{http_code}`, `%{time_total}`, `%{url_effective}`; `%%` is
        a percent sign, and `\\n`, `\\r` and `\\t` are what they are in C. `%header{name}` is a field of
        the last response; `%{stderr}` sends what follows to standard error, and after `%{onerror}`
        it is written for failures only. Not here yet: `%{json}`, `%{header_json}`, `%{certs}`,
        `%{num_certs}`, `%{referer}`.

        Of upgrades: `%{upgrade_chain}`, the statuses of the responses, as `426,101`; `%{upgrade_count}`, how many
        upgrades were followed, and `%{upgrade_protocol}`, the last of them: `websocket`, `TLS`, `HTTP/2`; what is offered at
        once (a `ws` URL, `--upgrade`, `--http2`) is not followed, and not among them;
        `%{time_upgrade}`, the seconds until the 101 that opened a WebSocket, or a stream of bytes, was found to be valid, 0 without one.
        Of the WebSocket: `%{ws_subprotocol}`, `%{ws_extensions}`; `%{ws_close_code}` and `%{ws_close_reason}` of
        the server, 1005 for a close without a code, 1006 if none came, and nothing if there was no WebSocket;
        `%{ws_messages_in}`, `%{ws_messages_out}`, and their bytes, `%{ws_bytes_in}`, `%{ws_bytes_out}`. Control
        characters of the reason are escaped.

          upshift -w '%{stderr}%{upgrade_chain}\\n' http://127.0.0.1:8080/chat
        """),
    Option(
      .noBuffer, short: "N", .output, isNegatable: true,
      help: "Write each piece as it arrives",
      manual: """
        Writes each piece of a body as it arrives and gathers nothing. `--buffer` is the opposite.
        """),
    Option(
      .fail, short: "f", .output, isImportant: true, isNegatable: true,
      help: "Fail with status 22 on an HTTP error",
      manual: """
        If the last response is 400 or above, writes no body and ends with exit status 22. A
        426 that was followed is not the last response.
        """),
    Option(
      .failWithBody, aliases: ["check-status"], .output, isNegatable: true,
      help: "Like --fail, but show the body",
      manual: """
        Like `--fail`, but the body is written. `--check-status` is another name for it. Of the two the one given last counts.
        """),
    Option(
      .pretty, argument: "when", .output, isOurs: true,
      values: .choices(["auto", "always", "never"]),
      help: "Indent and color JSON: auto, always or never",
      manual: """
        Shows a body of JSON for a person: a member a line, coloured as `--color` says. No token of it changes: numbers,
        escapes and the order of members are the server's. `auto`, the default: on a terminal only, so
        that a pipe and a file get the bytes that came. Messages of a WebSocket are left as they are.
        """),
    Option(
      .jq, argument: "filter", .output, isOurs: true,
      help: "Show what this jq filter makes of the body",
      manual: """
        Shows what a jq filter makes of a JSON body, a result a line; of a string that is its text. A body that is not JSON,
        and one that the filter fails on, end with exit status 117. A number that the filter only passes on may be rounded: see
        JSON AND NUMBERS. It goes for responses, and not for the messages of a WebSocket.

          upshift --jq '.items[].name' https://127.0.0.1/items
        """),
  ]
}
