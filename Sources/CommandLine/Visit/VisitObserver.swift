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

// What comes is shown here, or handed to who has the terminal.
extension Visit: ChainObserver {
  func traced(_ kind: Trace, _ bytes: Span<UInt8>) {
    trace?.write(kind, bytes)
    guard invocation.globals.isVerbose else { return }
    let sign: String
    switch kind {
    case .information: sign = "*"
    case .requestHead: sign = ">"
    case .responseHead: sign = "<"
    case .sent, .received, .sentTLS, .receivedTLS: return
    }
    let time = invocation.globals.tellsTime ? TimeOfDay.now + " " : ""
    for line in lines(of: bytes) {
      if kind == .responseHead { isInHead = !line.isEmpty }
      // The end of a head says nothing between the notes of the prompt.
      if line.isEmpty, dialogue != nil { continue }
      let text = Escape.text(line)
      messages.say(
        time + "\(sign) " + (invocation.globals.showsSecrets ? text : Secrets.hidden(text)))
    }
    if !isInHead { settleNotes() }
  }

  func settleNotes() {
    let time = invocation.globals.tellsTime ? TimeOfDay.now + " " : ""
    for note in notes { messages.say("\(time)* \(note)") }
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
    refusal = []
    upgrades.add(exchange)
    keepTag(of: exchange)
    if opensPrompt || tape != nil { remember(exchange) }
    let wantsBody = !(invocation.fails && exchange.response.status >= 400)
    tape?.receivedHead(wantsBody: wantsBody)
    if let witness, let chain { witness.received(exchange, on: chain) }
    if !isFollowed, !exchange.isFromConnect {
      do throws(FileError) {
        try destination.received(exchange.response)
      } catch {
        failed(error)
        return false
      }
    }
    beginBody(of: exchange.response)
    if !(exchange.isFromConnect && invocation.hidesConnectHeads) {
      show(head: exchange.response.raw)
    }
    return wantsBody
  }

  func trailer(_ line: Span<UInt8>) { show(head: line.withUnsafeBufferPointer { Array($0) }) }

  /// `--include` and `--dump-header`, line by line: both may be standard output, and curl has each line twice then.
  private func show(head: [UInt8]) {
    let showsHead = invocation.showsHeads && dialogue == nil && witness == nil && !printsEvents
    let output = showsHead ? opened() : nil
    guard output != nil || headOutput != nil else { return }
    for line in head.split(separator: 10, omittingEmptySubsequences: false).dropLast() {
      let line = line + [10]
      if let headOutput { headOutput.write(style.line(line, for: headOutput).span) }
      if let output { output.write(style.line(line, for: output).span) }
    }
    headOutput?.flush()
    output?.flush()
  }

  private func remember(_ exchange: Exchange) {
    if let dialogue { dialogue.received(exchange) } else { exchanges.append(exchange) }
    let (url, showsSecrets) = (exchange.url, invocation.globals.showsSecrets)
    let method = exchange.isFromConnect ? "CONNECT" : exchange.method
    // Of several responses to one request all but the last are interim ones.
    if !exchange.isAfterSwitch, exchange.sent == nil || exchange.sent != lastRequest {
      happened(
        .request(method: method, url: url, head: exchange.requestHead, showsSecrets: showsSecrets),
        .outgoing, at: exchange.sent)
    }
    lastRequest = exchange.sent
    happened(
      .response(method: method, url: url, exchange.response, showsSecrets: showsSecrets), .incoming,
      at: exchange.received)
  }

  /// A request that went out, and that nobody answered.
  func rememberUnanswered(_ chain: Chain) {
    guard let head = chain.unansweredRequest, let report = chain.reports.last else { return }
    let method = String(decoding: head.prefix { $0 != 0x20 }, as: UTF8.self)
    happened(
      .request(
        method: method, url: report.url, head: head,
        showsSecrets: invocation.globals.showsSecrets), .outgoing, at: chain.requestSent)
  }

  private func happened(
    _ event: Record.Event, _ direction: Record.Direction? = nil, at time: Double? = nil
  ) {
    let record = Record(event, time: (time ?? Clock.now()) - began, direction: direction)
    tape?.add(event, direction, at: time)
    if let dialogue { dialogue.happened(record) } else if opensPrompt { trail.append(record) }
  }

  func unanswered(_ attempt: Attempt) {
    if let witness, let chain { witness.unanswered(attempt, on: chain) }
  }

  func goesOn(_ next: String) { witness?.goesOn(next) }

  func checked(_ checks: () -> [HandshakeCheck]) { witness?.checked(checks()) }

  func resolved(_ resolution: Resolution) {
    witness?.resolved(resolution)
    if opensPrompt || tape != nil {
      for token in resolution.considered {
        let next = token.verdict == "chosen" ? resolution.next : nil
        happened(.upgrade(token: token.text, decision: token.verdict, reason: next ?? ""))
      }
    }
    if case .show(let sentence) = resolution.decision { messages.warn(Escape.text(sentence)) }
    guard invocation.globals.isVerbose else { return }
    for token in resolution.considered {
      say("Upgrade: \(token.text): \(token.verdict)")
    }
    for note in resolution.notes { say(note) }
    if let next = resolution.next { say(next) }
  }

  func noted(_ note: String) {
    witness?.noted(note)
    say(note)
  }

  /// `--verbose`, after the head that is being shown.
  private func say(_ note: String) {
    guard invocation.globals.isVerbose else { return }
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
    if let last, last.response.status >= 400, refusal.count < Hint.longest {
      refusal += bytes.withUnsafeBufferPointer { $0.prefix(Hint.longest) }
    }
    if let witness {
      witness.received(body: bytes)
      return true
    }
    guard let output = opened() else { return false }
    if !printsEvents, !isFit(bytes, for: output) || !show(bytes, on: output) { return false }
    guard output.drain(until: chain?.deadline) else {
      writeError = failedWriting()
      return false
    }
    return true
  }

  /// As curl has it: a NUL near the beginning is not for a terminal, unless `--output -` says so.
  private func isFit(_ bytes: Span<UInt8>, for output: Outlet) -> Bool {
    guard output.isTerminal, target.place != .dash, shown < 2000,
      bytes.withUnsafeBufferPointer({ $0.contains(0) })
    else { return true }
    writeError = Verdict(
      status: 23,
      message: "this is binary and could mess up the terminal: --output FILE saves it, "
        + "--output - shows it all the same")
    return false
  }

  func channel(for uri: URI, _ token: Token) -> (any Channel)? {
    if let witness {
      witness.noted("the connection speaks \(token) from here on; it is closed at once")
      return farewellToStream()
    }
    defer { input.take(for: self) }
    let pipe = RawPipe(
      invocation.pipe, output: opened() ?? Outlet(failed: EIO), readsInput: hasInput)
    rawPipe = pipe
    noted("the connection speaks \(token) from here on: \(uri.redacted)")
    return pipe
  }

  func application(for uri: URI, _ agreement: Agreement) -> any Application {
    tape?.opens(uri, agreement)
    upgrades.agreement = agreement
    if let witness {
      witness.opened(uri, agreement)
      return farewell()
    }
    defer { input.take(for: self) }
    if invocation.bodyFilter != nil, !hasConversed {
      messages.warn("--jq is for responses: the messages of the WebSocket are left as they are")
    }
    if let dialogue { return dialogue }
    if opensPrompt, let dialogue = openPrompt(at: uri) {
      return dialogue
    }
    if !invocation.scenario.isEmpty, let scenario = openScenario() { return scenario.application }
    var settings = invocation.pipe
    if !hasInput {
      settings.listens = true
      (settings.preamble, settings.replay) = ([], nil)
    }
    let subprotocol = agreement.subprotocol.map { ", subprotocol \($0)" } ?? ""
    let extensions = agreement.extensions.map { ", \($0)" }.joined()
    noted("WebSocket open: \(uri.redacted)\(subprotocol)\(extensions)")
    if !invocation.globals.isVerbose, !invocation.globals.isSilent, !settings.listens,
      settings.replay == nil,
      Environment.isTerminal(0),
      Environment.isTerminal(2)
    {
      let place = Escape.text(uri.redacted + subprotocol)
      messages.say("upshift: open: \(place); a line is a message, Ctrl-D ends")
    }
    let frames = invocation.globals.isVerbose ? FramePrinter(messages.say) : nil
    let pipe = Pipe(settings, output: opened() ?? Outlet(failed: EIO), frames: frames, tape: tape)
    self.pipe = pipe
    return pipe
  }
}
