import Testing

@testable import WebSocket

/// Compressed messages as they go out (RFC 7692 §7.2.1).
struct DeflateSendTests {
  /// The frames in `bytes`, unmasked, and nothing after them.
  static func frames(_ bytes: [UInt8]) throws -> [(header: FrameHeader, payload: [UInt8])] {
    var index = 0
    var found: [(FrameHeader, [UInt8])] = []
    while index < bytes.count {
      let header = try FrameHeader(bytes.span, at: index)
      let start = index + header.size
      index = start + Int(header.payloadLength)
      try #require(index <= bytes.count)
      let payload = Array(bytes[start..<index])
      found.append((header, header.mask.map { masked(payload, $0) } ?? payload))
    }
    return found
  }

  /// The payloads of the compressed messages in `bytes`, their frames checked; control frames may stand
  /// between.
  static func payloads(_ bytes: [UInt8]) throws -> [[UInt8]] {
    var found: [[UInt8]] = []
    var payload: [UInt8]?
    for (header, content) in try frames(bytes) {
      if header.opcode.isControl {
        #expect(header.reserved == 0)
        continue
      }
      #expect((header.opcode == .continuation) == (payload != nil))
      #expect(header.reserved == (payload == nil ? 4 : 0))
      #expect(content.count <= Connection.partCapacity)
      payload = (payload ?? []) + content
      if header.fin {
        // "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
        #expect(payload?.suffix(4) != [0x00, 0x00, 0xFF, 0xFF])
        #expect(payload?.isEmpty == false)
        found.append(payload ?? [])
        payload = nil
      }
    }
    #expect(payload == nil)
    return found
  }

  @Test("messages that RFC 7692 §7.2.3 has, and that follow each other")
  func examples() throws {
    for (forgets, second) in [
      (false, DeflateReceiveTests.again), (true, DeflateReceiveTests.oneBlock),
    ] {
      var sender = DeflateSender(.server, PermessageDeflate(serverForgets: forgets))
      let hello = DeflateReceiveTests.hello
      sender.send(hello, as: .text)
      sender.send(hello, as: .text)
      sender.send([])
      sender.send([])
      #expect(
        sender.bytes == frame(1, DeflateReceiveTests.oneBlock, reserved: 4)
          + frame(1, second, reserved: 4) + frame(2, [0x00], reserved: 4)
          + frame(2, [0x00], reserved: 4))
    }
  }

  @Test(
    "to the other end and back", arguments: 8...15, [Role.client, .server])
  func roundTrip(bits: Int, role: Role) throws {
    for forgets in [false, true] {
      let deflate = PermessageDeflate(
        serverForgets: forgets, clientForgets: forgets, server: bits, client: bits)
      var sender = DeflateSender(role, deflate, seed: UInt64(bits))
      var random = Generator(UInt64(bits))
      var messages: [[UInt8]] = []
      var pings = 0
      for size in [0, 1, 0, 2, 125, 126, 1000, 16_383, 16_384, 16_385, 0] {
        for content in DeflateContent.allCases {
          let message = content.bytes(size, &random)
          messages.append(message)
          let pieces = [1, 1, 2, 7].randomElement(using: &random) ?? 1
          let capacity = [15, 61, 1000, 16_384, 65_536].randomElement(using: &random) ?? 1000
          sender.send(
            message, pieces: pieces, capacity: size > 2000 ? max(capacity, 1000) : capacity
          ) {
            if Int.random(in: 0..<3, using: &random) == 0, $0.ping([1, 2].span) { pings += 1 }
          }
        }
      }
      let all = sender.bytes
      _ = try Self.payloads(all)
      for split in [Split.whole, .threes] {
        let outcome = receive(
          all, split: split, as: role == .client ? .server : .client, deflate: deflate)
        let same = outcome.violation == nil && outcome.notes.compactMap(\.message) == messages
        #expect(same)
      }
    }
  }

  @Test(
    "no match reaches further back than was agreed", arguments: 8...15, [Role.client, .server])
  func window(bits: Int, role: Role) throws {
    for forgets in [false, true] {
      let deflate = PermessageDeflate(
        serverForgets: forgets, clientForgets: forgets, server: role == .server ? bits : 15,
        client: role == .client ? bits : 15)
      var sender = DeflateSender(role, deflate)
      var random = Generator(UInt64(bits))
      var messages: [[UInt8]] = []
      // What repeats at about the distance that is the limit is a temptation.
      let size = 1 << bits
      for distance in [max(235, size - 280), size - 1, size, size + 1, 300, 258] {
        let part = random.bytes(distance)
        messages.append(part + part + DeflateContent.words.bytes(size, &random))
        messages.append((0..<8).flatMap { part.dropLast($0) })
      }
      messages.append(DeflateContent.runs.bytes(3 * size, &random))
      for message in messages { sender.send(message) }
      var reader = DeflateReader()
      var (plain, furthest) = (0, 0)
      for (payload, message) in zip(try Self.payloads(sender.bytes), messages) {
        if forgets { reader = DeflateReader() }
        let same = try reader.message(payload) == message
        #expect(same)
        furthest = max(furthest, reader.furthest)
        plain += message.count
      }
      #expect(sender.bytes.count < plain, "nothing is compressed")
      #expect(furthest <= size)
      // zlib keeps 262 bytes of its window to itself.
      #expect(furthest >= max(230, size - 280), "the window is not used")
    }
  }

  @Test("each window is our own: the other end's does not count")
  func ownWindow() throws {
    for (role, deflate) in [
      (Role.client, PermessageDeflate(serverForgets: true, server: 8)),
      (.server, PermessageDeflate(clientForgets: true, client: 8)),
    ] {
      var sender = DeflateSender(role, deflate)
      let part = sender.random.bytes(20_000)
      sender.send(part)
      sender.send(part)
      let payloads = try Self.payloads(sender.bytes)
      #expect(payloads.count == 2 && payloads[1].count < 1000)
    }
  }

  @Test("no message ends in 00 00 FF FF, wherever the parts end", arguments: [1, 2])
  func tails(parts: Int) throws {
    // Random bytes grow by five every 16 to 32 KiB, so that each place around here is met.
    let end = parts * Connection.partCapacity
    let deflate = PermessageDeflate(serverForgets: true)
    var random = Generator(3)
    let all = random.bytes(end + 10)
    var lengths: Set<Int> = []
    for count in end - 40...end + 10 {
      var sender = DeflateSender(.server, deflate)
      let first = Array(all[..<count])
      sender.send(first)
      sender.send(DeflateReceiveTests.hello)
      let payloads = try Self.payloads(sender.bytes)
      lengths.insert((payloads.first?.count ?? 0) - end)
      #expect(payloads.count == 2 && payloads.last == DeflateReceiveTests.oneBlock)
      let outcome = receive(sender.bytes, deflate: deflate)
      let same = outcome.notes.compactMap(\.message) == [first, DeflateReceiveTests.hello]
      #expect(outcome.violation == nil && same)
    }
    // Five are missing: where a flush ends in the next part, zlib flushes once more.
    #expect(lengths.filter { -14...10 ~= $0 }.count >= 20)
  }

  @Test("the same bytes at every capacity", arguments: [14, 15, 17, 100, 1001, 16_383, 70_000])
  func capacities(capacity: Int) throws {
    var random = Generator(9)
    let message = DeflateContent.words.bytes(100_000, &random) + random.bytes(50_000)
    var reference = DeflateSender(.client, PermessageDeflate())
    reference.send(message, capacity: 1 << 20)
    var sender = DeflateSender(.client, PermessageDeflate())
    sender.send(message, capacity: capacity)
    let same = sender.bytes == reference.bytes
    #expect(same)
    #expect(sender.connection.remainingInFrame == 0)
    verify(!sender.connection.isMidMessage && !sender.connection.isMidPayload)
  }

  @Test("a head that does not fit waits, and nothing is lost")
  func tooSmall() throws {
    var sender = DeflateSender(.client, PermessageDeflate())
    let message = sender.random.bytes(70_000)
    var start = 0
    for capacity in 0..<8 {
      let chunk = [UInt8](capacity: capacity) { out in
        let rest = message.span.extracting(start..<message.count)
        start += sender.connection.send(rest, as: .binary, isLast: true, into: &out) ?? 0
      }
      #expect(chunk.isEmpty)
      verify(sender.connection.isMidPayload && !sender.connection.isMidFrame)
    }
    sender.send(Array(message[start...]))
    var reader = DeflateReader()
    let payload = try #require(try Self.payloads(sender.bytes).first)
    let same = try reader.message(payload) == message
    #expect(same)
  }

  @Test("a Close between the frames of a message goes after the last of them")
  func close() throws {
    var sender = DeflateSender(.client, PermessageDeflate())
    let message = sender.random.bytes(100_000)
    var calls = 0
    sender.send(message, capacity: 1000) { connection in
      calls += 1
      #expect(throws: Never.self) { try connection.close(Close(.goingAway)) }
    }
    #expect(calls > 1)
    verify(!sender.connection.maySend && !sender.connection.isMidFrame)
    sender.bytes += flushed(&sender.connection)
    let frames = try Self.frames(sender.bytes)
    #expect(frames.last?.header.opcode == .close)
    #expect(frames.dropLast().last?.header.fin == true)
    #expect(try Self.payloads(sender.bytes).count == 1)
    let more = [UInt8](capacity: 1000) {
      verify(sender.connection.send(message.span, as: .binary, isLast: true, into: &$0) == nil)
    }
    #expect(more.isEmpty)
  }

  @Test("pings and pongs go between the frames, once each")
  func controls() throws {
    var sender = DeflateSender(.server, PermessageDeflate())
    let message = sender.random.bytes(50_000)
    var recorder = Recorder()
    var count: UInt8 = 0
    sender.send(message, capacity: 5000) { connection in
      count += 1
      do {
        try connection.receive(array: frame(9, [count], mask: 0), into: &recorder)
      } catch {
        Issue.record(error)
      }
    }
    sender.bytes += flushed(&sender.connection)
    let frames = try Self.frames(sender.bytes)
    #expect(
      frames.map(\.header.opcode) == [
        .binary, .pong, .continuation, .pong, .continuation, .pong, .continuation, .pong,
      ])
    #expect(frames.filter { $0.header.opcode == .pong }.map(\.payload) == [[1], [2], [3], [4]])
    #expect(try Self.payloads(sender.bytes).count == 1)
  }

  @Test("a message in many small pieces becomes few frames")
  func pieces() throws {
    var sender = DeflateSender(.server, PermessageDeflate())
    let message = DeflateContent.words.bytes(100_000, &sender.random)
    sender.send(message, as: .text, pieces: 5000)
    let frames = try Self.frames(sender.bytes)
    #expect(frames.count < 5)
    #expect(receive(sender.bytes, deflate: PermessageDeflate()).notes.last?.message == message)
  }

  @Test("two ends talk, each with its own parameters", arguments: 1...12)
  func conversation(seed: Int) throws {
    var random = Generator(UInt64(seed))
    let deflate = PermessageDeflate(
      serverForgets: Bool.random(using: &random), clientForgets: Bool.random(using: &random),
      server: Int.random(in: 8...15, using: &random), client: Int.random(in: 8...15, using: &random)
    )
    var client = DeflateSender(.client, deflate, seed: UInt64(seed))
    var server = DeflateSender(.server, deflate, seed: UInt64(seed))
    var (toServer, toClient) = (Recorder(), Recorder())
    var (up, down): ([[UInt8]], [[UInt8]]) = ([], [])
    for _ in 0..<40 {
      let content = DeflateContent.allCases.randomElement(using: &random) ?? .words
      let message = content.bytes(
        Int.random(in: 0...(1 << Int.random(in: 0...15, using: &random)), using: &random), &random)
      let pieces = Int.random(in: 1...3, using: &random)
      let capacity = Int.random(in: 30...9000, using: &random)
      if Bool.random(using: &random) {
        up.append(message)
        client.send(message, pieces: pieces, capacity: capacity) { $0.ping([1].span) }
        try server.connection.receive(client.bytes.span, into: &toServer)
        client.bytes = []
      } else {
        down.append(message)
        server.send(message, pieces: pieces, capacity: capacity)
        try client.connection.receive(server.bytes.span, into: &toClient)
        server.bytes = []
      }
    }
    let same = toServer.messages == up && toClient.messages == down
    #expect(same && !toServer.isConfused && !toClient.isConfused)
  }
}
