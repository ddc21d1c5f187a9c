import Client
import HTTP
import Platform
import Streams
import Text
import Transcript
import Transfer
import Upgrade
import WebSocket

/// One attempt at one entry: its request, through upgrades and the conversation, and what is thought of what came.
final class Attempt {
  private let entry: Entry
  private let plan: Plan
  private let evaluator: Evaluator
  private let cancellation: Cancellation
  private let began = Clock.now()

  private var result: EntryResult
  private var heads: [Head] = []
  private var body: [UInt8] = []
  private var bodyIsTooLarge = false
  private var talker: Talker?
  private var chain: Chain?
  /// Values that were captured as secrets.
  private(set) var secrets: [String] = []

  /// A head that came, and what was decided on it.
  fileprivate struct Head {
    let exchange: Exchange
    let time: Double
    /// Of the chain's transfers.
    let hop: Int
    var decision: String?
  }

  /// A longer body is not held.
  private static let largestBody = 256 << 20
  /// As much of a body goes into the reports.
  private static let shownBody = 4 << 10

  init(_ entry: Entry, _ plan: Plan, _ evaluator: Evaluator, _ cancellation: Cancellation) {
    self.entry = entry
    self.plan = plan
    self.evaluator = evaluator
    self.cancellation = cancellation
    let url = try? entry.url.render(evaluator.variables)
    result = EntryResult(
      position: entry.position, method: entry.method,
      url: url.map { Secrets.hidden(url: $0) } ?? entry.url.source)
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - start: when the check began, in `Clock` seconds.
  ///   - deadline: when it has to be over.
  func run(
    _ choices: Choices, on session: Session, start: Double, deadline: Double?
  ) -> EntryResult {
    result.started = began - start
    do throws(Trouble) {
      var job = try Asking(entry, evaluator).job(plan.job, choices)
      if let deadline {
        let left = max(1, Int((deadline - began) * 1000))
        job.options.maximumTime = min(job.options.maximumTime ?? left, left)
      }
      prepare(choices)
      let chain = Chain(job, on: session, observer: self)
      self.chain = chain
      let outcome = chain.run()
      finish(outcome, chain, choices)
      tell(chain)
    } catch {
      result.findings.append(Finding(error, time: time))
    }
    result.duration = time
    return result
  }

  private var time: Double { Clock.now() - began }

  private func record(_ event: Record.Event, _ direction: Record.Direction?) {
    result.transcript.append(Record(event, time: time, direction: direction))
  }

  private func prepare(_ choices: Choices) {
    let script = Script(
      entry.conversation ?? [], isStrict: choices.isStrict, patience: choices.patience)
    talker = Talker(
      script, judge: self, clock: { [unowned self] in time },
      record: { [unowned self] in record($0, $1) },
      begins: { [unowned self] in opens($0) })
  }

  // MARK: What came

  private func finish(_ outcome: Outcome, _ chain: Chain, _ choices: Choices) {
    switch outcome {
    case .response, .failure(.handshakeRefused), .failure(.upgrade):
      answered(outcome, chain)
    case .failure(.interrupted):
      fail(outcome, chain)
    case .failure: fail(outcome, chain)
    case .conversation(let ending): finish(ending, outcome, chain)
    }
    if bodyIsTooLarge {
      error("the body has more than \(Size.text(Self.largestBody))", status: 63)
    }
    if let path = choices.output { write(to: path) }
  }

  /// There is a response, and no conversation.
  private func answered(_ outcome: Outcome, _ chain: Chain) {
    judge(chain)
    guard result.findings.isEmpty else { return explainRefusal(outcome, chain) }
    // `426 -> 200` is a chain that never wanted one.
    guard entry.conversation != nil || entry.answer?.chain.last == .code(101) else { return }
    let status = heads.last.map { "HTTP \($0.exchange.response.status)" }
    result.findings.append(
      Finding(
        .failure, at: entry.answer?.position ?? entry.position,
        "the connection did not become a WebSocket", expected: "HTTP 101", actual: status,
        time: time))
    explainRefusal(outcome, chain)
  }

  /// Why an upgrade was not followed is worth a word.
  private func explainRefusal(_ outcome: Outcome, _ chain: Chain) {
    guard case .failure(.upgrade) = outcome, !result.findings.isEmpty else { return }
    result.findings[0].message += ": " + plan.verdict(outcome, chain.uri).message
  }

  private func finish(_ ending: Ending, _ outcome: Outcome, _ chain: Chain) {
    let verdict = plan.verdict(outcome, chain.uri)
    let isBroken =
      ending.violation != nil || ending.ranOutOfTime || ending.unanswered != nil
      || ending.signal != nil
    // A Close that came is the script's to judge; a connection that ended otherwise is not.
    talker?.ended(
      isBroken || ending.received == nil
        ? verdict.message.isEmpty ? "the connection is gone" : verdict.message
        : "the server closed")
    if let script = talker?.script {
      result.met += script.met
      if let finding = script.finding { result.findings.append(finding) }
    }
    if isBroken { fail(outcome, chain) }
  }

  private func fail(_ outcome: Outcome, _ chain: Chain) {
    let verdict = plan.verdict(outcome, chain.uri)
    record(.error(reason: verdict.message), nil)
    error(verdict.message, status: verdict.status)
  }

  private func error(_ message: String, status: Int32) {
    result.findings.append(
      Finding(.error, at: entry.position, message, status: status, time: time))
  }

  private func write(to path: String) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { return error("cannot write \(path): \(describe(errno))", status: 23) }
    defer { close(file) }
    var isWritten = true
    body.withUnsafeBytes { isWritten = writeBytes($0, to: file) == $0.count }
    if !isWritten { error("cannot write \(path): \(describe(errno))", status: 23) }
  }

  // MARK: What is thought of it

  /// The 101 has come: whether the conversation is to go on.
  private func opens(_ conversation: Conversation) -> Bool {
    let agreement = conversation.agreement
    record(
      .open(
        url: conversation.uri.redacted, subprotocol: agreement.subprotocol ?? "",
        extensions: agreement.extensions.joined(separator: ", ")), nil)
    if let chain { judge(chain) }
    return result.findings.isEmpty
  }

  private func judge(_ chain: Chain) {
    guard let answer = entry.answer, let last = heads.last else { return }
    var answering = Answering(answer, evaluator)
    answering.judge(
      response(last, chain), chain: heads.filter(\.isFinal).map { $0.exchange.response.status },
      at: last.time)
    result.met += answering.met
    result.findings += answering.findings
    for (name, value, isSecret) in answering.captures { note(name, value, isSecret) }
  }

  private func note(_ name: String, _ value: Value, _ isSecret: Bool) {
    if isSecret, let text = value.text { secrets.append(text) }
    result.captures.append((name, isSecret ? "***" : value.shown()))
  }

  private func response(_ head: Head, _ chain: Chain) -> Response {
    let exchange = head.exchange
    let duration = (chain.reports.last.map { Double($0.total) / 1e6 } ?? head.time) * 1000
    return Response(
      status: exchange.response.status,
      version: String("\(exchange.response.version)".dropFirst(5)),
      url: Secrets.hidden(url: exchange.url), fields: exchange.response.fields, body: body,
      duration: Int(duration.rounded()), certificate: certificate(chain))
  }

  private func certificate(_ chain: Chain) -> Certificate? {
    let facts = Dictionary(chain.certificate.map { ($0.name, $0.value) }) { first, _ in first }
    guard let subject = facts["Subject"] else { return nil }
    return Certificate(
      subject: subject, issuer: facts["Issuer"] ?? "", start: Self.date(facts["Start date"]),
      end: Self.date(facts["Expire date"]), serialNumber: facts["Serial Number"] ?? "",
      alternativeNames: facts["X509v3 Subject Alternative Name"])
  }

  /// `Nov 23 02:36:38 2026 GMT` as RFC 3339 has it.
  private static func date(_ text: String?) -> String {
    let words = (text ?? "").split(separator: " ")
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard words.count == 5, let month = months.firstIndex(of: String(words[0])) else {
      return text ?? ""
    }
    func two(_ text: String) -> String { (text.count < 2 ? "0" : "") + text }
    return "\(words[3])-\(two("\(month + 1)"))-\(two(String(words[1])))T\(words[2])Z"
  }

  // MARK: For the reports

  private func tell(_ chain: Chain) {
    var before = 0.0
    for (index, head) in heads.enumerated() {
      let exchange = head.exchange
      let isLastOfHop = index + 1 == heads.count || heads[index + 1].hop != head.hop
      var shown = ExchangeResult(
        method: exchange.method, url: Secrets.hidden(url: exchange.url),
        status: exchange.response.status, version: "\(exchange.response.version)",
        started: before, duration: head.time - before,
        requestHead: Self.lines(exchange.requestHead),
        responseHead: Self.lines(exchange.response.raw), decision: head.decision)
      let isAlone = index == 0 || heads[index - 1].hop != head.hop
      if isLastOfHop, isAlone, head.hop < chain.reports.count {
        shown.phases = Phases(chain.reports[head.hop])
      }
      if index + 1 == heads.count, talker == nil || !body.isEmpty {
        shown.body = Array(body.prefix(Self.shownBody))
        shown.bodySize = body.count
      }
      before = head.time
      result.exchanges.append(shown)
    }
  }

  private static func lines(_ head: [UInt8]) -> [String] {
    head.split(whereSeparator: { $0 == 10 || $0 == 13 })
      .map { Secrets.hidden(String(decoding: $0, as: UTF8.self)) }
  }
}

extension Attempt.Head {
  var isFinal: Bool {
    !exchange.isFromConnect && (exchange.response.status >= 200 || exchange.response.status == 101)
  }
}

extension Attempt: ChainObserver {
  func traced(_ kind: Trace, _ bytes: Span<UInt8>) {}

  func received(_ exchange: Exchange, isFollowed: Bool) -> Bool {
    heads.append(
      Head(exchange: exchange, time: time, hop: chain?.reports.count ?? 0, decision: nil))
    body = []
    let (method, url) = (exchange.method, exchange.url)
    record(
      .request(method: method, url: url, head: exchange.requestHead, showsSecrets: false), .outgoing
    )
    record(.response(method: method, url: url, exchange.response, showsSecrets: false), .incoming)
    return true
  }

  func resolved(_ resolution: Resolution) {
    for token in resolution.considered {
      record(.upgrade(token: token.text, decision: token.verdict, reason: ""), nil)
    }
    guard !heads.isEmpty else { return }
    heads[heads.count - 1].decision = resolution.decision.next
  }

  func noted(_ note: String) {}

  func body(_ bytes: Span<UInt8>) -> Bool {
    guard body.count + bytes.count <= Self.largestBody else {
      bodyIsTooLarge = true
      return false
    }
    bytes.withUnsafeBufferPointer { body.append(contentsOf: $0) }
    return true
  }

  func application(for uri: URI, _ agreement: Agreement) -> any Application {
    talker
      ?? Talker(
        Script([], isStrict: false, patience: 0), judge: self, clock: { 0 }, record: { _, _ in },
        begins: { _ in false })
  }

  var watched: [Watched] { [Watched(cancellation.descriptor, reading: true)] }

  func ready(_ watched: [Watched]) -> Int32? {
    watched.contains(where: \.isReadable) ? SIGINT : nil
  }
}

extension Attempt: Script.Judge {
  func message(
    _ payload: Payload, isBinary: Bool
  ) throws(Trouble) -> (MessageKind, [UInt8]) {
    let bytes = try evaluator.bytes(of: payload)
    let isText: Bool
    switch payload {
    case .json, .xml, .text: isText = true
    case .bytes, .file: isText = UTF8Validator.accepts(bytes.span)
    }
    return (isText && !isBinary ? .text : .binary, bytes)
  }

  func text(_ template: Template) throws(Trouble) -> String {
    try template.render(evaluator.variables)
  }

  func judge(_ assert: Assert, on message: Script.Message) throws(Trouble) -> Verdict {
    do throws(Trouble) {
      return try evaluator.judge(assert, on: .message(message.bytes, isText: message.isText))
    } catch {
      // A message that is no JSON is one that does not match.
      guard error.isFailure else { throw error }
      return .unmet(expected: "", actual: error.message)
    }
  }

  func capture(_ capture: Capture, from message: Script.Message) throws(Trouble) {
    let name = try capture.name.render(evaluator.variables)
    let subject = Subject.message(message.bytes, isText: message.isText)
    guard let value = try evaluator.evaluate(capture.question, on: subject) else {
      throw Trouble("nothing to capture as \(name)", at: capture.question.position, isFailure: true)
    }
    evaluator.variables[name] = value
    note(name, value, capture.isSecret)
  }
}

extension Template {
  /// As it stands in the file, about.
  fileprivate var source: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .variable(let name, _): "{{\(name)}}"
      }
    }.joined()
  }
}

extension Phases {
  fileprivate init(_ report: Report) {
    self.init()
    func seconds(_ from: Int, _ to: Int) -> Double { max(0, Double(to - from) / 1e6) }
    lookup = seconds(0, report.nameLookup)
    connect = seconds(report.nameLookup, report.connect)
    if report.appConnect > 0 { tls = seconds(report.connect, report.appConnect) }
    wait = seconds(report.preTransfer, report.startTransfer)
    receive = seconds(report.startTransfer, report.total)
  }
}
