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
  private var happened = Ends()
  private var heads: [Head] = []
  /// When the last byte had come, in seconds since the start; what we think of it takes time too.
  private var ended = 0.0
  private var body: [UInt8] = []
  private var bodyIsTooLarge = false
  private var script = Script([], isStrict: false, patience: 0)
  private var talker: Talker?
  private var chain: Chain?
  /// Values that were captured as secrets.
  private(set) var secrets: [[UInt8]] = []

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
        let left = Int(((deadline - began) * 1000).rounded(.up))
        guard left > 0 else {
          error("the time was over (--max-time)", status: 28)
          return result
        }
        job.options.maximumTime = min(job.options.maximumTime ?? left, left)
      }
      script = Script(
        entry.conversation ?? [], isStrict: choices.isStrict, patience: choices.patience)
      let chain = Chain(job, on: session, observer: self)
      self.chain = chain
      let outcome = chain.run()
      ended = time
      finish(outcome, chain, choices)
      tell(chain)
    } catch {
      result.findings.append(Finding(error, time: time))
    }
    result.duration = time
    result.transcript = happened.records
    result.messagesLeftOut = happened.messagesLeftOut
    return result
  }

  private var time: Double { Clock.now() - began }

  private func record(
    _ event: Record.Event, _ direction: Record.Direction?, at moment: Double? = nil
  ) {
    happened.add(Record(event, time: moment ?? time, direction: direction))
  }

  // MARK: What came

  private func finish(_ outcome: Outcome, _ chain: Chain, _ choices: Choices) {
    switch outcome {
    case .response, .failure(.handshakeRefused), .failure(.upgrade):
      answered(outcome, chain)
    case .failure, .stream: fail(outcome, chain)
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
    guard entry.expectsWebSocket else { return }
    let status = heads.last.map { "HTTP \($0.exchange.response.status)" }
    result.findings.append(
      Finding(
        .failure, at: entry.answer?.position ?? entry.position,
        "the connection did not become a WebSocket", expected: "HTTP 101", actual: status,
        time: time))
    explainRefusal(outcome, chain)
  }

  /// Why there was no upgrade is worth a word.
  private func explainRefusal(_ outcome: Outcome, _ chain: Chain) {
    guard !result.findings.isEmpty else { return }
    if case .failure(.upgrade) = outcome {
      result.findings[0].notes.append(plan.verdict(outcome, chain.uri).message)
    } else if entry.expectsWebSocket, case .response(let response) = outcome,
      [200, 400, 404, 405].contains(response.status)
    {
      result.findings[0].notes.append(
        "no upgrade was asked for: 'upgrade: websocket' in [Options] offers one at once")
    }
  }

  private func finish(_ ending: Ending, _ outcome: Outcome, _ chain: Chain) {
    let isBroken =
      ending.violation != nil || ending.ranOutOfTime || ending.unanswered != nil
      || ending.signal != nil
    // A Close that came is the script's to judge; a connection that ended otherwise is not.
    let loss = isBroken || ending.received == nil ? verdict(outcome, chain) : nil
    if let loss, isBroken || talker?.script.isOver == false {
      record(.error(reason: loss.message), nil)
    }
    talker?.ended(loss)
    if let script = talker?.script {
      result.met += script.met
      if let finding = script.finding { result.findings.append(finding) }
    }
    let end = plan.verdict(outcome, chain.uri)
    if end.status == 116, talker?.script.hasJudgedClose == false, result.findings.isEmpty {
      error(end.message, status: end.status)
    }
    if let loss, isBroken, !result.findings.contains(where: { $0.kind == .error }) {
      error(loss.message, status: loss.status)
    }
  }

  private func fail(_ outcome: Outcome, _ chain: Chain) {
    let (status, message) = verdict(outcome, chain)
    record(.error(reason: message), nil)
    error(message, status: status)
  }

  /// What the command line would say of it; it says nothing of what the user did, and of a Close that was only
  /// ours.
  private func verdict(_ outcome: Outcome, _ chain: Chain) -> (status: Int32, message: String) {
    var (status, message) = plan.verdict(outcome, chain.uri)
    if status == 0 { status = 115 }
    if message.isEmpty {
      message =
        status == 115 ? "the connection was lost before our Close was answered" : "interrupted"
    }
    return (status, message)
  }

  private func error(_ message: String, status: Int32) {
    result.findings.append(
      Finding(.error, at: entry.position, message, status: status, time: time))
  }

  private func write(to path: String) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    do throws(FileError) {
      guard file >= 0 else { throw FileError(path: path, number: errno) }
      try writeAndClose(body, to: file, path: path)
    } catch {
      self.error("cannot write \(error.message)", status: 23)
    }
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
    // Without time there is nothing more to be said.
    let isOver = answering.findings.firstIndex { $0.status == 28 }
    result.findings += answering.findings.prefix(isOver.map { $0 + 1 } ?? .max)
    for (name, value, isSecret) in answering.captures { note(name, value, isSecret) }
  }

  private func note(_ name: String, _ value: Value, _ isSecret: Bool) {
    if isSecret { secrets += value.secrets }
    result.captures.append((name, isSecret ? "***" : value.shown()))
  }

  private func response(_ head: Head, _ chain: Chain) -> Response {
    let exchange = head.exchange
    // What is said of a `url` is not to tell it.
    if let userinfo = Secrets.userinfo(of: exchange.url) {
      secrets.append(Array((userinfo + "@").utf8))
    }
    let duration = (chain.reports.last.map { Double($0.total) / 1e6 } ?? head.time) * 1000
    return Response(
      status: exchange.response.status,
      version: String("\(exchange.response.version)".dropFirst(5)),
      url: exchange.url, fields: exchange.response.fields, body: body,
      duration: Int(duration.rounded()), certificate: Certificate(chain.certificate))
  }

  // MARK: For the reports

  private func tell(_ chain: Chain) {
    var before = 0.0
    for (index, head) in heads.enumerated() {
      let exchange = head.exchange
      let isLast = index + 1 == heads.count
      // The body of the last response is waited for; a conversation is none of its exchange's.
      let end = isLast && talker == nil ? ended : head.time
      var shown = ExchangeResult(
        method: exchange.method, url: Secrets.hidden(url: exchange.url),
        status: exchange.response.status, version: "\(exchange.response.version)",
        started: before, duration: end - before,
        requestHead: Secrets.hiddenLines(ofHead: exchange.requestHead),
        responseHead: Secrets.hiddenLines(ofHead: exchange.response.raw), decision: head.decision)
      shown.phases.wait = head.time - (exchange.sent.map { $0 - began } ?? head.time)
      shown.phases.receive = end - head.time
      let isFirstOfHop = index == 0 || heads[index - 1].hop != head.hop
      if isFirstOfHop, head.hop < chain.reports.count {
        shown.phases.takeConnection(from: chain.reports[head.hop])
      }
      if isLast {
        shown.body = Array(body.prefix(Self.shownBody))
        shown.bodySize = body.count
      }
      before = end
      result.exchanges.append(shown)
    }
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
    let now = time
    heads.append(
      Head(exchange: exchange, time: now, hop: chain?.reports.count ?? 0, decision: nil))
    body = []
    let (method, url) = (exchange.method, exchange.url)
    if !exchange.isAfterSwitch {
      record(
        .request(method: method, url: url, head: exchange.requestHead, showsSecrets: false),
        .outgoing, at: exchange.sent.map { $0 - began } ?? now)
    }
    record(
      .response(method: method, url: url, exchange.response, showsSecrets: false), .incoming,
      at: now)
    return true
  }

  func resolved(_ resolution: Resolution) {
    for token in resolution.considered {
      record(.upgrade(token: token.text, decision: token.verdict, reason: ""), nil)
    }
    guard !heads.isEmpty else { return }
    heads[heads.count - 1].decision = resolution.next
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
    let speaker = Speaker(evaluator) { [unowned self] in note($0, $1, $2) }
    let talker = Talker(
      script, judge: speaker, clock: { [unowned self] in time },
      record: { [unowned self] in record($0, $1) },
      begins: { [unowned self] in opens($0) })
    self.talker = talker
    return talker
  }

  var watched: [Watched] { [Watched(cancellation.descriptor, reading: true)] }

  func ready(_ watched: [Watched]) -> Int32? {
    watched.contains(where: \.isReadable) ? cancellation.signal : nil
  }
}

extension Template {
  /// As it stands in the file, about.
  var source: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .variable(let name, _), .quotedVariable(let name, _): "{{\(name)}}"
      }
    }.joined()
  }
}
