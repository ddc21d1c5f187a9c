import HTTP
import Testing

@testable import WebSocket

struct HandshakeTests {
  /// RFC 6455 §1.3.
  static let nonce = Array("the sample nonce".utf8)
  static let key = "dGhlIHNhbXBsZSBub25jZQ=="
  static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

  @Test(
    "base64, RFC 4648 §10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func base64(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
  }

  @Test("base64, every digit")
  func digits() {
    let bytes: [UInt8] = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF, 0x00, 0x10, 0x83]
    #expect(Base64.encode(bytes) == "++++////ABCD")
  }

  @Test("the fields of a request")
  func fields() {
    let handshake = Handshake(nonce: Self.nonce)
    #expect(handshake.key == Self.key)
    #expect(
      handshake.fields == [
        Field("Connection", "Upgrade"), Field("Upgrade", "websocket"),
        Field("Sec-WebSocket-Version", "13"), Field("Sec-WebSocket-Key", Self.key),
      ])
    #expect(
      Handshake(nonce: Self.nonce, subprotocols: ["a", "b"]).fields.first("sec-websocket-protocol")
        == "a, b")
  }

  @Test("RFC 6455 §1.3's key and its answer")
  func example() {
    #expect(Handshake.accept(forKey: Self.key) == Self.accept)
  }

  struct Case: CustomTestStringConvertible {
    let name: String
    var status = "HTTP/1.1 101 Switching Protocols"
    var lines = [
      "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Accept: \(accept)",
    ]
    var offered: [String] = []
    var agreement: Agreement?
    var failure: HandshakeFailure?
    var testDescription: String { name }

    /// The valid lines, with those named like one of `lines` replaced.
    func with(_ lines: String...) -> Case {
      var copy = self
      let names = Set(lines.map { $0.prefix { $0 != ":" }.lowercased() })
      copy.lines.removeAll { names.contains($0.prefix { $0 != ":" }.lowercased()) }
      copy.lines += lines.filter { !$0.hasSuffix(":-") }
      return copy
    }
  }

  static func good(
    _ name: String, offered: [String] = [], subprotocol: String? = nil
  ) -> Case {
    Case(
      name: name, offered: offered,
      agreement: Agreement(subprotocol: subprotocol, extensions: [], deflate: nil))
  }

  static func bad(
    _ name: String, _ failure: HandshakeFailure, offered: [String] = [],
    status: String = "HTTP/1.1 101 Switching Protocols"
  ) -> Case {
    Case(name: name, status: status, offered: offered, failure: failure)
  }

  static let cases: [Case] = [
    good("plain"),
    good("names and tokens without case")
      .with("CONNECTION: keep-alive, upGRADE", "UPGRADE: WebSocket"),
    good("Connection over two lines").with("Connection: keep-alive", "Connection: ,Upgrade"),
    good("empty elements").with("Upgrade: ,websocket,"),
    good("no extension").with("Sec-WebSocket-Extensions: ,"),
    good("a subprotocol offered and not chosen", offered: ["chat"]),
    good("the second subprotocol", offered: ["chat", "soap"], subprotocol: "soap")
      .with("Sec-WebSocket-Protocol: soap"),
    bad("status 200", .status(200), status: "HTTP/1.1 200 OK"),
    bad("HTTP/1.0", .version(.http10), status: "HTTP/1.0 101 Switching Protocols"),
    bad("HTTP/2", .version(.http2), status: "HTTP/2 101 "),
    bad("no Upgrade", .upgrade([])).with("Upgrade:-"),
    bad("another Upgrade", .upgrade(["h2c"])).with("Upgrade: h2c"),
    bad("two Upgrades in a line", .upgrade(["websocket, h2c"])).with("Upgrade: websocket, h2c"),
    bad("two lines of Upgrade", .upgrade(["websocket", "websocket"]))
      .with("Upgrade: websocket", "Upgrade: websocket"),
    bad("Upgrade with a version", .upgrade(["websocket/13"])).with("Upgrade: websocket/13"),
    bad("no Connection", .connection([])).with("Connection:-"),
    bad("another Connection", .connection(["keep-alive"])).with("Connection: keep-alive"),
    bad("no Accept", .accept([], expected: accept)).with("Sec-WebSocket-Accept:-"),
    bad("Accept twice", .accept([accept, accept], expected: accept))
      .with("Sec-WebSocket-Accept: \(accept)", "Sec-WebSocket-Accept: \(accept)"),
    bad("Accept of another key", .accept(["AAAA"], expected: accept))
      .with("Sec-WebSocket-Accept: AAAA"),
    bad("Accept in another case", .accept([accept.lowercased()], expected: accept))
      .with("Sec-WebSocket-Accept: \(accept.lowercased())"),
    bad("Accept with U+212A for K", .accept([kelvin], expected: accept))
      .with("Sec-WebSocket-Accept: \(kelvin)"),
    bad("an extension", .extensions(["permessage-deflate; a=b"], offered: []))
      .with("Sec-WebSocket-Extensions: permessage-deflate; a=b"),
    bad("a subprotocol, none offered", .subprotocol(["chat"], offered: []))
      .with("Sec-WebSocket-Protocol: chat"),
    bad("another subprotocol", .subprotocol(["soap"], offered: ["chat"]), offered: ["chat"])
      .with("Sec-WebSocket-Protocol: soap"),
    bad(
      "a subprotocol in another case", .subprotocol(["Chat"], offered: ["chat"]), offered: ["chat"]
    )
    .with("Sec-WebSocket-Protocol: Chat"),
    bad("two subprotocols", .subprotocol(["a, b"], offered: ["a", "b"]), offered: ["a", "b"])
      .with("Sec-WebSocket-Protocol: a, b"),
    bad("a subprotocol twice", .subprotocol(["a", "a"], offered: ["a"]), offered: ["a"])
      .with("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: a"),
    bad("an empty subprotocol", .subprotocol([""], offered: ["a"]), offered: ["a"])
      .with("Sec-WebSocket-Protocol: "),
  ]

  /// Equal to the right one for Swift's `==`, and other bytes.
  static let kelvin = accept.replacing("K", with: "\u{212A}")

  @Test("responses", arguments: cases)
  func responses(_ test: Case) throws {
    #expect(Self.kelvin == Self.accept && Self.kelvin.utf8.count != Self.accept.utf8.count)
    var head = try #require(ResponseHead(statusLine: Array((test.status + "\r\n").utf8)))
    for line in test.lines + [""] { head.append(line: Array((line + "\r\n").utf8)) }
    let handshake = Handshake(nonce: Self.nonce, subprotocols: test.offered)
    do throws(HandshakeFailure) {
      let agreement = try handshake.validate(head)
      #expect(agreement == test.agreement)
    } catch {
      #expect(error == test.failure)
      #expect(error.message.contains("(RFC "))
    }
  }

  @Test("a sentence stays short whatever the peer sent")
  func sentences() {
    let long = String(repeating: "e", count: 100_000) + String(repeating: "\u{301}", count: 100_000)
    let many = [String](repeating: long, count: 1000)
    for failure in [
      HandshakeFailure.upgrade(many), .connection(many), .accept(many, expected: "x"),
      .extensions(many, offered: []), .subprotocol(many, offered: ["a"]), .key(many),
      .webSocketVersion(many),
    ] {
      #expect(failure.message.utf8.count < 1200)
    }
    #expect(
      HandshakeFailure.upgrade([]).message
        == "Upgrade must be \"websocket\" and is missing (RFC 6455 §4.1)")
  }

  @Test("a server's answer is valid for the client that asked")
  func answer() throws {
    let handshake = Handshake(nonce: Self.nonce, subprotocols: ["chat", "soap"])
    let answer = try Handshake.answer(to: handshake.fields, subprotocols: ["soap", "chat"])
    #expect(answer.first("Sec-WebSocket-Accept") == Self.accept)
    var head = try #require(ResponseHead(statusLine: Array("HTTP/1.1 101 \r\n".utf8)))
    for field in answer { head.append(line: Array("\(field.name): \(field.value)\r\n".utf8)) }
    #expect(
      try handshake.validate(head) == Agreement(subprotocol: "chat", extensions: [], deflate: nil))
    #expect(try Handshake.answer(to: handshake.fields).first("Sec-WebSocket-Protocol") == nil)
  }

  @Test(
    "requests that are no handshake",
    arguments: [
      ("Upgrade", ["h2c"], .upgrade(["h2c"])),
      ("Connection", ["close"], .connection(["close"])),
      ("Sec-WebSocket-Version", ["8"], .webSocketVersion(["8"])),
      ("Sec-WebSocket-Version", [], .webSocketVersion([])),
      ("Sec-WebSocket-Version", ["13", "13"], .webSocketVersion(["13", "13"])),
      ("Sec-WebSocket-Key", [], .key([])),
      ("Sec-WebSocket-Key", [key, key], .key([key, key])),
      ("Sec-WebSocket-Key", ["Zm9v"], .key(["Zm9v"])),
      ("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZR=="], .key(["dGhlIHNhbXBsZSBub25jZR=="])),
      ("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ=A"], .key(["dGhlIHNhbXBsZSBub25jZQ=A"])),
      ("Sec-WebSocket-Key", ["dGhlIHNhbXBs*SBub25jZQ=="], .key(["dGhlIHNhbXBs*SBub25jZQ=="])),
    ] as [(String, [String], HandshakeFailure)])
  func refused(name: String, values: [String], failure: HandshakeFailure) {
    var request = Fields()
    for field in Handshake(nonce: Self.nonce).fields where field.name != name {
      request.append(field)
    }
    for value in values { request.append(Field(name, value)) }
    #expect(throws: failure) { try Handshake.answer(to: request) }
  }
}

@Suite("Each check of a 101") struct HandshakeCheckTests {
  private let handshake = Handshake(
    nonce: Array("the sample nonce".utf8), subprotocols: ["chat"],
    extensions: ["permessage-deflate"])

  private func failed(_ lines: String...) throws -> [String] {
    var head = try #require(ResponseHead(statusLine: Array("HTTP/1.1 101 OK\r\n".utf8)))
    for line in lines + [""] { head.append(line: Array((line + "\r\n").utf8)) }
    return handshake.checks(of: head).filter { $0.failure != nil }.map(\.name)
  }

  @Test func none() throws {
    #expect(
      try failed(
        "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol: chat",
        "Sec-WebSocket-Extensions: permessage-deflate") == [])
  }

  @Test func allAtOnce() throws {
    #expect(
      try failed(
        "Upgrade: h2c", "Connection: close", "Sec-WebSocket-Accept: x",
        "Sec-WebSocket-Protocol: other", "Sec-WebSocket-Extensions: x-frame") == [
          "Upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions",
          "Sec-WebSocket-Protocol",
        ])
  }

  @Test func oneByOne() throws {
    #expect(
      try failed("Upgrade: websocket", "Connection: Upgrade") == ["Sec-WebSocket-Accept"])
  }
}

/// The handshake without a connection of HTTP/1.1 (RFC 8441 §5).
@Suite struct ConnectHandshakeTests {
  private static let handshake = Handshake(
    nonce: [UInt8](repeating: 0, count: 16), subprotocols: ["chat"],
    extensions: [DeflateOffer().element])

  private func head(_ status: Int, _ lines: [String]) throws -> ResponseHead {
    var head = try #require(ResponseHead(statusLine: Array("HTTP/2 \(status) \r\n".utf8)))
    for line in lines + [""] { head.append(line: Array("\(line)\r\n".utf8)) }
    return head
  }

  @Test func fields() {
    #expect(
      Self.handshake.connectFields == [
        Field("Sec-WebSocket-Version", "13"), Field("Sec-WebSocket-Protocol", "chat"),
        Field("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"),
      ])
  }

  @Test(arguments: [200, 204, 299]) func anyStatusOfSuccess(_ status: Int) throws {
    let lines = ["sec-websocket-protocol: chat", "sec-websocket-extensions: permessage-deflate"]
    let agreement = try Self.handshake.validateConnect(head(status, lines))
    #expect(agreement.subprotocol == "chat" && agreement.deflate != nil)
  }

  @Test func whatWasNotOffered() throws {
    for line in ["sec-websocket-protocol: other", "sec-websocket-extensions: x-other"] {
      let head = try head(200, [line])
      #expect(throws: HandshakeFailure.self) { try Self.handshake.validateConnect(head) }
    }
    let refusal = try head(403, [])
    #expect(throws: HandshakeFailure.status(403)) { try Self.handshake.validateConnect(refusal) }
  }
}
