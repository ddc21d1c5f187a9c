import HTTP2
import Testing

@Suite struct FlowControlTests {
  @Test func aWindowOfOneByte() {
    let client = Client(settings: Client.enable + [(4, 1)], answered: true)
    client.write(Array("abc".utf8))
    #expect(client.takeSent(.data).map(\.payload) == [Array("a".utf8)])
    #expect(!client.connect.isDrained)
    for byte in "bc".utf8 {
      client.receive([.windowUpdate(1, 1)])
      #expect(client.takeSent(.data).map(\.payload) == [[byte]])
    }
    #expect(client.connect.isDrained)
    client.receive([.windowUpdate(1, 10)])
    #expect(client.takeSent(.data) == [])
  }

  @Test func noWindowAtAllFillsNoMemory() {
    let client = Client(settings: Client.enable + [(4, 0)], answered: true)
    client.write([UInt8](repeating: 1, count: 1 << 20))
    #expect(client.takeSent(.data) == [] && client.connect.room == 0)
    // The end goes after what waits.
    client.connect.end()
    client.receive([.settings([(4, 1 << 20)]), .windowUpdate(0, 1 << 20)])
    let sent = client.takeSent(.data)
    #expect(sent.map(\.payload.count).reduce(0, +) == 64 << 10)
    #expect(sent.last?.flags == Frame.endStream && sent.dropLast().allSatisfy { $0.flags == 0 })
  }

  @Test func theWindowOpensAsDataIsRead() {
    let client = Client(limits: Limits(window: 65_535), answered: true)
    let part = Frame.data([UInt8](repeating: 2, count: 16_000)).bytes
    for _ in 0..<4 { client.receive(part, reads: false) }
    #expect(client.takeSent(.windowUpdate) == [] && client.connect.available == 64_000)
    // It is not taken.
    client.connect.read(upTo: 100) { $0.count != 100 }
    #expect(client.connect.available == 64_000)
    client.read()
    let updates = client.takeSent(.windowUpdate)
    #expect(Set(updates.map(\.stream)) == [0, 1] && client.data.count == 64_000)
    #expect(client.connect.ending == nil)
  }

  @Test func whoSendsMoreThanTheWindowBreaksTheRules() {
    let client = Client(limits: Limits(window: 65_535), answered: true)
    let part = Frame.data([UInt8](repeating: 2, count: 16_000)).bytes
    for _ in 0..<5 { client.receive(part, reads: false) }
    #expect(client.connect.available <= 65_535)
    guard case .violation = client.connect.ending else {
      Issue.record("\(String(describing: client.connect.ending))")
      return
    }
  }
}
