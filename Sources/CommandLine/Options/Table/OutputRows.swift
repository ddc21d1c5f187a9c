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
        standard output, also where what comes is binary and that is a terminal. The first is for the first URL, the
        second for the second.

        Of a URL with globs, `#1` in <file> is what the first of them stands for, `#2` the second, and so on.
        """),
    Option(
      .remoteName, short: "O", .output, isNegatable: true, isRepeatable: true,
      help: "Write to a file named as in the URL",
      manual: """
        Writes to a file in the working directory, named by the last part of the URL's path. Like `--output` it is for
        one URL; `--no-remote-name` is for one too, which goes to standard output.
        """),
    Option(
      .remoteNameAll, .output, isNegatable: true,
      help: "Use --remote-name for all URLs",
      manual: """
        URLs after this one have `--remote-name` unless another place is named for them: `--output -` or
        `--no-remote-name` for standard output.
        """),
    Option(
      .remoteHeaderName, short: "J", .output, isNegatable: true,
      help: "With --remote-name, let the server name the file",
      manual: """
        With `--remote-name`: if a response has the field Content-Disposition with a `filename`, the file is called
        like that, without the folders in it. A dot or `-` at its beginning becomes `_`, and so does each control
        character. A file that is there is not overwritten (status 23) unless `--clobber` says so, and no symbolic link
        is followed. `filename*` is not read. It does not go with `--include`, `--head` and `--continue-at`.
        """),
    Option(
      .outputDir, argument: "folder", .output, values: .directory,
      help: "Put files into this folder",
      manual: """
        The folder for the files of `--output` and `--remote-name`; `--create-dirs` makes it.
        """),
    Option(
      .createDirs, .output, isNegatable: true,
      help: "Make the folders of files that are written",
      manual: """
        Makes the folders that `--output`, `--output-dir` and `--dump-header` name, for the user and the group (0750).
        """),
    Option(
      .noClobber, .output, isNegatable: true,
      help: "Overwrite no file: write to name.1 and so on",
      manual: """
        A file that is there stays: `.1` is put behind the name of the new one, or `.2`, and so on up to `.99`; after
        that it is status 23. `--clobber` is the opposite, also where `--remote-header-name` would not overwrite.
        """),
    Option(
      .continueAt, short: "C", argument: "offset", .output,
      help: "Go on from this byte, - for the file's size",
      manual: """
        Asks for what comes from byte <offset> on (with the field Range), and adds it to the file. `-` takes the size that
        the file of `--output` or `--remote-name` has. A server that sends all of it again is status 33. It does not go
        with a WebSocket: a server that requires one is status 110. With `--upload-file` it is the first byte to send;
        `-` sends all, and a Content-Range that says so.
        """),
    Option(
      .removeOnError, .output, isNegatable: true,
      help: "Remove the file if the transfer fails",
      manual: """
        Removes the file of a transfer that began and ends with an exit status other than 0, also one that
        `--continue-at` had found. What is no regular file stays.
        """),
    Option(
      .remoteTime, short: "R", .output, isNegatable: true,
      help: "Give the file the time that the server tells",
      manual: """
        Gives the file the time of the response's field Last-Modified.
        """),
    Option(
      .xattr, .output, isNegatable: true,
      help: "Note the URL in the file's extended attributes",
      manual: """
        Keeps in extended attributes of the file where it is from: `user.xdg.origin.url`, without credentials,
        `user.xdg.referrer.url` and `user.mime_type`. Where the file system has none, nothing happens.
        """),
    Option(
      .createFileMode, argument: "mode", .output,
      help: "Of files made on a server: not for HTTP",
      manual: """
        The rights, in octal, of files that other protocols make on a server. It is read, and changes nothing.
        """),
    Option(
      .dumpHeader, short: "D", argument: "file", .output, values: .file,
      help: "Write the response heads to this file",
      manual: """
        Writes the heads of the responses to <file>, and the fields of their trailers; `-` is standard output. The
        heads of all URLs of an operation go to one file.
        """),
    Option(
      .writeOut, short: "w", argument: "format|@file", .output, values: .atFile,
      help: "Write this at the end, with %{variables}",
      manual: """
        Writes <format> to standard output when a URL is done. `%{name}` is replaced by a
        variable, with curl's names: `%{http_code}`, `%{time_total}`, `%{url_effective}`; `%%` is
        a percent sign, and `\\n`, `\\r` and `\\t` are what they are in C. `%header{name}` is a field of
        the last response; `%{stderr}` sends what follows to standard error, and after `%{onerror}`
        it is written for failures only. `%output{file}` sends what follows to a file, which is emptied first, and
        `%output{>>file}` adds to it (status 23 if that fails); `%{stdout}` leads back. `%{json}` is an object of all of curl's variables,
        `%{header_json}` one of the last response's fields, `%{certs}` the certificates of the chain and
        `%{num_certs}` their number.

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
        426 that was followed is not the last response; one that had to be and could not ends with 110, also with this
        option, and is a response like any other with `--no-upgrade`. A handshake that was refused ends with 22
        instead of 113.
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
        Shows what a jq filter makes of a JSON body, a result a line, as `jq -rc` does: of a string that is its text, of
        anything else JSON without white space; with `--pretty always`, and on a terminal, it is indented. A body that
        is not JSON, and one that the filter fails on or ends with `halt_error`, end with exit status 117, after the
        results that came before. Of several JSON texts, such as the lines of NDJSON, each is filtered as it comes.

          upshift --jq '.items[].name' https://127.0.0.1/items

        One text, and not the body, may have 256 MiB; jq 1.6 takes no more than 256 levels, and 2 GiB of memory. The
        filter may take as long as `--max-time` leaves it, or any time, and other transfers of `--parallel` wait for it. What it only
        passes on keeps its numbers if that is all of the text; others may be rounded: see Numbers and JSON, under
        CHECKS. It sees one text at a time: `input` fails, `inputs` gives nothing. `halt` ends one text and
        not the run, and what `debug` and `stderr` say is not shown. A response that `--retry` is to try again is not filtered.
        It does not go with a WebSocket, whose messages `jq` can read from a pipe; where a server makes one of an http URL,
        a warning says that they are left as they are.
        """),
  ]
}
