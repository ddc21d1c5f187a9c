import Foundation
import Jq
import Testing

@testable import Platform

private func results(_ filters: Filters, _ text: String, _ json: String) throws -> [String] {
  try filters.results(of: text, on: Array(json.utf8)).map { String(decoding: $0, as: UTF8.self) }
}

/// Runs `body` on threads of its own, and waits for all of them.
private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let threads = (0..<count).map { number in
    let thread = BoundedThread { (_: Int) in body(number) }
    thread.ask(0)
    return thread
  }
  for thread in threads { #expect(thread.answer(within: 60) != nil) }
}

#if os(Linux)
  /// The processes that this one has begun.
  private func children() throws -> Set<Substring> {
    let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
    return threads.reduce(into: []) { all, thread in
      let list = try? String(contentsOfFile: "/proc/self/task/\(thread)/children", encoding: .utf8)
      all.formUnion((list ?? "").split(whereSeparator: \.isWhitespace))
    }
  }
#endif

@Suite struct FiltersTests {
  @Test func whatAFilterLeavesAloneIsAsItCame() throws {
    let filters = Filters(patience: 20)
    #expect(
      try results(filters, ".", "{ \"a\": 12345678901234567890 }") == [
        "{ \"a\": 12345678901234567890 }"
      ])
    #expect(try results(filters, ".a, .b", "{\"a\":1,\"b\":\"x\"}") == ["1", "\"x\""])
    #expect(try results(filters, "empty", "1") == [])
  }

  @Test(
    arguments: [
      (".", "nonsense", .notJSON),
      (".a", "[1]", .failed("Cannot index array with string \"a\"")),
      (".a |", "1", .invalid("syntax error, unexpected end of file")),
      ("nosuch", "1", .invalid("nosuch/0 is not defined")),
      (".\n| $x", "1", .invalid("$x is not defined at line 2")),
      ("1 +* 2", "1", .invalid("syntax error, unexpected '*'")),
    ] as [(String, String, Filters.Problem)])
  func problems(_ text: String, _ json: String, _ problem: Filters.Problem) {
    let filters = Filters(patience: 20)
    for _ in 0..<2 {
      #expect(throws: problem) { try results(filters, text, json) }
    }
  }

  @Test func threadsMayBeginFiltersAtOnce() {
    let filters = Filters(patience: 20)
    onThreads(8) { thread in
      for number in 0..<4 {
        #expect(
          (try? results(filters, ". + \(thread * 10 + number)", "1")) == [
            "\(thread * 10 + number + 1)"
          ])
      }
    }
  }

  /// Of a body there may be any number, and one asks for as many as there is use for.
  @Test func resultsComeOneByOne() throws {
    let filters = Filters(patience: 20)
    var count = 0
    try filters.forEachResult(of: "range(1e5)", on: Array("0".utf8)) { _ in
      count += 1
      return true
    }
    #expect(count == 100_000)
    count = 0
    try filters.forEachResult(of: "repeat(1)", on: Array("0".utf8)) { _ in
      count += 1
      return count < 100_000
    }
    #expect(count == 100_000)
    // It was ended, and is begun again.
    var first: [UInt8] = []
    try filters.forEachResult(of: "repeat(1)", on: Array("0".utf8)) { result in
      first = result
      return false
    }
    #expect(first == Array("1".utf8))
    #expect(throws: Filters.Problem.outOfTime) {
      try filters.forEachResult(of: Self.slow, on: Array("1".utf8), within: 0.3) { _ in true }
    }
    #expect(try results(filters, Self.slow, "2") == ["2"])
  }

  /// Not with the thread: that is what the kernel's signal on a parent's death means by a parent.
  @Test func aFilterOutlivesTheThreadThatBeganIt() throws {
    let filters = Filters(patience: 20)
    onThreads(1) { _ in #expect((try? results(filters, ".n", "{\"n\":1}")) == ["1"]) }
    usleep(200_000)
    #expect(try results(filters, ".n", "{\"n\":2}") == ["2"])
  }

  private static let slow = "if . == 1 then last(repeat(1)) else . end"

  /// Else each of many checks would wait for it again.
  @Test func whatTookTooLongIsNotAskedAgain() throws {
    let filters = Filters(patience: 1)
    onThreads(4) { _ in
      #expect(throws: Filters.Problem.invalid("the filter took longer than a second")) {
        try results(filters, Self.slow, "1")
      }
    }
    // Which it would have an answer to.
    #expect(throws: Filters.Problem.invalid("the filter took longer than a second")) {
      try results(filters, Self.slow, "2")
    }
  }

  /// What a filter does with `null` is not asked.
  @Test func anObjectionIsToTheTextAlone() {
    let filters = Filters(patience: 20)
    #expect(filters.objection(to: "nosuch") == "nosuch/0 is not defined")
    #expect(filters.objection(to: "last(range(1e12))") == nil)
  }

  @Test func whoeverAsksMayHaveLessTime() throws {
    let filters = Filters(patience: 20)
    onThreads(4) { _ in
      #expect(throws: Filters.Problem.outOfTime) {
        try filters.results(of: Self.slow, on: Array("1".utf8), within: 0.5)
      }
    }
    // It is no fault of the filter's.
    #expect(try results(filters, Self.slow, "2") == ["2"])
    #expect(throws: Filters.Problem.outOfTime) {
      try filters.results(of: ".", on: Array("1".utf8), within: 0)
    }
  }

  #if os(Linux)
    /// A process compiles when it begins, and never again.
    @Test func oneTextIsCompiledOnce() async {
      await #expect(processExitsWith: .success) {
        let filters = Filters(patience: 20)
        _ = try results(filters, ".n", "{\"n\":0}")
        let processes = try children()
        #expect(processes.count == 1)
        onThreads(4) { thread in
          for number in 0..<200 {
            #expect(
              (try? results(filters, ".n", "{\"n\":\(thread * 1000 + number)}"))
                == ["\(thread * 1000 + number)"])
          }
        }
        #expect(try children() == processes)
      }
    }

    @Test func onlySomeHaveProcesses() async {
      await #expect(processExitsWith: .success) {
        let filters = Filters(limit: 2)
        for number in [0, 1, 2, 3, 4, 0, 1] {
          #expect(try results(filters, ". + \(number)", "1") == ["\(1 + number)"])
        }
        let processes = try children()
        #expect(processes.count == 2)
        withExtendedLifetime(filters) {}
      }
    }
  #endif
}
