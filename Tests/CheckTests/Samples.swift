import Check
import HTTP
import Testing
import Transcript
import WebSocket

/// Results as a runner would hand them over.
enum Sample {
  static let chat = """
    # Who subscribes is told so.
    POST {{base}}/login
    [Form]
    user: alice
    HTTP 200
    [Captures]
    token: jq ".token"

    GET {{base}}/ws/chat
    Authorization: Bearer {{token}}
    HTTP 426 -> 101
    [WebSocket]
    send {"op":"subscribe","channel":"news"}
    expect jq ".op" == "subscribed" within 2s
    close 1000
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  static func text(
    _ text: String, _ time: Double, _ direction: Record.Direction = .incoming, number: Int? = nil
  ) -> Record {
    Record(.text(Array(text.utf8)), time: time, direction: direction, number: number)
  }

  static func exchange(
    _ method: String, _ path: String, _ status: Int, at start: Double, for duration: Double,
    decision: String? = nil
  ) -> ExchangeResult {
    var exchange = ExchangeResult(
      method: method, url: "http://127.0.0.1:8080\(path)", status: status, version: "HTTP/1.1",
      started: start, duration: duration,
      requestHead: ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:8080", "Authorization: ***"],
      responseHead: [
        "HTTP/1.1 \(status) Some Phrase", "Content-Type: application/json", "Connection: Upgrade",
      ], decision: decision)
    exchange.phases.lookup = duration * 0.05
    exchange.phases.connect = duration * 0.15
    exchange.phases.wait = duration * 0.6
    exchange.phases.receive = duration * 0.2
    return exchange
  }

  /// A log-in that works.
  static func login() -> EntryResult {
    var entry = EntryResult(
      position: Position(line: 2, column: 1), method: "POST", url: "http://127.0.0.1:8080/login")
    entry.duration = 0.045
    entry.exchanges = [exchange("POST", "/login", 200, at: 0, for: 0.045)]
    entry.exchanges[0].body = Array(#"{"token":"***"}"#.utf8)
    entry.exchanges[0].bodySize = 15
    entry.captures = [(name: "token", value: "***")]
    entry.met = 1
    entry.transcript = [
      Record(
        .request(method: "POST", url: "http://127.0.0.1:8080/login", fields: []), time: 0,
        direction: .outgoing),
      Record(
        .response(method: "POST", url: "http://127.0.0.1:8080/login", status: 200, fields: []),
        time: 0.045, direction: .incoming),
    ]
    return entry
  }

  /// 426, 101, and messages: `count` of them after the first two.
  static func chat(answer: String, messages count: Int = 0) -> EntryResult {
    let url = "http://127.0.0.1:8080/ws/chat"
    var entry = EntryResult(position: Position(line: 9, column: 1), method: "GET", url: url)
    entry.started = 0.05
    entry.exchanges = [
      exchange(
        "GET", "/ws/chat", 426, at: 0, for: 0.120,
        decision: "asking again as a WebSocket handshake"),
      exchange("GET", "/ws/chat", 101, at: 0.125, for: 0.170),
    ]
    entry.met = 2
    entry.transcript = [
      Record(.request(method: "GET", url: url, fields: []), time: 0, direction: .outgoing),
      Record(
        .response(method: "GET", url: url, status: 426, fields: []), time: 0.12,
        direction: .incoming),
      Record(.upgrade(token: "websocket", decision: "followed", reason: "426"), time: 0.122),
      Record(.request(method: "GET", url: url, fields: []), time: 0.125, direction: .outgoing),
      Record(
        .response(method: "GET", url: url, status: 101, fields: []), time: 0.295,
        direction: .incoming),
      Record(.open(url: url, subprotocol: "", extensions: ""), time: 0.295),
      text(#"{"op":"subscribe","channel":"news"}"#, 0.301, .outgoing, number: 1),
      text(answer, 0.312, number: 2),
    ]
    for index in 0..<count {
      let isOurs = index % 4 == 1
      entry.transcript.append(
        text(
          #"{"op":"\#(isOurs ? "ack" : "news")","id":\#(index)}"#, 0.32 + Double(index) * 0.013,
          isOurs ? .outgoing : .incoming, number: 3 + index))
    }
    let end = 0.33 + Double(count) * 0.013
    entry.transcript.append(
      Record(.close(Close(.normal)), time: end, direction: .outgoing))
    entry.transcript.append(
      Record(.close(Close(.normal)), time: end + 0.004, direction: .incoming))
    entry.duration = end + 0.005
    return entry
  }

  static func passed(_ name: String, messages: Int = 3) -> CheckResult {
    var check = CheckResult(name: name)
    check.lines = chat
    check.entries = [login(), chat(answer: #"{"op":"subscribed"}"#, messages: messages)]
    check.entries[1].met += 1
    check.duration = 0.05 + check.entries[1].duration
    return check
  }

  static func failed(_ name: String, messages: Int = 0) -> CheckResult {
    var check = CheckResult(name: name)
    check.lines = chat
    check.entries = [
      login(), chat(answer: #"{"op":"error","reason":"no such channel"}"#, messages: messages),
    ]
    check.entries[1].findings = [
      Finding(
        .failure, at: Position(line: 14, column: 8), #"jq ".op" is "error""#,
        expected: #"jq ".op" == "subscribed", within 2 s"#, actual: #""error""#, time: 0.312)
    ]
    check.duration = 0.05 + check.entries[1].duration
    return check
  }

  static func unreachable(_ name: String) -> CheckResult {
    var check = CheckResult(name: name)
    check.lines = chat
    var entry = EntryResult(
      position: Position(line: 2, column: 1), method: "POST", url: "http://127.0.0.1:9/login")
    entry.duration = 0.002
    let reason = "could not connect to 127.0.0.1 port 9: Connection refused"
    entry.transcript = [
      Record(
        .request(method: "POST", url: "http://127.0.0.1:9/login", fields: []), time: 0,
        direction: .outgoing), Record(.error(reason: reason), time: 0.002),
    ]
    entry.findings = [
      Finding(.error, at: Position(line: 2, column: 1), reason, status: 7, time: 0.002)
    ]
    check.entries = [entry]
    check.duration = 0.002
    return check
  }

  static func skipped(_ name: String) -> CheckResult {
    var check = CheckResult(name: name)
    check.isSkipped = true
    return check
  }

  static func summary(_ checks: [CheckResult]) -> Summary {
    var summary = Summary()
    summary.checks = checks
    summary.started = 1_795_401_420
    summary.duration = 0.75
    return summary
  }

  /// One of each outcome.
  static let small = summary([
    passed("checks/login.check"), failed("checks/ws/chat.check"),
    unreachable("checks/down.check"), skipped("checks/later.check"),
  ])

  /// `count` checks with `messages` each; some fail, whatever `count` is.
  static func large(_ count: Int, messages: Int = 50) -> Summary {
    summary(
      (1...count).map { number in
        let name = "checks/\(["http", "ws", "ws/rooms"][number % 3])/case-\(number).check"
        switch number {
        case 2, 17, 130, 131: return failed(name, messages: messages)
        case 25, 260: return unreachable(name)
        case 9, 99: return skipped(name)
        default: return passed(name, messages: messages)
        }
      })
  }

  /// A run with a name, to be a test's argument: the whole of it would be printed.
  struct Run: CustomTestStringConvertible {
    let testDescription: String
    let summary: Summary
  }

  /// The runs that every format has to stand.
  static let runs = [
    Run(testDescription: "small", summary: small), Run(testDescription: "30", summary: large(30)),
    Run(testDescription: "hostile", summary: hostile),
    Run(testDescription: "none", summary: summary([])),
  ]

  /// Everything that could break a format, wherever a string can be put.
  static let evil =
    "<script>alert(1)</script>]]>\u{0}\u{1B}[2J\u{7}\u{9B}\u{202E}\u{2066}\u{FFFE}\u{FFFF}"
    + "\"'&amp;\n\r\n# TODO \\\"\u{301}\u{2028}...\n  ---\n--><!--"

  static let hostile: Summary = {
    var check = CheckResult(name: evil)
    check.lines = [evil, String(repeating: "\t", count: 100_000) + evil]
    var entry = EntryResult(position: Position(line: 2, column: 99_990), method: evil, url: evil)
    entry.duration = .nan
    entry.exchanges = [
      ExchangeResult(
        method: evil, url: evil, status: -1, version: evil, started: -1e300, duration: .infinity,
        requestHead: [evil], responseHead: [evil], decision: evil)
    ]
    entry.exchanges[0].body = Array(evil.utf8) + [0xFF, 0xC3]
    entry.captures = [(name: evil, value: evil)]
    entry.transcript = [
      Record(.request(method: evil, url: evil, fields: [Field(evil, evil)]), time: -1),
      Record(.upgrade(token: evil, decision: evil, reason: evil), time: .nan),
      Record(.open(url: evil, subprotocol: evil, extensions: evil), time: 1e300),
      text(evil, 0, .outgoing), text(String(repeating: evil, count: 2000), 0.1),
      text("e" + String(repeating: "\u{301}", count: 200_000), 0.1),
      Record(.text([0xFF, 0xFE, 0x00]), time: 0.2, direction: .incoming),
      Record(.binary([UInt8](repeating: 0xAB, count: 1 << 18)), time: 0.3, direction: .incoming),
      Record(.ping(Array(evil.utf8)), time: 0.4, direction: .incoming),
      Record(.close(Close(.normal, reason: evil)), time: 0.5, direction: .incoming),
      Record(.gap(reason: evil), time: 0.6), Record(.error(reason: evil), time: 0.7),
    ]
    entry.findings = [
      Finding(
        .failure, at: Position(line: 2, column: 100_005), evil, expected: evil, actual: evil,
        time: .infinity),
      Finding(
        .failure, at: Position(line: 1, column: 1), "",
        expected: String(repeating: evil, count: 2000), actual: "", time: 0.3),
      Finding(.error, at: Position(line: 77, column: -5), evil, status: -9, time: -3),
    ]
    check.entries = [entry]
    check.duration = .nan
    check.started = -.infinity
    var other = failed("ok.check # TODO not a directive")
    other.entries[1].findings[0].message = evil
    return summary([check, other])
  }()
}
