import Foundation
import HTTP
import Testing
import Upgrade
import WebSocket

/// The examples of the libraries' reference are these files, and do what they say.
struct ExampleTests {
  @Test(arguments: ["HTTP", "Upgrade", "WebSocket"])
  func theReferenceHasTheExample(_ module: String) throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let example = try String(
      contentsOf: here.appending(path: "\(module)Example.swift"), encoding: .utf8)
    let page = try String(
      contentsOf: here.appending(path: "../../Sources/\(module)/\(module).docc/\(module).md"),
      encoding: .utf8)
    #expect(page.contains("```swift\n\(example)```\n"))
    #expect(example.split(separator: "\n").count < 30)
  }

  private let head = ["HTTP/1.1 426 Upgrade Required\r\n", "Upgrade: foo, WebSocket\r\n"]

  @Test func ofHTTP() {
    #expect(offersWebSocket(head + ["\r\n"]) == true)
    #expect(offersWebSocket(["HTTP/1.1 200 OK\r\n", "\r\n"]) == false)
    #expect(offersWebSocket(head) == nil)
    #expect(offersWebSocket(["hello\r\n"]) == nil)
  }

  @Test func ofUpgrade() throws {
    let uri = URI(scheme: "http", host: "host", target: "/chat")
    func answer(_ lines: [String]) throws -> ResponseHead {
      var head = try #require(ResponseHead(statusLine: Array(lines[0].utf8)))
      for line in lines.dropFirst() { head.append(line: Array(line.utf8)) }
      return head
    }
    #expect(try next(after: answer(head), to: uri)?.description == "ws://host/chat")
    #expect(try next(after: answer(["HTTP/1.1 200 OK\r\n"]), to: uri) == nil)
    #expect(throws: Refusal.self) {
      try next(after: answer(["HTTP/1.1 426 Upgrade Required\r\n"]), to: uri)
    }
  }

  @Test func ofWebSocket() throws {
    var incoming: [[UInt8]] = [[0x81, 2, 0x68, 0x69], [0x88, 2, 0x03, 0xE8]]
    var sent: [[UInt8]] = []
    let events = try converse(
      "hello", read: { incoming.isEmpty ? [] : incoming.removeFirst() },
      write: { if !$0.isEmpty { sent.append($0) } })
    #expect(events == [.text("hi"), .closed(Close(.normal))])
    #expect(sent.map(\.first) == [0x81, 0x88])
    #expect(sent.map(\.count) == [11, 8])
  }
}
