import HTTP
import HTTP2
import Testing

@Suite struct ExtendedConnectTests {
  @Test func theRequestWaitsForTheSettings() {
    let client = Client(settings: nil)
    #expect(client.sent.map(\.kind) == [.settings, .windowUpdate])
    #expect(client.sent[0].payload.starts(with: [0, 2, 0, 0, 0, 0]), "ENABLE_PUSH is 0")
    client.receive([.settings([(3, 100), (8, 1)])])
    #expect(client.events == [.settings(allowsConnect: true, allowsStreams: true)])
    let headers = client.sent.first { $0.kind == .headers }
    #expect(headers?.stream == 1 && headers?.flags == Frame.endHeaders)
    #expect(client.sent.contains { $0.kind == .settings && $0.flags == Frame.acknowledges })
  }

  @Test(
    arguments: [
      ([], false, true), ([(8, 0)], false, true), ([(8, 1), (3, 0)], true, false),
    ] as [([(UInt16, UInt32)], Bool, Bool)])
  func settingsThatDoNotAllowIt(
    _ settings: [(UInt16, UInt32)], _ connect: Bool, _ streams: Bool
  ) {
    let client = Client(settings: settings)
    #expect(client.events == [.settings(allowsConnect: connect, allowsStreams: streams)])
    #expect(!client.sent.contains { $0.kind == .headers })
  }

  @Test func theFieldSection() {
    let fields: Fields = [
      Field("Host", "x"), Field("Connection", "Upgrade"), Field("TE", "gzip"), Field("X-Own", "A"),
      Field(":path", "/evil"), Field("te", "trailers"), Field("Upgrade", "websocket"),
    ]
    let request = Request(scheme: "https", authority: "h:1", path: "/a?b", fields: fields)
    #expect(
      request.section == [
        Field(":method", "CONNECT"), Field(":protocol", "websocket"), Field(":scheme", "https"),
        Field(":authority", "h:1"), Field(":path", "/a?b"), Field("x-own", "A"),
        Field("te", "trailers"),
      ])
  }

  @Test func aHead() throws {
    let client = Client()
    client.receive([
      .headers([(":status", "103"), ("link", "</x>")]),
      .headers([(":status", "200"), ("sec-websocket-protocol", "chat"), ("x", "")]),
    ])
    let heads = client.events.compactMap { if case .head(let head) = $0 { head } else { nil } }
    #expect(heads.map(\.status) == [103, 200])
    let last = try #require(heads.last)
    #expect(last.version == .http2 && last.isComplete && last.fields.count == 2)
    #expect(last.fields.first("Sec-WebSocket-Protocol") == "chat")
    #expect(
      String(decoding: last.raw, as: UTF8.self)
        == "HTTP/2 200 \r\nsec-websocket-protocol: chat\r\nx: \r\n\r\n")
  }

  /// A whole conversation, in pieces of each size, tells the same.
  @Test(arguments: [1, 2, 3, 7, 64, 100_000])
  func split(_ size: Int) {
    let frames: [Frame] = [
      .headers([(":status", "200"), ("a", String(repeating: "b", count: 300))]),
      Frame(kind: .ping, payload: Array("01234567".utf8)),
      .data(Array("one".utf8)), .data([]),
      // Padded: its length, the data, the padding.
      Frame(kind: .data, flags: 8, stream: 1, payload: [4] + "two".utf8 + [0, 0, 0, 0]),
      .data(Array("three".utf8), flags: Frame.endStream),
    ]
    let bytes = frames.flatMap(\.bytes)
    let settings = Frame.settings(Client.enable).bytes
    let client = Client(settings: nil)
    for start in stride(from: 0, to: settings.count, by: size) {
      client.receive(Array(settings[start..<min(start + size, settings.count)]))
    }
    for start in stride(from: 0, to: bytes.count, by: size) {
      client.receive(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(client.data == Array("onetwothree".utf8) && client.events.count == 2)
    #expect(client.connect.ending == .endOfStream && !client.connect.isClosed)
    #expect(client.sent.contains { $0.kind == .ping && $0.payload == Array("01234567".utf8) })
    client.connect.end()
    client.settle()
    #expect(client.connect.isClosed)
  }

  @Test func whatIsSent() {
    let client = Client(answered: true)
    client.write(Array("hello".utf8))
    #expect(client.takeSent(.data) == [.data(Array("hello".utf8))])
    client.connect.end()
    client.settle()
    #expect(client.takeSent(.data) == [.data([], flags: Frame.endStream)])
    #expect(client.connect.room == 0)
    client.connect.leave()
    client.settle()
    #expect(client.takeSent(.goAway).count == 1)
  }
}
