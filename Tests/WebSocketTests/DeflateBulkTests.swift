import Measuring
import Testing

@testable import WebSocket

/// Compressed messages that are long, or become it.
struct DeflateBulkTests {
  static let capacity = Connection.partCapacity

  /// `count` equal bytes, a few of them a byte on the wire.
  static func run(of byte: UInt8, _ count: Int) -> [UInt8] {
    DeflateWriter.message { writer in
      let matches = max(0, count - 1) / 258
      for _ in 0..<(count - 258 * matches) { writer.literal(byte) }
      for _ in 0..<matches { writer.match() }
    }
  }

  /// As small as DEFLATE can make it: zlib's, for a message from the other end.
  static func bomb(_ count: Int) -> [UInt8] {
    var peer = Connection(role: .server, deflate: PermessageDeflate()) { 0 }
    var bytes: [UInt8] = []
    let zeros = [UInt8](repeating: 0, count: count)
    var start = 0
    repeat {
      bytes += [UInt8](capacity: 65536) { out in
        let rest = zeros.span.extracting(start..<count)
        start += peer.send(rest, as: .binary, isLast: true, into: &out) ?? 0
      }
    } while peer.isMidPayload
    return bytes
  }

  /// Keeps how long the parts were, and nothing of them.
  struct Counter: EventSink {
    var bytes = 0
    var messages = 0
    var longest = 0
    mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
      bytes += part.count
      longest = max(longest, part.count)
      if isLast { messages += 1 }
    }
    mutating func ping(_ payload: Span<UInt8>) {}
    mutating func pong(_ payload: Span<UInt8>) {}
    mutating func close(_ close: Close) {}
  }

  @Test(
    "lengths around those of a part",
    arguments: [1, 2, 3].flatMap { parts in [-1, 0, 1].map { parts * capacity + $0 } },
    [Split.whole, .threes])
  func parts(count: Int, split: Split) throws {
    for role in [Role.client, .server] {
      let mask: UInt32? = role == .server ? exampleKey : nil
      let contents = Self.pieces(Self.run(of: 65, count), mask: mask)
      var generator = Generator(UInt64(count))
      var writer = DeflateWriter()
      let random = generator.bytes(count)
      for start in stride(from: 0, to: count, by: 30_000) {
        writer.stored(Array(random[start..<min(start + 30_000, count)]))
      }
      let stream = contents + frame(2, writer.bytes + [0x00], reserved: 4, mask: mask) + contents
      let outcome = receive(stream, split: split, as: role, deflate: PermessageDeflate())
      let expected = [UInt8](repeating: 65, count: count)
      #expect(outcome.violation == nil && outcome.unfinished == nil)
      #expect(outcome.notes.compactMap(\.message) == [expected, random, expected])
    }
  }

  /// In one frame, and in two.
  static func pieces(_ payload: [UInt8], mask: UInt32?) -> [UInt8] {
    let half = payload.count / 2
    return frame(1, Array(payload[..<half]), fin: false, reserved: 4, mask: mask)
      + frame(9, mask: mask) + frame(0, Array(payload[half...]), mask: mask)
  }

  @Test("a limit is met at its edge", arguments: [1, 5, capacity, 3 * capacity - 1, 100_000])
  func edge(count: Int) throws {
    let payload = Self.run(of: 65, count)
    for split in Split.allCases {
      for stream in [frame(1, payload, reserved: 4), Self.pieces(payload, mask: nil)] {
        let limits = Limits(maximumMessage: UInt64(count))
        let fits = receive(
          stream + stream, split: split, limits: limits, deflate: PermessageDeflate())
        #expect(fits.violation == nil)
        #expect(fits.notes.compactMap(\.message?.count) == [count, count])

        let less = Limits(maximumMessage: UInt64(count - 1))
        let outcome = receive(stream, split: split, limits: less, deflate: PermessageDeflate())
        #expect(outcome.violation?.code == .messageTooBig)
        #expect(outcome.violation?.message.contains("the limit of \(count - 1) bytes") == true)
        #expect(outcome.notes.compactMap(\.message).isEmpty)
        #expect((outcome.unfinished ?? []).count < count)
      }
    }
  }

  @Test("a bomb goes off where the limit is", arguments: [Split.whole, .bytes, .threes])
  func bomb(split: Split) throws {
    let stream = Self.bomb(50 << 20)
    #expect(stream.count < 52 << 10, "no bomb")
    let limit = 1_000_000
    var connection = Connection(
      limits: Limits(maximumMessage: UInt64(limit)), deflate: PermessageDeflate()
    ) { exampleKey }
    var counter = Counter()
    var failures: [CloseCode] = []
    for piece in split.pieces(of: stream) {
      do throws(ProtocolViolation) {
        try connection.receive(array: Array(piece), into: &counter)
      } catch {
        failures.append(error.code)
      }
    }
    #expect(failures == [.messageTooBig])
    #expect(counter.bytes <= limit && counter.bytes > limit - 2 * Self.capacity)
    #expect(counter.messages == 0)
  }

  @Test("a bomb without a limit takes no memory")
  func memory() async {
    await #expect(processExitsWith: .success) {
      let stream = Self.bomb(64 << 20)
      var connection = Connection(deflate: PermessageDeflate()) { exampleKey }
      var counter = Counter()
      let before = try residentBytes()
      for _ in 0..<4 { try connection.receive(stream.span, into: &counter) }
      #expect(counter.bytes == 4 * 64 << 20 && counter.messages == 4)
      #expect(counter.longest <= Self.capacity)
      #expect(try residentBytes() - before < 8 << 20)
    }
  }

  @Test(
    "a flood of blocks that hold nothing", arguments: [[0x03, 0x00], [0x00, 0, 0, 0xFF, 0xFF]])
  func flood(block: [UInt8]) throws {
    try expectLinear(from: 1 << 17) { size in
      let payload = [UInt8]((0..<size / block.count).lazy.flatMap { _ in block })
      let stream = frame(1, payload + DeflateReceiveTests.oneBlock, reserved: 4)
      let outcome = receive(stream, deflate: PermessageDeflate())
      #expect(outcome.violation == nil)
      #expect(outcome.notes.compactMap(\.message) == [DeflateReceiveTests.hello])
    }
  }

  @Test("a flood of empty fragments")
  func fragments() {
    var stream = frame(1, fin: false, reserved: 4)
    for _ in 0..<100_000 { stream += frame(0, fin: false) }
    let outcome = receive(
      stream + frame(0, DeflateReceiveTests.oneBlock), deflate: PermessageDeflate())
    #expect(outcome.violation == nil)
    #expect(outcome.notes.compactMap(\.message) == [DeflateReceiveTests.hello])
  }

  @Test(
    "what came is handed on though the frame is not complete",
    arguments: [100, capacity - 258, capacity, capacity + 100, 100_000])
  func early(count: Int) throws {
    // The last byte holds nothing but the end of a block and the beginning of the next.
    let stream = frame(1, Self.run(of: 65, count), reserved: 4)
    var connection = Connection(deflate: PermessageDeflate()) { exampleKey }
    var recorder = Recorder()
    try connection.receive(array: Array(stream.dropLast()), into: &recorder)
    #expect(recorder.unfinished?.count == count)
    try connection.receive(array: Array(stream.suffix(1)), into: &recorder)
    #expect(recorder.messages.map(\.count) == [count])
  }

  @Test("garbage makes no difference in how it is split", arguments: 1...20)
  func garbage(seed: Int) {
    var random = Generator(UInt64(seed))
    for _ in 0..<20 {
      var stream: [UInt8] = []
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        var payload =
          [
            DeflateReceiveTests.oneBlock, DeflateReceiveTests.again,
            DeflateReceiveTests.storedBlock, DeflateReceiveTests.finalBlock,
            DeflateReceiveTests.twoBlocks, Self.run(of: 66, 700), random.bytes(20),
          ].randomElement(using: &random) ?? []
        if Int.random(in: 0..<4, using: &random) == 0 {
          payload[Int.random(in: 0..<payload.count, using: &random)] ^=
            1 << UInt8.random(in: 0...7, using: &random)
        }
        let cut = Int.random(in: 0...payload.count, using: &random)
        stream += frame(2, Array(payload[..<cut]), fin: false, reserved: 4)
        if Bool.random(using: &random) { stream += frame(9, [1]) }
        stream += frame(0, Array(payload[cut...]))
      }
      let limits = Limits(maximumMessage: 1000)
      let whole = receive(stream, limits: limits, deflate: PermessageDeflate())
      for split in Split.allCases {
        let other = receive(stream, split: split, limits: limits, deflate: PermessageDeflate())
        // How much comes out before a mistake is found depends on the split; nothing else may.
        #expect(other.notes == whole.notes && other.violation == whole.violation)
        #expect(other.output == whole.output)
      }
    }
  }
}
