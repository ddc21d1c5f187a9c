extension OptionTable {
  /// Request bodies.
  static let bodies: [Option] = [
    Option(
      .data, short: "d", aliases: ["data-ascii"], argument: "data|@file", .post,
      isImportant: true, isRepeatable: true, values: .atFile,
      help: "Send this body with POST",
      manual: """
        Sends POST with <data> as the body, as `application/x-www-form-urlencoded` unless
        `--header` says otherwise. `@file` reads the body from a file without its carriage
        returns, line feeds and NULs (`@-`: from standard input). Several, of the whole `--data`
        family, are joined by `&`. `--data-ascii` is the same option.

        A WebSocket takes no body: with a `ws` or `wss` URL this is a wrong command line, and a 426
        that asks for a WebSocket ends with exit status 110. To send a message: `--send`.
        """),
    Option(
      .dataRaw, argument: "data", .post, isRepeatable: true,
      help: "Like --data, without a meaning for @",
      manual: """
        Like `--data`, but an `@` at the start is part of the body.
        """),
    Option(
      .dataBinary, argument: "data|@file", .post, isRepeatable: true, values: .atFile,
      help: "Like --data, a file is sent as it is",
      manual: """
        Like `--data`, but a file is sent byte for byte.
        """),
    Option(
      .dataUrlencode, argument: "data|name@file", .post, isRepeatable: true, values: .atFile,
      help: "Like --data, percent-encoded",
      manual: """
        Like `--data`, but percent-encoded. `content` and `=content` encode the content,
        `name=content` puts an unencoded name before it, `@file` and `name@file` take the content
        from a file.
        """),
    Option(
      .json, argument: "data|@file", .post, isRepeatable: true, values: .atFile,
      help: "Send this JSON with POST",
      manual: """
        Like `--data-binary`, with `Content-Type` and `Accept` both `application/json`; it does not
        check the JSON. Several are joined with nothing in between.
        """),
    Option(
      .get, short: "G", .post, isNegatable: true,
      help: "Put --data into the URL and send GET",
      manual: """
        Sends GET, and puts what the `--data` family gives into the query of the URL. With
        `--head`, sends HEAD.
        """),
  ]
}
