import Client
import Platform
import Transfer

/// Visits URLs side by side, on one loop.
struct SideBySide {
  /// One URL under way.
  private struct Lane {
    let visit: Visit
    let session: Session
    var chain: Chain
    /// When the chain begins, if it has not begun, in `Clock` seconds.
    var due: Double?
    /// Its descriptors among those that are waited for.
    var range = 0..<0
  }

  /// Why no more are begun.
  private enum Ending {
    case failure
    case signal(Int32)
  }

  private let visits: Visits
  private let globals: Globals
  private let messages: Messages
  private let loop: Loop
  private let signals = Signals()
  private var meter: ParallelMeter
  private var lanes: [Lane] = []
  private var idle: [Session] = []
  private var ending: Ending?
  private var status: Int32 = 0

  init(_ visits: Visits, _ globals: Globals, _ messages: Messages) throws(TransferError) {
    self.visits = visits
    self.globals = globals
    self.messages = messages
    loop = try Loop()
    meter = ParallelMeter(globals, messages)
  }

  /// Returns the exit status, that of the last URL that failed.
  mutating func run() throws -> Int32 {
    while true {
      try fill()
      guard !lanes.isEmpty else { break }
      loop.step()
      collect()
      wait()
      if case .signal? = ending { continue }
      if let number = signals.take() { end(.signal(number)) }
    }
    meter.finish()
    if case .signal(let number)? = ending { return 128 + number }
    return status
  }

  private mutating func fill() throws {
    while ending == nil, lanes.count < globals.parallelMaximum, let next = visits.next() {
      switch next {
      case .refused(let error): failed(messages.refuse(error, on: visits.output))
      case .visit(let visit):
        let session = try idle.popLast() ?? Session(on: loop)
        do throws(TransferError) {
          let chain = try visit.begin(on: session)
          chain.begin()
          lanes.append(Lane(visit: visit, session: session, chain: chain))
          meter.began()
        } catch {
          idle.append(session)
          failed(visit.refuse(error))
        }
      }
    }
  }

  private mutating func collect() {
    var ended: [(chain: Chain, outcome: Outcome)] = []
    for lane in lanes where lane.due == nil {
      if let outcome = lane.chain.advance() { ended.append((lane.chain, outcome)) }
    }
    // With one of them others may go.
    for (chain, outcome) in ended {
      if let index = lanes.firstIndex(where: { $0.chain === chain }) { finish(index, outcome) }
    }
  }

  private mutating func finish(_ index: Int, _ outcome: Outcome) {
    let lane = lanes[index]
    switch lane.visit.end(lane.chain, outcome, on: lane.session) {
    case .again(let chain, let seconds):
      (lanes[index].chain, lanes[index].due) = (chain, Clock.now() + Double(seconds))
    case .over(let result):
      meter.ended(lane.chain)
      idle.append(lane.session)
      lanes.remove(at: index)
      failed(result)
    }
  }

  /// One has ended so. Of those that are given up, the cause is told.
  private mutating func failed(_ result: Int32) {
    guard result != 0, ending == nil else { return }
    status = result
    if globals.failsEarly { end(.failure) }
  }

  /// No more are begun; those under way are ended, and those that wait for another attempt are over.
  private mutating func end(_ why: Ending) {
    ending = why
    for lane in lanes {
      switch why {
      case .failure: lane.visit.abort(lane.chain)
      case .signal(let number): lane.chain.interrupt(number)
      }
    }
    for index in lanes.indices.reversed() where lanes[index].due != nil {
      switch why {
      case .failure: finish(index, .failure(.transfer(TransferError(code: 42, message: ""))))
      case .signal(let number): finish(index, .failure(.interrupted(number)))
      }
    }
  }

  private mutating func wait() {
    guard !lanes.isEmpty else { return }
    var wait = Wait()
    let now = Clock.now()
    meter.show(lanes.map(\.chain), now: now)
    if let due = meter.due { wait.end(by: due) }
    for index in lanes.indices {
      let start = wait.watched.count
      if let due = lanes[index].due {
        if due <= now {
          lanes[index].due = nil
          lanes[index].chain.begin()
          wait.seconds = 0
        } else {
          wait.end(by: due)
        }
      } else {
        lanes[index].chain.prepare(&wait)
      }
      lanes[index].range = start..<wait.watched.count
    }
    wait.watched.append(Watched(signals.descriptor, reading: true))
    loop.wait(for: &wait.watched, milliseconds: Int((wait.seconds * 1000).rounded(.up)))
    for lane in lanes where lane.due == nil { lane.chain.woke(wait.watched[lane.range]) }
  }
}
