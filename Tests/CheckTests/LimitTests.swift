import Client
import Platform
import Testing

@testable import Check

@Suite struct DeadlineTests {
  /// Seconds of trying in all but the first: nobody waits for the thread, but the tests behind it share a processor.
  @Test(arguments: [
    (question(.jq(template("last(range(1e9))"))), "1"),
    (question(.regex(template("(a+)+$"))), String(repeating: "a", count: 15) + "b"),
    (
      question(.text, .replaceRegex(template("(a+)+$"), with: template(""))),
      String(repeating: "a", count: 15) + "b"
    ),
  ])
  func noAnswerIsWaitedForBeyondTheDeadline(_ question: Question, _ text: String) {
    for seconds in [0.2, 0, -1] {
      let evaluator = evaluator()
      evaluator.deadline = Clock.now() + seconds
      let trouble = #expect(throws: Trouble.self) {
        _ = try evaluator.evaluate(question, on: message(text))
      }
      #expect(trouble?.message == "the time was over (--max-time)")
      #expect(trouble?.status == 28 && trouble?.isFailure == false)
    }
  }
}

@Suite struct PieceTests {
  private let search = ByteSearch(",".utf8)
  private let text = Array("a,b,,c".utf8)

  @Test func thereAreNoMoreThanTheLimit() {
    #expect(search.pieces(of: text, limit: 4)?.map(Array.init) == [[97], [98], [], [99]])
    #expect(search.pieces(of: text, limit: 3) == nil)
    #expect(search.pieces(of: [], limit: 1)?.count == 1)
  }

  @Test func aReplacementDoesNotGrowBeyondTheLimit() {
    #expect(search.replacing(in: text, with: Array("--".utf8), limit: 9) == Array("a--b----c".utf8))
    #expect(search.replacing(in: text, with: Array("--".utf8), limit: 8) == nil)
    #expect(search.replacing(in: [44, 44], with: [44, 44], limit: 3) == nil)
  }
}
