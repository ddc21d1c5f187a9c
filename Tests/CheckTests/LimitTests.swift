import Client
import Testing

@testable import Check

@Suite struct DeadlineTests {
  /// What is found, and how long it took.
  private func found(
    _ question: Question, in text: String, seconds: Double
  ) -> (trouble: Trouble?, time: Duration) {
    let start = ContinuousClock.now
    let evaluator = evaluator()
    evaluator.deadline = Clock.now() + seconds
    do throws(Trouble) {
      _ = try evaluator.evaluate(question, on: message(text))
      return (nil, ContinuousClock.now - start)
    } catch {
      return (error, ContinuousClock.now - start)
    }
  }

  @Test(arguments: [
    (question(.jq(template("last(range(1e9))"))), "1"),
    (question(.regex(template("(a+)+$"))), String(repeating: "a", count: 40) + "b"),
    (
      question(.text, .replaceRegex(template("(a+)+$"), with: template(""))),
      String(repeating: "a", count: 40) + "b"
    ),
  ])
  func noAnswerIsWaitedForBeyondTheDeadline(_ question: Question, _ text: String) {
    for seconds in [0.5, 0, -1] {
      let (trouble, time) = found(question, in: text, seconds: seconds)
      #expect(trouble?.message == "the time was over (--max-time)")
      #expect(trouble?.status == 28 && trouble?.isFailure == false)
      #expect(time < .seconds(3))
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
