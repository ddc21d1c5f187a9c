/// What the manual says around the options, in the markup of `Roff`.
enum ManualText {
  static let description = """
    `upshift` is a command-line HTTP client with curl's options, built on libcurl. It differs in what
    it does when a server answers `426 Upgrade Required`: it reads the `Upgrade` field, decides, and
    carries on over the protocol that the server asked for. `websocket` makes the same request
    again as a WebSocket handshake; `TLS/1.3` goes on at `https`; `HTTP/2` asks again over HTTP/2.

    It upgrades only to the same or a stronger protocol, never from `https` to `http`; only on the
    same host, where port 80 becomes 443 and any other port that was given is kept; and each token
    once. A WebSocket is for GET without a body; TLS and HTTP/2 send method and body again. Upgrades
    that come with any other status than 426 are shown by `--verbose` and not followed.

    Once it is on a WebSocket, after a 426 or because the URL is a `ws` or `wss` one, standard input
    and standard output are the conversation. Lines that are read are sent, each one a text
    message; messages that arrive are written, each with a line feed after it (see `--ws-format`). At
    the end of input it waits for the replies (see `--linger`), and closes properly. At a terminal it
    is a prompt instead, with a line editor and commands: see THE PROMPT. With `--ws-format ndjson`
    both are events, one JSON object a line: see EVENTS.

    Messages are compressed both ways where the server agrees to it (permessage-deflate); see
    `--deflate` and `--no-deflate`.

    Cookies, logins, redirects, proxies and client certificates hold for the WebSocket handshake as
    for any request.

    Standard output is payload: the body of the last response, or messages. `--include` puts the
    heads of all responses before it; the body of a response that was followed is never shown.
    All else goes to standard error.

    `upshift check` runs files that say what must come: see CHECKS.

    With several URLs each is done in turn. Of several WebSocket URLs the first has standard
    input, the later ones only listen.
    """

  static let options = """
    Options are written as for curl: `-X POST` or `-XPOST`, switches together as in `-sSf`,
    `--request POST` or, unlike curl, `--request=POST`. A long name may be cut short where what is left
    fits one option only; curl's names come first there. What stands after an option that needs
    a value is its value, whatever it looks like. `--` ends the options.

    A switch is turned off by `--no-` before its whole name, as in `--no-fail`, except those that
    choose a version of HTTP, TLS or IP. `--no-upgrade` is a switch of its own.
    """

  static let examples = """
    Probe: what does this server answer, and what would be done?

      upshift -I http://127.0.0.1:8080/chat
      upshift -v --linger 0.2 http://127.0.0.1:8080/chat </dev/null
      upshift -i --no-upgrade http://127.0.0.1:8080/

    Pipe: ask a question over WebSocket, and hand the answer to `jq`; follow a stream; talk to a
    server whose 426 does not say what it wants.

      echo '{"op":"ping"}' | upshift --count 1 ws://127.0.0.1:8080/chat | jq .
      upshift --listen wss://stream.example/trades | grep --line-buffered EUR
      upshift --upgrade websocket --subprotocol chat.v2 http://127.0.0.1:8080/chat

    Prompt: talk to a server by hand, log in first, and come back when the connection is lost.

      upshift --reconnect --send '{"op":"login"}' wss://api.example/chat

    CI: fail unless the answer comes, within ten seconds; fail on an HTTP error; check that a
    policy closes the connection with the code that it should.

      upshift -sS -m 10 --send '{"op":"health"}' --until '"ok": *true' wss://api.example/
      upshift -sS --fail-with-body -o page.html https://api.example/
      upshift -sS --ok-close 1008 --listen wss://api.example/without-token
      upshift check --test --report-junit junit.xml checks/
    """

  static let exitStatus = """
    0 is success: a response, or a WebSocket that was closed as it should be. Up to 100 the numbers are
    curl's own; the most common are listed here. From 110 on they are those of `upshift`. Of several URLs
    the last one's counts, as with curl.
    """

  static let statuses: [(tag: String, text: String)] = [
    ("`1`", "The URL's scheme is not supported, or the server does not speak HTTP."),
    ("`2`", "Wrong command line or configuration file."),
    ("`3`", "The URL is malformed."),
    ("`5`", "The name of the proxy could not be resolved."),
    ("`6`", "The name of the host could not be resolved."),
    ("`7`", "No connection to the host."),
    ("`16`", "HTTP/2 framing error."),
    ("`18`", "The response ended too early."),
    (
      "`22`",
      """
      The last response was 400 or above, with `--fail` or `--fail-with-body`; with them also a handshake's that would be 113
      without. An upgrade that could not be followed is 110 all the same.
      """
    ),
    ("`23`", "Output could not be written. When the reader of a pipe has gone, no error is shown."),
    ("`26`", "Input could not be read."),
    ("`28`", "Time-out."),
    ("`35`", "TLS could not be set up."),
    ("`47`", "Too many redirects."),
    ("`52`", "The server answered nothing."),
    ("`55`", "Sending failed."),
    ("`56`", "Receiving failed."),
    ("`58`", "The client certificate could not be used."),
    ("`60`", "The certificate of the server is not valid."),
    ("`63`", "The body was larger than `--max-filesize` allows."),
    ("`65`", "The body had to be sent again, by `--retry` for instance, and could not be."),
    ("`67`", "The login was refused."),
    ("`77`", "The file of certificate authorities could not be read."),
    ("`92`", "HTTP/2 stream error."),
    ("`97`", "The proxy refused the connection."),
    ("`100`", "The head of a response was larger than `--max-head` allows."),
    (
      "`110`",
      """
      An upgrade was required and could not be followed: there was no `Upgrade` field, or only
      protocols that `upshift` does not speak or may not use, or the request had a body, or was for the rest of a
      file (`--continue-at`).
      """
    ),
    ("`111`", "Too many upgrades, or a loop of them."),
    (
      "`112`",
      """
      The 101 was not valid: its `Sec-WebSocket-Accept`, an extension, the subprotocol and so on, or not the
      protocol that `--upgrade` offered; or nobody had asked for one; or what
      came after it was not what `--tls-upgrade in-place` has to find there.
      """
    ),
    (
      "`113`",
      """
      The server refused the WebSocket handshake, or the offer of `--upgrade`; its response is shown like any
      other.
      """
    ),
    (
      "`114`",
      """
      The server broke the WebSocket protocol; the connection was closed with 1002, 1007, 1009 or the
      like.
      """
    ),
    ("`115`", "The connection was lost without a Close frame (1006), ours or the server's."),
    (
      "`116`",
      """
      The server closed with a code that is not in `--ok-close` (1000, 1001 and 1005 unless told
      otherwise).
      """
    ),
    (
      "`117`",
      """
      An expectation was not met: `--count`, `--until`, `--expect`, or one of a check; or a response came where
      `--replay`, `--send`, `--listen` or one of those wanted a WebSocket.
      """
    ),
    (
      "`129`, `130`, `143`",
      """
      SIGHUP, SIGINT or SIGTERM arrived, and the WebSocket was closed properly. A second signal
      leaves at once.
      """
    ),
  ]

  static let environment = """
    An option comes before a variable that says the same.
    """

  static let variables: [(tag: String, text: String)] = [
    (
      "`http_proxy`",
      "The proxy for `http` and `ws` URLs. Lower case only, for a web server sets `HTTP_PROXY`."
    ),
    ("`https_proxy`, `HTTPS_PROXY`", "The proxy for `https` and `wss` URLs."),
    ("`all_proxy`, `ALL_PROXY`", "The proxy where no other variable names one."),
    ("`no_proxy`, `NO_PROXY`", "Hosts without a proxy, as for `--noproxy`."),
    ("`UPSHIFT_VARIABLE_`<name>", "A variable for checks, as for `--variable`."),
    ("`UPSHIFT_SECRET_`<name>", "A secret for checks, as for `--secret`."),
    ("`NO_COLOR`", "If set and not empty: no colors, unless `--color always`."),
    (
      "`CURL_CA_BUNDLE`",
      "The file of certificate authorities, as for `--cacert`, unless there is that or `--capath`."
    ),
    (
      "`SSL_CERT_DIR`",
      "The directory of certificate authorities, as for `--capath`, where `CURL_CA_BUNDLE` is not set."
    ),
    (
      "`SSL_CERT_FILE`",
      "The file of certificate authorities, as for `--cacert`, where neither of those is set."
    ),
    (
      "`VISUAL`, `EDITOR`",
      "The editor for `/multi` and Ctrl-X Ctrl-E at the prompt, `vi` if not set."
    ),
    ("`TERM`", "If `dumb` or not set: a prompt without escape sequences."),
    (
      "`LC_ALL`, `LC_CTYPE`, `LANG`", "The first that is set says whether the terminal shows UTF-8."
    ),
    ("`TMPDIR`", "The directory of the file that the editor is given, `/tmp` if not set."),
    (
      "`XDG_STATE_HOME`",
      "The directory of what is kept from run to run, `~/.local/state` if not set."
    ),
    ("`XDG_CONFIG_HOME`", "The directory of configuration files, `~/.config` if not set."),
    ("`CURL_HOME`", "The first directory that curl's configuration file is looked for in."),
    ("`HOME`", "The home directory, `~` in this manual."),
  ]

  static let files: [(tag: String, text: String)] = [
    (
      "`~/.config/upshift/config`",
      """
      Read at start, unless the first option is `--disable`; written like the file of `--config`, but a
      mistake is an error. It is in `XDG_CONFIG_HOME` if that is set. What stands on the command line comes after it.
      """
    ),
    (
      "`~/.local/state/upshift/history/`",
      """
      The lines that were entered at the prompt, a file for each host and port. It is in
      `XDG_STATE_HOME` if that is set.
      """
    ),
    (
      "`~/.curlrc`",
      """
      Read before it, unless the first option is `--disable`, as by curl, wherever curl finds it: in
      `CURL_HOME`, in `XDG_CONFIG_HOME`, or as `~/.config/curlrc`. An option in it that is not known
      here is warned of.
      """
    ),
    ("`~/.netrc`", "User names and passwords, for `--netrc`."),
  ]

  static let differences = """
    A 426 is followed, unless there is `--no-upgrade`; and then `--fail` looks at the last response only.

    A `ws` or `wss` URL is a conversation, with redirects, logins, cookies and proxies; when the
    server refuses the handshake its response is shown.

    `--verbose` shows credentials as `***`, unless there is `--show-secrets`.

    A cookie of `--cookie` NAME=VALUE is not sent to another host that a redirect leads to, nor from `https` to `http`,
    unless there is `--location-trusted`.

    `~/.config/upshift/config` is read after `~/.curlrc`. A mistake in it is an error; one in `~/.curlrc` or
    a file of `--config` is warned of, as by curl.

    A file of `--data`, `--url-query`, `--header` or `--write-out` that cannot be read, and a folder for `--config`, end with
    exit status 26, where curl goes on without. A folder is no file for `--upload-file`. What `--write-out` says
    and a file of `--trace` or `--libcurl` that cannot be written are exit status 23, and a warning or nothing for curl; so
    is a disk that is full for them, or for `--etag-save`. A file that is to be sent is looked for before the first request,
    unless `--next` stands before it. Of a file of `--data`, line ends and NULs alone are left out;
    curl leaves out the rest of the line, too, after a NUL or a carriage return.

    What would put a line end or NUL into a field, by `--user-agent`, `--cookie`, `--user`, `--form` and the like, is refused, and
    so are spaces and control characters in a method or a target, and control characters in a URL's user or password.

    `--range`, `--time-cond`, `--max-filesize` and `--continue-at` do not go with a `ws` or `wss` URL. `--max-filesize`
    does not look at a redirect or a 426 that is followed, curl does.

    Words such as `name=value` are no URLs, and a method in capitals is none before another word that is one: see REQUEST
    ITEMS.

    Of `--fail` and `--fail-with-body` the last one counts; curl takes both for a mistake. `--max-time` of less than a
    millisecond is one; for curl it is none. It ends a wait for who reads standard output as well, which curl sits out.

    The file of `--etag-compare` is read once, and each request has one `If-None-Match`. curl reads it before each URL, with
    what `--etag-save` has left there, and adds another field.

    What `--retry` would have to send again, and cannot read twice, ends with exit status 65. curl sends an upload from a
    pipe again without its body.

    SIGINT and SIGTERM end `--parallel` with 130 and 143, and `--remove-on-error` removes then what is not whole; curl
    dies of them, and leaves it, as `upshift` does without `--parallel`.

    On a terminal the statuses of heads have a color; for curl only names are in bold.

    `--verbose` has no lines such as `{ [5 bytes data]`, nor those of the requests of `--doh-url`.

    What a server sent has its control characters shown as `\\e` and the like on a terminal: a body, unless there is
    `--output -`; a message, except in `raw`; heads and what `--write-out` says of them; cookies of `--cookie-jar`. So it is where a
    file is named that is a terminal, `/dev/tty`, and a body with a NUL is not for that either.

    All URLs are checked before the first is asked, except those that globs stand for; so is that there is one after each
    `--next`. An option of curl that is not
    here is refused as such.

    A file that the server names is never reached through a symbolic link, also with `--clobber`, and a dot or `-` at the
    beginning of its name, and a control character anywhere in it, is `_`; for curl `.bashrc` is a name. `--remove-on-error`
    removes regular files only; `%{header_json}` is JSON whatever is in a field.

    A long option may have its value after `=`.
    """

  static let websocat = """
    An `http` URL is asked first, and its 426 followed; `websocat` takes `ws` and `wss` only. There is no server here, and
    none of websocat's addresses (`exec:`, `tcp:`, `autoreconnect:` and the like): a URL, and standard input and output.

    When the input ends, replies are waited for until it has been silent for `--linger` seconds, and the close handshake is
    made; `websocat` drops what comes later, which `-n` or `--no-close` there, and `sleep` before the end, are for. A server
    that closes ends `upshift` without `-E`. Its code decides about the exit status, which is 0 for `websocat` whatever the
    code was.

    Instead of `-1`: `--count 1`. `-U`: `--listen`. `-u`: `--linger 0`, with the output to `/dev/null`. `-b`: `--ws-format raw`, or
    `--ws-send binary` for lines. `-0`: `--ws-format nul`. `--protocol`: `--subprotocol`. `--basic-auth` and `-H` of a
    login: `--user`, which can do Digest too. `--origin`: `--header 'Origin: …'`. `--socks5`: `--socks5-hostname`, or
    any `--proxy`. `-B`, `--max-ws-message-length`: `--max-message`; longer messages are never cut in two.
    `--close-status-code`: `{"type":"close","code":…}` in the input of `--ws-format ndjson`. `autoreconnect:`: `--reconnect`,
    at a terminal. `-p`: `--send`. `--jsonrpc`: `jq -c` before it.

    `-k`, `-H`, `-q` and `-v` are curl's here: the same, a field, no configuration file, and each frame.
    """

  /// Of `help`.
  static var topics: String { chapters.map(\.topic).joined(separator: ", ") }
}
