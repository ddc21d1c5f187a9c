import Foundation
import HTTP
import Testing
import Upgrade
import WebSocket

/// The examples of the libraries' reference are these files, and do what they say.
struct ExampleTests {
  @Test(arguments: [
    ("HTTP", "HTTP"), ("Upgrade", "Upgrade"), ("WebSocket", "Handshake"),
    ("WebSocket", "WebSocket"),
  ])
  func theReferenceHasTheExample(_ module: String, _ name: String) throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let example = try String(
      contentsOf: here.appending(path: "\(name)Example.swift"), encoding: .utf8)
    let page = try String(
      contentsOf: here.appending(path: "../../Sources/\(module)/\(module).docc/\(module).md"),
      encoding: .utf8)
    #expect(page.contains("```swift\n\(example)```\n"))
    #expect(example.split(separator: "\n").count < 40)
  }

  private let head = ["HTTP/1.1 426 Upgrade Required\r\n", "Upgrade: foo, WebSocket\r\n"]

  @Test func ofHTTP() {
    #expect(offersWebSocket(head + ["\r\n"]) == true)
    #expect(offersWebSocket(["HTTP/1.1 200 OK\r\n", "\r\n"]) == false)
    #expect(offersWebSocket(head) == nil)
    #expect(offersWebSocket(["hello\r\n"]) == nil)
  }

  /// The head of these lines, without their ends.
  private static func response(_ lines: [String]) throws -> ResponseHead {
    var head = try #require(ResponseHead(statusLine: Array("\(lines[0])\r\n".utf8)))
    for line in lines.dropFirst() { head.append(line: Array("\(line)\r\n".utf8)) }
    head.append(line: Array("\r\n".utf8))
    return head
  }

  /// The answers of a server, each to one request of `follow`.
  private struct Case: Sendable {
    let answers: [[String]]
    let asked: [String]
    /// The status of the answer; without one the last answer is refused.
    var status: Int?
  }

  @Test(arguments: [
    Case(answers: [["HTTP/1.1 200 OK"]], asked: ["http://host/chat"], status: 200),
    Case(
      answers: [["HTTP/1.1 302 Found", "Location: /"]], asked: ["http://host/chat"], status: 302),
    Case(
      answers: [
        ["HTTP/1.1 426 Upgrade Required", "Upgrade: TLS/1.3"],
        ["HTTP/1.1 426 Upgrade Required", "Upgrade: foo, WebSocket"],
        ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket"],
      ],
      asked: ["http://host/chat", "https://host/chat TLS", "wss://host/chat WebSocket"],
      status: 101),
    Case(
      answers: [
        ["HTTP/1.1 426 Upgrade Required", "Upgrade: TLS/1.3"],
        ["HTTP/1.1 426 Upgrade Required", "Upgrade: TLS/1.3"],
      ],
      asked: ["http://host/chat", "https://host/chat TLS"]),
    Case(
      answers: [["HTTP/1.1 426 Upgrade Required", "Upgrade: h2c"]], asked: ["http://host/chat"]),
    Case(answers: [["HTTP/1.1 426 Upgrade Required"]], asked: ["http://host/chat"]),
  ])
  private func ofUpgrade(_ example: Case) throws {
    var asked: [String] = []
    let result = Result {
      try follow(URI(scheme: "http", host: "host", target: "/chat")) { uri, kind in
        asked.append("\(uri)\(kind.map { " \($0)" } ?? "")")
        return try Self.response(example.answers[asked.count - 1])
      }
    }
    #expect(asked == example.asked)
    if let status = example.status {
      #expect(try result.get().status == status)
    } else {
      #expect(throws: Refusal.self) { try result.get() }
    }
  }

  @Test func ofTheHandshake() throws {
    var incoming: [[UInt8]] = []
    var sent = ""
    let (agreement, rest) = try shakeHands(
      "host:81", "/chat", read: { incoming.isEmpty ? [] : incoming.removeFirst() },
      write: { bytes in
        sent += String(decoding: bytes, as: UTF8.self)
        let key = try #require(sent.firstMatch(of: /Sec-WebSocket-Key: (.{24})\r\n/)).1
        let accept = try #require(Handshake.accept(forKey: String(key)))
        let head = """
          HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r
          Sec-WebSocket-Accept: \(accept)\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n
          """
        // Cut anywhere, with a message behind it.
        let answer = Array(head.utf8) + [0x81, 2, 0x68, 0x69]
        incoming = [Array(answer[..<20]), Array(answer[20..<60]), Array(answer[60...])]
      })
    let key = try #require(sent.firstMatch(of: /Key: (.{24})\r\n/)).1
    #expect(
      sent == """
        GET /chat HTTP/1.1\r\nHost: host:81\r\nConnection: Upgrade\r\nUpgrade: websocket\r
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(key)\r
        Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n
        """)
    #expect(agreement.deflate == PermessageDeflate())
    #expect(rest == [0x81, 2, 0x68, 0x69])
  }

  @Test(arguments: [
    [], ["SSH-2.0-x\r\n"], ["HTTP/1.1 101 Switching Pro"], ["HTTP/1.1 101 S\r\nA: b"],
  ])
  func ofTheHandshakeWithoutAnAnswer(_ answer: [String]) {
    var incoming = answer.map { Array($0.utf8) }
    #expect(throws: NoResponse.self) {
      try shakeHands(
        "host", "/", read: { incoming.isEmpty ? [] : incoming.removeFirst() }, write: { _ in })
    }
  }

  @Test func ofTheHandshakeRefused() {
    #expect(throws: HandshakeFailure.status(403)) {
      try shakeHands("host", "/", read: { Array("HTTP/1.1 403 No\r\n\r\n".utf8) }, write: { _ in })
    }
  }

  /// What the example returns, and what a server reads of what it sends, if `answers` come.
  private func conversation(
    _ text: String, after rest: [UInt8] = [], deflate: PermessageDeflate? = nil,
    with answers: [[UInt8]]
  ) throws -> (Result<[Event], any Error>, sent: [Event]) {
    var (incoming, wire) = (answers, [] as [UInt8])
    let result = Result {
      try converse(
        text, after: rest, deflate: deflate,
        read: { incoming.isEmpty ? [] : incoming.removeFirst() }, write: { wire += $0 })
    }
    var server = Connection(role: .server, deflate: deflate, maskingKey: { 0 })
    var sent = EventList()
    try server.receive(wire.span, into: &sent)
    return (result, sent.take())
  }

  private let close: [UInt8] = [0x88, 2, 0x03, 0xE8]

  @Test func ofWebSocket() throws {
    let (events, sent) = try conversation("hello", with: [[0x81, 2, 0x68, 0x69], close])
    #expect(try events.get() == [.text("hi"), .closed(Close(.normal))])
    #expect(sent == [.text("hello"), .closed(Close(.normal))])
  }

  @Test(arguments: [nil, PermessageDeflate()])
  func ofWebSocketWithWhatCameBehindTheHead(_ deflate: PermessageDeflate?) throws {
    let text = (0..<20_000).map { "\($0 &* 2_654_435_761)" }.joined()
    let (events, sent) = try conversation(
      text, after: [0x81, 2, 0x68], deflate: deflate, with: [[0x69] + close])
    #expect(try events.get() == [.text("hi"), .closed(Close(.normal))])
    #expect(sent == [.text(text), .closed(Close(.normal))])
  }

  @Test func ofWebSocketWithMorePongsThanABufferHolds() throws {
    let payload = [UInt8](repeating: 0x61, count: 125)
    let pings = Array(repeatElement([0x89, 125] + payload, count: 100).joined())
    let (_, sent) = try conversation("hello", with: [pings, close])
    #expect(
      sent == [.text("hello")] + Array(repeating: .pong(payload), count: 100)
        + [.closed(Close(.normal))])
  }

  @Test(arguments: [[], [[0x81, 1, 0xFF]]] as [[[UInt8]]])
  func ofWebSocketWithAViolation(_ before: [[UInt8]]) throws {
    let (events, sent) = try conversation("hello", with: before + [[0x83, 0]])
    #expect(throws: ProtocolViolation.self) { try events.get() }
    guard case .closed(let close) = sent.last else { return #expect(Bool(false), "no Close") }
    #expect(close.code == (before.isEmpty ? .protocolError : .invalidPayload))
  }

  @Test func ofWebSocketThatEndsWithoutAClose() throws {
    let (events, sent) = try conversation("hello", with: [[0x81, 2, 0x68, 0x69]])
    #expect(try events.get() == [.text("hi")])
    #expect(sent == [.text("hello")])
  }
}
