import Testing
import WebSocket

struct CloseTests {
  @Test("which codes may be sent")
  func codes() {
    let sendable = Array(1000...1003) + Array(1007...1014) + Array(3000...4999)
    let all = (0...UInt16.max).filter { CloseCode(rawValue: $0).mayBeSent }
    #expect(all == sendable.map { UInt16($0) })
    #expect(CloseCode.normal.name == "normal closure")
    #expect(CloseCode(rawValue: 4000).name == nil)
  }

  @Test(
    "the peer closes first: its code is echoed",
    arguments: [nil, 1000, 1001, 1003, 1007, 1014, 3000, 4999] as [UInt16?], Split.allCases)
  func peerCloses(code: UInt16?, split: Split) {
    let stream = code.map { closeFrame($0, "because") } ?? frame(8)
    let expected = Close(code.map(CloseCode.init), reason: code == nil ? "" : "because")
    for trailing in [[], frame(1, [65]), closeFrame(1002), [0xFF, 0xFF]] {
      let outcome = receive(stream + trailing, split: split)
      #expect(outcome.violation == nil)
      #expect(outcome.notes.contains(.close(expected)))
      #expect(outcome.notes.count == 3)
      #expect(
        outcome.output
          == (code.map { closeFrame($0, mask: exampleKey) } ?? frame(8, mask: exampleKey)))
      #expect(outcome.isClosed)
    }
  }

  @Test("we close first")
  func weClose() throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    try connection.close(Close(.normal, reason: "done"))
    try connection.close(Close(.goingAway))
    verify(connection.sentClose == Close(.normal, reason: "done"))
    verify(flushed(&connection) == closeFrame(1000, "done", mask: exampleKey))
    verify(!connection.isClosed && !connection.maySend)
    let payload: [UInt8] = [1]
    let bytes = [UInt8](capacity: 100) {
      verify(connection.send(payload.span, as: .binary, isLast: true, into: &$0) == nil)
    }
    verify(bytes.isEmpty && !connection.ping(payload.span))
    // What was on its way still comes; a ping is not answered any more.
    try connection.receive(array: (frame(1, [65]) + frame(9, [1])), into: &recorder)
    #expect(recorder.messages == [[65]])
    verify(!connection.hasOutput && connection.closeCode == nil)
    try connection.receive(array: closeFrame(1000), into: &recorder)
    verify(connection.isClosed && !connection.hasOutput)
    verify(connection.receivedClose == Close(.normal) && connection.closeCode == .normal)
    #expect(!recorder.notes.contains { if case .replied = $0 { true } else { false } })
  }

  @Test("both close at once: no second Close")
  func crossing() throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    try connection.close(Close(.normal))
    try connection.receive(array: closeFrame(1001), into: &recorder)
    verify(!connection.isClosed)
    verify(flushed(&connection) == closeFrame(1000, mask: exampleKey))
    verify(connection.isClosed)
  }

  @Test("the stream ends right after the peer's Close: the answer is still due")
  func endAfterClose() throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    try connection.receive(array: frame(8), into: &recorder)
    connection.receiveEOF()
    verify(connection.hasOutput && !connection.isClosed)
    verify(flushed(&connection) == frame(8, mask: exampleKey))
    verify(connection.isClosed && connection.closeCode == .noStatus)
  }

  @Test("the pong of an earlier ping goes before our Close")
  func pongFirst() throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    try connection.receive(array: (frame(9, [1]) + frame(8)), into: &recorder)
    verify(flushed(&connection) == frame(10, [1], mask: exampleKey) + frame(8, mask: exampleKey))
  }

  @Test(
    "what no Close frame can say",
    arguments: [
      (Close(CloseCode(rawValue: 1005)), .code(.noStatus)),
      (Close(CloseCode(rawValue: 1006)), .code(.abnormal)),
      (Close(CloseCode(rawValue: 2000)), .code(CloseCode(rawValue: 2000))),
      (Close(.normal, reason: String(repeating: "é", count: 62)), .longReason(124)),
      (Close(reason: "x"), .reasonWithoutCode),
      (Close(.normal, reason: String(repeating: "é", count: 61) + "x"), nil),
      (Close(), nil),
    ] as [(Close, InvalidClose?)])
  func invalid(_ close: Close, _ expected: InvalidClose?) {
    var connection = Connection { exampleKey }
    do throws(InvalidClose) {
      try connection.close(close)
      #expect(expected == nil)
      verify(connection.hasOutput && connection.sentClose == close)
    } catch {
      #expect(error == expected && error.message.contains("RFC 6455"))
      verify(!connection.hasOutput && connection.maySend && connection.sentClose == nil)
    }
  }
}
