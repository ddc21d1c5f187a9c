import Foundation
import Jq
import Testing

private func made(_ texts: String...) -> Filter.Answer {
  .results(texts.map { .made(Array($0.utf8)) })
}

@Suite struct FilterTests {
  @Test(
    arguments: [
      (".", "{\"a\":1}", .results([.asItCame])),
      (".", "{\"a\":12345678901234567890,\"a\":1.0}", .results([.asItCame])),
      ("select(.a > 1)", "{\"a\":1}", .results([])),
      ("select(.a == 1)", "{ \"a\": 1.0 }", .results([.asItCame])),
      (".a", "{\"a\":{\"b\":[1,2]}}", made("{\"b\":[1,2]}")),
      (".[]", "[1,\"x\",null]", made("1", "\"x\"", "null")),
      ("., .[0]", "[1]", .results([.asItCame, .made(Array("1".utf8))])),
      (".a", "{\"a\":12345678901234567890}", made("12345678901234567000")),
      ("empty", "1", .results([])),
      (".", "not json", .notJSON),
      (".", "", .notJSON),
      (".", "1 2", .notJSON),
      (".a", "[1]", .failed("Cannot index array with string \"a\"")),
      ("error(\"why\")", "1", .failed("why")),
      ("1, halt, 2", "0", made("1")),
      ("halt_error", "\"why\\n\"", .failed("why")),
      ("halt_error", "{\"a\":1}", .failed("{\"a\":1}")),
      ("halt_error", "null", .failed("the filter ended with halt_error")),
      ("1, (\"why\" | halt_error(0)), 2", "0", .failed("why")),
      ("debug, stderr", "1", .results([.asItCame, .asItCame])),
      ("error(\"break\")", "0", .failed("break")),
      ("[inputs]", "0", made("[]")),
      ("input", "0", .failed("the filter asks for another input, and sees one at a time")),
      ("input_line_number", "1", made("0")),
      ("[range(1e5)] | length", "0", made("100000")),
      ("range(1e9)", "0", .failed("there are too many results")),
      ("\"\\(.)é\"", "\"ü\"", made("\"üé\"")),
    ] as [(String, String, Filter.Answer)])
  func answers(_ filter: String, _ json: String, _ answer: Filter.Answer) {
    let filter = Filter(compiling: filter, patience: 10)
    #expect(filter.answer(to: Array(json.utf8)) == answer)
    #expect(filter.state == .ready)
    #expect(filter.answer(to: Array(json.utf8)) == answer)
  }

  @Test(arguments: [".a |", "nosuch", "{", ".\0"])
  func whatDoesNotCompileSaysWhy(_ text: String) {
    let filter = Filter(compiling: text)
    #expect(filter.answer(to: [0x31]) == .over)
    guard case .failed(let reason) = filter.state else {
      Issue.record("\(filter.state)")
      return
    }
    #expect(!reason.isEmpty)
    #expect(filter.descriptor == nil)
  }

  @Test func compilingCanBeWatched() throws {
    let filter = Filter(compiling: ".a")
    var channel = pollfd(fd: try #require(filter.descriptor), events: Int16(POLLIN), revents: 0)
    #expect(poll(&channel, 1, 10_000) == 1)
    #expect(filter.state == .ready)
  }

  @Test func anEndlessFilterIsGivenUp() {
    let filter = Filter(compiling: "last(repeat(1))")
    #expect(filter.answer(to: [0x31]) == .over)
    #expect(filter.state == .failed("the filter took longer than a second"))
    #expect(filter.answer(to: [0x31]) == .over)
  }

  /// jq 1.6 aborts on this; the process is gone, and we are not.
  @Test func aBreakdownIsSurvived() {
    let filter = Filter(compiling: "if . > 1e200 then todate else . end", patience: 10)
    #expect(filter.answer(to: Array("1".utf8)) == .results([.asItCame]))
    let answer = filter.answer(to: Array("1e300".utf8))
    if answer == .over { #expect(filter.state == .failed("jq broke down on its input")) }
  }

  @Test func aLargeMessagePasses() {
    let filter = Filter(compiling: "length", patience: 10)
    let text = "[" + String(repeating: "1,", count: 1 << 19) + "1]"
    #expect(filter.answer(to: Array(text.utf8)) == made("524289"))
  }

  @Test func manyMessagesPass() {
    let filter = Filter(compiling: ".n", patience: 10)
    for number in 0..<2000 {
      #expect(filter.answer(to: Array("{\"n\":\(number)}".utf8)) == made("\(number)"))
    }
  }

  /// The process holds none of our descriptors, and ends with the filter.
  @Test func theProcessIsAlone() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let filter = Filter(compiling: ".")
    #expect(filter.answer(to: [0x31]) == .results([.asItCame]))
    close(ends[1])
    var end = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    #expect(poll(&end, 1, 5000) == 1)
    var byte: UInt8 = 0
    #expect(read(ends[0], &byte, 1) == 0)
    close(ends[0])
    withExtendedLifetime(filter) {}
  }
}
