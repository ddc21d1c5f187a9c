@testable import Check
import JSON
import Testing

@Suite("Where two values part") struct DifferenceTests {
  private static let long = String(repeating: "abcdefghi ", count: 6)

  @Test(
    arguments: [
      // At a glance.
      ("[1,2]", "[1,3]", []),
      ("\"short\"", "\"shirt\"", []),
      // Members, elements, and what is on one side only.
      (
        #"{"user":{"name":"two","role":"reader"},"n":1}"#,
        #"{"n":1,"user":{"name":"2","role":"reader"},"a b":[]}"#,
        [#".user.name: expected "two", came "2""#, #"."a b": not expected"#]
      ),
      (
        #"{"items":[{"id":1},{"id":2}],"gone":true,"x":0}"#,
        #"{"items":[{"id":1},{"id":3},{"id":4}],"x":0.0}"#,
        [
          ".items[1].id: expected 2, came 3", ".items: expected 2 elements, came 3",
          ".gone: did not come",
        ]
      ),
      (
        #"[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]"#, "[]",
        [".: expected 17 elements, came 0"]
      ),
      // No end of them.
      (
        "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]",
        "[2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18]",
        [
          "[0]: expected 1, came 2", "[1]: expected 2, came 3", "[2]: expected 3, came 4",
          "[3]: expected 4, came 5", "[4]: expected 5, came 6", "…",
        ]
      ),
      // Text, by lines, with what both have before it.
      (
        #""first\nsecond line\nthird line of the text""#,
        #""first\nsecond lime\nthird line of the text""#,
        [
          "at line 2, character 10: expected \"second line\\nthird line of the text\", "
            + "came \"second lime\\nthird line of the text\""
        ]
      ),
      (
        "\"\(long)\"", "\"\(long)x\"",
        [
          "at character 61: expected \"…abcdefghi abcdefghi abcdefghi \" and the end, "
            + "came \"…abcdefghi abcdefghi abcdefghi x\""
        ]
      ),
      (
        "\"\(long)\"", "\"\"",
        []
      ),
      ("{}", "[]", []),
    ] as [(String, String, [String])])
  func told(_ expected: String, _ actual: String, _ lines: [String]) throws {
    let (left, right) = (Value(try Tree(Array(expected.utf8))), Value(try Tree(Array(actual.utf8))))
    #expect(Difference(expected: left, actual: right).lines == lines)
  }

  @Test func bytes() {
    let (left, right) = ([UInt8](0..<40), [UInt8](0..<30))
    #expect(
      Difference(expected: .bytes(left), actual: .bytes(right)).lines
        == ["at byte 30: expected …1e1f2021222324252627, came the end"])
  }

  @Test func deepOnesEnd() throws {
    let deep = String(repeating: "[", count: 500)
    let ends = String(repeating: "]", count: 500)
    let (left, right) = (deep + "1" + ends, deep + "2" + ends)
    let lines = Difference(
      expected: Value(try Tree(Array(left.utf8))), actual: Value(try Tree(Array(right.utf8)))
    ).lines
    #expect(lines.count == 1)
  }
}
