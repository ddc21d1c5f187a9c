public import HTTP
import Platform
import Transfer
public import WebSocket

/// A WebSocket that is open: the engine on one side, the application on the other, and the rules of
/// time between them.
public final class Conversation {
  /// Where it leads: a `ws` or `wss` URI.
  public let uri: URI
  /// What client and server agreed on.
  public let agreement: Agreement
  /// When something last came from the peer, in `Clock` seconds.
  public private(set) var lastReceived = Clock.now()

  let application: any Application
  private(set) var ending = Ending()
  private var connection: Connection
  private let carrier: any Carrier
  private let settings: ConversationSettings
  private let deadline: Double?
  /// What came, and the application could not take yet.
  private var rest: [UInt8] = []
  private var requestedClose: Close?
  private var closeDeadline: Double?
  private var hasSeenEnd = false
  private var nextPing: Double?
  private var unansweredSince: Double?
  /// Since the last turn bytes went out; so many that more had to wait.
  private var (hasSent, hasFilled) = (false, false)
  /// Bytes that went after the last of a message's: control frames.
  private var sinceMessage = 0
  /// Bytes that TLS adds to those at most, with its own farewell.
  private let recordSlack: Int

  init(
    uri: URI, agreement: Agreement, carrier: any Carrier, settings: ConversationSettings,
    deadline: Double?, random: RandomBytes, application: any Application
  ) {
    self.uri = uri
    self.agreement = agreement
    self.carrier = carrier
    recordSlack = carrier.tlsVersion == nil ? 0 : 128
    self.settings = settings
    self.deadline = deadline
    self.application = application
    connection = Connection(
      limits: Limits(maximumMessage: settings.maximumMessage), deflate: agreement.deflate,
      maskingKey: { random.key() })
    nextPing = settings.pingInterval.map { Clock.now() + $0 }
  }

  /// Begins the close handshake, after the message that is being sent. Data that still comes is
  /// handed on. Only the first call counts.
  public func close(_ close: Close) {
    if requestedClose == nil { requestedClose = close }
  }

  /// `TLS 1.3`, or nil without TLS.
  public var tlsVersion: String? { carrier.tlsVersion }

  /// Ends the connection at once, without waiting for anything.
  public func abandon() { ending.isAbandoned = true }

  /// Sends a ping, unless a Close was sent. False also if it is too long: 125 bytes at most.
  public func ping(_ payload: [UInt8]) -> Bool { connection.ping(payload.span) }

  /// True once a Close was sent, received or asked for.
  public var isClosing: Bool {
    requestedClose != nil || ending.sent != nil || ending.received != nil
  }

  func interrupt(_ signal: Int32) {
    ending.signal = signal
    close(Close(.goingAway))
  }

  // MARK: From the carrier

  func receive(_ bytes: Span<UInt8>) -> Intake {
    guard !application.isFull, !holdsInput else { return .paused }
    lastReceived = Clock.now()
    unansweredSince = nil
    take(bytes)
    return .taken
  }

  private func take(_ bytes: Span<UInt8>) {
    do {
      let used = try application.receive(bytes, through: &connection)
      rest = (used..<bytes.count).map { bytes[$0] }
    } catch {
      rest = []
      ending.violation = error
    }
  }

  private var holdsInput: Bool { !rest.isEmpty || connection.holdsMore }

  private func takeRest() {
    let bytes = rest
    take(bytes.span)
  }

  func fill(_ output: inout OutputSpan<UInt8>) -> Outflow {
    // A Close that waits goes after the frame in progress, so that frame is still completed.
    if mayFill {
      application.fill(&connection, into: &output)
      hasFilled = hasFilled || output.freeCapacity < FrameHeader.maximumSize
    }
    let end = output.count
    if end > 0 { sinceMessage = 0 }
    connection.flush(into: &output)
    sinceMessage += output.count - end
    hasSent = hasSent || !output.isEmpty
    return connection.isClosed ? .end : .more
  }

  /// A frame may be begun, or one that was begun is to be completed.
  private var mayFill: Bool {
    connection.isMidFrame || (connection.maySend && !carrier.hasPeerEnded)
  }

  // MARK: From the loop

  /// Does what is due. Returns when the next turn is due at the latest, or `nil` to end the
  /// connection now.
  func turn(now: Double) -> Double? {
    guard !ending.isAbandoned else { return nil }
    // Before all else, so that what it sets free is written and answered in this turn.
    if holdsInput, !application.isFull { takeRest() }
    var next = application.turn(self, now: now) ?? .infinity
    // Once we have begun to leave, the close handshake has limits of its own.
    if let deadline, !isClosing || (ending.received != nil && ending.sent == nil) {
      if now >= deadline {
        ending.ranOutOfTime = true
        close(Close(.goingAway))
      } else {
        next = min(next, deadline)
      }
    }
    if let due = keepAlive(now: now) { next = min(next, due) }
    closeIfAsked(now: now)
    if let closeDeadline {
      if now >= closeDeadline { return nil }
      next = min(next, closeDeadline)
    }
    resumeSending()
    if holdsInput, !application.isFull { next = now }
    if carrier.isReceivingPaused, !application.isFull, !holdsInput { carrier.resumeReceiving() }
    (hasSent, hasFilled) = (false, false)
    return next
  }

  /// Asks for bytes to send if there are any.
  func resumeSending() {
    if connection.hasOutput || connection.isClosed || (mayFill && application.hasMessages) {
      carrier.resumeSending()
    }
  }

  private func closeIfAsked(now: Double) {
    if let close = requestedClose, connection.maySend { try? connection.close(close) }
    noteCloses()
    let isOver = connection.isClosed
    let isEnding =
      isUrgent || isOver || connection.sentClose != nil || connection.receivedClose != nil
      || connection.violation != nil || carrier.hasPeerEnded
    guard isEnding else { return }
    if isUrgent {
      // Whoever sets a limit to the time counts on it; a signal is less exact.
      let patience = ending.ranOutOfTime ? min(settings.lingerTimeout, 0.2) : settings.lingerTimeout
      closeDeadline = min(closeDeadline ?? .infinity, now + patience)
    } else if isOver {
      if !hasSeenEnd { closeDeadline = now + settings.lingerTimeout }
    } else if hasSent || closeDeadline == nil {
      // What goes before the Close may take its time, as long as it goes.
      let isSent = !connection.hasOutput && !connection.isMidFrame
      closeDeadline = now + (isSent ? settings.closeTimeout : settings.sendTimeout)
    }
    hasSeenEnd = hasSeenEnd || isOver
  }

  private func noteCloses() {
    ending.isOurs =
      ending.isOurs || (connection.sentClose != nil && connection.receivedClose == nil)
    if ending.sent == nil, let close = connection.sentClose { application.closing(close) }
    ending.sent = connection.sentClose
    ending.received = connection.receivedClose
  }

  private func keepAlive(now: Double) -> Double? {
    guard let interval = settings.pingInterval, connection.maySend, !carrier.isReceivingPaused,
      !holdsInput
    else { return nil }
    let patience = settings.pingTimeout ?? interval
    // A peer that takes what waits for it is alive, though the ping is still on its way.
    if hasFilled, unansweredSince != nil { unansweredSince = now }
    if let since = unansweredSince, now >= since + patience {
      ending.unanswered = patience
      closeDeadline = now
      return now
    }
    if let due = nextPing, now >= due {
      connection.ping([UInt8]().span)
      application.pinged()
      unansweredSince = unansweredSince ?? now
      nextPing = now + interval
    }
    return min(nextPing ?? .infinity, unansweredSince.map { $0 + patience } ?? .infinity)
  }

  func ended(_ outcome: TransferOutcome?) {
    ending.isCloseSent =
      connection.sentClose != nil && !connection.hasOutput && !connection.isMidFrame
    // libcurl may notice first.
    if outcome?.isTimeout == true { noteTime() }
    while holdsInput, !isUrgent {
      guard application.drain(isUrgent: false, until: deadline) else {
        noteTime()
        break
      }
      takeRest()
    }
    connection.receiveEOF()
    noteCloses()
    ending.hasUnsent = carrier.unsent > sinceMessage + recordSlack
    // "Empty reply" is libcurl's word for a stream that ended without a byte.
    if case .failure(let error) = outcome, error.code != TransferError.gotNothing,
      !(ending.ranOutOfTime && error.code == TransferError.timedOut)
    {
      ending.error = error
    }
    application.drain(isUrgent: isUrgent, until: deadline)
  }

  private var isUrgent: Bool { ending.signal != nil || ending.ranOutOfTime }

  private func noteTime() {
    if let deadline, Clock.now() >= deadline { ending.ranOutOfTime = true }
  }
}
