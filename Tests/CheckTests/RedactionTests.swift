import Testing

@testable import Check

/// What a secret leaves of a text.
@Suite struct RedactionTests {
  private func shown(_ text: String, _ secrets: [String]) -> String {
    var check = CheckResult(name: "x")
    check.lines = [text]
    return Redaction(secrets).applied(to: check).lines[0]
  }

  @Test(arguments: [
    ("a s3cr3t b s3cr3t", "a *** b ***"),
    ("none", "none"),
    ("hex 733363723374", "hex ***"),
    // `user:s3cr3t`, `me:s3cr3t` and `abcs3cr3t!` in Base64: what holds nothing else is gone.
    ("dXNlcjpzM2NyM3Q=", "dXNlcjp***"),
    ("bWU6czNjcjN0", "bWU6***"),
    ("YWJjczNjcjN0IQ==", "YWJj***IQ=="),
    // What is cut in the middle of it.
    ("a s3c…", "a ***…"), ("a s…b", "a ***…b"), ("a t…", "a t…"), ("s3c", "s3c"),
  ])
  func `one secret`(text: String, result: String) {
    #expect(shown(text, ["s3cr3t"]) == result)
  }

  @Test(arguments: [
    (#"a"b\c"#, #"{"x":"a\"b\\c"}"#, #"{"x":"***"}"#),
    (#"a"b\c"#, #"{\\"x\\":\\"a\\"b\\\\c"#, #"{\\"x\\":\\"***"#),
    ("ž/x y", #"\u017e\/x y"#, "***"),
    ("ž/x y", "%C5%BE%2Fx%20y %C5%BE/x%20y", "*** ***"),
    ("a<b>", "a&lt;b&gt;", "***"),
  ])
  func `in the spelling of others`(secret: String, text: String, result: String) {
    #expect(shown(text, [secret]) == result)
  }

  @Test func `the longer one first`() {
    #expect(shown("abcd ab", ["ab", "abcd", ""]) == "*** ***")
  }
}
