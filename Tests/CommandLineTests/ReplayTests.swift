import Testing
import Transcript

@testable import CommandLine

@Suite struct ReplayTests {
  private func times(_ lines: String, isAtOnce: Bool = false) throws -> [Double] {
    var replay = try Replay(Array(lines.utf8), isAtOnce: isAtOnce)
    var times: [Double] = []
    while let due = replay.due {
      #expect(replay.take(at: due - 0.001) == nil)
      #expect(replay.take(at: due) != nil)
      times.append(due)
    }
    #expect(replay.isEmpty)
    return times
  }

  private static let session = """
    {"t":0.5,"dir":"out","type":"request"}
    {"t":1.25,"type":"open"}
    {"t":2,"dir":"out","type":"text","data":"a"}
    {"t":2.125,"dir":"in","type":"text","data":"a"}
    {"t":2.5,"dir":"out","type":"ping","data":"p"}
    {"type":"text","data":"b"}
    {"t":2.25,"dir":"out","type":"text","data":"c"}

    {"t":3,"dir":"out","type":"close"}
    """

  @Test func timesBeginWithTheFirstEvent() throws {
    #expect(try times(Self.session) == [0, 0.5, 0.5, 0.5, 1])
    #expect(try times(Self.session, isAtOnce: true) == [0, 0, 0, 0, 0])
  }

  @Test func whatHasNoTimeGoesAtOnce() throws {
    let line = #"{"type":"ping"}"#
    #expect(try times(line) == [0])
    #expect(try times(line + "\n" + #"{"t":7,"type":"ping"}"# + "\n" + line + "\n") == [0, 0, 0])
    #expect(try times("") == [])
  }

  @Test func aMistakeIsToldWithItsLine() {
    #expect(throws: InvalidLine(number: 3, "is no JSON")) {
      try Replay(Array("\n{\"type\":\"ping\"}\n{".utf8))
    }
  }
}
