import Check
import Testing

private func judged(_ test: Predicate.Test, not isNegated: Bool = false, _ value: Value?) -> String
{
  let predicate = Predicate(test, isNegated: isNegated, at: place)
  do throws(Trouble) {
    switch try evaluator(["n": .number("1e1"), "s": .string("10")]).judge(predicate, value) {
    case .met: return "met"
    case .unmet(let expected, let actual, _): return "\(expected) | \(actual)"
    }
  } catch {
    return (error.isFailure ? "failure: " : "error: ") + error.message
  }
}

private func text(_ text: String) -> Expected { .string(template(text)) }

@Suite struct PredicateTests {
  @Test(
    arguments: [
      (.equals(text("abc")), .string("abc"), "met"),
      (.equals(text("abc")), .string("abd"), "\"abc\" | \"abd\""),
      (.equals(text("\u{E9}")), .string("e\u{301}"), "\"\u{E9}\" | \"e\u{301}\""),
      (.equals(text("17")), .integer(17), "\"17\" | 17, a number"),
      (.equals(.number("17")), .string("17"), "17 | \"17\", a string"),
      (.equals(.number("1")), .number("1.0"), "met"),
      (.equals(.number("10")), .number("1e1"), "met"),
      (.equals(.number("-0")), .number("0.00"), "met"),
      (
        .equals(.number("123456789012345678")), .number("123456789012345679"),
        "123456789012345678 | 123456789012345679"
      ),
      (
        .equals(.number("0.1")), .number("0.10000000000000000000000001"),
        "0.1 | 0.10000000000000000000000001"
      ),
      (.equals(.bool(true)), .bool(true), "met"),
      (.equals(.bool(true)), .bool(false), "true | false"),
      (.equals(.bool(true)), .string("true"), "true | \"true\", a string"),
      (.equals(.null), .null, "met"),
      (.equals(.null), .integer(0), "null | 0, a number"),
      (.equals(.null), nil, "null | nothing"),
      (.equals(.bytes([0, 255])), .bytes([0, 255]), "met"),
      (.equals(.bytes([0, 255])), .bytes([0]), "bytes 00ff (2) | bytes 00 (1)"),
      (.equals(.bytes([0x61])), .string("a"), "bytes 61 (1) | \"a\", a string"),
      (.equals(.file(template("abc.txt"))), .bytes(Array("abc".utf8)), "met"),
      (.equals(.file(template("x.txt"))), .bytes([]), "error: cannot read x.txt"),
      (.equals(.variable("n", place)), .integer(10), "met"),
      (.equals(.variable("s", place)), .integer(10), "\"10\" | 10, a number"),
      (
        .equals(.variable("nn", place)), .integer(10),
        "error: unknown variable {{nn}}: did you mean {{n}}?"
      ),
      (.equals(.number("1")), .list([.integer(1)]), "1 | [1], a list"),
      (.differs(.number("1")), .integer(2), "met"),
      (.differs(.number("1")), .string("1"), "met"),
      (.differs(.number("1")), .number("1.0"), "anything but 1 | 1.0"),
      (.differs(.number("1")), nil, "anything but 1 | nothing"),
      (.above(.number("5")), .integer(6), "met"),
      (.above(.number("5")), .number("5.0"), "more than 5 | 5.0"),
      (.above(.number("-5")), .number("-4.9"), "met"),
      (.above(.number("0")), .number("-1e-400"), "more than 0 | -1e-400"),
      (.above(text("b")), .string("c"), "met"),
      (.above(.number("5")), .string("6"), "more than 5 | \"6\", a string"),
      (.above(.number("5")), nil, "more than 5 | nothing"),
      (.atLeast(.number("5")), .integer(5), "met"),
      (.atLeast(.number("5")), .integer(4), "5 or more | 4"),
      (.below(.number("5")), .integer(4), "met"),
      (.below(.number("5")), .integer(5), "less than 5 | 5"),
      (.below(.number("1e400")), .number("9.99e399"), "met"),
      (.atMost(.number("5")), .integer(5), "met"),
      (.atMost(.number("5")), .number("5.01"), "5 or less | 5.01"),
      (.atMost(.number("5")), .null, "5 or less | null"),
      (.contains(text("b")), .string("abc"), "met"),
      (.contains(text("")), .string(""), "met"),
      (.contains(text("x")), .string("abc"), "contains \"x\" | \"abc\""),
      (.contains(.bytes([2, 3])), .bytes([1, 2, 3]), "met"),
      (
        .contains(.bytes([3, 2])), .bytes([1, 2, 3]), "contains bytes 0302 (2) | bytes 010203 (3)"
      ),
      (.contains(.number("1")), .list([.number("1.0")]), "met"),
      (.contains(.number("1")), .list([.string("1")]), "contains 1 | [\"1\"]"),
      (.contains(text("1")), .integer(1), "contains \"1\" | 1, a number"),
      (.startsWith(text("ab")), .string("abc"), "met"),
      (.startsWith(text("b")), .string("abc"), "starts with \"b\" | \"abc\""),
      (.startsWith(.bytes([0xEF])), .bytes([0xEF, 0xBB]), "met"),
      (.startsWith(text("a")), .list([.string("a")]), "starts with \"a\" | [\"a\"], a list"),
      (.endsWith(text("bc")), .string("abc"), "met"),
      (.endsWith(text("ab")), .string("abc"), "ends with \"ab\" | \"abc\""),
      (.endsWith(.bytes([1, 2])), .bytes([2]), "ends with bytes 0102 (2) | bytes 02 (1)"),
      (.matches(template("\\d{2}")), .string("a12"), "met"),
      (.matches(template("^\\d")), .string("a12"), "matches /^\\d/ | \"a12\""),
      (.matches(template("1")), .integer(1), "matches /1/ | 1, a number"),
      (.exists, .null, "met"),
      (.exists, .list([]), "met"),
      (.exists, nil, "something | nothing"),
      (.isBoolean, .bool(false), "met"),
      (.isBoolean, .string("false"), "a boolean | \"false\""),
      (.isNumber, .number("1e1"), "met"),
      (.isNumber, .string("1"), "a number | \"1\""),
      (.isInteger, .number("100000000000000000000"), "met"),
      (.isInteger, .number("1.0"), "an integer | 1.0"),
      (.isFloat, .number("1E1"), "met"),
      (.isFloat, .number("1"), "a float | 1"),
      (.isString, .string(""), "met"),
      (.isString, .null, "a string | null"),
      (.isCollection, .list([]), "met"),
      (.isCollection, .bytes([]), "met"),
      (.isCollection, .string("abc"), "a list, an object or bytes | \"abc\""),
      (.isEmpty, .string(""), "met"),
      (.isEmpty, .list([]), "met"),
      (.isEmpty, .list([.null]), "empty | [null]"),
      (.isEmpty, .integer(0), "empty | 0, a number"),
      (.isDate, .string("2026-11-23T02:36:38.5+01:00"), "met"),
      (.isDate, .string("2026-11-23"), "a date | \"2026-11-23\""),
      (.isDate, .integer(20_261_123), "a date | 20261123, a number"),
      (.isIPv4, .string("127.0.0.1"), "met"),
      (.isIPv4, .string("127.0.0.256"), "an IPv4 address | \"127.0.0.256\""),
      (.isIPv6, .string("::1"), "met"),
      (.isIPv6, .string("127.0.0.1"), "an IPv6 address | \"127.0.0.1\""),
      (.isUUID, .string("01cc0f54-8885-4A1D-9121-ae5d316a33c5"), "met"),
      (
        .isUUID, .string("01cc0f5488854a1d9121ae5d316a33c5"),
        "a UUID | \"01cc0f5488854a1d9121ae5d316a33c5\""
      ),
    ] as [(Predicate.Test, Value?, String)])
  func holds(_ test: Predicate.Test, _ value: Value?, _ words: String) {
    #expect(judged(test, value) == words)
  }

  @Test(
    arguments: [
      (.equals(.number("1")), .integer(2), "met"),
      (.equals(.number("1")), .integer(1), "anything but 1 | 1"),
      (.equals(.number("1")), nil, "met"),
      (.differs(.number("1")), .integer(2), "1 | 2"),
      (.above(.number("1")), .integer(2), "not more than 1 | 2"),
      (.above(.number("1")), .string("0"), "not more than 1 | \"0\", a string"),
      (.atLeast(.number("1")), .integer(1), "not 1 or more | 1"),
      (.below(.number("1")), .integer(0), "not less than 1 | 0"),
      (.atMost(.number("1")), .integer(1), "not 1 or less | 1"),
      (.contains(text("x")), .string("abc"), "met"),
      (.contains(text("a")), .string("abc"), "does not contain \"a\" | \"abc\""),
      (.contains(text("a")), .null, "does not contain \"a\" | null"),
      (.startsWith(text("a")), .string("abc"), "does not start with \"a\" | \"abc\""),
      (.endsWith(text("c")), .string("abc"), "does not end with \"c\" | \"abc\""),
      (.matches(template("a|x\t")), .string("abc"), "does not match /a|x\\t/ | \"abc\""),
      (.exists, nil, "met"),
      (.exists, .string("abc"), "nothing | \"abc\""),
      (.isString, .string("abc"), "not a string | \"abc\""),
      (.isString, .integer(1), "met"),
      (.isEmpty, .string(""), "not empty | \"\""),
      (.isUUID, .integer(1), "not a UUID | 1, a number"),
    ] as [(Predicate.Test, Value?, String)])
  func doesNotHold(_ test: Predicate.Test, _ value: Value?, _ words: String) {
    #expect(judged(test, not: true, value) == words)
  }

  @Test(
    arguments: [
      ("{\"a\":1,\"b\":[2]}", "{ \"b\" : [2.0], \"a\":1e0 }", true),
      ("{\"a\":1,\"a\":2}", "{\"a\":2}", true),
      ("{\"a\":1}", "{\"b\":1}", false), ("{\"a\":1}", "{\"a\":\"1\"}", false),
      ("{}", "[]", false), ("[1,2]", "[1.0,2]", true), ("[1,2]", "[2,1]", false),
    ])
  func listsAndObjectsAreComparedByWhatIsInThem(_ left: String, _ right: String, _ isEqual: Bool)
    throws
  {
    let subject = response(left)
    let variable = try evaluator().evaluate(question(.jsonPath(template("$"))), on: response(right))
    let checks = evaluator(["x": try #require(variable)])
    let assert = Assert(
      question(.jsonPath(template("$"))), Predicate(.equals(.variable("x", place)), at: place))
    #expect((try checks.judge(assert, on: subject) == .met) == isEqual)
  }

  @Test(
    arguments: [
      ("{\"ok\":true}", .met), ("{\"ok\":0}", .met),
      (
        "{\"ok\":false}",
        .unmet(expected: "something that is neither false nor null", actual: "false")
      ),
      ("{}", .unmet(expected: "something that is neither false nor null", actual: "null")),
    ] as [(String, Verdict)])
  func withoutAPredicateItMustBeTrue(_ json: String, _ verdict: Verdict) throws {
    let assert = Assert(question(.jq(template(".ok"))), nil)
    #expect(try evaluator().judge(assert, on: message(json)) == verdict)
  }

  @Test func whatIsLongIsCut() throws {
    let long = String(repeating: "x", count: 1000)
    let predicate = Predicate(.equals(text("a")), at: place)
    let checks = evaluator()
    #expect(
      try checks.judge(predicate, .string(long))
        == .unmet(
          expected: "\"a\"",
          actual: "\"" + String(repeating: "x", count: 200) + "…\" (1000 characters)"))
  }
}
