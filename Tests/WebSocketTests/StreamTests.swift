import Foundation
import Measuring
import Testing
import WebSocket

/// Long and random conversations.
struct StreamTests {
  /// Counts, and keeps nothing.
  struct Counter: EventSink {
    var bytes = 0
    var messages = 0
    mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
      bytes += part.count
      if isLast { messages += 1 }
    }
    mutating func ping(_ payload: Span<UInt8>) {}
    mutating func pong(_ payload: Span<UInt8>) {}
    mutating func close(_ close: Close) {}
  }

  static let gigabyte = 1 << 30

  @Test("a message of 1 GiB comes in without growth")
  func receiveGigabyte() async {
    await #expect(processExitsWith: .success) {
      var connection = Connection { exampleKey }
      var counter = Counter()
      let chunk = [UInt8](repeating: 0xFF, count: 16384)
      let head = FrameHeader(opcode: .binary, payloadLength: UInt64(Self.gigabyte))
      let before = try residentBytes()
      try connection.receive(array: [UInt8](capacity: 14) { head.write(into: &$0) }, into: &counter)
      for _ in 0..<Self.gigabyte / chunk.count {
        try connection.receive(array: chunk, into: &counter)
      }
      #expect(counter.bytes == Self.gigabyte && counter.messages == 1)
      #expect(try residentBytes() - before < 8 << 20)
    }
  }

  @Test("a message of 1 GiB goes out without growth")
  func sendGigabyte() async {
    await #expect(processExitsWith: .success) {
      var connection = Connection(role: .server) { exampleKey }
      let chunk = [UInt8](repeating: 0xFF, count: 65536)
      let before = try residentBytes()
      var left = Self.gigabyte
      var out: [UInt8] = []
      out.reserveCapacity(65550)
      var total = 0
      while left > 0 {
        out.removeAll(keepingCapacity: true)
        out.append(addingCapacity: 65550) { out in
          let isLast = left == chunk.count
          left -= connection.send(chunk.span, as: .binary, isLast: isLast, into: &out) ?? 0
        }
        total += out.count
      }
      verify(!connection.isMidMessage)
      #expect(total == Self.gigabyte + Self.gigabyte / chunk.count * 10)
      #expect(try residentBytes() - before < 8 << 20)
    }
  }

  @Test("whatever comes, its split makes no difference", arguments: 1...20)
  func garbage(seed: Int) {
    var random = Generator(UInt64(seed) + 2000)
    for _ in 0..<100 {
      var stream: [UInt8] = []
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        // Mostly frames that keep most rules, so that many get far.
        let opcode = ([0, 1, 2, 9, 10] as [UInt8]).randomElement(using: &random) ?? 1
        let isFinal = Bool.random(using: &random)
        let length = Int.random(in: 0...140, using: &random)
        let payload =
          Bool.random(using: &random)
          ? random.bytes(length) : Array(String(repeating: "aé日🙂", count: length / 10).utf8)
        stream += frame(opcode, payload, fin: isFinal || opcode > 2)
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        stream[Int.random(in: 0..<stream.count, using: &random)] ^=
          1 << UInt8.random(in: 0...7, using: &random)
      }
      let limits = Limits(maximumMessage: 300, maximumFrame: 130)
      let whole = receive(stream, limits: limits)
      for split in Split.allCases {
        #expect(receive(stream, split: split, limits: limits) == whole)
      }
    }
  }

  @Test("a client and a server talk in random splits", arguments: 1...20)
  func conversation(seed: Int) throws {
    var random = Generator(UInt64(seed))
    var keys = Generator(UInt64(seed) + 1000)
    var client = Connection { UInt32.random(in: 0 ... .max, using: &keys) }
    var server = Connection(role: .server) { 0 }
    var toServer = Recorder()
    var toClient = Recorder()
    let clientSays = Self.script(&random)
    let serverSays = Self.script(&random)
    var up = Talker(script: clientSays)
    var down = Talker(script: serverSays)
    var isClosing = false
    for _ in 0..<1_000_000 where !(client.isClosed && server.isClosed) {
      if Bool.random(using: &random) {
        let bytes = up.speak(on: &client, &random)
        try deliver(bytes, to: &server, &toServer, &random)
      } else {
        let bytes = down.speak(on: &server, &random)
        try deliver(bytes, to: &client, &toClient, &random)
      }
      if up.isDone, down.isDone, !isClosing {
        isClosing = true
        try client.close(Close(.normal, reason: "done"))
      }
    }
    verify(client.isClosed && server.isClosed)
    verify(client.closeCode == .normal && server.closeCode == .normal)
    #expect(toServer.said == clientSays && toClient.said == serverSays)
    #expect(!toServer.isConfused && !toClient.isConfused)
  }

  /// Messages, some of them long, cut into frames.
  static func script(_ random: inout Generator) -> [Said] {
    (0..<30).map { _ in
      let length = Int.random(in: 0...(1 << Int.random(in: 0...12, using: &random)), using: &random)
      if Bool.random(using: &random) { return Said(kind: .binary, payload: random.bytes(length)) }
      let text = String(repeating: "aé日🙂", count: length / 10)
      return Said(kind: .text, payload: Array(text.utf8))
    }
  }

  func deliver(
    _ bytes: [UInt8], to connection: inout Connection, _ sink: inout Recorder,
    _ random: inout Generator
  ) throws {
    var start = 0
    while start < bytes.count {
      let end = Int.random(in: start + 1...bytes.count, using: &random)
      try connection.receive(bytes.span.extracting(start..<end), into: &sink)
      start = end
    }
  }

  struct Said: Equatable {
    let kind: MessageKind
    let payload: [UInt8]
  }

  /// Says what the script says, in frames and outputs of random sizes, with pings.
  struct Talker {
    var script: [Said]
    var start = 0
    var frameEnd: Int?
    var isDone: Bool { script.isEmpty }

    mutating func speak(on connection: inout Connection, _ random: inout Generator) -> [UInt8] {
      if !connection.isMidFrame, Int.random(in: 0..<10, using: &random) == 0 {
        connection.ping(random.bytes(Int.random(in: 0...125, using: &random)).span)
      }
      let capacity = Int.random(in: 0...300, using: &random)
      guard let said = script.first else { return flushed(&connection, capacity: capacity) }
      let end = frameEnd ?? Int.random(in: start...said.payload.count, using: &random)
      let isLast = end == said.payload.count
      var taken: Int?
      let bytes = [UInt8](capacity: capacity) { out in
        let payload = said.payload.span.extracting(start..<end)
        taken = connection.send(payload, as: said.kind, isLast: isLast, into: &out)
      }
      start += taken ?? 0
      frameEnd = connection.isMidFrame ? end : nil
      if taken != nil, isLast, !connection.isMidFrame {
        script.removeFirst()
        start = 0
      }
      return bytes
    }
  }
}

extension Recorder {
  fileprivate var said: [StreamTests.Said] {
    notes.compactMap {
      if case .message(let kind, let payload) = $0 {
        StreamTests.Said(kind: kind, payload: payload)
      } else {
        nil
      }
    }
  }
}
