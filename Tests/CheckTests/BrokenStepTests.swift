import Testing

/// In the tables `¶` is the end of a line and `⇥` a tab.
@Suite struct BrokenStepTests {
  @Test(arguments: [
    ("sned a", "3:1: expected send, expect, never, capture, ping or close; did you mean 'send'?"),
    ("Send a", "3:1: expected send, expect, never, capture, ping or close; did you mean 'send'?"),
    ("send", "3:5: expected a message; an empty one is written ``"),
    ("send binary", "3:12: expected a message; an empty one is written ``"),
    (
      "send {a}",
      "3:7: expected a name in double quotes, or '}'; text that is not JSON is written between backquotes"
    ),
    (
      "send [hello] all",
      "3:7: expected a JSON value, or ']'; text that is not JSON is written between backquotes"
    ),
    (#"send {"a":1} b"#, "3:14: expected the end of the line"),
    ("send hex,0;", "3:11: expected another hexadecimal digit"),
    ("send file,a", #"3:12: expected ';'; in a file name a blank is written '\ '"#),
    ("expect", "3:7: expected a query such as text or jq"),
    ("expect tex", "3:8: expected a query such as text or jq; did you mean 'text'?"),
    ("expect status == 101", "3:8: status asks about an answer: its place is [Asserts]"),
    (
      "expect message", "3:8: expected a query; a number of them is written 'expect 3 messages'"
    ),
    ("expect 0 messages", "3:8: expected a number of messages from 1 to 1000000"),
    ("expect 3", "3:9: expected messages"),
    ("expect 3 pings", "3:10: expected messages"),
    (
      #"expect text contian "a""#,
      "3:13: expected a filter or a predicate; did you mean 'contains'?"
    ),
    (#"expect text == "a" within 5"#, "3:27: expected a time such as 500ms, 2s or 1m"),
    (#"expect text == "a" within"#, "3:26: expected a time such as 500ms, 2s or 1m"),
    (
      #"expect text == "a" for 5s"#,
      "3:20: expected within TIME, or the end of the line; did you mean 'within'?"
    ),
    (
      #"expect text == "a" withn 5s"#,
      "3:20: expected within TIME, or the end of the line; did you mean 'within'?"
    ),
    ("expect any", "3:11: expected '{'"),
    (#"expect any { text == "a""#, "3:25: expected '}'"),
    (#"expect any { text == "a" within 1s }"#, "3:26: within stands behind the last '}'"),
    ("expect any { } { }", "3:14: expected a query such as text or jq"),
    ("expect any text", "3:12: expected '{'"),
    ("expect close 999", "3:14: expected a close code from 1000 to 4999"),
    ("expect close 1000 or", "3:21: expected a close code from 1000 to 4999"),
    ("expect close 1000, 1001", "3:18: expected within TIME, or the end of the line"),
    ("expect pong 5", "3:13: expected within TIME, or the end of the line"),
    ("never text", "3:11: expected for and a time, such as for 500ms"),
    (
      "never text within 5s",
      "3:12: expected for and a time, such as for 500ms; did you mean 'for'?"
    ),
    ("capture", "3:8: expected the name of a variable"),
    ("capture id", "3:11: expected a blank and a query"),
    (#"capture id = jq ".a""#, "3:12: expected a query such as text or jq"),
    (
      "close 1005",
      "3:7: expected a close code that may be sent: 1000 to 1003, 1007 to 1014, 3000 to 4999"
    ),
    (
      "close now",
      "3:7: expected a close code that may be sent: 1000 to 1003, 1007 to 1014, 3000 to 4999"
    ),
    ("close 1000 done", "3:12: expected a reason in double quotes"),
    (#"close 1000 "done"#, #"3:12: this '"' is not closed on its line"#),
    ("HTTP 101", "3:1: HTTP stands before [WebSocket]"),
    ("[Asserts]", "3:1: [Asserts] needs an HTTP line before [WebSocket]"),
    ("[Options]", "3:1: [Options] stands before [WebSocket]"),
    ("expect any { text } { status }", "3:23: status asks about an answer: its place is [Asserts]"),
    (
      "ping 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456",
      "3:6: the text of a ping has at most 125 bytes"
    ),
    (
      #"close 1000 "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456""#,
      "3:12: the reason of a close has at most 123 bytes"
    ),
    (#"expect text == "a" within 9999999999h"#, "3:27: expected a time such as 500ms, 2s or 1m"),
    (
      #"expect any { text == "a" } { text == "b" } with 5s"#,
      "3:44: expected within TIME, or the end of the line"
    ),
  ])
  func `what is wrong with a step`(text: String, message: String) {
    #expect(complaint(unfolded("GET http://x¶[WebSocket]¶\(text)")) == message)
  }
}
