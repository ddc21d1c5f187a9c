import Client
import HTTP
import Jq
import Testing
import Transcript
import Transfer
import Upgrade
import WebSocket

@testable import Check

/// What was asked, written and read back as the runner reads it.
struct RecordRequestTests {
  /// The job that a check makes of what was recorded of one.
  private func replayed(_ asked: Job, _ variables: [String: String] = [:]) throws -> Job {
    let entry = try #require(try entries(recorded(asked, way([200]))).first)
    let evaluator = Evaluator(
      filters: Jq.Filters(), variables: variables.mapValues { .string($0) }
    ) { _, _ throws(Trouble) in [] }
    let plan = Plan(job: job()) { _, _ in (0, "") }
    let choices = try Choices(entry.options, plan, evaluator) {
      path, _ throws(Trouble) in path
    }
    return try Asking(entry, evaluator).job(job(), choices)
  }

  static let options: [@Sendable (inout Options) -> Void] = [
    { $0.tls.verifies = false }, { $0.tls.authoritiesFile = "a dir/ca#1.pem" },
    { $0.decompresses = true },
    { $0.followsRedirects = true },
    { ($0.followsRedirects, $0.trustsRedirects, $0.maximumRedirects) = (true, true, -1) },
    { $0.credentials = "alice:s3cret" }, { $0.credentials = "alice" }, { $0.netrc = .required },
    { $0.netrc = .optional }, { ($0.netrc, $0.netrcFile) = (.required, "n") },
    { $0.tls.setCertificate("a.pem") }, { $0.tls.setCertificate(#"C\:a\\b.pem:pass:phrase\"#) },
    { $0.tls.key = "k" }, { $0.proxy.url = "http://127.0.0.1:3128" },
    { $0.proxy.url = "bob:pass@proxy:1" },
    { $0.resolve = ["a:80:127.0.0.1", "b:80:127.0.0.1"] }, { $0.connectTo = ["::127.0.0.1:81"] },
    { $0.unixSocket = "/tmp/x y" }, { $0.addressFamily = .ipv4 }, { $0.addressFamily = .ipv6 },
    { $0.version = .http10 }, { $0.version = .http11 }, { $0.version = .http2 },
    { ($0.connectTimeout, $0.maximumTime) = (1500, 20_000) },
  ]

  @Test(arguments: RecordRequestTests.options.indices) func `what is in Options`(_ index: Int)
    throws
  {
    let asked = job { Self.options[index](&$0.options) }
    let again = try replayed(
      asked, ["password": index == 14 ? "pass" : "s3cret", "passphrase": #"pass:phrase\"#])
    #expect("\(again.options)" == "\(asked.options)")
  }

  @Test func `what a WebSocket is told`() throws {
    let asked = job("wss://127.0.0.1/chat") {
      $0.subprotocols = ["a", "b"]
      $0.extensions = ["permessage-deflate; client_no_context_takeover"]
      $0.policy.maximum = 3
      $0.conversation.maximumMessage = 1 << 20
      $0.conversation.pingInterval = 0.5
      $0.conversation.pingTimeout = 2
    }
    let again = try replayed(asked)
    #expect(again.beginsWithHandshake)
    #expect(again.subprotocols == asked.subprotocols)
    #expect(again.extensions == asked.extensions)
    #expect(again.policy.maximum == 3)
    #expect("\(again.conversation)" == "\(asked.conversation)")
    #expect(try replayed(job { $0.extensions = [] }).extensions.isEmpty)
    #expect(try replayed(job { $0.beginsWithHandshake = true }).beginsWithHandshake)
  }

  @Test func `fields as typed, and those that were taken away`() throws {
    let again = try replayed(
      job {
        $0.headerLines = [
          "X-A: 1", "x-a:2", "Accept:", "X-Empty;", "#odd`!: v", "not a token: 1", "none",
        ]
        $0.options.referer = "http://r/;auto"
        $0.options.cookies = "a=1; b=22222"
      }, ["a": "1", "b": "22222"])
    #expect(
      again.headerLines == [
        "Accept:", "X-A: 1", "x-a: 2", "X-Empty;", "#odd`!: v", "Referer: http://r/",
        "Cookie: a=1; b=22222",
      ])
  }

  @Test(
    arguments: [
      (nil, nil, true, "GET"), (nil, [1], true, "POST"), ("PUT", [1], true, "PUT"),
      (nil, nil, false, "HEAD"),
      ("GET", [1], true, "GET"), ("M-SEARCH", nil, true, "M-SEARCH"),
    ] as [(String?, [UInt8]?, Bool, String)])
  func `the method and the body`(
    _ method: String?, _ body: [UInt8]?, _ wantsBody: Bool, _ line: String
  ) throws {
    let asked = job {
      ($0.method, $0.body, $0.wantsBody) = (method, body.map { .bytes($0) }, wantsBody)
    }
    #expect(lines(recorded(asked, way([200])))[0].hasPrefix(line + " "))
    let again = try replayed(asked)
    #expect(effectiveMethod(again) == effectiveMethod(asked))
    if case .bytes(let bytes)? = again.body { #expect(bytes == body) } else { #expect(body == nil) }
    #expect(
      again.headerLines.contains("Content-Type: application/x-www-form-urlencoded") == (body != nil)
    )
  }

  private func effectiveMethod(_ job: Job) -> String {
    var request = Request(url: job.url)
    (request.method, request.body, request.wantsBody) = (job.method, job.body, job.wantsBody)
    return request.effectiveMethod
  }

  @Test(arguments: [("get", false), ("Get", false), ("", false), ("1X", false), ("PURGE", true)])
  func `a method in capitals only`(_ method: String, _ isFine: Bool) {
    #expect((Recording.obstacle(to: job { $0.method = method }) == nil) == isFine)
  }

  @Test(arguments: [
    (
      "http://127.0.0.1:8080/a|b\"c{{d}}\\e^f",
      "http://127.0.0.1:8080/a%7Cb%22c%7B%7Bd%7D%7D%5Ce%5Ef"
    ),
    ("http://[::1]/?a=%20&b=c#d", "http://[::1]/?a=%20&b=c"), ("127.0.0.1", "http://127.0.0.1/"),
    ("HTTPS://127.0.0.1/é", "https://127.0.0.1/é"),
  ])
  func `URLs`(_ typed: String, _ written: String) throws {
    let text = recorded(job(typed), way([200]))
    #expect(lines(text)[0] == "GET " + written)
    #expect(try entries(text).count == 1)
  }

  @Test func `what a check file cannot say stands at its head`() {
    let text = recorded(
      job {
        $0.options.schemes = .digest
        $0.options.tls.authoritiesFolder = "certs"
        $0.options.proxy.credentials = "bob:hunter2"
        $0.options.cookieFiles = ["jar"]
      }, way([200]))
    #expect(
      text.contains(
        "# To run it: upshift check --capath FOLDER --cookie FILE --digest --proxy-user USER:PASSWORD FILE\n"
      ))
    #expect(!text.contains("hunter2"))
  }
}
