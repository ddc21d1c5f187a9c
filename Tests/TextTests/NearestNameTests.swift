import Testing

@testable import Text

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0),
    ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "abcd", 1), ("abc", "bac", 1),
    ("abcd", "badc", 2), ("ca", "abc", 3), ("kitten", "sitting", 3), ("héder", "header", 2),
  ])
  func countsSlips(a: String, b: String, slips: Int) {
    #expect(typingSlips(Array(a.utf8), Array(b.utf8)) == slips)
    #expect(typingSlips(Array(b.utf8), Array(a.utf8)) == slips)
  }
}
