import Streams
import Transcript
import Client
import HTTP
import Transfer
import Upgrade
import WebSocket
import Platform
import Text

/// The one place where what happened becomes an exit status and a line for a person.
struct Verdict {
  /// The exit status; see the manual's EXIT STATUS.
  var status: Int32
  /// What, where, and what to do; `nil` when there is nothing to say.
  var message: String?
  /// Of that the first and the last, where they are known.
  var (what, hint) = (nil as String?, nil as String?)

  static let success = Verdict(status: 0, message: nil)

  init(status: Int32, message: String?) {
    self.status = status
    self.message = message
  }

  /// A command line that cannot be carried out.
  init(_ error: InvocationError) {
    switch error {
    case .usage(let error):
      self.init(status: 2, message: error.message)
    case .file(let place, let error):
      self.init(status: 26, message: Escape.text("\(place): cannot read \(error.message)"))
    case .scheme(let message):
      self.init(status: Int32(TransferError.unsupportedProtocol), message: message)
    case .name(let message):
      self.init(status: 23, message: message)
    case .unasked(let error, _): self.init(error)
    case .glob(let url, let error):
      self.init(
        status: Int32(TransferError.malformedURL),
        message: "\(error.message): \(Escape.text(Secrets.hidden(url: url)))")
    case .url(let url, let error):
      let field = RequestItem.fieldName(in: url).map { "; to send a field: -H '\($0): VALUE'" }
      self.init(
        status: Int32(error.code),
        message: "\(error.message): \(Escape.text(Secrets.hidden(url: url)))\(field ?? "")")
      if error.code == TransferError.unsupportedProtocol, let end = url.firstRange(of: ":/") {
        what = "Protocol \"\(url[..<end.lowerBound])\" not supported or disabled in libcurl"
      }
    }
  }

  /// A chain that is over, where nobody asked for more than that it went well; `uri` is where.
  init(_ outcome: Outcome, at uri: URI) {
    switch outcome {
    case .response: self = .success
    case .failure(let failure): self.init(failure, at: uri)
    case .conversation(let ending): self.init(ending, nil, okCodes: Invocation.okCodes, at: uri)
    case .stream(let ending): self.init(ending, nil, at: uri)
    }
  }

  /// A chain that ended in a failure; `uri` is where.
  init(_ failure: Failure, at uri: URI, after circumstances: Circumstances = Circumstances()) {
    switch failure {
    case .transfer(let error):
      self.init(
        status: Int32(error.code), Escape.text(error.message), uri,
        Self.hint(for: error, uri, circumstances))
    case .upgrade(.handshakeRefused(let versions)):
      let message = Refusal.handshakeRefused(versions: versions).message
      self.init(status: 113, Escape.text(message), uri)
    case .upgrade(.bodyNotRewindable(let kind)):
      let message = Refusal.bodyNotRewindable(kind).message
      self.init(status: Int32(TransferError.rewind), Escape.text(message), uri)
    case .upgrade(let refusal):
      self.init(status: refusal.isLoop ? 111 : 110, Escape.text(refusal.message), uri)
    case .invalidSwitch(let reason):
      self.init(status: 112, Escape.text(reason), uri)
    case .upgradeHeadTooLarge(let reason):
      self.init(status: 110, "the server requires an upgrade, but \(reason)", uri)
    case .handshakeRefused(let response):
      self.init(
        status: 113, Self.refused(response), uri, Self.hint(forRefusal: response, circumstances))
    case .offerRefused(let token, let response):
      let reason = response.reason.isEmpty ? "" : " " + Escape.text(response.reason)
      self.init(
        status: 113,
        "the server answered the offer of \(Escape.text(token)) with \(response.status)\(reason)",
        uri,
        Self.hint(forRefusal: response, circumstances))
    case .interrupted(let signal):
      self.init(status: 128 + signal, message: nil)
    case .tooManyRedirects(let limit):
      self.init(
        status: 47, "the request was redirected more than \(limit) times", uri,
        "--max-redirs sets the limit")
    case .redirect(let reason):
      self.init(status: 110, Escape.text(reason), uri)
    }
  }

  /// `what` happened at `uri`.
  init(status: Int32, _ what: String, _ uri: URI, _ hint: String? = nil) {
    self.init(
      status: status,
      message: "\(what) (\(Escape.text(uri.redacted)))" + (hint.map { "; " + $0 } ?? ""))
    (self.what, self.hint) = (what, hint)
  }

  private static func refused(_ response: ResponseHead) -> String {
    let reason = response.reason.isEmpty ? "" : " " + Escape.text(response.reason)
    return "the server answered the WebSocket handshake with \(response.status)\(reason)"
  }
}

extension Verdict {
  /// A bare stream that is over.
  init(_ ending: StreamEnding, _ pipe: RawPipe?, at uri: URI) {
    if let signal = ending.signal {
      self.init(status: 128 + signal, message: nil)
    } else if let number = pipe?.inputFailure {
      self.init(status: 26, message: "cannot read standard input: \(describe(number))")
    } else if ending.ranOutOfTime {
      self.init(status: 28, "the time was over (--max-time)", uri)
    } else if pipe?.isStalled == true {
      self.init(status: 115, "the server did not take all of the input", uri)
    } else if let seconds = pipe?.unanswered, ending.error == nil {
      self.init(
        status: 28, "no reply came within \(Int(seconds.rounded())) s", uri,
        "--linger SECONDS waits longer, --linger 0 for none")
    } else if let error = ending.error {
      self.init(status: 115, "the connection was lost: \(Escape.text(error.message))", uri)
    } else {
      self = .success
    }
  }

  /// A conversation that is over: the most telling of what happened.
  init(_ ending: Ending, _ pipe: Pipe?, okCodes: [UInt16], at uri: URI) {
    if let signal = ending.signal {
      self.init(status: 128 + signal, message: nil)
    } else if ending.isAbandoned {
      self = .success
    } else if let violation = ending.violation, violation.code == .messageTooBig {
      self.init(status: 114, Escape.text(violation.message), uri, "--max-message sets the limit")
    } else if let violation = ending.violation {
      self.init(
        status: 114, "the server broke the WebSocket protocol: \(Escape.text(violation.message))",
        uri, "closed with \(FramePrinter.describe(violation.code))")
    } else if let pipe, let trouble = pipe.trouble {
      self.init(trouble, pipe, uri)
    } else if ending.ranOutOfTime {
      self.init(status: 28, "the time was over (--max-time)", uri)
    } else if let seconds = ending.unanswered {
      self.init(
        status: 115, "the server did not answer a ping within \(seconds) s: connection lost", uri)
    } else if ending.isOurs, let received = ending.received, received.code == ending.sent?.code {
      // The server's Close only says what ours did.
      self = pipe?.unmet.map { Self(unmet: $0, uri) } ?? .success
    } else if let received = ending.received {
      self.init(received, pipe, okCodes, uri)
    } else if ending.sent != nil, let unmet = pipe?.unmet {
      self.init(unmet: unmet, uri)
    } else if ending.isCloseSent, ending.error == nil || pipe?.isSatisfied ?? true {
      // We had begun to leave, with nothing more to wait for.
      self = .success
    } else {
      let reason = ending.error.map { ": " + Escape.text($0.message) } ?? ""
      let what = ending.sent == nil ? "without a Close" : "before our Close was answered"
      self.init(status: 115, "the connection was lost \(what)\(reason)", uri)
    }
  }

  private init(_ received: Close, _ pipe: Pipe?, _ okCodes: [UInt16], _ uri: URI) {
    let code = received.code ?? .noStatus
    if !okCodes.contains(code.rawValue) {
      let reason = received.reason.isEmpty ? "" : " \"\(Escape.text(received.reason))\""
      self.init(
        status: 116, "the server closed with \(FramePrinter.describe(code))\(reason)", uri,
        "--ok-close \(code.rawValue) accepts that")
    } else if let unmet = pipe?.unmet {
      self.init(unmet: unmet, uri)
    } else {
      self = .success
    }
  }

  private init(unmet: String, _ uri: URI) {
    self.init(
      status: 117, "not met before the end: \(unmet)", uri,
      "--listen waits for the server, --linger SECONDS longer")
  }

  private init(_ trouble: Pipe.Trouble, _ pipe: Pipe, _ uri: URI) {
    switch trouble {
    case .notText:
      self.init(
        status: 26,
        message: """
          message \(pipe.sent + 1) of the input is not UTF-8 and was not sent as text; \
          --ws-send binary sends it as it is
          """)
    case .badLine(let line):
      self.init(status: 26, message: "line \(line.number) of the input \(line.message)")
    case .input(let number):
      self.init(status: 26, message: "cannot read standard input: \(describe(number))")
    case .noReply(let seconds):
      self.init(
        status: 28, "no reply came within \(Int(seconds)) s", uri,
        "--linger 0 waits for none, --listen for ever")
    case .unfinished:
      self.init(
        status: 28, "the server stopped in the middle of a message", uri,
        "--linger SECONDS waits longer")
    case .slowMatch:
      self.init(
        status: 117, "--until took more than a second on one message", uri,
        "make the expression simpler")
    }
  }
}
