import Testing

/// In the tables `¶` is the end of a line and `⇥` a tab.
@Suite struct BrokenAssertTests {
  @Test(arguments: [
    ("status == 200¶[Asserts]", "5:1: [Asserts] stands here twice"),
    ("statuss == 200", "4:1: expected a query such as status or jq; did you mean 'status'?"),
    ("status", "4:7: expected a filter or a predicate"),
    ("status # c", "4:8: expected a filter or a predicate"),
    ("status contain 200", "4:8: expected a filter or a predicate; did you mean 'contains'?"),
    ("status = 200", "4:8: expected a predicate; did you mean '=='?"),
    (
      "status ==",
      "4:10: expected a value: a string in double quotes, a number, true, false or null"
    ),
    ("status === 200", "4:8: expected a filter or a predicate; did you mean '=='?"),
    (
      "status == abc",
      "4:11: expected a value: a string in double quotes, a number, true, false or null"
    ),
    ("status == 200 300", "4:15: expected the end of the line"),
    ("status == 0200", "4:11: a number does not begin with 0"),
    ("status == 1.", "4:13: expected a digit"),
    ("status > true", "4:10: expected a number or a string"),
    ("body startsWith 5", "4:17: expected a string or bytes"),
    ("status not", "4:11: expected a predicate"),
    ("status not count", "4:12: expected a predicate"),
    (#"header Location == "x""#, "4:8: expected a string in double quotes"),
    (#"header 'Location' == "x""#, "4:8: expected a string in double quotes"),
    (#"header "Location == x"#, #"4:8: this '"' is not closed on its line"#),
    ("header `Location", "4:8: this '`' is not closed on its line"),
    (#"cookie "a[pth]" exists"#, "4:11: expected an attribute of a cookie; did you mean 'path'?"),
    (#"cookie "a[path" exists"#, "4:15: expected ']'"),
    (#"cookie "" exists"#, "4:9: expected the name of a cookie"),
    (#"cookie "a exists"#, #"4:8: this '"' is not closed on its line"#),
    (
      #"certificate "Subjet" exists"#,
      #"4:13: expected one of "Subject", "Issuer", "Start-Date", "Expire-Date", "Serial-Number"; did you mean 'Subject'?"#
    ),
    (#"xpath "//a" exists"#, "4:1: xpath is not supported"),
    (#"body xpath "//a" exists"#, "4:6: the filter xpath is not supported"),
    (#"header "a" toDate "%Y" exists"#, "4:12: the filter toDate is not supported"),
    (#"jsonpath "$" isList"#, "4:14: the predicate isList is not supported"),
    (#"text == "a""#, "4:1: text asks about a message: its place is [WebSocket]"),
    ("body matches /a", "4:14: this '/' is not closed on its line"),
    ("body matches /(a/", "4:14: '(a' is not a regular expression: expected ')'"),
    ("body matches 5", "4:14: expected a regular expression in double quotes or slashes"),
    (#"body nth "a" exists"#, "4:10: expected an integer"),
    (#"body replace "a" exists"#, "4:18: expected a string in double quotes"),
    ("body == hex,0;", "4:14: expected another hexadecimal digit"),
    ("body == hex,0g;", "4:14: expected another hexadecimal digit"),
    ("body == hex,00", "4:15: expected ';'"),
    ("body == base64,A;", "4:17: expected another digit of Base64"),
    ("body == base64,A?;", "4:17: expected another digit of Base64"),
    ("body == base64,AA=A;", "4:19: expected ';'"),
    ("body == {{x", "4:9: this '{{' is not closed on its line"),
    (
      #"body == "a\d""#,
      ##"4:11: expected an escape: \" \\ \` \/ \# \: \; \{ \} \b \f \n \r \t \u{…}; a backslash is written \\"##
    ),
  ])
  func `what is wrong with an assert`(text: String, message: String) {
    #expect(complaint(unfolded("GET http://x¶HTTP 200¶[Asserts]¶\(text)")) == message)
  }
}
