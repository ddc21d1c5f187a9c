import Client
import HTTP
import Transfer
import Upgrade
import WebSocket
import Platform

/// One URL of a command line, from its first request to its exit status: what comes is shown here.
final class Visit {
  /// A WebSocket was opened.
  var hasConversed: Bool { pipe != nil }
  /// A signal ended it.
  private(set) var isInterrupted = false

  private let target: Invocation.Target
  private let number: Int
  private let invocation: Invocation
  private let messages: Messages
  private let hasInput: Bool
  private let style: Style
  private var output: Outlet?
  private var headOutput: Outlet?
  private var pipe: Pipe?
  private var writeError: Verdict?
  private var last: Exchange?

  init(
    _ target: Invocation.Target, number: Int, of invocation: Invocation, _ messages: Messages,
    hasInput: Bool
  ) {
    self.target = target
    self.number = number
    self.invocation = invocation
    self.messages = messages
    self.hasInput = hasInput
    style = Style(invocation.color)
  }

  func run(on session: Session) throws -> Int32 {
    if let file = invocation.headFile {
      headOutput = file == "-" ? Outlet(inherited: 1) : try create(file)
    }
    let chain = Chain(target.job, on: session, observer: self)
    let outcome = chain.run()
    var verdict = writeError ?? judge(outcome, chain)
    if verdict.status == 0, output == nil, target.file != nil { _ = opened() }
    if output?.drain() == false, verdict.status == 0 { verdict = failedWriting() }
    if headOutput?.drain() == false, verdict.status == 0 { verdict = failedWriting() }
    writeOut(chain, verdict)
    if let message = verdict.message { messages.fail(verdict.status, message) }
    return verdict.status
  }

  private func judge(_ outcome: Outcome, _ chain: Chain) -> Verdict {
    switch outcome {
    case .response(let response):
      return failure(for: response) ?? .success
    case .failure(.handshakeRefused(let response)):
      return failure(for: response) ?? Verdict(.handshakeRefused(response), at: chain.uri)
    case .failure(let failure):
      if case .interrupted = failure { isInterrupted = true }
      return Verdict(failure, at: chain.uri)
    case .conversation(let ending):
      isInterrupted = ending.signal != nil
      guard let pipe else { return .success }
      return Verdict(ending, pipe, okCodes: invocation.okCodes, at: chain.uri)
    }
  }

  /// `--fail` and `--fail-with-body`.
  private func failure(for response: ResponseHead) -> Verdict? {
    guard invocation.fails || invocation.failsWithBody, response.status >= 400 else { return nil }
    return Verdict(
      status: 22, message: "the requested URL returned error: \(response.status)")
  }

  private func writeOut(_ chain: Chain, _ verdict: Verdict) {
    guard let format = invocation.writeOut else { return }
    let facts = WriteOut.Facts(
      reports: chain.reports, last: last?.response, url: target.job.url, number: number,
      file: target.file, status: verdict.status, message: verdict.message ?? "")
    let output = Outlet(inherited: 1)
    output.write(WriteOut(format: format, facts: facts).text())
    output.drain()
  }

  // MARK: Where it goes

  private func create(_ file: String) throws -> Outlet {
    do {
      return try Outlet(creating: file)
    } catch {
      throw TransferError(code: 23, message: "cannot write \(error.message)")
    }
  }

  /// The place for payload, opened when there is some.
  private func opened() -> Outlet? {
    if let output { return output }
    do {
      if let file = target.file, file != "-" {
        output = try Outlet(creating: file)
      } else {
        output = Outlet(inherited: 1)
      }
    } catch {
      writeError = Verdict(status: 23, message: "cannot write \(error.message)")
    }
    return output
  }

  private func failedWriting() -> Verdict {
    let number = output?.failure ?? headOutput?.failure ?? 0
    return Verdict(
      status: 23, message: number == EPIPE ? nil : "cannot write: \(describe(number))")
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
      let text = Escape.text(line)
      messages.say("\(sign) " + (invocation.showsSecrets ? text : Secrets.hidden(text)))
    }
  }

  private func lines(of bytes: Span<UInt8>) -> [ArraySlice<UInt8>] {
    var all = bytes.withUnsafeBufferPointer { Array($0) }
    if all.last == 10 { all.removeLast() }
    return all.split(separator: 10, omittingEmptySubsequences: false)
      .map { $0.last == 13 ? $0.dropLast() : $0 }
  }

  func received(_ exchange: Exchange, isFollowed: Bool) -> Bool {
    last = exchange
    if invocation.showsHeads, let output = opened() {
      output.write(style.head(exchange.response, for: output).span)
      output.flush()
    }
    if let headOutput {
      headOutput.write(exchange.response.raw.span)
      headOutput.flush()
    }
    return !(invocation.fails && exchange.response.status >= 400)
  }

  func resolved(_ resolution: Resolution) {
    if case .show(let sentence) = resolution.decision { messages.warn(Escape.text(sentence)) }
    guard invocation.isVerbose else { return }
    for token in resolution.considered {
      messages.say("* Upgrade: \(Escape.text(token.text)): \(Escape.text(token.verdict))")
    }
    for note in resolution.notes { noted(note) }
    if let next = resolution.decision.next { messages.say("* 426: \(next)") }
  }

  func noted(_ note: String) {
    if invocation.isVerbose { messages.say("* \(Escape.text(note))") }
  }

  func body(_ bytes: Span<UInt8>) -> Bool {
    guard let output = opened() else { return false }
    output.write(bytes)
    guard output.drain() else {
      writeError = failedWriting()
      return false
    }
    return true
  }

  func application(for uri: URI, _ agreement: Agreement) -> any Application {
    var settings = invocation.pipe
    if !hasInput {
      settings.listens = true
      settings.preamble = []
    }
    if invocation.isVerbose {
      let subprotocol = agreement.subprotocol.map { ", subprotocol \(Escape.text($0))" } ?? ""
      messages.say("* WebSocket open: \(uri.redacted)\(subprotocol)")
    }
    let frames = invocation.isVerbose ? FramePrinter(messages) : nil
    let pipe = Pipe(settings, output: opened() ?? Outlet(inherited: 1), frames: frames)
    self.pipe = pipe
    return pipe
  }
}

extension Decision {
  /// What is done next, for `-v`.
  fileprivate var next: String? {
    switch self {
    case .webSocket(let uri): "asking again as a WebSocket handshake: \(uri.redacted)"
    case .secure(let uri): "asking again over TLS: \(uri.redacted)"
    case .http1(let uri): "asking again over HTTP/1.1: \(uri.redacted)"
    case .http2(let uri): "asking again over HTTP/2: \(uri.redacted)"
    case .http3(let uri): "asking again over HTTP/3: \(uri.redacted)"
    case .none, .show, .refuse: nil
    }
  }
}
