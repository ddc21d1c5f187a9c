import HTTP
import Testing

@testable import WebSocket

/// What is offered, and what a server may answer (RFC 7692 §7.1).
struct DeflateHandshakeTests {
  @Test(
    "elements of Sec-WebSocket-Extensions",
    arguments: [
      ("a", "a"), ("a;b", "a b"), ("a; b; c", "a b c"), ("a ;\tb = c", "a b=c"),
      ("  a;b=1  ", "a b=1"), ("a; b=\"10\"", "a b=10"), (#"a; b="1\0""#, "a b=10"),
      ("a; b; b=1", "a b b=1"), ("x-webkit!#$; B=8", "x-webkit!#$ B=8"),
      ("", nil), (" ", nil), (";", nil), ("a;", nil), (";a", nil), ("a;;b", nil), ("a b", nil),
      ("a; b c", nil), ("a; =b", nil), ("a; b=", nil), ("a; b=c=d", nil), ("a; b= c d", nil),
      ("a; b=\"\"", nil), ("a; b=\"x y\"", nil), ("a; b=\"x;y\"", nil), ("a; b=\"10", nil),
      ("a; b=10\"", nil), ("a; b=\"", nil), (#"a; b="10\""#, nil), (#"a; b="1"0""#, nil),
      (#"a; b="\"10""#, nil), (#"a; b="\\10""#, nil), ("a; \"b\"=c", nil), ("é", nil),
      ("a; b=é", nil),
      ("a; b=\"1\u{301}0\"", nil), ("a\u{0}", nil), ("a; b=1\r\n", nil), ("a,b", nil),
    ] as [(String, String?)])
  func elements(_ text: String, _ words: String?) {
    let element = Extension(parsing: text)
    let found = element.map { element in
      ([String(element.name)]
        + element.parameters.map { "\($0.name)" + ($0.value.map { "=\($0)" } ?? "") })
        .joined(separator: " ")
    }
    #expect(found == words)
  }

  @Test("what is offered unless told otherwise")
  func usual() {
    let fields = Handshake(nonce: HandshakeTests.nonce, extensions: [DeflateOffer().element]).fields
    #expect(
      fields.values(of: "Sec-WebSocket-Extensions") == [
        "permessage-deflate; client_max_window_bits"
      ])
    #expect(
      Handshake(nonce: HandshakeTests.nonce).fields.values(of: "Sec-WebSocket-Extensions").isEmpty)
  }

  @Test(
    "offers",
    arguments: [
      ("", "permessage-deflate"), ("  ", "permessage-deflate"),
      ("client_max_window_bits", "permessage-deflate; client_max_window_bits"),
      ("client_max_window_bits=8", "permessage-deflate; client_max_window_bits=8"),
      (
        "server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9;"
          + "client_max_window_bits=\"15\"",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
          + "server_max_window_bits=9;client_max_window_bits=\"15\""
      ),
    ])
  func offers(_ text: String, _ element: String) throws {
    #expect(try DeflateOffer(parameters: text).element == element)
  }

  @Test(
    "offers that are none",
    arguments: [
      (";", "not a list"), ("server_no_context_takeover;", "not a list"), ("a b", "not a list"),
      ("server_no_context_takeover, permessage-deflate", "not a list"), ("\t", "not a list"),
      ("client_max_window_bits\r\nX: y", "not a list"), ("client_max_window_bits=", "not a list"),
      ("no_context_takeover", "no_context_takeover is not defined"),
      ("Server_no_context_takeover", "is not defined"),
      ("server_no_context_takeover=1", "server_no_context_takeover takes no value"),
      ("client_no_context_takeover=true", "client_no_context_takeover takes no value"),
      ("server_max_window_bits", "server_max_window_bits must be a number from 8 to 15"),
      ("server_max_window_bits=7", "must be a number"),
      ("server_max_window_bits=16", "must be a number"),
      ("server_max_window_bits=08", "must be a number"),
      ("server_max_window_bits=+9", "must be a number"),
      ("client_max_window_bits=0", "client_max_window_bits must be a number"),
      ("client_max_window_bits=15.0", "must be a number"),
      ("client_max_window_bits=99999999999999999999", "must be a number"),
      ("client_max_window_bits; client_max_window_bits=9", "is there twice"),
      ("server_no_context_takeover; server_no_context_takeover", "is there twice"),
    ])
  func invalidOffers(_ text: String, _ says: String) throws {
    let error = try #require(throws: InvalidParameters.self) {
      try DeflateOffer(parameters: text)
    }
    #expect(error.message.contains(says))
  }

  static let all =
    "server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; "
    + "client_max_window_bits=12"

  /// The offer, the lines of the answer without `permessage-deflate`, and what they settle.
  static let agreements: [(String, String, PermessageDeflate)] = [
    ("", "", .init()),
    ("client_max_window_bits", "", .init()),
    ("", "server_no_context_takeover", .init(serverForgets: true)),
    ("", "client_no_context_takeover", .init(clientForgets: true)),
    ("", "server_max_window_bits=8", .init(server: 8)),
    ("", "server_max_window_bits=15", .init()),
    ("", "server_max_window_bits=\"11\"", .init(server: 11)),
    ("", "server_max_window_bits=\"1\\1\"", .init(server: 11)),
    ("server_max_window_bits=12", "server_max_window_bits=12", .init(server: 12)),
    ("server_max_window_bits=12", "server_max_window_bits=9", .init(server: 9)),
    ("client_max_window_bits", "client_max_window_bits=8", .init(client: 8)),
    ("client_max_window_bits", "client_max_window_bits=15", .init()),
    ("client_max_window_bits=10", "client_max_window_bits=10", .init(client: 10)),
    ("client_max_window_bits=10", "client_max_window_bits=8", .init(client: 8)),
    // "the server may either ignore this value": we keep the window that we announced.
    ("client_max_window_bits=10", "", .init(client: 10)),
    // "even if the server doesn't include […] in the response, the client […] may" forget, and said it will.
    ("client_no_context_takeover", "", .init(clientForgets: true)),
    (
      all, all, .init(serverForgets: true, clientForgets: true, server: 10, client: 12)
    ),
    (
      all,
      "client_max_window_bits=9;server_max_window_bits=8 ;\tclient_no_context_takeover"
        + ";server_no_context_takeover",
      .init(serverForgets: true, clientForgets: true, server: 8, client: 9)
    ),
  ]

  @Test("answers", arguments: agreements)
  func answers(_ offer: String, _ answer: String, _ expected: PermessageDeflate) throws {
    let element = "permessage-deflate" + (answer.isEmpty ? "" : "; \(answer)")
    for lines in [[element], ["", element], [", \(element) ,"]] {
      let agreement = try validate(lines, offer: DeflateOffer(parameters: offer))
      #expect(agreement.deflate == expected)
      #expect(agreement.extensions == [element])
    }
  }

  @Test("no answer is an answer")
  func none() throws {
    for lines in [[], [""], [","]] {
      let agreement = try validate(lines, offer: DeflateOffer())
      #expect(agreement.deflate == nil && agreement.extensions.isEmpty)
    }
  }

  @Test(
    "answers that are not valid",
    arguments: [
      ("", "client_max_window_bits=10", "client_max_window_bits was not offered"),
      (
        "client_max_window_bits", "client_max_window_bits",
        "client_max_window_bits must be a number"
      ),
      ("client_max_window_bits=10", "client_max_window_bits=11", "is 11, more than the 10 offered"),
      ("client_max_window_bits", "client_max_window_bits=7", "must be a number from 8 to 15"),
      ("client_max_window_bits", "client_max_window_bits=16", "must be a number from 8 to 15"),
      ("client_max_window_bits", "client_max_window_bits=010", "must be a number from 8 to 15"),
      ("client_max_window_bits", "client_max_window_bits=x", "must be a number from 8 to 15"),
      ("server_max_window_bits=10", "", "server_max_window_bits=10 was asked for and is missing"),
      ("server_max_window_bits=10", "server_max_window_bits=11", "11, more than the 10 asked for"),
      ("", "server_max_window_bits", "server_max_window_bits must be a number"),
      ("", "server_max_window_bits=09", "server_max_window_bits must be a number"),
      ("", "server_max_window_bits=\"9 \"", nil),
      ("", "server_max_window_bits=9; server_max_window_bits=9", "is there twice"),
      ("server_no_context_takeover", "", "was asked for and is missing"),
      ("", "server_no_context_takeover=1", "takes no value"),
      ("", "client_no_context_takeover=\"x\"", "takes no value"),
      ("", "client_no_context_takeover; client_no_context_takeover", "is there twice"),
      ("", "mystery", "mystery is not defined"),
      ("", "mystery=1", "mystery is not defined"),
      ("", "Server_No_Context_Takeover", "is not defined"),
      ("", "server_max_window_bits=", nil), ("", ";", nil), ("", "a b", nil),
    ] as [(String, String, String?)])
  func invalid(_ offer: String, _ answer: String, _ says: String?) throws {
    let element = "permessage-deflate" + (answer.isEmpty ? "" : "; \(answer)")
    let failure = try #require(throws: HandshakeFailure.self) {
      try validate([element], offer: DeflateOffer(parameters: offer))
    }
    switch failure {
    case .deflate(let shown, let reason):
      let says = try #require(says)
      #expect(shown == element && reason.message.contains(says))
      #expect(failure.message.contains("(RFC 7692 §7.1)"))
    case .extensions(let shown, let offered):
      #expect(says == nil && shown.count == 1 && !offered.isEmpty)
    default:
      Issue.record("\(failure)")
    }
  }

  @Test(
    "other extensions",
    arguments: [
      ["permessage-bzip2"], ["x-webkit-deflate-frame"], ["Permessage-Deflate"],
      ["permessage-deflat"],
      ["permessage-deflate, permessage-deflate"], ["permessage-deflate", "permessage-deflate"],
      ["permessage-deflate", "permessage-bzip2"], ["a, permessage-deflate"],
      ["\"permessage-deflate\""],
    ])
  func others(_ lines: [String]) {
    for offer in [DeflateOffer(), nil] {
      let failure = #expect(throws: HandshakeFailure.self) { try validate(lines, offer: offer) }
      if case .extensions(_, offered: offer.map { [$0.element] } ?? [])? = failure { continue }
      Issue.record("\(String(describing: failure))")
    }
  }

  @Test(
    "of several offers, the first that the answer fits",
    arguments: [
      ("permessage-deflate", 15), ("permessage-deflate; client_max_window_bits=9", 9),
      ("permessage-deflate; client_max_window_bits=12", nil),
    ] as [(String, Int?)])
  func fallback(answer: String, bits: Int?) throws {
    let offers = [
      "permessage-deflate; client_max_window_bits=10; server_no_context_takeover",
      "x-webkit-deflate-frame", "permessage-deflate; client_max_window_bits=9",
      "permessage-deflate",
    ]
    let handshake = Handshake(nonce: HandshakeTests.nonce, extensions: offers)
    #expect(
      handshake.fields.values(of: "Sec-WebSocket-Extensions") == [offers.joined(separator: ", ")])
    let agreement = try? handshake.validate(head(["permessage-deflate" + answer.dropFirst(18)]))
    #expect(agreement?.deflate?.clientMaxWindowBits == bits.map { $0 == 15 ? 9 : $0 })
  }

  @Test("an answer of any length takes little time, and its sentence stays short")
  func long() throws {
    let many = String(repeating: "; server_no_context_takeover", count: 10_000)
    let spaces = "; a=b" + String(repeating: " ", count: 100_000)
    let quotes = "; a=\"" + String(repeating: "\\", count: 100_000) + "\""
    let one = "; " + String(repeating: "e", count: 100_000)
    for answer in [many, spaces, quotes, one] {
      let failure = try #require(throws: HandshakeFailure.self) {
        try validate(["permessage-deflate" + answer], offer: DeflateOffer())
      }
      #expect(failure.message.utf8.count < 500)
    }
  }

  private func validate(_ lines: [String], offer: DeflateOffer?) throws -> Agreement {
    let extensions = offer.map { [$0.element] } ?? []
    return try Handshake(nonce: HandshakeTests.nonce, extensions: extensions).validate(head(lines))
  }

  private func head(_ lines: [String]) throws -> ResponseHead {
    var head = try #require(ResponseHead(statusLine: Array("HTTP/1.1 101 \r\n".utf8)))
    let fields =
      [
        "Connection: Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Accept: \(HandshakeTests.accept)",
      ] + lines.map { "Sec-WebSocket-Extensions: \($0)" }
    for line in fields + [""] { head.append(line: Array((line + "\r\n").utf8)) }
    return head
  }
}
