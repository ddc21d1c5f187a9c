import Platform
public import Transfer
import WebSocket

/// What a chain waits for.
public struct Wait {
  /// The longest, in seconds.
  public var seconds = 60.0
  /// Descriptors.
  public var watched: [Watched] = []

  /// For nothing in particular.
  public init() {}

  /// No longer than until `due`, in `Clock` seconds.
  public mutating func end(by due: Double) {
    seconds = min(seconds, max(0, due - Clock.now()))
  }
}

// From hop to hop, and from turn to turn of the loop.
extension Chain {
  /// Runs it to its end, and nothing beside it.
  public func run() -> Outcome {
    begin()
    while true {
      session.loop.step()
      if let outcome = advance() { return outcome }
      var wait = Wait()
      prepare(&wait)
      session.loop.wait(
        for: &wait.watched, milliseconds: Int((wait.seconds * 1000).rounded(.up)))
      woke(wait.watched[...])
    }
  }

  /// Begins the first transfer. From then on the loop is stepped, `advance` asked, and waited for what `prepare` says.
  public func begin() {
    began = Clock.now()
    go(.next(hop))
  }

  /// After a step of the loop. The outcome, once the chain is at its end.
  public func advance() -> Outcome? {
    while outcome == nil, let carrier {
      if let transfer { keepSwitched(transfer) }
      tunnel?.step()
      // Also when it is over already: what came with the 101 wants to be told.
      if let opened, !hasBegun {
        hasBegun = true
        if carrier.outcome == nil { session.liftTimeLimit() }
        opened.begin()
      }
      guard carrier.outcome != nil || isLeft else { return nil }
      if carrier.outcome == nil {
        tunnel?.leave()
        session.cancel()
      }
      go(end(carrier))
    }
    return outcome
  }

  private func go(_ step: Step) {
    var step = step
    while true {
      switch step {
      case .over(let outcome):
        (self.outcome, carrier) = (outcome, nil)
        return
      case .next(let next):
        hop = next
        guard let further = beginHop() else { return }
        step = further
      }
    }
  }

  /// Begins what the hop asks for; where that cannot be, says what follows.
  private func beginHop() -> Step? {
    (handshake, resolution, failure, opened) = (nil, nil, nil, nil)
    (isRedirected, isToBeAskedAgain, drainDeadline) = (false, false, nil)
    (upgradeTime, answerBegan) = (0, nil)
    (requestSent, asking, notesOnHead) = (isSwitched ? requestSent : nil, (nil, nil), [])
    (carrier, isLeft, hasBegun) = (nil, false, false)
    uri = hop.uri
    tunnel = nil
    if let scheme = hop.forbiddenScheme(job) { return .over(.failure(.forbidden(scheme, "proto"))) }
    beginSwitch()
    if hop.isHandshake, hop.asksForHTTP2(job) {
      if let step = beginTunnel() { return step }
    } else {
      do {
        let transfer = try beginTransfer()
        (self.transfer, carrier) = (transfer, transfer)
      } catch {
        return .over(.failure(.transfer(error)))
      }
    }
    transferBegan = Clock.now()
    // Before the first byte of a conversation can come, so that a signal always finds its Close.
    if hop.isHandshake || hop.offer != nil || job.survivesSignals, job.catchesSignals {
      signals = Signals()
    }
    return nil
  }

  private func beginTransfer() throws(TransferError) -> Transfer {
    let remaining = try remainingTime()
    if isSwitching {
      return try session.begin(
        hop.switchRequest(job), hop.switchOptions(job, remaining: remaining), delegate: self)
    }
    let fields = hop.isHandshake ? newHandshake().fields : hop.offer?.fields
    return try session.begin(
      hop.request(job, fields: fields), hop.options(job, remaining: remaining), delegate: self)
  }

  private func end(_ carrier: any Carrier) -> Step {
    // What is still to be written may wait for its reader; a signal then ends the process.
    signals = nil
    opened?.ended(carrier.outcome)
    if let attempt = unanswered() { observer.unanswered(attempt) }
    if let tunnel {
      reports.append(tunnel.report)
      upgradeTime = min(upgradeTime, tunnel.report.total)
      return next(after: tunnel)
    }
    guard let transfer else { preconditionFailure("a carrier is a tunnel or a transfer") }
    reports.append(report(of: transfer))
    return isSwitching ? next(afterSwitch: transfer) : next(after: transfer)
  }

  /// Adds what it waits for.
  public func prepare(_ wait: inout Wait) {
    watches = (0, 0)
    guard isWaiting(&wait) else { return (isLeft, wait.seconds) = (true, 0) }
    let ours = opened?.watched ?? []
    let observers = observer.watched
    watches = (ours.count, observers.count)
    wait.watched += ours + observers
    if let signals { wait.watched.append(Watched(signals.descriptor, reading: true)) }
    // Only to be woken: what there is to do, its next step knows.
    wait.watched += tunnel?.watched ?? []
  }

  /// Until when; false if the transfer is to end now.
  private func isWaiting(_ wait: inout Wait) -> Bool {
    guard !isLeft else { return false }
    if let drainDeadline {
      guard drainDeadline > Clock.now() else { return false }
      wait.end(by: drainDeadline)
    }
    // Before the conversation's, which may have something to send then.
    if let due = observer.turn(now: Clock.now()) { wait.end(by: due) }
    if let opened {
      guard let due = opened.turn(now: Clock.now()) else { return false }
      wait.end(by: due)
    }
    // After the conversation's, which may have something to send.
    if let tunnel {
      guard let due = tunnel.turn(now: Clock.now()) else { return false }
      wait.end(by: due)
    }
    return true
  }

  /// Takes what `prepare` had waited for.
  public func woke(_ watched: ArraySlice<Watched>) {
    guard !isLeft else { return }
    let ours = watched.prefix(watches.opened)
    let rest = watched.dropFirst(watches.opened)
    var signal: Int32?
    if let signals, rest.dropFirst(watches.observer).first?.isReadable == true {
      signal = signals.take()
    }
    if watches.observer > 0 {
      signal = observer.ready(Array(rest.prefix(watches.observer))) ?? signal
    }
    if let signal { interrupt(signal) }
    guard !isLeft else { return }
    opened?.ready(Array(ours))
    // What was read goes with the next step.
    opened?.resumeSending()
  }

  /// It ends where it stands.
  public func leave() { isLeft = true }

  /// A signal came: a conversation says goodbye, anything else ends where it stands.
  public func interrupt(_ signal: Int32) {
    if let opened { return opened.interrupt(signal) }
    failure = .interrupted(signal)
    isLeft = true
  }
}
