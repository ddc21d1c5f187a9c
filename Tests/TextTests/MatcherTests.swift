import Platform
import Testing

@testable import Text

@Suite struct MatcherTests {
  @Test(arguments: [
    ("b+", "abbc", true), ("^b", "abc", false), ("", "", true), ("é", "café", true),
  ])
  func searches(_ pattern: String, _ text: String, _ isFound: Bool) throws {
    #expect(Matcher(try Pattern(pattern)).matches(text) == isFound)
  }

  @Test func isAskedAgain() throws {
    let matcher = Matcher(try Pattern("[0-9]{3}"))
    for number in 90..<110 { #expect(matcher.matches("n\(number)") == (number >= 100)) }
  }

  @Test(
    arguments: [
      ("b+", "abbc", .match(group: nil)), ("a(b+)(c)", "xabbc", .match(group: "bb")),
      ("x", "a", .nothing),
      ("(x)?a", "a", .match(group: nil)), ("a()", "a", .match(group: "")),
    ] as [(String, String, Matcher.Finding)])
  func findsTheFirstGroup(_ pattern: String, _ text: String, _ finding: Matcher.Finding) throws {
    #expect(Matcher(try Pattern(pattern)).search(text) == finding)
  }

  @Test(arguments: [
    ("\\s+", "1 2\t3  4", ",", "1,2,3,4"), ("x", "abc", "y", "abc"), ("^a", "aab", "", "ab"),
    ("(\\w)(\\w)", "abcd", "$2$1", "badc"), ("(\\w)(\\w)", "abcd", "${2}1", "b1d1"),
    ("(\\w)(\\w)", "abcd", "$0-$9$1a|", "ab-|cd-|"),
    ("(?<first>\\w).", "abcd", "$first${first}!", "aa!cc!"),
    ("a", "a", "$$1 $ ${ ${x} $-", "$1 $ ${  $-"), ("", "ab", "-", "-a-b-"),
  ])
  func replaces(_ pattern: String, _ text: String, _ template: String, _ result: String) throws {
    #expect(Matcher(try Pattern(pattern)).replacing(in: text, with: template) == result)
  }

  @Test func whatGrowsTooLongIsGivenUp() throws {
    let matcher = Matcher(try Pattern("a"), patience: 20)
    let long = String(repeating: "b", count: 1 << 20)
    #expect(matcher.replacing(in: String(repeating: "a", count: 100), with: long) == nil)
    #expect(matcher.replacing(in: "a", with: "b") == "b")
  }

  @Test func scalarsMayBeWhatCounts() throws {
    #expect(Matcher(try Pattern("a\\r")).matches("a\r\n") == false)
    #expect(Matcher(try Pattern("a\\r", byScalars: true)).matches("a\r\n") == true)
    #expect(Matcher(try Pattern("^..$", byScalars: true)).matches("e\u{301}") == true)
  }

  @Test func whatTakesTooLongIsGivenUp() throws {
    let matcher = Matcher(try Pattern("(a+)+$"), patience: 0.2)
    #expect(matcher.matches(String(repeating: "a", count: 15) + "b") == nil)
    #expect(matcher.matches("a") == nil)
  }

  @Test func whatIsNoExpressionIsQuoted() {
    let error = #expect(throws: InvalidPattern.self) { try Pattern("(a") }
    #expect(error?.message.hasPrefix("'(a' is not a regular expression: ") == true)
  }
}

/// Swift's parser of them recurses: 2000 levels were a crash.
@Suite struct PatternTests {
  @Test(arguments: [
    ("[", "]"), ("[^", "]"), ("[a&&", "]"), ("[a--", "]"), ("[a~~", "]"), ("[", ""),
    ("[\\Q]\\E", "]"),
    ("(?xx)[a#]\n", "]"), ("[]", "]"), ("([a&&[", "]])"), ("[&&", "]"), ("[\\x{]}", "]"),
  ])
  func whatNestsTooDeepIsRefused(_ opening: String, _ closing: String) {
    let text =
      String(repeating: opening, count: 3000) + "a" + String(repeating: closing, count: 3000)
    let error = #expect(throws: InvalidPattern.self) { try Pattern(text) }
    #expect(error?.message.hasSuffix("…' has more than 200 levels of '['") == true)
  }

  @Test(arguments: ["&&a", "--a", "~~a"])
  func aChainOfOperatorsNestsToo(_ link: String) {
    #expect(throws: InvalidPattern.self) {
      try Pattern("[a" + String(repeating: link, count: 3000) + "]")
    }
  }

  @Test(arguments: [
    "[0-9]{2}-", "[^\"]", "(a|[b-d])", "\\[", "[a[b]]", "a--&&~~", "[\\p{L}]", "[[:alpha:]_]", "]",
  ])
  func whatStandsSideBySideIsNoLevel(_ text: String) throws {
    #expect(Pattern.levels(of: String(repeating: text, count: 1000)) <= 2)
    _ = try Pattern(String(repeating: text, count: 1000))
  }

  /// On the thread that searches: what is allowed is not too much for its stack.
  @Test(arguments: [
    ("[", 200), ("[^", 200), ("[a&&", 100), ("[a--", 100), ("[a~~", 100), ("[abc\\d", 200),
  ])
  func whatIsAllowedIsBorne(_ opening: String, _ count: Int) throws {
    let text = String(repeating: opening, count: count) + "a" + String(repeating: "]", count: count)
    #expect(Pattern.levels(of: text) == Pattern.mostLevels)
    for isByScalars in [false, true] {
      let matcher = Matcher(try Pattern(text, byScalars: isByScalars), patience: 20)
      #expect(matcher.matches("xyzaé") != nil)
    }
  }
}

@Suite struct BoundedThreadTests {
  @Test func answersOneAfterTheOther() {
    let thread = BoundedThread { (number: Int) in number * 2 }
    for number in 0..<100 {
      thread.ask(number)
      #expect(thread.answer(within: 10) == number * 2)
    }
  }

  @Test func aLookDoesNotWait() {
    let thread = BoundedThread { (micros: Int) in usleep(UInt32(micros)) }
    thread.ask(300_000)
    #expect(thread.answer(within: 0) == nil)
    #expect(thread.answer(within: 0.01) == nil)
    #expect(thread.answer(within: 10) != nil)
    #expect(thread.answer(within: 0) != nil)
  }

  @Test func endsWithItsObject() {
    final class Witness: Sendable {}
    weak var witness: Witness?
    do {
      let strong = Witness()
      witness = strong
      let thread = BoundedThread { [strong] (number: Int) in
        withExtendedLifetime(strong) { number }
      }
      thread.ask(1)
      #expect(thread.answer(within: 10) == 1)
    }
    #expect(witness == nil)
  }
}
