/// What the manual says about NDJSON.
extension ManualText {
  /// In the manual, and as `--help events`.
  static var eventParts: [ManualPart] {
    [
      ManualPart("Events", events, eventKeys, level: .section),
      ManualPart("Events as input", eventsIn),
    ]
  }

  private static let events = """
    With `--ws-format ndjson` standard output is all that happens, each event a JSON object on a line of its own, written as
    it happens, in both directions; `/save` at the prompt writes such lines too. Heads are in `response`, so `--include`
    adds nothing. A message is printed when it is whole; one of more than 64 MiB is refused, unless
    `--max-message` says otherwise. `n` counts the messages of both directions.

    The keys stand in this order, and are absent where there is nothing to say. Readers should ignore keys and
    types that they do not know.
    """

  private static let eventKeys: [(tag: String, text: String)] = [
    ("`t`", "Seconds since `upshift` began with the URL."),
    ("`dir`", "`in`, `out`; neither for what happens to the connection."),
    (
      "`type`",
      """
      `request`, `response`, `body`, `upgrade`, `open`, `text`, `binary`, `ping`, `pong`, `close`, `gap`, `error`. A
      `body` is that of the last response, decoded, if there is one to show; of more than 16 MiB it is several. A
      `gap` says that something is missing, or that the connection was made anew; an `error` says what
      standard error says.
      """
    ),
    ("`n`, `len`", "The number of a message, for `/show` at the prompt; the bytes of a payload."),
    (
      "`data`, `b64`",
      """
      A text, or a body that is UTF-8; the bytes of anything else in Base64. An empty message has neither, and
      `"len":0`.
      """
    ),
    ("`code`, `reason`", "Of a close; `reason` of a gap, an error and an upgrade too."),
    ("`method`, `url`, `status`, `fields`", "Of a request or response, without credentials."),
    ("`token`, `decision`", "What the server asked for in `Upgrade`, and what came of it."),
    ("`subprotocol`, `extensions`", "What was agreed on when the WebSocket opened."),
  ]

  private static let eventsIn = """
    With `--ws-format ndjson` each line of standard input is an event to send, at once, and `--replay` sends those of a
    file, in their time: `text`, `binary`, `ping`, `pong` and `close`, with `data` or `b64`, whichever suits; all other
    keys may be left out.

      {"type":"text","data":"hello"}
      {"type":"binary","b64":"AP8="}
      {"type":"ping","data":"1"}
      {"type":"close","code":1000,"reason":"bye"}

    Lines of a recorded session that say what came (`"dir":"in"`, whatever the type) or what happened on the way are passed
    over, as are empty ones; so are a pong and a close that answered the server's, for those are answered anew, and a
    ping that went (`"dir":"out"`) without a payload, for such keep a connection alive. An empty message has
    `"data":""` or `"len":0`. Any other
    line that cannot be sent ends the input: the WebSocket is closed, and the exit status is 26. So
    does a text that is not UTF-8, half of a surrogate pair (`"\\ud83d"`) among it, and a line of
    more than 128 MiB. After a close nothing can be sent.
    """
}
