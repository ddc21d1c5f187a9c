import Testing

@testable import Check

@Suite struct MatchingTests {
  /// All that a message would do for, by its digits; what the matching says of each message, and what is open then.
  @Test(
    arguments: [
      (2, ["01", "0"], [true, true], nil),
      (2, ["0", "01"], [true, true], nil),
      (2, ["01", "01", "01"], [true, true, false], nil),
      (2, ["0", "0", "1"], [true, false, true], nil),
      (2, ["1", ""], [true, false], 0),
      (3, ["01", "12", "0"], [true, true, true], nil),
      (3, ["012", "01", "0"], [true, true, true], nil),
      (3, ["0", "01", "01"], [true, true, false], 2),
      (0, ["0"], [], nil),
    ] as [(Int, [String], [Bool], Int?)])
  func `messages find their places`(count: Int, wanted: [String], taken: [Bool], open: Int?) {
    var matching = Matching(count)
    let came = wanted.prefix(taken.count).map { matching.take($0.compactMap(\.wholeNumberValue)) }
    #expect(came == taken)
    #expect(matching.open == open)
  }
}
