import Check
import Client
import Explain
import HTTP
import Platform
import Prompt
import Streams
import Text
import Transcript
import Transfer
import Upgrade
import WebSocket

/// One URL of a command line, from its first request to its exit status: what comes is shown here.
final class Visit {
  /// A WebSocket was opened.
  var hasConversed: Bool { pipe != nil || rawPipe != nil || dialogue != nil || scenario != nil }
  /// A signal ended it.
  private(set) var isInterrupted = false
  /// Another URL is visited meanwhile, or may be.
  let isBeside: Bool
  /// How many there were before this one, for `--retry`.
  var attempts = 0
  private(set) var isAborted = false

  /// A pipe passes a message on while it comes; the prompt and an event have to hold all of it, however long a peer
  /// makes it.
  private static let longestWhole: UInt64 = 64 << 20

  let target: Invocation.Target
  let invocation: Invocation
  /// What is sent; each chain begins it where the first did.
  private let body: Body?
  let messages: Messages
  let input: StandardInput
  let trace: TraceFile?
  /// `--libcurl`.
  private let log: SourceLog?
  /// Standard input is this one's, or nobody's yet.
  var hasInput: Bool { input.isFree(for: self) }
  /// No URL comes after this one.
  let isLast: Bool
  let style: Style
  let standardOutput: Outlet
  /// How the body that comes is shown.
  var presentation: Presentation
  /// The response that it is of, until its body begins.
  var beginning: ResponseHead?
  /// What came of a body that is not shown yet, for another attempt may come; whether it is one.
  var (waiting, isWaiting) = ([] as [UInt8], false)
  let destination: Destination
  /// `--continue-at`.
  private var resumesAt: Int?
  /// So much of a body was shown.
  var shown = 0
  /// Notes made while a head is being shown, to be said after it.
  var notes: [String] = []
  var isInHead = false
  var headOutput: Outlet?
  var pipe: Pipe?
  var rawPipe: RawPipe?
  var dialogue: Dialogue?
  var scenario: Scenario?
  var writeError: Verdict?
  /// Something beside the payload could not be written, which was said.
  var hasLost = false
  var last: Exchange?
  /// `--explain`.
  let witness: Witness?
  weak var chain: Chain?
  /// How the body of a refusal begins, for what it may say in words.
  var refusal: [UInt8] = []
  /// What `--write-out` tells of the last chain.
  var upgrades = WriteOut.Upgrades()
  /// What a prompt wants to know of the time before it.
  var exchanges: [Exchange] = []
  var trail: [Record] = []
  let began = Clock.now()
  private(set) var opensPrompt = false
  /// `--progress-bar`.
  var bar: ProgressBar?
  /// libcurl's is shown.
  var hasMeter = false
  private let recorder: Recorder?
  let tape: Tape?
  /// Standard output gets events.
  let printsEvents: Bool
  /// When the request that was remembered last went out.
  var lastRequest: Double?

  init(
    _ target: Invocation.Target, of invocation: Invocation, in run: Surroundings, isLast: Bool
  ) {
    self.target = target
    standardOutput = run.output
    destination = Destination(
      target.place, invocation.files, standardOutput: standardOutput)
    self.invocation = invocation
    presentation = Presentation(invocation.filters)
    body = target.job.body?.anchored
    messages = run.messages
    input = run.input
    isBeside = run.isParallel
    (trace, log) = (run.trace, run.log)
    self.isLast = isLast
    recorder = run.recorder
    printsEvents =
      invocation.pipe.format == .ndjson && invocation.explanation == nil && target.job.offer == nil
    tape =
      recorder != nil || printsEvents ? Tape(began: began, keeps: recorder != nil) : nil
    style = Style(invocation.globals.color, stylesHeads: invocation.globals.stylesHeads)
    witness = invocation.explanation.map { _ in
      Witness(
        url: invocation.globals.showsSecrets ? target.job.url : target.job.uri.redacted,
        showsSecrets: invocation.globals.showsSecrets)
    }
    if printsEvents { tape?.print = { [unowned self] in print($0) } }
    opensPrompt = !isBeside && hasInput && invocation.opensPrompt(for: target, on: standardOutput)
  }

  /// Begins it: the chain is the caller's to run to its end. Throws if there is nothing to write to.
  func begin(on session: Session) throws(TransferError) -> Chain {
    if let file = invocation.headFile {
      // The heads of all URLs go to one file.
      headOutput = file == "-" ? standardOutput : try create(file)
    }
    try beginTag()
    do throws(FileError) {
      resumesAt = try destination.prepare(isUpload: target.job.isUpload)
      // A conversation that nobody could keep is not begun.
      if target.job.beginsWithHandshake, let file = destination.path,
        let obstacle = Outlet.obstacle(to: file)
      {
        throw obstacle
      }
    } catch {
      throw TransferError(code: 23, message: destination.complaint(error))
    }
    return chain(on: session)
  }

  private func chain(on session: Session) -> Chain {
    var job = target.job
    if let resumesAt { job.options.resumesAt = resumesAt }
    job.body = body
    job.survivesSignals = recorder != nil
    if isBeside {
      job.catchesSignals = false
      // In the clear only the first answer would tell, which may take its time.
      job.options.waitsForMultiplexing =
        job.uri.isSecure && !invocation.globals.isParallelImmediate
    }
    if let log { job.options.log = log }
    tellProgress(&job)
    if opensPrompt || printsEvents {
      job.conversation.maximumMessage = job.conversation.maximumMessage ?? Self.longestWhole
    }
    if opensPrompt || printsEvents || witness != nil { job.options.keepsRequests = true }
    if witness != nil { job.options.keepsCertificates = true }
    let chain = Chain(job, on: session, observer: self)
    self.chain = chain
    return chain
  }

  /// What follows once a chain is over.
  enum Next {
    /// Nothing: the exit status.
    case over(Int32)
    /// Another chain, after so many seconds.
    case again(Chain, after: Int)
  }

  func end(_ chain: Chain, _ outcome: Outcome, on session: Session) -> Next {
    var verdict = judge(outcome, chain)
    if let dialogue,
      dialogue.connectsAgain(after: outcome, saying: verdict.message, on: session)
    {
      upgrades = WriteOut.Upgrades()
      return .again(self.chain(on: session), after: 0)
    }
    if let seconds = secondsToRetry(&verdict, chain) {
      forgetAttempt()
      return .again(self.chain(on: session), after: seconds)
    }
    return .over(end(chain, outcome, &verdict, on: session))
  }

  /// It ends where it stands, because another failed.
  func abort(_ chain: Chain) {
    isAborted = true
    chain.leave()
  }

  private func end(
    _ chain: Chain, _ outcome: Outcome, _ verdict: inout Verdict, on session: Session
  ) -> Int32 {
    dialogue?.leave()
    endBar(isWhole: verdict.status == 0)
    messages.divert = nil
    if let signal = dialogue?.signal {
      isInterrupted = true
      verdict = Verdict(.interrupted(signal), at: chain.uri)
    }
    hint(at: outcome, chain)
    if let witness { explain(witness, chain, verdict) }
    // An empty file, but for what was not modified: what is there is still good. libcurl drops a body that is older
    // than the time of `--time-cond`, whatever the status.
    if verdict.status == 0, destination.path != nil, chain.reports.last?.isConditionUnmet != true {
      _ = opened()
    }
    endBody(after: outcome, at: chain.uri, &verdict)
    if let writeError { verdict = writeError }
    settleNotes()
    if tape != nil { rememberUnanswered(chain) }
    finishEvents(verdict)
    if let problem = drain(until: chain.deadline), problem.status != verdict.status {
      if verdict.status == 0 { verdict = problem } else { problem.message.map(messages.warn) }
    }
    let isKept = destination.settle(
      isWhole: verdict.status == 0, chain.reports.last, from: target.job.origin)
    if !isKept, verdict.status == 0 { verdict = failedWriting() }
    session.writeCookies()
    if hasLost, verdict.status == 0 { verdict.status = 23 }
    record(outcome, verdict)
    writeOut(chain, outcome, verdict)
    if let message = verdict.message, witness == nil || verdict.status == 23 {
      messages.fail(verdict.status, message)
    }
    return hasLost && verdict.status == 0 ? 23 : verdict.status
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
    if isAborted {
      return Verdict(
        status: 42, message: "given up, because another transfer failed (\(chain.uri.redacted))")
    }
    switch outcome {
    case .response(let response):
      return failure(for: response, at: chain.uri) ?? silence(after: response, at: chain.uri)
    case .failure(.handshakeRefused(let response)):
      return failure(for: response, at: chain.uri)
        ?? Verdict(.handshakeRefused(response), at: chain.uri, after: circumstances(of: chain))
    case .failure(.offerRefused(let token, let response)):
      return failure(for: response, at: chain.uri)
        ?? Verdict(.offerRefused(token, response), at: chain.uri, after: circumstances(of: chain))
    case .stream(let ending):
      isInterrupted = ending.signal != nil
      if let rawPipe {
        if rawPipe.output.failure != nil { return failedWriting() }
        if ending.isPeers, rawPipe.hasUnsent {
          messages.warn("the server ended before all input was sent (\(chain.uri.redacted))")
        }
        noted(
          "the stream is over: \(rawPipe.bytes.received) bytes came, \(rawPipe.bytes.sent) went")
      }
      return Verdict(ending, rawPipe, at: chain.uri)
    case .failure(let failure):
      if case .interrupted = failure { isInterrupted = true }
      return Verdict(failure, at: chain.uri, after: circumstances(of: chain))
    case .conversation(let ending):
      isInterrupted = ending.signal != nil
      if ending.received == nil, ending.sent != nil {
        noted("the server did not answer our Close")
      }
      if let scenario, let verdict = judge(scenario, ending, at: chain.uri) { return verdict }
      if pipe?.output.failure != nil { return failedWriting() }
      var verdict = Verdict(ending, pipe, okCodes: invocation.okCodes, at: chain.uri)
      if let pipe, !pipe.isSatisfied, pipe.hasUnsent || ending.hasUnsent {
        if let message = verdict.message {
          verdict.message = message + "; not all input was sent"
        } else {
          messages.warn("\(why(pipe, after: ending)) (\(chain.uri.redacted))")
        }
      }
      return verdict
    }
  }

  /// `--fail` and `--fail-with-body`.
  func failure(for response: ResponseHead, at uri: URI) -> Verdict? {
    guard invocation.fails || invocation.failsWithBody, response.status >= 400 else { return nil }
    var verdict = Verdict(
      status: 22, "the requested URL returned error: \(response.status)", uri)
    verdict.what = "The requested URL returned error: \(response.status)"
    return verdict
  }

  /// A response where messages were to be sent or waited for, and no URL is left for them.
  private func silence(after response: ResponseHead, at uri: URI) -> Verdict {
    guard witness == nil, let option = invocation.conversationOption, target.job.policy.follows,
      target.job.wantsBody, hasInput, isLast
    else { return .success }
    return Verdict(
      status: 117,
      message: "\(option): there was no WebSocket, but a response of status \(response.status) "
        + "(\(uri.redacted)); --upgrade websocket offers one at once")
  }

  // MARK: Where it goes

  /// Why there is input that was not sent.
  private func why(_ pipe: Pipe, after ending: Ending) -> String {
    if pipe.isClosedByInput { return "what came after the close in the input was not sent" }
    return ending.received == nil
      ? "not all input was sent" : "the server closed before all input was sent"
  }

  private func create(_ file: String) throws(TransferError) -> Outlet {
    if invocation.files.makesFolders { Destination.makeFolders(for: file) }
    do {
      return try Outlet(creating: file, target.isFirst ? .replacing : .appending)
    } catch {
      throw TransferError(code: 23, message: "--dump-header: cannot write \(error.message)")
    }
  }

  /// The place for payload, opened when there is some.
  func opened() -> Outlet? {
    do throws(FileError) {
      return try destination.open()
    } catch {
      failed(error)
      return nil
    }
  }

  func failed(_ error: FileError) {
    writeError = Verdict(status: 23, message: destination.complaint(error))
  }

  /// Writes what waits, and ends the file of heads. Returns why not all of it was taken.
  private func drain(until deadline: Double?) -> Verdict? {
    for output in [destination.outlet, headOutput] {
      guard let output else { continue }
      guard output.drain(until: deadline) else { return failedWriting() }
      guard output.isBacklogged else { continue }
      output.abandon()
      return Verdict(
        status: Int32(TransferError.timedOut),
        message: "nobody took the rest of the output before the time (--max-time) was over")
    }
    return headOutput?.finish() == false ? failedWriting() : nil
  }

  func failedWriting() -> Verdict {
    let number = destination.outlet?.failure ?? headOutput?.failure ?? 0
    let isHeads = destination.outlet?.failure == nil && headOutput !== standardOutput
    let path = isHeads ? invocation.headFile ?? destination.path : destination.path
    let place = path.map { Escape.text($0) } ?? "standard output"
    // A closed pipe is how `head` says that it has enough.
    return Verdict(
      status: 23, message: number == EPIPE ? nil : "cannot write \(place): \(describe(number))")
  }
}

extension Job {
  fileprivate var isUpload: Bool { if case .upload? = body { true } else { false } }
}
