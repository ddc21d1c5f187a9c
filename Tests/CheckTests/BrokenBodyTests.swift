import Testing

/// In the tables `¶` is the end of a line and `⇥` a tab.
@Suite struct BrokenBodyTests {
  @Test(arguments: [
    ("`a`¶[Query]", "3:1: [Query] stands before the body"),
    ("`a`¶A: b", "3:1: a field stands before the body"),
    ("`a`¶`b`", "3:1: expected HTTP or the next request"),
    ("`a` b", "2:5: expected the end of the line, for there is one body"),
    (#"{"a":1"#, "2:7: expected ',' or '}'"),
    (#"{"a":1,}"#, "2:8: expected a name in double quotes; no comma stands before '}'"),
    (#"{"a" 1}"#, "2:6: expected ':'"),
    (#"{"a":}"#, "2:6: expected a JSON value"),
    ("{a:1}", "2:2: expected a name in double quotes, or '}'"),
    (#"{"a":1 "b":2}"#, "2:8: expected ',' or '}'"),
    ("[1,2,]", "2:6: expected a JSON value; no comma stands before ']'"),
    ("[1 2]", "2:4: expected ',' or ']'"),
    ("[1,", "2:4: expected a JSON value"),
    (#"{"a":01}"#, "2:6: a number does not begin with 0"),
    (#"{"a":1.}"#, "2:8: expected a digit"),
    (#"{"a":1e}"#, "2:8: expected a digit"),
    (#"{"a":-}"#, "2:7: expected a digit"),
    (#"{"a":tru}"#, "2:6: expected a JSON value"),
    (#"{"a":"b"#, #"2:6: this '"' is not closed on its line"#),
    (#"{"a":"b⇥"}"#, "2:8: a control character in a JSON string must be escaped"),
    (#"{"a":"\x"}"#, #"2:7: expected an escape of JSON: \" \\ \/ \b \f \n \r \t \u0000"#),
    (#"{"a":"\u12g4"}"#, "2:11: expected four hexadecimal digits"),
    (#"{"a":{{}}}"#, "2:8: expected the name of a variable"),
    (#"{"a":1} b"#, "2:9: expected the end of the line, for there is one body"),
    ("<a>", "2:4: expected </a>"),
    ("<a></b>", "2:4: expected </a>"),
    ("<a", "2:1: this '<' is not closed"),
    (#"<a b=""#, #"2:6: this '"' is not closed"#),
    ("<!-- a", "2:1: this '<!--' is not closed"),
    ("<a/> b", "2:6: expected the end of the line, for there is one body"),
    ("</a>", "2:1: expected an element of XML"),
    ("<>", "2:2: expected the name of an element of XML"),
    ("```¶a", "2:1: this '```' is not closed"),
    ("```jsno¶a¶```", "2:4: expected a language or an attribute of the text; did you mean 'json'?"),
    ("```graphql¶a¶```", "2:4: GraphQL bodies are not supported"),
    (
      "```json,raw¶a¶```",
      "2:9: expected a language or an attribute of the text; did you mean 'raw'?"
    ),
    ("```json x¶a¶```", "2:9: expected the end of the line"),
    ("```hex¶0¶```", "4:1: expected another hexadecimal digit"),
    ("```hex¶zz¶```", "3:1: expected '```'"),
    ("```¶{{¶```", "3:3: expected the name of a variable"),
    ("`a", "2:1: this '`' is not closed on its line"),
    ("<!DOCTYPE a [", "2:1: this '<!' is not closed"),
    ("<a b='", "2:6: this ''' is not closed"),
  ])
  func `what is wrong with a body`(text: String, message: String) {
    #expect(complaint(unfolded("GET http://x¶\(text)")) == message)
  }
}
