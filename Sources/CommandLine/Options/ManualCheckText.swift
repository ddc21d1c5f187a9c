import Check

/// What the manual says about check files in its own words.
extension ManualText {
  /// The example of the manual and of `upshift check --help`.
  static let checkExample = #"""
      # Log in; what comes has the token that the WebSocket wants.
      POST {{base}}/login
      {"user": "ada", "password": "{{password}}"}
      HTTP 200
      [Captures]
      token: jq ".token" redact

      GET {{base}}/ws/chat
      Authorization: Bearer {{token}}
      HTTP 426 -> 101
      [WebSocket]
      send {"op": "subscribe", "channel": "news"}
      expect jq ".op" == "subscribed" within 2s
      close 1000 "done"
    """#

  static let checks = """
    `upshift check` <file>`...` makes the requests that files name, and says whether what comes is what
    they ask for: over HTTP, through an upgrade, and on a WebSocket. The files are plain text in the
    manner of hurl; a hurl file that uses only what is described here runs unchanged.

    \(checkExample)

    It is run by

      upshift check --test --variable base=http://127.0.0.1:8080 \\
        --secret password=s3cret chat.check
    """

  static let checkEntry = """
    A file is a list of entries. An entry is a request: method, URL, fields, sections in brackets, and a
    body; and what must answer it: `HTTP` and a status, fields that the answer must have, sections, and
    its body. What stands after a `#` is a comment; in a text that is not in quotes a `#` is written `\\#`.

    A body is JSON or XML as it is, text between backquotes (three of them around several lines),
    `file,`<path>`;`, `base64,`<digits>`;` or `hex,`<digits>`;`. A body of JSON that must come is compared by
    its structure, any other byte by byte. A status is a number, or `*` for any; `HTTP/2 200` asks for a version too.

    As with hurl, `HTTP 426` means just that, and nothing is followed. `HTTP 101`, a way such as
    `HTTP 426 -> 101` or `HTTP 301 -> 426 -> 101`, or a section `[WebSocket]` follow: a way names the status of
    each answer on it. Redirects are followed with the option `location`, those of a handshake too.

    When an answer has another status, nothing else is asked of it. Captures come before asserts,
    whatever their order in the file; all asserts that are not met are told.
    """

  static let checkSettings = """
    These stand in `[Options]`, one a line: `retry: 3`. They come before the command line's options of the
    same name, and hold for this entry alone; `variable` goes on to the end of the file. Times are
    written `500ms`, `2s`, `1m` or `1h`; without a unit they are milliseconds for `delay` and `retry-interval`,
    else seconds.
    What was exchanged is in every report.
    """

  static let checkQueries = """
    A query says what is looked at, the filters after it what is made of that, and a predicate what must
    be true of the result: `header "Age" toInt < 60`. They stand in `[Asserts]`, and without a
    predicate in `[Captures]`: `token: jq ".token"`. The first ones ask about an answer, `text` and `binary`
    about a message on the WebSocket, the others about both.

    Strings are in double quotes, with escapes such as `\\"` and `\\n`, or between backquotes, where a double quote
    needs none. Regular expressions are strings too, or stand between slashes, where a
    backslash is written once. These are two pairs of one meaning:

      jq ".op == \\"done\\""       jq `.op == "done"`
      matches "^\\\\d+$"           matches /^\\d+$/

    What `jq` gives several times is a list, and what it gives not at all is nothing; a `jsonpath` to one
    place is what is there, any other one a list. The syntax of regular expressions is that of `--until`.
    """

  static let checkFilters = """
    A filter on something that it does not go with, or on nothing, is a failure.
    """

  static let checkPredicates = """
    `not` before a predicate turns it round. Nothing is equal to nothing: where a query finds nothing, only
    `not` of something holds. A value is a string, a number, `true`, `false`, `null`, a
    variable such as `{{id}}` without quotes, which keeps its type, or bytes: `hex,00ff;`, `base64,AP8=;`,
    `file,<path>;`. Numbers are compared by what they are, `2` and `2.0` being equal, and digit by digit,
    however long.
    """

  static let checkSteps = """
    The lines of `[WebSocket]` are done one after the other. At the end the WebSocket is closed with 1000, if
    it still is open; pings are answered by themselves.

    A message to send is JSON, over several lines if need be, text up to the end of the line or between
    backquotes, or `file,`, `base64,` or `hex,` as in a body. JSON and text are text messages, and the others too if
    they are UTF-8; after `binary` all are binary.
    """

  static let checkWaiting = """
    `expect` waits 10 seconds unless `within`, or the option `expect-timeout`, says otherwise. It takes the first
    message that meets it, also one that came before the step began, and passes over the others for
    good; with the option `strict: true` it fails there. `never` looks at the messages that have come and
    at those that come meanwhile, and leaves all where they are.
    """

  static let expectations: [(tag: String, text: String)] = [
    (
      "`expect` <query>` `<filter>`... `<predicate>",
      """
      One message. Without a predicate what the query gives must be neither nothing, `false` nor `null`:
      `expect jq ".ok"`, `expect text`. A message that is not JSON does not meet a `jq`.
      """
    ),
    ("`expect any {` ... `} {` ... `}`", "A message for each pair of braces, in any order."),
    ("`expect` <number>` messages`", "The next messages, whatever they are."),
    (
      "`expect ping`, `expect pong`",
      "A ping of the server's; the pong that answers the last `ping`."
    ),
    (
      "`expect close` <code>` or `<code>",
      "The server's Close, with one of these codes, 1005 being none; with any or none if no code is named."
    ),
  ]

  static let checkVariables = """
    `{{name}}` stands for a variable in any text, key, path and string. Variables come from `--variable`,
    `--variables-file` and `--secret`, from the environment (`UPSHIFT_VARIABLE_name` and
    `UPSHIFT_SECRET_name`), from the option `variable`, and from captures. A variable that nobody set is an
    error. What a file captures is its own; other files do not see it.

    What `--secret` sets, and what is captured with `redact` behind it, is shown as `***` in all that is
    said and reported, as it is, percent-encoded, in Base64 or in JSON. So is what fields and URLs hold of
    credentials, `Authorization` say.
    """

  static let checkRunning = """
    A word after `check` is a file; a folder, for all `.check` and `.hurl` files in it and below; or a
    pattern in quotes, `"checks/ws-*.check"`. All are read first: if one has a mistake, its line and column
    are shown, and nothing is sent. Each file is a check, with cookies, connections and variables of its own, which its
    entries share. The first entry that fails ends the check (but see `--retry` and
    `--continue-on-error`), and the other files go on.

    The options of the command line that say how to connect, to log in and what to send along hold for every
    request, `--cacert`, `--proxy`, `--user` and `--header` for instance; `--max-time` is the time of a
    whole check, to which a Close that is not answered may add 0.2 seconds; after a step that was not met
    that may take 2 seconds. Those that make a request or show a response are refused.

    A failure is an expectation that was not met; an error is what kept it from being judged: no connection, an
    unknown variable, a jq filter that is none. A failure says what was asked, what came, where in the
    file, and what happened around it, with the seconds since the check began; a `note` says where two long
    values part, and `attempts 1 to 3` what came of those before the last.

    The exit status is 0 if all is well, 117 if an expectation was not met, 2 if a file has a mistake, else that of
    the first error: 7 without a connection, 2 for an unknown variable. It is 23 if only a report
    could not be written, and 128 more than the number of a signal, which ends the run: open WebSockets
    are closed, the reports are written. Of a file without a request a line warns; it is no mistake, as for hurl.
    """

  static let checkReports: [(tag: String, text: String)] = [
    (
      "`--report-junit`",
      """
      A `testcase` for each check, with the folder as its class; `failure` or `error` with the explanation;
      what happened in `system-out`.
      """
    ),
    ("`--report-tap`", "Version 13, with a YAML block for each check that did not pass."),
    (
      "`--report-json`",
      """
      An array of checks: `filename`, `outcome` (`passed`, `failed`, `error`, `skipped`), `success`, `started`,
      `duration`, and `entries` with `line`, `method`, `url`, `attempts`, `earlier` (attempts), `findings`,
      `captures`, `exchanges` and `transcript`, whose objects are those of EVENTS; of more than 16 MiB or 100,000 of
      them the middle is a `gap`. Of the rounds of a `repeat` after the first 1000 that passed, failed or had an error,
      `unlisted` has the number. What an earlier run left there is replaced.
      """
    ),
    (
      "`--report-html`",
      """
      One page without scripts: what failed first, equal failures together, then each check with its exchanges and messages on a time line.
      """
    ),
  ]

  static let checkHurl = """
    \(unsupportedInChecks)

    A `jsonpath` is translated to jq. It may have names, numbers, `*`, slices, `..`, and conditions such as
    `[?(@.a==1)]`; any other one is a mistake in the file. So are an unknown option, section or
    filter: nothing is passed over in silence. Regular expressions are Swift's.

    hurl's options of the command line have the same names where they are here. Each file is run by
    itself, several at a time, with or without `--test`. No body is written to standard
    output, as hurl does without `--test`: `upshift` <url> is for that.
    """

  static let checkNumbers = """
    A plain path, `.a.b[0]` in jq or `$.a.b[0]` in JSONPath, keeps a number as it came, 18 digits too, in an
    assert and in a capture. To jq what is not there is `null`: nothing can be captured from it, `jq ".a" == null`
    is met, and `jq ".a" exists` too; `jsonpath "$.a" exists` tells the two apart. What jq computes is rounded as jq rounds: integers above 2^53, about nine
    quadrillions, lose digits in what any other filter gives.

    Making such a filter ready takes jq about 30 milliseconds, once a run for each text, whichever
    check it is in. A variable in a filter makes another text of it for each value: `jq ".id" == {{id}}` is
    quick, `jq ".id == {{id}}"` is not.
    """

  static let checkGrammar = """
    What is in quotes stands so, what is in `[ ]` may be left out, and what is in `{ }` may be
    repeated. Lines that are blank or comments may stand between any two lines, and blanks between any two
    words.


    """
    + Grammar.text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
}
