import HTTP
import Platform
public import Transfer
import Upgrade

// TLS in place (RFC 2817), from the `OPTIONS *` to the connection that speaks TLS.
extension Chain {
  /// The answer to `OPTIONS *` may take this many seconds over TLS.
  private static let longestAnswer = 5.0

  /// What the hop in progress is about to do: ask for TLS first, where no connection has it.
  func beginSwitch() {
    isSwitching = hop.isInPlace && !session.hasSwitched(for: hop.uri.asHTTP)
    (isSwitched, answerDeadline) = (false, nil)
  }

  /// `OPTIONS *` was answered by this 101, if it is one to go on from.
  func acceptSwitch(_ response: ResponseHead) -> HeadAction {
    let names = Offer(response.fields).tokens
    guard names.contains(where: { $0.kind == .secure }) else {
      failure = .invalidSwitch(
        names.isEmpty
          ? "the 101 has no Upgrade field, so it does not switch to TLS"
          : "the 101 switches to another protocol than TLS")
      return .abort
    }
    // RFC 9110 §8.6 and RFC 9112 §6.1: neither field is to be in a 1xx; an empty body, as CUPS says it, is none.
    guard response.fields.first("Transfer-Encoding") == nil,
      response.fields.list(of: "Content-Length").allSatisfy({ $0 == "0" })
    else {
      failure = .invalidSwitch("the 101 is to have a body")
      return .abort
    }
    if !response.fields.contains("Connection", token: "upgrade") {
      notesOnHead.append(Resolution.lacksConnection(101))
    }
    isSwitched = true
    return .openStream
  }

  /// Bytes behind the 101, in the clear: in TLS the client speaks first.
  func refuseClearText() -> Intake {
    failure = .spokenInClear
    return .abort
  }

  /// After a step of the transfer: a connection that has switched is kept for the next one.
  func keepSwitched(_ transfer: Transfer) {
    guard isSwitched, failure == nil else { return }
    do throws(KeepError) {
      try session.keepConnection(of: transfer, for: hop.uri.asHTTP)
    } catch {
      failure =
        switch error {
        case .spoken: .spokenInClear
        case .ended:
          .transfer(
            TransferError(
              code: TransferError.received,
              message: "the server closed the connection after its 101"))
        }
    }
  }

  /// What `OPTIONS *` leads to.
  func next(afterSwitch transfer: Transfer) -> Step {
    if let failure { return .over(.failure(failure)) }
    if isSwitched {
      // libcurl says that it closes the connection, and then that it opens one.
      observer.noted("the connection stays open, and goes on with TLS")
      observer.goesOn("going on with TLS on the same connection")
      return .next(hop)
    }
    if let last = transfer.exchanges.last, !last.isFromConnect, last.response.status >= 200 {
      return .over(.failure(.upgrade(.tlsNotSwitched(status: last.response.status))))
    }
    if case .failure(let error) = transfer.outcome { return .over(.failure(.transfer(error))) }
    return .over(
      .failure(.transfer(TransferError(code: TransferError.gotNothing, message: "no response"))))
  }

  /// The patience with the answer to `OPTIONS *`.
  public func patience(of transfer: Transfer) -> Int {
    let now = Clock.now()
    let end = answerDeadline ?? now + Self.longestAnswer
    answerDeadline = end
    let limits = [
      end - now,
      deadline.map { $0 - now },
      job.options.connectTimeout.map { end - Self.longestAnswer + Double($0) / 1000 - now },
    ]
    return Int(((limits.compactMap { $0 }.min() ?? 0) * 1000).rounded(.up))
  }
}

extension Failure {
  static let spokenInClear = Failure.invalidSwitch(
    "the server sent bytes in the clear behind its 101, where TLS has to begin")
}

extension Hop {
  /// RFC 2817 §3.2: "If an unsecured response would be unacceptable, a client MUST send an OPTIONS request first to complete
  /// the switch to TLS/1.0 before proceeding."
  ///
  /// Nothing of the request itself is in it, least of all a credential, for it goes in the clear.
  func switchRequest(_ job: Job) -> Request {
    var plain = uri
    (plain.scheme, plain.userinfo, plain.target) = ("http", nil, "/")
    var request = Request(url: plain.description)
    request.method = "OPTIONS"
    request.inPlace = .asking
    // CUPS compares the whole of Connection. TLS/1.0 is the token of RFC 2817, whatever TLS comes of it.
    request.kind = .upgrade([
      Field("Connection", "Upgrade"), Field("Upgrade", "TLS/1.3, TLS/1.2, TLS/1.0"),
    ])
    request.headerLines = job.headerLines.filter {
      fieldName(of: $0) == "host" && uri.isSameHost(as: job.uri)
    }
    return request
  }

  /// How the connection is made, and nothing of who asks.
  func switchOptions(_ job: Job, remaining: Int?) -> Options {
    var options = Options()
    options.maximumTime = remaining
    options.userAgent = job.options.userAgent
    options.proxy = job.options.proxy
    options.resolve = job.options.resolve
    options.connectTo = job.options.connectTo
    options.addressFamily = job.options.addressFamily
    options.sockets = job.options.sockets
    options.resolver = job.options.resolver
    options.connectTimeout = job.options.connectTimeout
    options.maximumHead = job.options.maximumHead
    options.traces = job.options.traces
    options.keepsRequests = job.options.keepsRequests
    return options
  }
}
