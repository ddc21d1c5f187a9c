public import HTTP
import Platform
public import Transfer
import Upgrade
import WebSocket

extension Chain: TransferDelegate {
  /// Validates a 101, resolves a 426, sees a handshake's redirect; everything else is shown.
  public func transfer(_ transfer: Transfer, received exchange: Exchange) -> HeadAction {
    answered(exchange, on: transfer)
  }

  /// - Parameter isRepeated: the request is sent again, whatever this response says.
  func answered(
    _ exchange: Exchange, on carrier: any Carrier, isRepeated: Bool = false
  ) -> HeadAction {
    // The signal was before it: nothing begins any more.
    if case .interrupted? = failure { return .abort }
    var exchange = exchange
    (exchange.sent, exchange.received) = (requestSent, Clock.now())
    unansweredRequest = nil
    let action = isRepeated ? .discard : decide(exchange, on: carrier)
    let isWanted = observer.received(exchange, isFollowed: action == .discard)
    for note in notesOnHead { observer.noted(note) }
    notesOnHead = []
    if let resolution { observer.resolved(resolution) }
    let (response, isConnect) = (exchange.response, tunnel != nil)
    if let handshake, !exchange.isFromConnect,
      isConnect ? (200...299).contains(response.status) : response.status == 101
    {
      observer.checked { handshake.checks(of: response, isConnect: isConnect) }
    }
    // A body that nobody wants is worth a second, not more; one that libcurl asks again for is libcurl's.
    let isRefusal = ![401, 407].contains(exchange.response.status)
    if action == .discard || (action == .deliver && !isWanted && isRefusal) {
      drainDeadline = exchange.response.status >= 200 ? Clock.now() + 1 : nil
    }
    // A body is written as it comes: there is nothing to close any more.
    if action == .deliver, exchange.response.status >= 200, !exchange.isAfterSwitch,
      !job.survivesSignals
    {
      signals = nil
    }
    return action == .deliver && !isWanted ? .discard : action
  }

  private func decide(_ exchange: Exchange, on carrier: any Carrier) -> HeadAction {
    resolution = nil
    let response = exchange.response
    guard !exchange.isFromConnect, !exchange.isAfterSwitch else { return .deliver }
    switch response.status {
    case 101 where isSwitching: return acceptSwitch(response)
    case 200... where isSwitching: return .abort
    case 101 where isLibcurls(response): return .deliver
    case 101 where hop.mayHaveToLogIn(job) && exchange.announcesEmptyBody:
      isToBeAskedAgain = true
      return .abort
    case 101: return open(response, on: carrier)
    // RFC 9113 §8.5: "a 2xx-series status code" is to CONNECT what a 101 is elsewhere.
    case 200...299 where tunnel != nil: return open(response, on: carrier)
    case 100...199: return .deliver
    case 426:
      let resolution = resolve(exchange)
      self.resolution = resolution
      return resolution.decision.kind == nil ? .deliver : .discard
    case 300...399
    where (hop.isHandshake || hop.offer != nil || hop.isInPlace) && job.options.followsRedirects
      && response.isRedirect:
      isRedirected = true
      return .discard
    default:
      // An advertisement, which most responses do not have.
      if response.fields.first("Upgrade") != nil {
        for note in resolve(exchange).notes { notesOnHead.append(note) }
      }
      return .deliver
    }
  }

  /// libcurl offered h2c itself (`--http2` on http) and was taken at its word.
  private func isLibcurls(_ response: ResponseHead) -> Bool {
    !hop.isHandshake && !hop.uri.isSecure && (hop.version ?? job.options.version) == .http2
      && response.fields.contains("Upgrade", token: "h2c")
  }

  private func resolve(_ exchange: Exchange) -> Resolution {
    Upgrade.resolve(
      exchange.response,
      to: facts(exchange.url, exchange.method, isForwarded: exchange.isForwarded), after: followed,
      under: job.policy)
  }

  func facts(_ url: String, _ method: String, isForwarded: Bool = false) -> RequestFacts {
    var reached = (try? URI(parsing: url, keepsPath: job.options.keepsPath)) ?? hop.uri
    if hop.isHandshake { reached = reached.asWebSocket }
    return RequestFacts(
      uri: reached, method: method,
      hasBody: hop.body != nil && method == hop.request(job, fields: nil).effectiveMethod,
      bodyIsRewindable: hop.body?.canBeRepeated ?? true || transfer?.hasReadBody == false,
      isHandshake: hop.isHandshake,
      offered: hop.isHandshake && followed.isEmpty && job.beginsWithHandshake
        ? Token(parsing: "websocket") : hop.offer?.token,
      isForwarded: isForwarded)
  }

  private func open(_ response: ResponseHead, on carrier: any Carrier) -> HeadAction {
    if let offer = hop.offer { return open(response, by: offer, on: carrier) }
    guard let handshake else {
      failure = .invalidSwitch(
        """
        the server switched protocols (101) without being asked: \
        to open a WebSocket, use a ws:// URL or --upgrade websocket
        """)
      return .abort
    }
    let agreement: Agreement
    do {
      agreement =
        try tunnel == nil
        ? handshake.validate(response) : handshake.validateConnect(response)
    } catch {
      failure = .invalidSwitch(error.message)
      return .abort
    }
    uri = hop.uri.asWebSocket
    upgradeTime = max(1, elapsed(Clock.now()))
    opened = Conversation(
      uri: uri, agreement: agreement, carrier: carrier, settings: job.conversation,
      deadline: deadline, random: random,
      application: observer.application(for: uri, agreement))
    return .openStream
  }

  private func open(
    _ response: ResponseHead, by offer: RawOffer, on carrier: any Carrier
  ) -> HeadAction {
    guard let objection = offer.objection(to: response) else {
      guard let channel = observer.channel(for: hop.uri, offer.token) else {
        failure = .invalidSwitch("nobody is here to speak \(offer.token)")
        return .abort
      }
      upgradeTime = max(1, elapsed(Clock.now()))
      opened = RawStream(channel, carrier: carrier, deadline: deadline)
      return .openStream
    }
    failure = .invalidSwitch(objection)
    return .abort
  }

  /// From then on it waits.
  public func transferIsAsking(_ transfer: Transfer) {
    asking = (Clock.now(), transfer.tlsVersion)
  }

  /// For the report.
  public func transferIsAnswered(_ transfer: Transfer) { answerBegan = Clock.now() }

  /// To the conversation once there is one; before, it is the response's body.
  public func transfer(_ transfer: Transfer, received bytes: Span<UInt8>) -> Intake {
    received(bytes)
  }

  func received(_ bytes: Span<UInt8>) -> Intake {
    if let opened { return opened.receive(bytes) }
    if isSwitched { return refuseClearText() }
    guard observer.body(bytes) else { return .abort }
    return .taken
  }

  /// To the observer.
  public func transfer(_ transfer: Transfer, receivedTrailer line: Span<UInt8>) {
    if opened == nil { observer.trailer(line) }
  }

  /// From the conversation.
  public func transfer(
    _ transfer: Transfer, fill output: inout OutputSpan<UInt8>
  ) -> Outflow {
    fill(&output)
  }

  func fill(_ output: inout OutputSpan<UInt8>) -> Outflow {
    opened?.fill(&output) ?? (isSwitched ? .more : .end)
  }

  /// A new key for each request: "The request MUST include a header field with the name
  /// Sec-WebSocket-Key", "selected randomly for each connection" (RFC 6455 §4.1).
  public func transfer(_ transfer: Transfer, repeats fields: Fields) -> Fields {
    hop.isHandshake && !isSwitching ? newHandshake().fields : fields
  }

  /// To the observer.
  public func transfer(_ transfer: Transfer, traced kind: Trace, _ bytes: Span<UInt8>) {
    self.traced(kind, bytes)
  }

  func traced(_ kind: Trace, _ bytes: Span<UInt8>) {
    if kind == .requestHead {
      // An answer can be there before libcurl says that all was sent.
      (requestSent, asking.time) = (asking.time ?? Clock.now(), nil)
      unansweredRequest = bytes.withUnsafeBufferPointer { Array($0) }
    }
    if job.options.traces { observer.traced(kind, bytes) }
  }
}

extension Exchange {
  /// For `--digest` and the like libcurl wants to be asked who it is before it sends anything.
  fileprivate var announcesEmptyBody: Bool {
    Fields(requestHead: requestHead).first("Content-Length") == "0"
  }
}
