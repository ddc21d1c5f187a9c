import Testing
import WebSocket

struct SendTests {
  /// Sends `payload` as one frame through outputs of `capacity` bytes.
  func sent(
    _ payload: [UInt8], as kind: MessageKind = .binary, isLast: Bool = true,
    on connection: inout Connection, capacity: Int
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var start = 0
    repeat {
      var taken: Int?
      let chunk = [UInt8](capacity: capacity) { out in
        taken = connection.send(
          payload.span.extracting(start..<payload.count), as: kind, isLast: isLast, into: &out)
      }
      bytes += chunk
      start += taken ?? 0
      if taken == nil && chunk.isEmpty { break }
      verify(connection.remainingInFrame == payload.count - start || taken == nil)
    } while connection.isMidFrame
    return bytes
  }

  @Test("the same bytes at every capacity", arguments: [0, 1, 5, 125, 126, 300])
  func capacities(length: Int) {
    for role in [Role.client, .server] {
      let mask: UInt32? = role == .client ? exampleKey : nil
      let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
      let whole = frame(2, payload, mask: mask)
      let head = whole.count - length
      for capacity in 1...(whole.count + 2) {
        var connection = Connection(role: role) { exampleKey }
        let bytes = sent(payload, on: &connection, capacity: capacity)
        // A head is written whole or not at all.
        #expect(bytes == (capacity < head ? [] : whole), "\(capacity)")
        verify(!connection.isMidMessage)
      }
    }
  }

  @Test("RFC 6455 §5.7, masked")
  func example() {
    var connection = Connection { exampleKey }
    verify(
      sent(Array("Hello".utf8), as: .text, on: &connection, capacity: 100)
        == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
  }

  @Test("a key for each frame")
  func keys() {
    var key: UInt32 = 0
    var connection = Connection {
      key += 1
      return key
    }
    verify(sent([7, 8], on: &connection, capacity: 50) == frame(2, [7, 8], mask: 1))
    connection.ping(([9] as [UInt8]).span)
    // One that did not fit used no key.
    verify(sent([], on: &connection, capacity: 7) == frame(9, [9], mask: 2))
    verify(sent([], on: &connection, capacity: 7) == frame(2, mask: 3))
  }

  @Test("fragments, with control frames between them")
  func fragments() throws {
    var connection = Connection(role: .server) { 0 }
    var recorder = Recorder()
    verify(sent([1], isLast: false, on: &connection, capacity: 9) == frame(2, [1], fin: false))
    verify(connection.isMidMessage && !connection.isMidFrame)
    try connection.receive(array: frame(9, [5], mask: 0), into: &recorder)
    connection.ping(([6] as [UInt8]).span)
    verify(connection.hasOutput)
    verify(
      sent([2], as: .text, isLast: false, on: &connection, capacity: 90)
        == frame(10, [5]) + frame(9, [6]) + frame(0, [2], fin: false))
    verify(!connection.hasOutput)
    verify(sent([], on: &connection, capacity: 9) == frame(0))
    verify(!connection.isMidMessage)
    verify(sent([3], as: .text, on: &connection, capacity: 9) == frame(1, [3]))
  }

  @Test("control frames wait for the end of a frame")
  func midFrame() throws {
    var connection = Connection { exampleKey }
    let payload: [UInt8] = Array(0..<10)
    var bytes = [UInt8](capacity: 10) {
      verify(connection.send(payload.span, as: .binary, isLast: true, into: &$0) == 4)
    }
    verify(connection.isMidFrame && connection.remainingInFrame == 6)
    connection.ping([UInt8]().span)
    try connection.close(Close(.normal))
    verify(flushed(&connection).isEmpty)
    verify(connection.hasOutput && !connection.isClosed && !connection.maySend)
    bytes += [UInt8](capacity: 100) {
      // More than the frame needs is not taken.
      let rest = payload.span.extracting(4..<10)
      verify(connection.send(rest, as: .binary, isLast: true, into: &$0) == 6)
    }
    bytes += flushed(&connection)
    #expect(
      bytes == frame(2, payload, mask: exampleKey) + frame(9, mask: exampleKey)
        + closeFrame(1000, mask: exampleKey))
  }

  @Test("control frames at every capacity", arguments: 1...40)
  func flush(capacity: Int) throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    try connection.receive(array: frame(9, [1, 2, 3]), into: &recorder)
    connection.ping(([4, 5] as [UInt8]).span)
    try connection.close(Close(.goingAway, reason: "bye"))
    var bytes: [UInt8] = []
    while connection.hasOutput { bytes += flushed(&connection, capacity: capacity) }
    #expect(
      bytes == frame(10, [1, 2, 3], mask: exampleKey) + frame(9, [4, 5], mask: exampleKey)
        + closeFrame(1001, "bye", mask: exampleKey))
  }

  @Test("a flood of pings takes no memory, and its last is answered")
  func flood() throws {
    var connection = Connection { exampleKey }
    var recorder = Recorder()
    for index in 0..<100_000 {
      try connection.receive(array: frame(9, [UInt8(index & 255)]), into: &recorder)
    }
    let pong = frame(10, [0], mask: exampleKey).count
    let bytes = flushed(&connection, capacity: 1 << 20)
    #expect(bytes.count <= (16 << 10) + 2 * pong)
    #expect(bytes.prefix(pong) == frame(10, [0], mask: exampleKey)[...])
    #expect(bytes.suffix(pong) == frame(10, [UInt8(99_999 & 255)], mask: exampleKey)[...])
    verify(!connection.hasOutput)
  }

  @Test("a ping of 126 bytes is not queued")
  func longPing() {
    var connection = Connection { exampleKey }
    verify(!connection.ping([UInt8](repeating: 0, count: 126).span))
    verify(!connection.hasOutput)
    verify(connection.ping([UInt8](repeating: 0, count: 125).span))
    verify(flushed(&connection).count == 131)
  }
}
