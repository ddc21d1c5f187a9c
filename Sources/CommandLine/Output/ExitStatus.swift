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
    case .file(let option, let error):
      self.init(status: 26, message: "--\(option.rawValue): cannot read \(error.message)")
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
      if error.code == TransferError.unsupportedProtocol, let end = url.firstRange(of: "://") {
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

  /// What a person can do about what libcurl says.
  private static func hint(
    for error: TransferError, _ uri: URI, _ circumstances: Circumstances
  ) -> String? {
    // RFC 2817 §3 has both on one port, which a server that speaks TLS from the first byte has not.
    if circumstances.followed.last == .secure, circumstances.job?.policy.tlsUpgrade == .rewrite,
      [7, 28, 35, 52, 56].contains(error.code)
    {
      return "--tls-upgrade in-place asks for TLS on the connection of the 426 (RFC 2817)"
    }
    switch error.code {
    case _ where circumstances.beginsWithHTTP2 && [1, 16, 52, 55, 56, 92].contains(error.code):
      return "HTTP/2 was spoken from the first byte: does the server speak it without TLS?"
    case 1 where error.message.contains("HTTP/0.9"):
      return
        "the server does not speak HTTP/1.1 on this port: --http0.9 takes what comes as it is, "
        + "--http2-prior-knowledge begins with HTTP/2"
    // As HTTPie has it.
    case 6 where RequestItem.methods.contains(uri.host):
      return "to choose the method: -X \(uri.host)"
    case 6: return "check the name, or give its address with --resolve"
    case 7 where circumstances.job?.options.proxy.isAt(error) == true:
      return "is the proxy running, and its port right (--proxy)?"
    case 7 where circumstances.job?.options.unixSocket != nil:
      let path = Escape.text(circumstances.job?.options.unixSocket ?? "")
      return "does a server listen on the socket \(path)?"
    case 7:
      return "is the server running, and the port right?"
        + (Environment.namesProxy ? " a proxy is set in the environment (--noproxy '*')" : "")
    case 28 where error.message.hasPrefix("Operation too slow"):
      return "--speed-limit and --speed-time set the limit"
    case 28: return "--max-time and --connect-timeout set the limit"
    case 35 where circumstances.job?.options.tls.allowsNoVersion == true:
      return "--tls-max is below the version that is asked for at least"
    case 35: return "does the server speak TLS on this port?"
    case 52 where error.message.contains("head"): return nil
    case 52 where !uri.isSecure && !circumstances.hasAnswered:
      return "it may speak TLS on this port: try \(uri.isWebSocket ? "wss" : "https")://"
    case 56 where error.message.contains("407"):
      return "--proxy-user NAME:PASSWORD logs in to the proxy"
    case 56 where error.message.contains("CONNECT") && error.message.contains("426"):
      return "the proxy may want TLS: --proxy https://HOST:PORT"
    case 56 where error.message.contains("CONNECT"): return "the proxy does not let it through"
    case 60 where error.message.contains("subject name"):
      return "the certificate is for another name"
    case 60: return "--cacert FILE names an authority to trust, --insecure skips the check"
    case 65: return "give the body in a file"
    case 92: return "--http1.1 does without HTTP/2"
    default: return nil
    }
  }

  private static func hint(
    forRefusal response: ResponseHead, _ circumstances: Circumstances
  ) -> String? {
    switch response.status {
    case 300...399: "to follow it add --location"
    case 401: "to log in add --user NAME:PASSWORD, with --anyauth if it is not Basic"
    case 403 where circumstances.hasOrigin:
      "the server may let in another --origin only, or want a cookie of the log-in (--cookie)"
    case 403: "some servers want --origin, or a cookie of the log-in (--cookie)"
    case 404: "the path may be another one"
    default: nil
    }
  }
}

extension ProxyOptions {
  /// libcurl says who did not answer: `Failed to connect to HOST port PORT after …`.
  fileprivate func isAt(_ error: TransferError) -> Bool {
    guard let url, let proxy = try? URI(parsing: url.contains("://") ? url : "http://" + url) else {
      return false
    }
    // 1080 is curl's, whatever the scheme.
    return error.message.contains(" to \(proxy.host) port \(proxy.port ?? 1080) ")
  }
}

extension TLSOptions {
  /// Its bounds contradict each other.
  fileprivate var allowsNoVersion: Bool {
    let versions = TLSOptions.Version.allCases
    guard let least = minimum.flatMap({ versions.firstIndex(of: $0) }),
      let most = maximum.flatMap({ versions.firstIndex(of: $0) })
    else { return false }
    return most < least
  }
}

/// What is known besides a failure, so that a hint does not lead astray.
struct Circumstances {
  /// The upgrades that led here.
  var followed: [Kind] = []
  /// What was to be done.
  var job: Job?
  /// The server has answered before, on the same chain and without TLS.
  var hasAnswered = false
  /// HTTP/2 by prior knowledge.
  var beginsWithHTTP2 = false
  /// The request had an Origin.
  var hasOrigin = false
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
