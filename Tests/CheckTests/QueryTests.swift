import HTTP
import Testing

@testable import Check

@Suite struct QueryTests {
  static let fields: Fields = [
    Field("Content-Type", "text/plain; Charset=\"latin1\""), Field("Vary", "a"),
    Field("vary", "b, c"),
    Field(
      "Set-Cookie",
      "id=a=b; Path=/; Max-Age=60; max-age=70; Secure; HTTPOnly ; SameSite=Lax; Domain=a.b"),
    Field("Set-Cookie", "id=second; Expires=Wed, 13 Jan 2021 22:23:01 GMT"),
    Field("Set-Cookie", "odd; Path=/"),
    Field("Set-Cookie", " spaced =  x y ;Expires=Thu, 01 Jan 1970 00:00:00 GMT;Max-Age=soon"),
  ]

  @Test(
    arguments: [
      (.status, "200"), (.version, "\"1.1\""), (.url, "\"http://localhost/a\""), (.duration, "17"),
      (.body, "\"a\u{E9}b(7)\""), (.bytes, "bytes 61e9622837 29 (6)"),
      (.header(template("content-type")), "\"text/plain; Charset=\"latin1\"\""),
      (.header(template("Vary")), "[\"a\", \"b, c\"]"), (.header(template("None")), "nothing"),
      (.cookie(name: template("id"), attribute: nil), "\"a=b\""),
      (.cookie(name: template("id"), attribute: "Value"), "\"a=b\""),
      (.cookie(name: template("id"), attribute: "Path"), "\"/\""),
      (.cookie(name: template("id"), attribute: "Max-Age"), "70"),
      (.cookie(name: template("id"), attribute: "Domain"), "\"a.b\""),
      (.cookie(name: template("id"), attribute: "Secure"), "true"),
      (.cookie(name: template("id"), attribute: "HttpOnly"), "true"),
      (.cookie(name: template("id"), attribute: "SameSite"), "\"Lax\""),
      (.cookie(name: template("id"), attribute: "Expires"), "nothing"),
      (.cookie(name: template("spaced"), attribute: nil), "\"x y\""),
      (.cookie(name: template("spaced"), attribute: "Secure"), "nothing"),
      (.cookie(name: template("spaced"), attribute: "Max-Age"), "nothing"),
      (
        .cookie(name: template("spaced"), attribute: "Expires"), "\"Thu, 01 Jan 1970 00:00:00 GMT\""
      ),
      (.cookie(name: template("odd"), attribute: nil), "nothing"),
      (.cookie(name: template("ID"), attribute: nil), "nothing"),
      (.certificate("Subject"), "\"CN = localhost\""), (.certificate("Issuer"), "\"CN = us\""),
      (.certificate("Start-Date"), "\"2026-01-01T00:00:00Z\""),
      (.certificate("Expire-Date"), "\"2027-01-01T00:00:00Z\""),
      (.certificate("Serial-Number"), "\"0a1b\""),
      (.certificate("Subject-Alt-Name"), "\"DNS:localhost\""),
      (.regex(template("a(.)b")), "\"\u{E9}\""), (.regex(template("a(x)b")), "nothing"),
      (.variable(template("n")), "123456789012345678"), (.variable(template("m")), "nothing"),
      (.jq(template(".a")), "failure: the body is not JSON"),
      (.jq(template(".a | .b")), "failure: the body is not JSON"),
      (.jsonPath(template("$.a")), "failure: the body is not JSON"),
      (.text, "error: a response has no text"), (.binary, "error: a response has no binary"),
      (.regex(template("(")), "error: '(' is not a regular expression"),
    ] as [(Question.Query, String)])
  func ofAResponse(_ query: Question.Query, _ result: String) {
    let subject = Subject.response(
      Response(
        status: 200, version: "1.1", url: "http://localhost/a", fields: Self.fields,
        body: [0x61, 0xE9, 0x62, 0x28, 0x37, 0x29], duration: 17,
        certificate: Certificate(
          subject: "CN = localhost", issuer: "CN = us", start: "2026-01-01T00:00:00Z",
          end: "2027-01-01T00:00:00Z", serialNumber: "0a1b", alternativeNames: "DNS:localhost")))
    let words = found(question(query), in: subject, ["n": .number("123456789012345678")])
    let wanted = result.replacing("37 29", with: "3729")
    #expect(words == wanted || wanted.hasPrefix("error: '(") && words.hasPrefix(wanted))
  }

  @Test(
    arguments: [
      (.sha256, "bytes ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad (32)"),
      (.md5, "bytes 900150983cd24fb0d6963f7d28e17f72 (16)"),
      (.jq(template(".")), "failure: the body is not JSON"),
    ] as [(Question.Query, String)])
  func digests(_ query: Question.Query, _ result: String) {
    #expect(found(question(query), in: response("abc")) == result)
  }

  @Test(
    arguments: [
      (.text, "{\"n\":123456789012345678}", "\"{\"n\":123456789012345678}\""),
      (.binary, "abc", "nothing"), (.bytes, "abc", "bytes 616263 (3)"),
      (.jq(template(".n")), "{\"n\":123456789012345678}", "123456789012345678"),
      (.jq(template(".n + 0")), "{\"n\":123456789012345678}", "123456789012345680"),
      (.jq(template(".[]")), "[]", "nothing"), (.jq(template(".[]")), "[1]", "1"),
      (.jq(template(".[]")), "[1,\"a\"]", "[1, \"a\"]"), (.jq(template("[.[]]")), "[1]", "[1]"),
      (.jq(template(".a.b")), "{}", "null"),
      (.jq(template(".op == \"x\"")), "{\"op\":\"x\"}", "true"),
      (.jq(template(".a")), "[1]", "failure: jq: Cannot index array with \"a\""),
      (.jq(template(".a + 1")), "[1]", "failure: jq: Cannot index array with string \"a\""),
      (.jq(template(".a |")), "1", "error: jq \".a |\": syntax error, unexpected end of file"),
      (.jq(template(".")), "{", "failure: the message is not JSON"),
      (.regex(template("b(.)")), "abc", "\"c\""), (.sha256, "", "bytes e3b0c442"),
      (.status, "", "error: a message has no status"), (.body, "abc", "\"abc\""),
      (.header(template("a")), "", "error: a message has no header"),
      (.cookie(name: template("a"), attribute: nil), "", "error: a message has no cookie"),
      (.certificate("Subject"), "", "error: a message has no certificate"),
      (.url, "", "error: a message has no url"), (.version, "", "error: a message has no version"),
      (.duration, "", "error: a message has no duration"),
    ] as [(Question.Query, String, String)])
  func ofAMessage(_ query: Question.Query, _ text: String, _ result: String) {
    let words = found(question(query), in: message(text))
    #expect(words == result || query == .sha256 && words.hasPrefix(result))
  }

  @Test(
    arguments: [
      (.text, "nothing"), (.binary, "bytes ff (1)"), (.bytes, "bytes ff (1)"),
      (.regex(template("x")), "failure: the message is binary"),
      (.jq(template(".")), "failure: the message is not JSON"),
    ] as [(Question.Query, String)])
  func ofABinaryMessage(_ query: Question.Query, _ result: String) {
    #expect(found(question(query), in: .message([0xFF], isText: false)) == result)
  }

  @Test(arguments: [
    ("text/html", [0x61], "\"a\""), ("text/html; charset=utf-16be", [0, 0x61], "\"a\""),
    ("text/html;x=y;charset= \"UTF-8\"", [0xC3, 0xA9], "\"é\""),
    ("text/html", [0xE9], "failure: the body is not text in utf-8"),
    ("text/html; charset=gb2312", [0x61], "failure: the body's charset gb2312 is not known"),
  ])
  func aBodyIsInItsCharset(_ type: String, _ body: [UInt8], _ result: String) {
    let subject = Subject.response(
      Response(
        status: 200, version: "2", url: "", fields: [Field("Content-Type", type)], body: body,
        duration: 0))
    #expect(found(question(.body), in: subject) == result)
    #expect(found(question(.certificate("Subject")), in: subject) == "nothing")
  }

  @Test func whatIsTooDeepSaysSo() {
    func nested(_ depth: Int) -> Subject {
      message(String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
    }
    #expect(
      found(question(.jq(template("length"))), in: nested(300))
        == "failure: the message has more levels than jq takes")
    #expect(
      found(question(.jq(template("length"))), in: nested(600))
        == "failure: the message has more than 512 levels")
    #expect(found(question(.jq(template(".[0][0]"))), in: nested(3)) == "[]")
  }

  @Test func aRegularExpressionIsBoundedInTime() {
    let checks = evaluator()
    checks.patience = 0.2
    let slow = question(.regex(template("(a+)+$")))
    for text in [String(repeating: "a", count: 15) + "b", "a"] {
      #expect(
        throws: Trouble(
          "the regular expression took too long", at: place, isFailure: false)
      ) { try checks.evaluate(slow, on: message(text)) }
    }
    #expect(found(slow, in: message("aaa")) == "\"aaa\"")
  }
}

@Suite struct RenderingTests {
  @Test(arguments: [
    ("n", "<123456789012345678>"), ("s", "<a\"b>"), ("t", "<true>"), ("z", "<null>"),
    ("l", "<[1,\"a\",null]>"),
  ])
  func variablesKeepTheirText(_ name: String, _ text: String) throws {
    let variables: [String: Value] = [
      "n": .number("123456789012345678"), "s": .string("a\"b"), "t": .bool(true), "z": .null,
      "l": .list([.integer(1), .string("a"), .null]),
    ]
    let template = Template([.text("<"), .variable(name, place), .text(">")], at: place)
    #expect(try template.render(variables) == text)
  }

  @Test(arguments: [
    ("tokn", "unknown variable {{tokn}}: did you mean {{token}}?"),
    ("xyz", "unknown variable {{xyz}}: --variable xyz=VALUE sets it"),
    ("raw", "variable {{raw}} holds bytes, which are no text"),
  ])
  func whatCannotBeFilledIn(_ name: String, _ message: String) {
    let other = Position(line: 9, column: 2)
    let template = Template([.text("<"), .variable(name, other)], at: place)
    #expect(throws: Trouble(message, at: other, isFailure: false)) {
      try template.render(["token": .null, "raw": .bytes([1]), "user": .null])
    }
  }
}
