import Check
import Testing

@Suite struct FilterTests {
  @Test(
    arguments: [
      (.list([.null, .null]), .count, "2"),
      (.bytes([1, 2, 3]), .count, "3"),
      (
        .string("abc"), .count,
        "failure: filter count: it takes a list or bytes, not \"abc\", a string"
      ),
      (.list([.integer(7), .integer(8)]), .nth(1), "8"),
      (.list([.integer(7), .integer(8)]), .nth(-2), "7"),
      (
        .list([.integer(7), .integer(8)]), .nth(2), "failure: filter nth 2: the list has 2 elements"
      ),
      (.list([.integer(7)]), .nth(-2), "failure: filter nth -2: the list has 1 element"),
      (.list([.integer(7)]), .nth(.min), "failure: filter nth \(Int.min): the list has 1 element"),
      (.null, .nth(0), "failure: filter nth 0: it takes a list, not null"),
      (.list([.integer(7), .integer(8)]), .first, "7"),
      (.list([]), .first, "failure: filter first: the list is empty"),
      (.list([.integer(7), .integer(8)]), .last, "8"),
      (.list([]), .last, "failure: filter last: the list is empty"),
      (.bool(true), .last, "failure: filter last: it takes a list, not true, a boolean"),
      (.string("Hello Bob!"), .regex(template("Hello (.*)!")), "\"Bob\""),
      (.string("Hello"), .regex(template("Hello (.*)!")), "nothing"),
      (.string("Hello"), .regex(template("Hello")), "nothing"),
      (
        .integer(1), .regex(template(".")),
        "failure: filter regex: it takes a string, not 1, a number"
      ),
      (.string("a,b,c"), .replace(template(","), with: template("; ")), "\"a; b; c\""),
      (.string("aaaa"), .replace(template("aa"), with: template("b")), "\"bb\""),
      (.string("abc"), .replace(template("x"), with: template("y")), "\"abc\""),
      (
        .string("abc"), .replace(template(""), with: template("y")),
        "error: filter replace: an empty string is everywhere"
      ),
      (
        .null, .replace(template("a"), with: template("b")),
        "failure: filter replace: it takes a string, not null"
      ),
      (.string("1 2\t 3"), .replaceRegex(template("\\s+"), with: template(",")), "\"1,2,3\""),
      (.string("ab"), .replaceRegex(template("(.)(.)"), with: template("$2$1")), "\"ba\""),
      (
        .bytes([1]), .replaceRegex(template("a"), with: template("b")),
        "failure: filter replaceRegex: it takes a string, not bytes 01 (1)"
      ),
      (.string("a, b,, c"), .split(template(", ")), "[\"a\", \"b,\", \"c\"]"),
      (.string(",a,"), .split(template(",")), "[\"\", \"a\", \"\"]"),
      (.string("abc"), .split(template(",")), "[\"abc\"]"),
      (
        .list([]), .split(template(",")), "failure: filter split: it takes a string, not [], a list"
      ),
      (.string("0123"), .toInt, "123"),
      (.string("-9007199254740993"), .toInt, "-9007199254740993"),
      (.number("1.6"), .toInt, "1"),
      (.number("-1.6e1"), .toInt, "-16"),
      (.number("1e3"), .toInt, "1000"),
      (.string("123x"), .toInt, "failure: filter toInt: \"123x\" is no number"),
      (.string("1.6"), .toInt, "failure: filter toInt: \"1.6\" is no integer"),
      (.number("1e1001"), .toInt, "failure: filter toInt: 1e1001 is too large"),
      (
        .bool(true), .toInt,
        "failure: filter toInt: it takes a number or a string, not true, a boolean"
      ),
      (.string("3.14"), .toFloat, "3.14"),
      (.string("+003.5"), .toFloat, "3.5"),
      (.string("-00"), .toFloat, "0.0"),
      (.integer(12), .toFloat, "12.0"),
      (.string("pi"), .toFloat, "failure: filter toFloat: \"pi\" is no number"),
      (.null, .toFloat, "failure: filter toFloat: it takes a number or a string, not null"),
      (.number("123456789012345678"), .toString, "\"123456789012345678\""),
      (.list([.integer(1), .string("a")]), .toString, "\"[1,\"a\"]\""),
      (
        .bytes([1]), .toString,
        "failure: filter toString: it takes anything but bytes, not bytes 01 (1)"
      ),
      (.string("PDw/Pz8+Pg=="), .base64Decode, "bytes 3c3c3f3f3f3e3e (7)"),
      (
        .string("PDw/Pz8+Pg="), .base64Decode,
        "failure: filter base64Decode: \"PDw/Pz8+Pg=\" is no base64"
      ),
      (
        .integer(1), .base64Decode,
        "failure: filter base64Decode: it takes a string, not 1, a number"
      ),
      (.bytes([0x3C, 0x3C, 0x3F, 0x3F, 0x3F, 0x3E, 0x3E]), .base64Encode, "\"PDw/Pz8+Pg==\""),
      (.string("é"), .base64Encode, "\"w6k=\""),
      (
        .integer(1), .base64Encode,
        "failure: filter base64Encode: it takes bytes or a string, not 1, a number"
      ),
      (.string("PDw_Pz8-Pg"), .base64URLDecode, "bytes 3c3c3f3f3f3e3e (7)"),
      (
        .string("PDw/Pz8-Pg"), .base64URLDecode,
        "failure: filter base64UrlSafeDecode: \"PDw/Pz8-Pg\" is no base64"
      ),
      (.bytes([0x3C, 0x3C, 0x3F, 0x3F, 0x3F, 0x3E, 0x3E]), .base64URLEncode, "\"PDw_Pz8-Pg\""),
      (
        .null, .base64URLEncode,
        "failure: filter base64UrlSafeEncode: it takes bytes or a string, not null"
      ),
      (.string("a%20b%C3%a9+"), .urlDecode, "\"a bé+\""),
      (
        .string("%zz"), .urlDecode,
        "failure: filter urlDecode: \"%zz\" is not percent-encoded UTF-8"
      ),
      (
        .string("%ff"), .urlDecode,
        "failure: filter urlDecode: \"%ff\" is not percent-encoded UTF-8"
      ),
      (.string("%2"), .urlDecode, "failure: filter urlDecode: \"%2\" is not percent-encoded UTF-8"),
      (.string("https://a.b/?x=ш"), .urlEncode, "\"https%3A//a.b/%3Fx%3D%D1%88\""),
      (.null, .urlEncode, "failure: filter urlEncode: it takes a string, not null"),
      (.string("a<b>&\"'"), .htmlEscape, "\"a&lt;b&gt;&amp;&quot;&#x27;\""),
      (.null, .htmlEscape, "failure: filter htmlEscape: it takes a string, not null"),
      (.string("Foo &copy; bar &#x1D306; &#62;"), .htmlUnescape, "\"Foo © bar 𝌆 >\""),
      (.null, .htmlUnescape, "failure: filter htmlUnescape: it takes a string, not null"),
      (.bytes([0xE4, 0xBD, 0xA0]), .decode(template("utf-8")), "\"你\""),
      (.bytes([0xE9, 0x80]), .decode(template("latin1")), "\"é€\""),
      (
        .bytes([0xFF]), .decode(template("utf-8")),
        "failure: filter decode: bytes ff (1) is no text in utf-8"
      ),
      (.bytes([]), .decode(template("gb2312")), "error: filter decode: unknown encoding gb2312"),
      (
        .string("a"), .decode(template("utf-8")),
        "failure: filter decode: it takes bytes, not \"a\", a string"
      ),
      (.string("{\"a\":[1,2]}"), .jq(template(".a[1]")), "2"),
      (.string("{\"a\":[1,2]}"), .jq(template(".a | add")), "3"),
      (.list([.integer(1), .integer(2)]), .jq(template("add")), "3"),
      (.string("x"), .jq(template(".a")), "failure: what filter jq is given is not JSON"),
      (.string("[1]"), .jq(template(".a")), "failure: jq: Cannot index array with \"a\""),
      (.string("{\"a\":[1,2]}"), .jsonPath(template("$.a[-1]")), "2"),
      (.bytes(Array("[7]".utf8)), .jsonPath(template("$[0]")), "7"),
      (.string("{\"a\":1}"), .jsonPath(template("$.b")), "nothing"),
      (.string(""), .jsonPath(template("$")), "failure: what filter jsonpath is given is not JSON"),
    ] as [(Value, Check.Filter, String)])
  func makes(_ value: Value, _ filter: Check.Filter, _ result: String) {
    #expect(filtered(value, filter) == result)
  }

  @Test func filtersAreChained() {
    let chain = question(
      .jsonPath(template("$.names")), .split(template(",")), .nth(1), .regex(template("(b+)")))
    #expect(found(chain, in: response("{\"names\":\"a,xbby\"}")) == "\"bb\"")
    #expect(
      found(chain, in: response("{}")) == "failure: filter split: there is nothing before it")
    #expect(
      found(question(.body, .regex(template("(x)")), .toInt), in: response("a"))
        == "failure: filter toInt: there is nothing before it")
  }

  @Test func variablesAreFilledIn() {
    let separator = Template([.variable("s", place)], at: place)
    #expect(
      found(question(.body, .split(separator)), in: response("a|b"), ["s": .string("|")])
        == "[\"a\", \"b\"]")
    #expect(
      found(question(.body, .split(separator)), in: response("a|b"))
        == "error: unknown variable {{s}}: --variable s=VALUE sets it")
  }
}
