import HTTP2
import Testing

@Suite struct EndingTests {
  @Test func reset() {
    let client = Client(answered: true)
    client.receive([.data(Array("last".utf8)), .reset(8)])
    #expect(client.connect.ending == .reset(ErrorCode(rawValue: 8)) && client.connect.isClosed)
    #expect(client.data == Array("last".utf8), "what came before is there")
    #expect(
      "\(ErrorCode(rawValue: 8))" == "CANCEL" && "\(ErrorCode(rawValue: 99))" == "error code 99")
  }

  @Test func aResetWithoutAnErrorAfterTheEnd() {
    let client = Client()
    client.receive([
      .headers([(":status", "403")]), .data(Array("no".utf8), flags: Frame.endStream), .reset(0),
    ])
    #expect(client.connect.ending == .endOfStream && client.data == Array("no".utf8))
  }

  @Test func goAwayThatLeavesTheStreamOut() {
    let client = Client()
    client.receive([.goAway(0, 0)])
    #expect(client.connect.ending == .refused)
  }

  @Test func goAwayThatDoesNot() {
    let client = Client(answered: true)
    client.receive([.goAway(1, 11, "calm down"), .data(Array("more".utf8))])
    #expect(client.connect.ending == nil && client.data == Array("more".utf8))
    client.connect.receiveEOF()
    #expect(client.connect.ending == .lost(ErrorCode(rawValue: 11), "calm down"))
  }

  @Test func theConnectionEnds() {
    let client = Client(answered: true)
    client.connect.receiveEOF()
    #expect(client.connect.ending == .lost(nil, "") && client.connect.room == 0)
  }

  @Test func aHeadTooLarge() {
    let client = Client(limits: Limits(maximumHead: 1000))
    let fields = (0..<30).map { ("f\($0)", "v") }
    client.receive([.headers([(":status", "200")] + fields)])
    #expect(client.connect.ending == .headTooLarge && client.events.count == 1)
  }

  @Test func interimHeadsAreCountedTogether() {
    let client = Client(limits: Limits(maximumHead: 1000))
    for _ in 0..<40 { client.receive([.headers([(":status", "103"), ("link", "x")])]) }
    #expect(client.connect.ending == .headTooLarge && client.events.count < 20)
  }

  static let violations: [[Frame]] = [
    // Not SETTINGS first.
    [Frame(kind: .ping, payload: [0, 0, 0, 0, 0, 0, 0, 0])],
    [.settings([(5, 1)])],
    [.settings(Client.enable), .data([1])],
    [.settings(Client.enable), .headers([("x", "y")])],
    [.settings(Client.enable), .headers([(":status", "101")])],
    [.settings(Client.enable), .headers([(":status", "200"), ("Upper", "case")])],
    [.settings(Client.enable), .headers([(":status", "200"), ("connection", "close")])],
    [.settings(Client.enable), Frame(kind: .continuation, flags: 4, stream: 1)],
    [.settings(Client.enable), .windowUpdate(1, 0)],
    [.settings(Client.enable + [(4, 1 << 31)])],
    [
      .settings(Client.enable),
      Frame(kind: .pushPromise, flags: 4, stream: 1, payload: [0, 0, 0, 2]),
    ],
    [.settings((0..<40).map { (UInt16(0x100 + $0), 1) })],
  ]

  @Test(arguments: violations.indices)
  func theRulesAreBroken(_ index: Int) {
    let client = Client(settings: nil)
    client.receive(Self.violations[index])
    guard case .violation(let what)? = client.connect.ending else {
      Issue.record("\(String(describing: client.connect.ending))")
      return
    }
    #expect(!what.isEmpty)
    // Whatever comes now changes nothing.
    client.receive([.data([1, 2, 3]), .settings([])])
    #expect(client.connect.ending == .violation(what) && client.data.isEmpty)
  }

  @Test func noise() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let client = Client(answered: Bool.random())
      client.receive((0..<200).map { _ in UInt8.random(in: .min ... .max, using: &random) })
      client.connect.receiveEOF()
      #expect(client.connect.ending != nil)
    }
  }

  /// Answers that nobody takes do not pile up.
  @Test(arguments: [
    Frame(kind: .ping, payload: [1, 2, 3, 4, 5, 6, 7, 8]), .settings([(1, 4096)]),
  ])
  func aFloodThatWantsAnswers(_ frame: Frame) {
    let client = Client(answered: true)
    for _ in 0..<10_000 where client.connect.ending == nil {
      let bytes = frame.bytes
      client.connect.receive(bytes.span)
    }
    guard case .violation? = client.connect.ending else {
      Issue.record("still there")
      return
    }
  }

  @Test func aFloodOfContinuations() {
    let client = Client()
    client.receive([Frame(kind: .headers, stream: 1, payload: Frame.block([(":status", "200")]))])
    let part = Frame(kind: .continuation, stream: 1, payload: Frame.block([("a", "b")]))
    for _ in 0..<100_000 where client.connect.ending == nil { client.receive([part]) }
    #expect(client.connect.ending != nil)
  }

  @Test func aFloodOfNothing() {
    let client = Client(answered: true)
    let empty = Frame.data([]).bytes
    for _ in 0..<100_000 { client.connect.receive(empty.span) }
    #expect(client.connect.ending == nil && client.connect.available == 0)
  }
}
