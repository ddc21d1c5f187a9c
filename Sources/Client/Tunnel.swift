import HTTP
import HTTP2
import Platform
import Transfer

/// A WebSocket's handshake over HTTP/2, and the stream that it opens (RFC 8441): libcurl makes the connection, an
/// `ExtendedConnect` says what goes over it, and the chain hears what it would hear of a transfer.
final class Tunnel: Carrier {
  private(set) var outcome: TransferOutcome?
  private(set) var isReceivingPaused = false
  private(set) var hasPeerEnded = false
  /// What has come of the handshake; the last one counts.
  private(set) var exchange: Exchange?
  /// Why the handshake has to be sent again, over HTTP/1.1; for a person.
  private(set) var fallback: String?

  private let transfer: Transfer
  private let session: Session
  private unowned let chain: Chain
  /// What goes over the connection once it is there.
  private let makeRequest: () -> HTTP2.Request
  private var stream: ExtendedConnect?
  private var phase = Phase.asking
  /// Nothing is to be waited for: the last step has left something to do.
  private var isBusy = false
  /// The connection takes no more for now.
  private var isBlocked = false
  /// Nothing more comes or goes.
  private var isCut = false
  private var loss: TransferError?
  /// The chain may have something to send.
  private var hasMore = false
  /// When the response has to be there at the latest, in `Clock` seconds.
  private let deadline: Double?
  private let maximumHead: Int
  private var output: [UInt8] = []
  private var outputStart = 0
  private(set) var requestHead: [UInt8] = []
  /// The request has been handed over.
  private(set) var hasAsked = false
  private var counts = (received: 0, sent: 0, head: 0)
  private var firstByte: Double?
  private var connected = 0.0

  private enum Phase {
    /// There is no response yet.
    case asking
    /// Bytes go both ways.
    case open
    /// The response's body comes.
    case answered
    /// We have ended our side.
    case ended
  }

  /// So much is read or sent in a step, before others have their turn.
  private static let turnSize = 16
  private static let chunk = 16 * 1024

  init(
    _ transfer: Transfer, on session: Session, of chain: Chain, deadline: Double?, maximumHead: Int,
    request: @escaping () -> HTTP2.Request
  ) {
    self.transfer = transfer
    self.session = session
    self.chain = chain
    self.deadline = deadline
    self.maximumHead = maximumHead
    makeRequest = request
  }

  // MARK: From the conversation

  func resumeSending() { hasMore = true }

  func resumeReceiving() { (isReceivingPaused, isBusy) = (false, true) }

  var tlsVersion: String? { transfer.tlsVersion }

  // MARK: From the loop

  /// When it wants its next step at the latest, or nil once the time for a response is over.
  func turn(now: Double) -> Double? {
    // A conversation has a deadline of its own.
    let isWaiting = phase == .asking || phase == .answered
    if isWaiting, let deadline, now >= deadline {
      finish(
        TransferError(
          code: TransferError.timedOut, message: "the time for a response (--max-time) was over"))
      return nil
    }
    if isBusy || (hasMore && !isBlocked && phase == .open && stream?.isDrained == true) {
      return now
    }
    return isWaiting ? deadline ?? .infinity : .infinity
  }

  /// To be waited for.
  var watched: [Watched] {
    guard outcome == nil, !isCut, let connection = transfer.connection else { return [] }
    return [Watched(connection.descriptor, reading: true, writing: isBlocked)]
  }

  /// Does whatever can be done without waiting.
  func step() {
    guard outcome == nil else { return }
    if let ended = transfer.outcome { return finish(ended.error) }
    guard let connection = transfer.connection, begin(on: connection), let stream else { return }
    isBusy = false
    do {
      if !isCut { try receive(from: connection, stream) }
      if !isCut { try send(to: connection, stream) }
    } catch {
      (isCut, loss) = (true, error)
      stream.receiveEOF()
    }
    // What came before the end can still be taken.
    if isCut { deliver(stream) }
    judge(stream)
  }

  /// Says GOAWAY, if that goes without waiting.
  func leave() {
    guard outcome == nil, let connection = transfer.connection, let stream else { return }
    phase = .ended
    stream.leave()
    try? send(to: connection, stream)
    finish(nil)
  }

  // MARK: Within a step

  private func begin(on connection: RawConnection) -> Bool {
    guard stream == nil else { return true }
    connected = Clock.now()
    chain.transferIsAsking(transfer)
    if chain.hop.uri.isSecure, connection.alpn != "h2" {
      fallBack(
        connection.alpn.map { "the server chose \($0) by ALPN" }
          ?? "the server did not agree to HTTP/2 by ALPN")
      return false
    }
    let request = makeRequest()
    stream = ExtendedConnect(request, limits: Limits(maximumHead: maximumHead))
    requestHead = request.head
    guard stream == nil else { return true }
    finish(TransferError(code: 27, message: "out of memory"))
    return false
  }

  private func receive(
    from connection: RawConnection, _ stream: ExtendedConnect
  ) throws(TransferError) {
    for round in 0... {
      guard outcome == nil else { return }
      isBusy = round == Self.turnSize
      guard !isBusy else { return }
      var end = false
      var wait = false
      var failure: TransferError?
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.chunk) { buffer in
        var input = OutputSpan(buffer: buffer, initializedCount: 0)
        do throws(TransferError) {
          switch try connection.receive(into: &input) {
          case .bytes: stream.receive(input.span)
          case .wait: wait = true
          case .end: end = true
          }
        } catch {
          failure = error
        }
        _ = input.finalize(for: buffer)
      }
      if let failure { throw failure }
      if end {
        isCut = true
        stream.receiveEOF()
      }
      for event in stream.takeEvents() { take(event, stream) }
      deliver(stream)
      if end || wait { return }
    }
  }

  private func take(_ event: ExtendedConnect.Event, _ stream: ExtendedConnect) {
    guard outcome == nil else { return }
    switch event {
    case .settings(allowsConnect: false, _):
      fallBack("the server's SETTINGS do not enable the CONNECT protocol (RFC 8441)")
    case .settings(_, allowsStreams: false):
      fallBack("the server's SETTINGS allow no streams")
    case .settings:
      for field in stream.request.section where field.name.hasPrefix(":") {
        trace(.information, "[HTTP/2] [1] [\(field.name): \(field.value)]")
      }
      hasAsked = true
      trace(.requestHead, String(decoding: requestHead, as: UTF8.self))
    case .head(let head): answered(head, stream)
    }
  }

  private func trace(_ kind: Trace, _ text: String) {
    let bytes = Array(text.utf8)
    chain.traced(kind, bytes.span)
  }

  private func answered(_ head: ResponseHead, _ stream: ExtendedConnect) {
    firstByte = firstByte ?? Clock.now()
    counts.head += head.raw.count
    for line in head.raw.split(separator: 10, omittingEmptySubsequences: true) {
      trace(.responseHead, String(decoding: line, as: UTF8.self) + "\n")
    }
    let exchange = Exchange(
      url: chain.hop.url, method: "CONNECT", requestHead: requestHead, response: head)
    self.exchange = exchange
    if head.status >= 200 { session.takeCookies(of: head, from: chain.hop.uri) }
    let again = head.status == 401 && chain.hop.hasMoreCredentials(chain.job)
    let action = chain.answered(exchange, on: self, isRepeated: again)
    guard head.status >= 200 else { return }
    if again || chain.isRedirected {
      fallBack(again ? "only libcurl can log in as the server asks" : "redirects are libcurl's")
    } else if action == .openStream {
      (phase, hasMore) = (.open, true)
    } else if action == .deliver {
      phase = .answered
      stream.end()
    } else {
      finish(action == .abort ? Self.unwritten : nil)
    }
  }

  private static var unwritten: TransferError {
    TransferError(code: TransferError.write, message: "what came could not be written")
  }

  private func deliver(_ stream: ExtendedConnect) {
    while outcome == nil, !isReceivingPaused, stream.available > 0, phase != .asking {
      var intake = Intake.taken
      stream.read(upTo: Self.chunk) { bytes in
        intake = chain.received(bytes)
        if intake == .taken { counts.received += bytes.count }
        return intake == .taken
      }
      if intake == .paused { isReceivingPaused = true }
      if intake == .abort { finish(Self.unwritten) }
    }
  }

  private func send(to connection: RawConnection, _ stream: ExtendedConnect) throws(TransferError) {
    isBlocked = false
    for round in 0... {
      guard outcome == nil else { return }
      if outputStart == output.count {
        output.removeAll(keepingCapacity: true)
        outputStart = 0
        fill(stream)
        stream.takeOutput(into: &output, upTo: 64 * 1024)
        guard !output.isEmpty else { return }
      }
      guard round < Self.turnSize else {
        isBusy = true
        return
      }
      let sent: Int?
      do {
        let bytes = output
        sent = try connection.send(bytes.span.extracting(outputStart...))
      }
      guard let sent else {
        isBlocked = true
        return
      }
      outputStart += sent
    }
  }

  /// Has the conversation write, while the windows let what it writes go.
  private func fill(_ stream: ExtendedConnect) {
    // To a stream that is closed nothing can be said any more.
    if phase == .open, stream.isClosed {
      hasMore = false
      if hasPeerEnded { phase = .ended }
    }
    guard phase == .open, hasMore, stream.isDrained, stream.room > 0 else { return }
    var count = 0
    stream.write { output in
      if chain.fill(&output) == .end { phase = .ended }
      count = output.count
    }
    hasMore = count > 0
    counts.sent += count
    if hasPeerEnded, count == 0 { phase = .ended }
    if phase == .ended { stream.end() }
  }

  /// What the peer's end, or the connection's, means, once all that came before it has been handed over.
  private func judge(_ stream: ExtendedConnect) {
    guard outcome == nil, let ending = stream.ending, stream.available == 0 || phase == .asking
    else { return }
    if ending == .endOfStream {
      if !hasPeerEnded { (hasPeerEnded, hasMore, isBusy) = (true, true, phase == .open) }
      if phase == .answered { return finish(nil) }
      if phase == .ended, stream.isClosed { return leave() }
      if isCut { finish(nil) }
      return
    }
    // What becomes of a stream that both sides have ended is nobody's failure.
    if hasPeerEnded || phase == .ended { return finish(nil) }
    if phase == .asking, let reason = ending.asksForHTTP1 { return fallBack(reason) }
    finish(loss ?? ending.error(limit: maximumHead))
  }

  private func fallBack(_ reason: String) {
    fallback = reason
    finish(nil)
  }

  private func finish(_ error: TransferError?) {
    guard outcome == nil else { return }
    session.cancel()
    outcome = TransferOutcome(error)
    stream = nil
  }

  /// What libcurl knows of the connection, and what went over it.
  var report: Report {
    var report = transfer.report
    guard !requestHead.isEmpty else { return report }
    report.method = "CONNECT"
    report.version = "2"
    report.status = exchange?.response.status ?? 0
    report.contentType = exchange?.response.fields.first("Content-Type")
    (report.downloaded, report.uploaded) = (counts.received, counts.sent)
    (report.headerSize, report.requestSize) = (counts.head, requestHead.count)
    func since(_ time: Double) -> Int { Int((time - connected) * 1e6) }
    let before = max(report.connect, report.appConnect)
    report.preTransfer = before
    report.startTransfer = firstByte.map { before + since($0) } ?? 0
    report.total = before + since(Clock.now())
    return report
  }
}
