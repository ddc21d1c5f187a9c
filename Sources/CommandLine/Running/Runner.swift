import Client
import Platform
import Streams
import Transfer

/// What all visits of a command line have in common.
struct Surroundings {
  let messages: Messages
  let recorder: Recorder?
  let trace: TraceFile?
  let log: SourceLog?
  let isParallel: Bool
  let input = StandardInput()
  /// One for all, so that what is written keeps its order.
  let output = Outlet(inherited: 1)
}

/// Visits all URLs of a command line, one after the other or side by side.
struct Runner {
  private let command: Command
  private let messages: Messages
  private let surroundings: Surroundings

  /// Makes the file of `--trace`.
  init(_ command: Command, _ messages: Messages, _ recorder: Recorder?) throws(TransferError) {
    self.command = command
    self.messages = messages
    surroundings = Surroundings(
      messages: messages, recorder: recorder,
      trace: try command.globals.trace.map { trace throws(TransferError) in
        do throws(FileError) {
          return try TraceFile(trace, command.globals)
        } catch {
          throw TransferError(
            code: TransferError.write, message: "--trace: cannot write \(error.message)")
        }
      },
      log: command.globals.programFile.map { _ in SourceLog() },
      isParallel: command.globals.isParallel)
  }

  /// Returns the exit status.
  func run() throws -> Int32 {
    let visits = Visits(command, surroundings)
    let status =
      command.globals.isParallel
      ? try runSideBySide(visits) : try runInTurn(visits)
    let isWhole = [writeProgram(), endTrace()].allSatisfy { $0 }
    return isWhole || status != 0 ? status : 23
  }

  /// `--libcurl`. False if it cannot be written.
  private func writeProgram() -> Bool {
    guard let file = command.globals.programFile, let log = surroundings.log else { return true }
    do throws(FileError) {
      let output = file == "-" ? Outlet(inherited: 1) : try Outlet(creating: file)
      output.write(log.program)
      try output.finish(at: file)
      return true
    } catch {
      messages.lost("libcurl", error)
      return false
    }
  }

  /// `--trace`. False if not all of it was written.
  private func endTrace() -> Bool {
    do throws(FileError) {
      try surroundings.trace?.finish()
      return true
    } catch {
      messages.lost("trace", error)
      return false
    }
  }

  private func runSideBySide(_ visits: Visits) throws -> Int32 {
    var lanes = try SideBySide(visits, command.globals, messages)
    return try lanes.run()
  }

  // MARK: In turn

  /// The exit status is that of the last URL.
  private func runInTurn(_ visits: Visits) throws -> Int32 {
    let session = try Session()
    var status: Int32 = 0
    var pace = Pace(command.globals.secondsPerTransfer)
    while let next = visits.next() {
      sleep(until: pace.next(now: Clock.now()), session.loop)
      var isInterrupted = false
      switch next {
      case .visit(let visit):
        status = run(visit, on: session)
        isInterrupted = visit.isInterrupted
      case .refused(let error): status = messages.refuse(error, on: surroundings.output)
      }
      if isInterrupted || (status != 0 && command.globals.failsEarly) { break }
    }
    return status
  }

  private func run(_ visit: Visit, on session: Session) -> Int32 {
    do throws(TransferError) {
      var chain = try visit.begin(on: session)
      while true {
        let outcome = chain.run()
        // What was recorded so far is to be written, whatever comes before another attempt.
        let signals = visit.mayRetry && surroundings.recorder != nil ? Signals() : nil
        switch visit.end(chain, outcome, on: session) {
        case .over(let status): return status
        case .again(let next, let seconds):
          chain = next
          let due = Clock.now() + Double(seconds)
          if let signal = sleep(until: due, session.loop, or: signals),
            case .over(let status) = visit.end(
              chain, .failure(.interrupted(signal)), on: session)
          {
            return status
          }
        }
      }
    } catch {
      return visit.refuse(error)
    }
  }

  /// Returns the signal that came instead, if any.
  @discardableResult
  private func sleep(until due: Double, _ loop: Loop, or signals: Signals? = nil) -> Int32? {
    while case let left = due - Clock.now(), left > 0 {
      var watched = signals.map { [Watched($0.descriptor, reading: true)] } ?? []
      loop.wait(for: &watched, milliseconds: Int((min(left, 60) * 1000).rounded(.up)))
      if let signal = signals?.take() { return signal }
    }
    return nil
  }
}

/// What is next on a command line.
enum Upcoming {
  /// This.
  case visit(Visit)
  /// A URL of which there can be none, and why.
  case refused(InvocationError)
}

/// The URLs of a command line as visits to be made, in order; none is thought of before its turn.
final class Visits {
  private let surroundings: Surroundings
  private var operations: ArraySlice<Invocation>
  private var targets: TargetList.Iterator?
  private var left: Int

  init(_ command: Command, _ surroundings: Surroundings) {
    self.surroundings = surroundings
    operations = command.operations[...]
    targets = operations.first?.targets.makeIterator()
    left = command.operations.reduce(0) { $0 &+ $1.targets.count }
  }

  var output: Outlet { surroundings.output }

  /// nil at the end.
  func next() -> Upcoming? {
    while let operation = operations.first {
      do throws(InvocationError) {
        if let target = try targets?.next() {
          left &-= 1
          return .visit(Visit(target, of: operation, in: surroundings, isLast: left == 0))
        }
      } catch {
        left &-= 1
        return .refused(error)
      }
      operations.removeFirst()
      targets = operations.first?.targets.makeIterator()
    }
    return nil
  }
}

/// `--rate`: not more transfers begin than so many in a time.
struct Pace {
  private let interval: Double
  private var last: Double?

  /// - Parameter interval: seconds from one beginning to the next; nil for no limit.
  init(_ interval: Double?) { self.interval = interval ?? 0 }

  /// When the next may begin.
  mutating func next(now: Double) -> Double {
    let start = last.map { max(now, $0 + interval) } ?? now
    last = start
    return start
  }
}
