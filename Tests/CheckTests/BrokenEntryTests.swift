import Testing

/// In the tables `¶` is the end of a line and `⇥` a tab.
@Suite struct BrokenEntryTests {
  @Test(arguments: [
    (
      "get http://x",
      "1:1: expected a request such as GET http://127.0.0.1/; a method is written in capitals"
    ),
    (
      "HTTP 200",
      "1:1: expected a request such as GET http://127.0.0.1/; HTTP stands after a request"
    ),
    ("[Asserts]", "1:1: expected a request such as GET http://127.0.0.1/"),
    (#"{"a":1}"#, "1:1: expected a request such as GET http://127.0.0.1/"),
    ("GET", "1:4: expected a blank and a URL"),
    ("GET # c", "1:5: expected a URL that begins with http://, https://, ws://, wss:// or {{"),
    ("GET x", "1:5: expected a URL that begins with http://, https://, ws://, wss:// or {{"),
    ("GET ftp://x", "1:5: expected a URL that begins with http://, https://, ws://, wss:// or {{"),
    ("GET http://x y", "1:14: expected the end of the line"),
    (#"GET http://x/a"b"#, "1:15: this character must be percent-encoded in a URL"),
    ("GET http://x/{a}", "1:14: this character must be percent-encoded in a URL"),
    ("GET http://{{host", "1:12: this '{{' is not closed on its line"),
    ("GET http://{{}}", "1:14: expected the name of a variable"),
    ("GET http://{{a b}}", "1:16: expected '}}'"),
    ("GET http://{{newUuid}}", "1:14: the function newUuid is not supported"),
    ("GET http://{{a>}}", "1:15: expected '}}'"),
    (
      "GET http://x¶A b",
      "2:3: expected a URL that begins with http://, https://, ws://, wss:// or {{; a field is written 'name: value'"
    ),
    (
      #"GET http://x¶A: \q"#,
      ##"2:4: expected an escape: \" \\ \` \/ \# \: \; \{ \} \b \f \n \r \t \u{…}; a backslash is written \\"##
    ),
    (#"GET http://x¶A: \u{110000}"#, "2:7: expected the hexadecimal number of a character"),
    (#"GET http://x¶A: \u{}"#, "2:7: expected the hexadecimal number of a character"),
    (
      #"GET http://x¶A: \u0041"#,
      #"2:6: expected '{'; a character is written by its number: \u{e9}"#
    ),
    (#"GET http://x¶A: \u{41"#, "2:9: expected '}'"),
    (#"GET http://x¶A: b\"#, "2:5: expected an escape"),
    (
      "GET http://x¶foo",
      "2:1: expected name: value, [Section], a body, HTTP or the next request; a body of text stands in `backquotes`"
    ),
    (
      "GET http://x¶[Assert]",
      "2:2: expected a section: Options, Query, Form, Multipart, Cookies, BasicAuth, Captures, Asserts, WebSocket; did you mean 'Asserts'?"
    ),
    ("GET http://x¶[Asserts]", "2:1: [Asserts] stands after an HTTP line"),
    ("GET http://x¶[Asserts", "2:9: expected ']'"),
    ("GET http://x¶[Query] x", "2:9: expected the end of the line"),
    (
      "GET http://x¶[Querry]",
      "2:2: expected a section: Options, Query, Form, Multipart, Cookies, BasicAuth, Captures, Asserts, WebSocket; did you mean 'Query'?"
    ),
    (
      "GET http://x¶[Foo]",
      "2:2: expected a section: Options, Query, Form, Multipart, Cookies, BasicAuth, Captures, Asserts, WebSocket"
    ),
    ("GET http://x¶[Query]¶[QueryStringParams]", "3:1: [Query] stands here twice"),
    (
      "GET http://x¶[Query]¶a: b¶c",
      "4:1: expected name: value, [Section], a body, HTTP or the next request; a body of text stands in `backquotes`"
    ),
    ("GET http://x¶[BasicAuth]¶a: b¶c: d", "4:1: [BasicAuth] has one line"),
    ("GET http://x¶[Options]¶max_redirs: 1", "3:1: expected an option; did you mean 'max-redirs'?"),
    ("GET http://x¶[Options]¶max-redir: 1", "3:1: expected an option; did you mean 'max-redirs'?"),
    ("GET http://x¶[Options]¶http3: true", "3:1: the option http3 is not supported"),
    ("GET http://x¶[Options]¶insecure: yes", "3:11: expected true or false"),
    ("GET http://x¶[Options]¶insecure:", "3:10: expected a value"),
    ("GET http://x¶[Options]¶retry: -2", "3:8: expected an integer of -1 or more"),
    ("GET http://x¶[Options]¶retry: {{a}}{{b}}", "3:8: expected an integer of -1 or more"),
    ("GET http://x¶[Options]¶delay: 5 s", "3:8: expected a time such as 500ms, 2s or 1m"),
    ("GET http://x¶[Options]¶delay: 5d", "3:8: expected a time such as 500ms, 2s or 1m"),
    ("GET http://x¶[Options]¶upgrade: tls", "3:10: expected websocket or h2c"),
    ("GET http://x¶[Options]¶variable: =1", "3:11: expected the name of a variable"),
    ("GET http://x¶[Options]¶variable: a", "3:12: expected '='"),
    (#"GET http://x¶[Options]¶variable: a="b"#, #"3:13: this '"' is not closed on its line"#),
    (#"GET http://x¶[Options]¶variable: a="b" c"#, "3:17: expected the end of the line"),
    (
      "GET http://x¶[Multipart]¶a: file,b",
      #"3:10: expected ';'; in a file name a blank is written '\ '"#
    ),
    ("GET http://x¶[Multipart]¶a: file,;", "3:9: expected a file name"),
    (
      "GET http://x¶[Multipart]¶a: file,a b;",
      #"3:11: expected ';'; in a file name a blank is written '\ '"#
    ),
    ("GET http://x¶HTTP", "2:5: expected a blank and a status"),
    ("GET http://x¶HTTP 20", "2:6: expected a status from 100 to 599, or *"),
    ("GET http://x¶HTTP 2000", "2:6: expected a status from 100 to 599, or *"),
    ("GET http://x¶HTTP 600", "2:6: expected a status from 100 to 599, or *"),
    ("GET http://x¶HTTP abc", "2:6: expected a status from 100 to 599, or *"),
    (
      "GET http://x¶HTTP 200 OK",
      "2:10: expected '->', or the end of the line; a status is written without its phrase"
    ),
    ("GET http://x¶HTTP 426 ->", "2:12: expected a status from 100 to 599, or *"),
    ("GET http://x¶HTTP 426 > 101", "2:10: expected '->', or the end of the line"),
    ("GET http://x¶HTTP/1.2 200", "2:6: expected HTTP/1.0, HTTP/1.1, HTTP/2, HTTP/3 or HTTP/*"),
    ("GET http://x¶HTTP/2.0 200", "2:6: expected HTTP/1.0, HTTP/1.1, HTTP/2, HTTP/3 or HTTP/*"),
    (
      "GET http://x¶HTTP 200¶HTTP 200",
      "3:1: there is an HTTP line already; a chain is written HTTP 426 -> 101"
    ),
    ("GET http://x¶HTTP 200¶[Options]", "3:1: [Options] stands before the HTTP line"),
    ("GET http://x¶HTTP 200¶`a`¶[Asserts]", "4:1: [Asserts] stands before the body"),
    ("GET http://x¶HTTP 200¶[Captures]¶a: b", "4:4: expected a query such as status or jq"),
    (
      "GET http://x¶HTTP 200¶[Captures]¶a: body foo",
      "4:9: expected a filter, redact, or the end of the line"
    ),
    (
      "GET http://x¶HTTP 200¶[Captures]¶a",
      "4:1: expected name: value, [Captures], [Asserts], [WebSocket], a body or the next request"
    ),
    (
      "GET http://x¶HTTP 200¶[Captures]¶A B",
      "4:3: expected a URL that begins with http://, https://, ws://, wss:// or {{; a field is written 'name: value'"
    ),
    (
      #"GET http://x¶HTTP 101¶[WebSocket]¶ping¶{"a":1}"#,
      "5:1: expected send, expect, never, capture, ping or close"
    ),
    (
      "GET http://x¶HTTP 101¶[WebSocket]¶ping¶A: b",
      "5:1: expected send, expect, never, capture, ping or close"
    ),
    ("GET http://x¶HTTP 101¶[WebSocket]¶ping¶[WebSocket]", "5:1: [WebSocket] stands here twice"),
    ("GET http://x¶HTTP 101¶[WebSocket]¶ping:", "4:5: expected a blank"),
    (
      "GET http://x¶[Options]¶a¶[Query]",
      "3:1: expected name: value, [Section], a body, HTTP or the next request; a body of text stands in `backquotes`"
    ),
    (
      "GET http://x¶HTTP 200¶[Captures]¶a: text",
      "4:4: text asks about a message: its place is [WebSocket]"
    ),
    ("GET http://{{a urlEncode}}", "1:16: filters between '{{' and '}}' are not supported"),
    ("GET http://x¶[Form]¶[0]: b", "3:4: expected the end of the line, for there is one body"),
    (
      #"GET http://x¶HTTP 101¶[WebSocket]¶ping¶[Captures]¶{"a":1}"#,
      "6:1: an entry with [WebSocket] has no body to come"
    ),
  ])
  func `what is wrong with an entry`(text: String, message: String) {
    #expect(complaint(unfolded("\(text)")) == message)
  }
}
