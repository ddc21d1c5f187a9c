import Check
import Testing

/// In the tables `¶` is the end of a line.
@Suite struct ParseQuestionTests {
  @Test(arguments: [
    ("status == 200", "status equals(number(200))"),
    ("status==200", "status equals(number(200))"),
    (#"version == "1.1""#, "version equals(string(«1.1»))"),
    (#"url endsWith "/x""#, "url endsWith(string(«/x»))"),
    (#"header "A{{b}}" exists"#, "header(«A{{b}}») exists"),
    ("header `A` exists", "header(«A») exists"),
    (#"cookie "c" == "v""#, "cookie(«c») equals(string(«v»))"),
    (#"cookie "c{{d}}[max-age]" > 0"#, "cookie(«c{{d}}» Max-Age) above(number(0))"),
    (#"cookie "c[ Value ]" == "v""#, "cookie(«c») equals(string(«v»))"),
    (#"certificate "Start-Date" isDate"#, "certificate(Start-Date) isDate"),
    ("duration < 1000", "duration below(number(1000))"),
    ("body == ```¶a¶```", "body equals(string(«a⏎»))"),
    ("bytes startsWith hex,00;", "bytes startsWith(bytes(0x00))"),
    (#"jq ".a[] | \"\\(.b)\"" == "x""#, #"jq(«.a[] | "\(.b)"») equals(string(«x»))"#),
    ("jq ```¶.a¶  | .b # x¶``` == 1", "jq(«.a⏎  | .b # x⏎») equals(number(1))"),
    (
      #"jsonpath "$.a[?(@.b=='c')].d" nth 0 == {{e}}"#,
      "jsonPath(«$.a[?(@.b=='c')].d») | nth(0) equals(variable(e))"
    ),
    (#"regex "a(\\d+)" == "1""#, #"regex(«a(\d+)») equals(string(«1»))"#),
    (#"regex /a(\d+)\/"b"/ == "1""#, #"regex(«a(\d+)/"b"») equals(string(«1»))"#),
    ("sha256 == base64,AAE=;", "sha256 equals(bytes(0x0001))"),
    ("md5 != hex,00;", "md5 differs(bytes(0x00))"),
    (#"variable "v" not isEmpty"#, "variable(«v») not isEmpty"),
    (
      #"body base64Decode base64Encode base64UrlSafeDecode base64UrlSafeEncode count decode "utf-8" first htmlEscape htmlUnescape isString"#,
      "body | base64Decode | base64Encode | base64URLDecode | base64URLEncode | count | decode(«utf-8») | first | htmlEscape | htmlUnescape isString"
    ),
    (
      #"body jq ".a" jsonpath "$.b" last nth -1 regex "c" replace "d" "e" replaceRegex /f/ "g" split "," toFloat toInt toString urlDecode urlEncode exists"#,
      "body | jq(«.a») | jsonPath(«$.b») | last | nth(-1) | regex(«c») | replace(«d» «e») | replaceRegex(«f» «g») | split(«,») | toFloat | toInt | toString | urlDecode | urlEncode exists"
    ),
    (#"body replace /a/ "b" == "c""#, "body | replaceRegex(«a» «b») equals(string(«c»))"),
    ("status != 1", "status differs(number(1))"),
    ("status > 1", "status above(number(1))"),
    ("status >= 1.5", "status atLeast(number(1.5))"),
    (#"status < "a""#, "status below(string(«a»))"),
    ("status <= {{x}}", "status atMost(variable(x))"),
    (#"body contains "a""#, "body contains(string(«a»))"),
    ("body contains 5", "body contains(number(5))"),
    ("body endsWith base64,AAE=;", "body endsWith(bytes(0x0001))"),
    ("body startsWith file,a.bin;", "body startsWith(file(«a.bin»))"),
    (#"body matches /^\d{4}$/"#, #"body matches(«^\d{4}$»)"#),
    (#"body matches "^a{{b}}""#, "body matches(«^a{{b}}»)"),
    ("body isBoolean", "body isBoolean"),
    ("body isCollection", "body isCollection"),
    ("body isFloat", "body isFloat"),
    ("body isInteger", "body isInteger"),
    ("body isIpv4", "body isIPv4"),
    ("body isIpv6", "body isIPv6"),
    ("body isNumber", "body isNumber"),
    ("body isUuid", "body isUUID"),
    ("body equals true", "body equals(bool(true))"),
    ("body notEquals false", "body differs(bool(false))"),
    ("body greaterThan 1", "body above(number(1))"),
    ("body greaterThanOrEquals 1", "body atLeast(number(1))"),
    ("body lessThan 1", "body below(number(1))"),
    ("body lessThanOrEquals 1", "body atMost(number(1))"),
    ("body includes null", "body contains(null)"),
    ("body isIsoDate", "body isDate"),
    ("body not == null # c", "body not equals(null)"),
    (#"body == `a "b"`"#, #"body equals(string(«a "b"»))"#),
    ("body == file,x;", "body equals(file(«x»))"),
    ("body == 1000000000000000000000", "body equals(number(1000000000000000000000))"),
  ])
  func `an assert is a query, filters and a predicate`(text: String, tree: String) throws {
    for source in variants(of: "GET http://x¶HTTP 200¶[Asserts]¶\(text)") {
      let entry = try #require(try entries(source).first)
      #expect(entry.answer?.asserts.map(sketch) == [tree])
    }
  }
}
