extension OptionTable {
  /// HTTP requests, redirects and cookies.
  static let http: [Option] = [
    Option(
      .url, argument: "URL", .http, isRepeatable: true, values: .url,
      help: "A URL, also one that begins with a dash",
      manual: """
        The same as <URL> on its own. It is the way to name a URL in a configuration file.

        A URL may stand for many, which are asked one after the other, the last of its globs changing fastest:
        `{one,two}` is each of the words, `[1-100]` each number, `[001-100]` with zeros in front, `[a-z]` each letter,
        and `[1-100:10]` every tenth. `\\` takes its meaning from a brace or bracket after it; an IPv6 address needs none.
        `--output` can use what each stands for, and `--globoff` turns this off.

          upshift -o 'page_#1.html' 'http://127.0.0.1/page[1-3].html'
        """),
    Option(
      .globoff, short: "g", .http, isNegatable: true,
      help: "Take {}[] in a URL as they are",
      manual: """
        Takes braces and brackets in a URL as they are, see `--url`.
        """),
    Option(
      .next, short: ":", .http, isRepeatable: true,
      help: "Begin again: other URLs with their own options",
      manual: """
        What follows is an operation of its own: its URLs have the options that stand behind this one, and none
        of those before it. Only what is said on standard error (`--verbose`, `--silent`, `--show-error`), `--color`,
        `--show-secrets` and `--record` hold for all, wherever they stand. Cookies and connections go from one
        operation to the next.

          upshift https://127.0.0.1/ --next -d name=value https://127.0.0.1/form
        """),
    Option(
      .request, short: "X", argument: "method", .http, isImportant: true,
      values: .choices(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
      help: "Use this request method",
      manual: """
        Puts <method> into the request line and changes nothing else: `-X HEAD` still waits for a
        body, use `--head`. Redirects are followed with the same method.
        """),
    Option(
      .header, short: "H", argument: "field|@file", .http, isImportant: true, isRepeatable: true,
      values: .atFile,
      help: "Send this field, or those in a file",
      manual: """
        Sends a field of your own, `name: value`. It takes the place of a field of that name that
        `upshift` would send. `name:` alone leaves such a field out, `name;` sends the name with
        an empty value, and `@file` takes one field from each line of a file (`@-`: from standard
        input).
        """),
    Option(
      .head, short: "I", .http, isImportant: true, isNegatable: true,
      help: "Ask for the head only",
      manual: """
        Sends HEAD and writes the head of the response to standard output.

        On a 426 that asks for a WebSocket it also says what would be done, and follows nothing;
        a 426 that asks for TLS is followed with HEAD. With a `ws` or `wss` URL this option is a
        wrong command line.
        """),
    Option(
      .userAgent, short: "A", argument: "name", .http,
      help: "Send this User-Agent",
      manual: """
        Sends <name> as `User-Agent`; an empty <name> leaves the field out.
        """),
    Option(
      .referer, short: "e", argument: "URL", .http, values: .url,
      help: "Send this Referer",
      manual: """
        Sends <URL> as `Referer`.
        """),
    Option(
      .cookie, short: "b", argument: "data|file", .http, isRepeatable: true, values: .file,
      help: "Send cookies, given or from a file",
      manual: """
        With a `=` in it, the value is sent as it stands: `name=value; name2=value2`. Otherwise it
        names a file of cookies, in Netscape's format or as `Set-Cookie` lines; from it go those
        that belong to the URL, and cookies that responses set are kept for the requests that
        follow, the WebSocket handshake included. The file is only read; `--cookie-jar` writes.
        """),
    Option(
      .cookieJar, short: "c", argument: "file", .http, values: .file,
      help: "Write cookies to this file at the end",
      manual: """
        Keeps the cookies that responses set, and writes all that are known to <file> at the end,
        in Netscape's format; `-` is standard output. A terminal gets them with control characters escaped.
        """),
    Option(
      .location, short: "L", .http, isImportant: true, isNegatable: true,
      help: "Follow redirects",
      manual: """
        Follows a response of 3xx to the URL in its `Location`. That holds for a WebSocket
        handshake too: each hop is a new handshake, and an `http` or `https` in the
        `Location` means `ws` or `wss` there. Credentials are not sent to another host
        (see `--location-trusted`). After a 301, 302 or 303, POST becomes GET.
        """),
    Option(
      .locationTrusted, .http, isNegatable: true,
      help: "Like --location, send credentials to any host",
      manual: """
        Follows redirects as `--location` does, and sends user name and password to every host on
        the way. Whoever controls one of them learns both.
        """),
    Option(
      .maxRedirs, argument: "number", .http,
      help: "Follow at most this many redirects (default 50)",
      manual: """
        Follows at most <number> redirects, 50 unless told otherwise; `-1` is without limit. One more
        ends with exit status 47.
        """),
    Option(
      .compressed, .http, isNegatable: true,
      help: "Ask for a compressed body, and decompress it",
      manual: """
        Asks for a compressed response, in the codings that libcurl knows, and writes the
        decompressed body.
        """),
    Option(
      .http10, short: "0", .http,
      help: "Use HTTP/1.0",
      manual: """
        Sends the request as HTTP/1.0. There is no `Upgrade` in it, but a 426 that asks for
        `HTTP/1.1` is followed.
        """),
    Option(
      .http11, .http,
      help: "Use HTTP/1.1",
      manual: """
        Sends the request as HTTP/1.1 and does not negotiate another version.
        """),
    Option(
      .http2, .http,
      help: "Use HTTP/2",
      manual: """
        Uses HTTP/2: negotiated with TLS for an `https` URL, offered to the server for an `http`
        URL. `Upgrade` exists in HTTP/1.1 only, so a 426 that comes over HTTP/2 is otherwise asked
        once more over HTTP/1.1; with this option it is not.

        A `wss` URL is asked for a WebSocket over HTTP/2 (RFC 8441): by an extended CONNECT, on a
        connection of its own. A server that does not agree to HTTP/2, or not to that, one that
        redirects, and one that wants a log-in other than Basic or Bearer are asked again by the
        handshake of HTTP/1.1; `--verbose` says why. A `ws` URL has the handshake of HTTP/1.1: over HTTP/2 it is asked
        by `--http2-prior-knowledge` only.
        """),
    Option(
      .http2PriorKnowledge, .http,
      help: "Use HTTP/2 from the first byte",
      manual: """
        Speaks HTTP/2 on an `http` or `ws` URL at once, without asking whether the server can.
        """),
    Option(
      .http3, .http,
      help: "Use HTTP/3, or what can be had",
      manual: """
        Asks an `https` URL over HTTP/3, and over an earlier version where that fails. It takes a
        libcurl that has HTTP/3.
        """),
    Option(
      .http3Only, .http,
      help: "Use HTTP/3 or nothing",
      manual: """
        Asks an `https` URL over HTTP/3 and no other version. It takes a libcurl that has HTTP/3.
        """),
    Option(
      .http09, .http, isNegatable: true,
      help: "Accept an answer without a head",
      manual: """
        Takes an answer that has no head, as in HTTP/0.9 or from a server that speaks something
        else, for the body of a response.
        """),
    Option(
      .expect100Timeout, argument: "seconds", .http,
      help: "Wait so long before sending a large body",
      manual: """
        How long `100 Continue` is waited for before a large body goes out; 1 second unless told.
        Fractions are allowed.
        """),
    Option(
      .maxHead, argument: "size", .http, isOurs: true,
      help: "Accept no response head larger than this",
      manual: """
        Refuses a response whose head, status line and fields together, has more than <size>
        bytes; 300K unless told otherwise, and never a line of more than 100K. <size> is written as
        for `--max-message`.
        """),
  ]
}
