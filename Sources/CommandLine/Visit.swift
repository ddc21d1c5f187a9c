import Check
import Streams
import Check
import Client
import HTTP
import Transfer
import Upgrade
import WebSocket
import Platform
import Prompt
import Text
import Transcript

/// One URL of a command line, from its first request to its exit status: what comes is shown here.
final class Visit {
  /// A WebSocket was opened.
  var hasConversed: Bool { pipe != nil || dialogue != nil || scenario != nil }
  /// A signal ended it.
  private(set) var isInterrupted = false

  /// A pipe passes a message on while it comes; the prompt has to hold all of it, however long a peer makes it.
  private static let longestAtPrompt: UInt64 = 64 << 20

  let target: Invocation.Target
  private let number: Int
  let invocation: Invocation
  let messages: Messages
  private let hasInput: Bool
  let style: Style
  /// One for all of this visit, so that what is written keeps its order.
  let standardOutput = Outlet(inherited: 1)
  private var output: Outlet?
  /// Notes made while a head is being shown, to be said after it.
  private var notes: [String] = []
  private var isInHead = false
  private var headOutput: Outlet?
  private var pipe: Pipe?
  var dialogue: Dialogue?
  var scenario: Scenario?
  private var writeError: Verdict?
  private var last: Exchange?
  /// What a prompt wants to know of the time before it.
  var exchanges: [Exchange] = []
  var trail: [Record] = []
  let began = Clock.now()
  private let opensPrompt: Bool
  private let recorder: Recorder?
  let tape: Tape?

  init(
    _ target: Invocation.Target, number: Int, of invocation: Invocation, _ messages: Messages,
    hasInput: Bool, recorder: Recorder?
  ) {
    self.target = target
    self.number = number
    self.invocation = invocation
    self.messages = messages
    self.hasInput = hasInput
    self.recorder = recorder
    tape = recorder.map { [began] _ in Tape(began: began) }
    opensPrompt = hasInput && invocation.opensPrompt(for: target)
    style = Style(invocation.color)
  }

  func run(on session: Session) throws -> Int32 {
    if let file = invocation.headFile {
      // The heads of all URLs go to one file.
      headOutput = file == "-" ? standardOutput : try create(file, appending: number > 0)
    }
    // A conversation that nobody could keep is not begun.
    if target.job.beginsWithHandshake, let file = target.file, file != "-",
      let obstacle = Outlet.obstacle(to: file)
    {
      messages.fail(23, "--output: cannot write \(obstacle.message)")
      return 23
    }
    var job = target.job
    job.survivesSignals = recorder != nil
    if opensPrompt {
      job.conversation.maximumMessage = job.conversation.maximumMessage ?? Self.longestAtPrompt
      job.options.keepsRequests = true
    }
    var chain = Chain(job, on: session, observer: self)
    var outcome = chain.run()
    var verdict = judge(outcome, chain)
    while let dialogue,
      dialogue.connectsAgain(after: outcome, saying: verdict.message, on: session)
    {
      chain = Chain(job, on: session, observer: self)
      outcome = chain.run()
      verdict = judge(outcome, chain)
    }
    dialogue?.leave()
    messages.divert = nil
    if let signal = dialogue?.signal {
      isInterrupted = true
      verdict = Verdict(.interrupted(signal), at: chain.uri)
    }
    if verdict.status == 0, output == nil, target.file != nil { _ = opened() }
    if let writeError { verdict = writeError }
    settleNotes()
    if output?.drain() == false, verdict.status == 0 { verdict = failedWriting() }
    if headOutput?.drain() == false, verdict.status == 0 { verdict = failedWriting() }
    record(outcome, verdict)
    writeOut(chain, verdict)
    if let message = verdict.message { messages.fail(verdict.status, message) }
    return verdict.status
  }

  private func record(_ outcome: Outcome, _ verdict: Verdict) {
    guard let recorder, let tape else { return }
    let (records, dropped) = dialogue?.transcript ?? (tape.records, dropped: 0)
    recorder.add(
      Recording.Session(
        target.job, records, body: tape.body(after: outcome), dropped: dropped,
        failure: verdict.message.map { "(\(verdict.status)) \($0)" }))
  }

  private func judge(_ outcome: Outcome, _ chain: Chain) -> Verdict {
    switch outcome {
    case .response(let response):
      return failure(for: response, at: chain.uri) ?? silence(after: response, at: chain.uri)
    case .failure(.handshakeRefused(let response)):
      return failure(for: response, at: chain.uri)
        ?? Verdict(.handshakeRefused(response), at: chain.uri)
    case .failure(let failure):
      if case .interrupted = failure { isInterrupted = true }
      return Verdict(failure, at: chain.uri)
    case .conversation(let ending):
      isInterrupted = ending.signal != nil
      if ending.received == nil, ending.sent != nil {
        noted("the server did not answer our Close")
      }
      if let scenario, let verdict = judge(scenario, ending, at: chain.uri) { return verdict }
      let verdict = Verdict(ending, pipe, okCodes: invocation.okCodes, at: chain.uri)
      if verdict.status == 0, ending.received != nil, let pipe, !pipe.isSatisfied, pipe.hasUnsent {
        messages.warn("the server closed before all input was sent (\(chain.uri.redacted))")
      }
      return verdict
    }
  }

  /// `--fail` and `--fail-with-body`.
  private func failure(for response: ResponseHead, at uri: URI) -> Verdict? {
    guard invocation.fails || invocation.failsWithBody, response.status >= 400 else { return nil }
    return Verdict(
      status: 22,
      message: "the requested URL returned error: \(response.status) (\(uri.redacted))")
  }

  /// A response where messages were to be sent or waited for.
  private func silence(after response: ResponseHead, at uri: URI) -> Verdict {
    guard let option = invocation.conversationOption, target.job.policy.follows,
      target.job.wantsBody
    else { return .success }
    return Verdict(
      status: 117,
      message: "\(option): there was no WebSocket, but a response of status \(response.status) "
        + "(\(uri.redacted)); --upgrade websocket offers one at once")
  }

  private func writeOut(_ chain: Chain, _ verdict: Verdict) {
    guard let format = invocation.writeOut else { return }
    let facts = WriteOut.Facts(
      reports: chain.reports, last: last?.response, url: target.job.url,
      effectiveURL: chain.uri.isWebSocket
        ? chain.uri.description : chain.reports.last?.url ?? target.job.url, number: number,
      file: target.file, status: verdict.status, message: verdict.message ?? "")
    for piece in WriteOut(format: format, facts: facts).pieces() {
      let output = piece.isForError ? Outlet(inherited: 2) : standardOutput
      output.write(piece.text)
      output.drain()
    }
  }

  // MARK: Where it goes

  private func create(_ file: String, appending: Bool) throws -> Outlet {
    do {
      return try Outlet(creating: file, appending: appending)
    } catch {
      throw TransferError(code: 23, message: "cannot write \(error.message)")
    }
  }

  /// The place for payload, opened when there is some.
  func opened() -> Outlet? {
    if let output { return output }
    do {
      if let file = target.file, file != "-" {
        output = try Outlet(creating: file)
      } else {
        output = standardOutput
      }
    } catch {
      writeError = Verdict(status: 23, message: "--output: cannot write \(error.message)")
    }
    return output
  }

  private func failedWriting() -> Verdict {
    let number = output?.failure ?? headOutput?.failure ?? 0
    let place = target.file.map { Escape.text($0) } ?? "standard output"
    return Verdict(
      status: 23, message: number == EPIPE ? nil : "cannot write \(place): \(describe(number))")
  }
}

extension Visit: ChainObserver {
  func traced(_ kind: Trace, _ bytes: Span<UInt8>) {
    let sign: String
    switch kind {
    case .information: sign = "*"
    case .requestHead: sign = ">"
    case .responseHead: sign = "<"
    case .sent, .received: return
    }
    for line in lines(of: bytes) {
      if kind == .responseHead { isInHead = !line.isEmpty }
      // The end of a head says nothing between the notes of the prompt.
      if line.isEmpty, dialogue != nil { continue }
      let text = Escape.text(line)
      messages.say("\(sign) " + (invocation.showsSecrets ? text : Secrets.hidden(text)))
    }
    if !isInHead { settleNotes() }
  }

  private func settleNotes() {
    for note in notes { messages.say("* \(note)") }
    notes = []
  }

  private func lines(of bytes: Span<UInt8>) -> [ArraySlice<UInt8>] {
    var all = bytes.withUnsafeBufferPointer { Array($0) }
    if all.last == 10 { all.removeLast() }
    return all.split(separator: 10, omittingEmptySubsequences: false)
      .map { $0.last == 13 ? $0.dropLast() : $0 }
  }

  func received(_ exchange: Exchange, isFollowed: Bool) -> Bool {
    last = exchange
    if opensPrompt || tape != nil { remember(exchange) }
    let wantsBody = !(invocation.fails && exchange.response.status >= 400)
    tape?.receivedHead(wantsBody: wantsBody)
    if invocation.showsHeads, dialogue == nil, let output = opened() {
      output.write(style.head(exchange.response, for: output).span)
      output.flush()
    }
    if let headOutput {
      headOutput.write(exchange.response.raw.span)
      headOutput.flush()
    }
    return wantsBody
  }

  private func remember(_ exchange: Exchange) {
    if let dialogue { dialogue.received(exchange) } else { exchanges.append(exchange) }
    let (url, showsSecrets) = (exchange.url, invocation.showsSecrets)
    let method = exchange.isFromConnect ? "CONNECT" : exchange.method
    if !exchange.isAfterSwitch {
      happened(
        .request(method: method, url: url, head: exchange.requestHead, showsSecrets: showsSecrets),
        .outgoing, at: exchange.sent)
    }
    happened(
      .response(method: method, url: url, exchange.response, showsSecrets: showsSecrets), .incoming,
      at: exchange.received)
  }

  private func happened(
    _ event: Record.Event, _ direction: Record.Direction? = nil, at time: Double? = nil
  ) {
    let record = Record(event, time: (time ?? Clock.now()) - began, direction: direction)
    tape?.add(event, direction, at: time)
    if let dialogue { dialogue.happened(record) } else { trail.append(record) }
  }

  func resolved(_ resolution: Resolution) {
    if opensPrompt {
      for token in resolution.considered {
        let next = token.verdict == "chosen" ? resolution.decision.next : nil
        happened(.upgrade(token: token.text, decision: token.verdict, reason: next ?? ""))
      }
    }
    if case .show(let sentence) = resolution.decision { messages.warn(Escape.text(sentence)) }
    guard invocation.isVerbose else { return }
    for token in resolution.considered {
      noted("Upgrade: \(token.text): \(token.verdict)")
    }
    for note in resolution.notes { noted(note) }
    if let next = resolution.decision.next { noted(next) }
  }

  func noted(_ note: String) {
    guard invocation.isVerbose else { return }
    notes.append(Escape.text(note))
    if !isInHead { settleNotes() }
  }

  func body(_ bytes: Span<UInt8>) -> Bool {
    // The prompt has the terminal.
    if let dialogue {
      dialogue.received(body: bytes)
      return true
    }
    tape?.received(body: bytes)
    guard let output = opened() else { return false }
    output.write(bytes)
    guard output.drain() else {
      writeError = failedWriting()
      return false
    }
    return true
  }

  func application(for uri: URI, _ agreement: Agreement) -> any Application {
    tape?.opens(uri, agreement)
    if let dialogue { return dialogue }
    if opensPrompt, let dialogue = openPrompt(at: uri) {
      return dialogue
    }
    if !invocation.scenario.isEmpty, let scenario = openScenario() { return scenario.application }
    var settings = invocation.pipe
    if !hasInput {
      settings.listens = true
      settings.preamble = []
    }
    let subprotocol = agreement.subprotocol.map { ", subprotocol \($0)" } ?? ""
    let extensions = agreement.extensions.map { ", \($0)" }.joined()
    noted("WebSocket open: \(uri.redacted)\(subprotocol)\(extensions)")
    if !invocation.isVerbose, !invocation.isSilent, !settings.listens, Environment.isTerminal(0),
      Environment.isTerminal(2)
    {
      let place = Escape.text(uri.redacted + subprotocol)
      messages.say("upshift: open: \(place); a line is a message, Ctrl-D ends")
    }
    let frames = invocation.isVerbose ? FramePrinter(messages.say) : nil
    let pipe = Pipe(settings, output: opened() ?? Outlet(failed: EIO), frames: frames, tape: tape)
    self.pipe = pipe
    return pipe
  }
}
