public import Client
import Editor
import HTTP
import Platform
import Text
public import Transfer
import Transcript
import WebSocket

// Between two conversations.
extension Dialogue {
  /// Tells how the chain ended, and stays at the prompt until a new connection is wanted (true) or the person leaves.
  ///
  /// - Parameter failure: what there is to say, if it was a failure.
  public func connectsAgain(after outcome: Outcome, saying failure: String?, on session: Session)
    -> Bool
  {
    (conversation, status, isOpen) = (nil, nil, false)
    arrivals.forget()
    let (isCutOff, dropped) = (outbox.isMidMessage, outbox.drop())
    outbox = Outbox()
    if isCutOff { record(.error(reason: "the message that was being sent is cut off"), nil) }
    if dropped > 0 {
      record(
        .error(reason: "\(dropped) message\(dropped == 1 ? " was" : "s were") not sent"), nil)
    }
    // What a Close said was shown when it came.
    if let failure, !isClosed(outcome) {
      let isNews = failure != lastFailure
      lastFailure = failure
      record(.error(reason: failure), nil, isShown: isNews)
    } else if case .conversation(let ending) = outcome {
      note(ending.received == nil ? "closed: the server did not answer our Close" : "closed")
    }
    if !body.isEmpty {
      display.add(presenter.lines(Record(.text(body), time: 0, direction: .incoming), stamp: stamp))
      body = []
    }
    guard !isLeaving, !isInterrupted(outcome), !console.isGone else { return false }
    if settings.reconnects, !wantsConnection, !wasAskedToClose { plan(after: outcome) }
    if !wantsConnection, retry == nil { note("Enter connects again, Ctrl-D leaves") }
    isWaiting = true
    defer { isWaiting = false }
    let signals = Signals()
    while !isLeaving, !console.isGone {
      let now = Clock.now()
      if wantsConnection || retry.map({ now >= $0 }) ?? false {
        (wantsConnection, retry) = (false, nil)
        exchanges = []
        return true
      }
      var wait = (tick(now: now) ?? now + 60) - Clock.now()
      // The status line counts the seconds down.
      if let retry { wait = min(wait, (retry - now).truncatingRemainder(dividingBy: 1) + 0.001) }
      wait = min(max(0, wait), 60)
      var watched = descriptors + [Watched(signals.descriptor, reading: true)]
      session.loop.wait(for: &watched, milliseconds: Int((wait * 1000).rounded(.up)))
      if watched.removeLast().isReadable, let number = signals.take() {
        signal = number
        return false
      }
      _ = woke(watched)
    }
    return false
  }

  private func isClosed(_ outcome: Outcome) -> Bool {
    guard case .conversation(let ending) = outcome else { return false }
    return ending.received != nil && ending.violation == nil && !ending.ranOutOfTime
      && ending.unanswered == nil
  }

  private func isInterrupted(_ outcome: Outcome) -> Bool {
    switch outcome {
    case .conversation(let ending): ending.signal != nil
    case .failure(.interrupted): true
    default: false
    }
  }

  /// A connection that lasted so many seconds was a success.
  private static let lasting = 10.0

  /// Exponential backoff with jitter, from half a second to half a minute; longer if the server says so.
  private func plan(after outcome: Outcome) {
    guard outcome.mayPass else { return note("trying again would not help") }
    if case .conversation = outcome, let openedAt, Clock.now() - openedAt >= Self.lasting {
      attempts = 0
    }
    attempts += 1
    let backoff = min(30, 0.5 * Double(1 << min(attempts - 1, 10))) * Double.random(in: 0.5...1)
    let seconds = max(backoff, outcome.retryAfter ?? 0)
    retry = Clock.now() + seconds
    note(
      "connecting again in \(Interval.text(seconds)) (attempt \(attempts)); Enter does it now, Ctrl-D leaves"
    )
  }

  /// How we got here: `426 → 101, wss, deflate`.
  func statusLine(of conversation: Conversation) -> String {
    let statuses = exchanges.filter { $0.response.status >= 200 || $0.response.status == 101 }
      .map { String($0.response.status) }
    let agreement = conversation.agreement
    var words = [
      statuses.joined(separator: settings.isUTF8 ? " → " : " -> "), conversation.uri.scheme,
    ]
    if let version = conversation.tlsVersion { words.append(version) }
    if let subprotocol = agreement.subprotocol { words.append(subprotocol) }
    if agreement.deflate != nil { words.append("deflate") }
    return words.joined(separator: ", ")
  }
}

extension Outcome {
  /// What failed may go well the next time.
  fileprivate var mayPass: Bool {
    switch self {
    case .conversation, .failure(.interrupted): true
    case .response(let head), .failure(.handshakeRefused(let head)):
      head.status >= 500 || [408, 425, 429].contains(head.status)
    case .failure(.transfer(let error)): !error.isPermanent
    case .failure(.upgrade), .failure(.invalidSwitch), .failure(.upgradeHeadTooLarge),
      .failure(.tooManyRedirects), .failure(.redirect), .failure(.offerRefused), .stream:
      false
    }
  }

  /// The seconds that the server wants to be left alone (RFC 9110 §10.2.3), an hour at most.
  fileprivate var retryAfter: Double? {
    switch self {
    case .response(let head), .failure(.handshakeRefused(let head)):
      head.fields.first("Retry-After").flatMap { UInt32($0) }.map { min(Double($0), 3600) }
    default: nil
    }
  }
}
