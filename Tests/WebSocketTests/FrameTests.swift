import Testing

@testable import WebSocket

struct FrameTests {
  static let lengths: [UInt64] =
    Array(0...1) + Array(124...127) + Array(65534...65537) + [1 << 32, (1 << 63) - 1]

  @Test("a head is read as it was written", arguments: lengths)
  func roundTrip(length: UInt64) throws {
    for mask in [nil, exampleKey] {
      for opcode in [Opcode.continuation, .text, .binary] {
        for bits in 0..<16 {
          try check(
            FrameHeader(
              fin: bits & 8 != 0, reserved: UInt8(bits & 7), opcode: opcode, mask: mask,
              payloadLength: length))
        }
      }
    }
  }

  @Test("random heads")
  func randomHeads() throws {
    var random = Generator(1)
    for _ in 0..<5000 {
      let opcode = try #require(
        [Opcode.continuation, .text, .binary, .ping].randomElement(using: &random))
      let isControl = opcode == Opcode.ping
      let length =
        UInt64.random(in: 0..<1 << 63, using: &random) >> UInt64.random(in: 0...63, using: &random)
      try check(
        FrameHeader(
          fin: isControl || Bool.random(using: &random),
          reserved: UInt8.random(in: 0...7, using: &random), opcode: opcode,
          mask: Bool.random(using: &random) ? UInt32.random(in: 0 ... .max, using: &random) : nil,
          payloadLength: isControl ? length % 126 : length))
    }
  }

  func check(_ header: FrameHeader) throws {
    let bytes = [UInt8](capacity: 14) { header.write(into: &$0) }
    #expect(bytes.count == header.size)
    #expect(FrameHeader.size(secondByte: bytes[1]) == header.size)
    #expect(try FrameHeader(([0xAA] + bytes + [0xAA]).span, at: 1) == header)
  }

  @Test(
    "the sizes of heads",
    arguments: [
      (0, 2), (125, 2), (126, 4), (127, 4), (65535, 4), (65536, 10), (1 << 62, 10),
    ])
  func size(length: UInt64, size: Int) {
    #expect(FrameHeader(opcode: .text, payloadLength: length).size == size)
    #expect(FrameHeader(opcode: .text, mask: 0, payloadLength: length).size == size + 4)
  }

  @Test("masking, at every length and phase")
  func masking() {
    var random = Generator(2)
    let payload = random.bytes(150)
    for length in [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 31, 32, 33, 63, 64, 65, 100, 150] {
      let whole = masked(Array(payload[..<length]), exampleKey)
      for cut in 0...length {
        var mask = Mask(exampleKey)
        let bytes = [UInt8](capacity: length) { out in
          mask.append(payload.span.extracting(0..<cut), to: &out)
          mask.append(payload.span.extracting(cut..<length), to: &out)
        }
        #expect(bytes == whole)
      }
    }
  }

  @Test("without a key bytes stay as they are")
  func noMask() {
    var random = Generator(3)
    let payload = random.bytes(77)
    var mask = Mask(nil)
    verify([UInt8](capacity: 77) { mask.append(payload.span, to: &$0) } == payload)
  }
}
