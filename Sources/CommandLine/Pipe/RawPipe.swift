import CSystem
import Client
import Platform
import Streams
import Transfer

/// Standard input and output as the two directions of a stream of bytes (`--upgrade TOKEN`).
final class RawPipe: Channel {
  /// Where bytes are written.
  let output: Outlet
  /// Why standard input could not be read: the errno.
  private(set) var inputFailure: Int32?

  /// Seconds that the peer may take nothing of what is left.
  private static let sendPatience = 30.0
  private let linger: Double
  /// Seconds that a first reply may take.
  private let firstReply: Double
  private let readsInput: Bool
  /// Stays until the server ends it.
  private let listens: Bool
  private var input: [UInt8]
  /// What of `input` was read and not yet sent.
  private var waiting = 0..<0
  private var isAtEnd: Bool
  private var lastActivity = Clock.now()
  private var hasSent = false
  /// What the peer had not taken at the last turn.
  private var unsent = 0
  /// It did not go on taking it.
  private(set) var isStalled = false
  /// Something came since a byte was last sent; the last one was sent then, in `Clock` seconds.
  private var (hasReply, lastSent) = (false, 0.0)
  /// The server was told that nothing more is sent.
  private var hasEndedSending = false
  /// Bytes that came, and that went.
  private(set) var bytes = (received: 0, sent: 0)
  /// What came, for a terminal.
  private var text = TerminalText()
  /// Nothing ever came, and no longer is waited for it: so many seconds.
  private(set) var unanswered: Double?

  init(_ settings: PipeSettings, output: Outlet, readsInput: Bool) {
    self.output = output
    self.readsInput = readsInput && !settings.listens
    listens = settings.listens || !readsInput
    linger = settings.linger
    firstReply = settings.hasLinger ? linger : PipeSettings.firstReply
    isAtEnd = !self.readsInput
    input = settings.preamble.flatMap { Array($0.utf8) }
    waiting = 0..<input.count
  }

  /// There is input that was not sent.
  var hasUnsent: Bool { !waiting.isEmpty || (!isAtEnd && upshift_waiting(0) > 0) }

  // MARK: What comes

  var hasRoom: Bool { !output.isFull }

  func receive(_ bytes: Span<UInt8>) -> Bool {
    guard hasRoom else { return false }
    (lastActivity, hasReply) = (Clock.now(), true)
    self.bytes.received += bytes.count
    if output.isTerminal { output.write(text.take(bytes)) } else { output.write(bytes) }
    return true
  }

  // MARK: What goes

  var hasBytes: Bool { !waiting.isEmpty }

  func fill(_ output: inout OutputSpan<UInt8>) {
    let count = min(waiting.count, output.freeCapacity)
    guard count > 0 else { return }
    for byte in input[waiting.lowerBound..<waiting.lowerBound + count] { output.append(byte) }
    waiting = waiting.lowerBound + count..<waiting.upperBound
    lastSent = Clock.now()
    (lastActivity, hasSent, hasReply) = (lastSent, true, false)
    bytes.sent += count
  }

  private func read() {
    if input.count < 64 << 10 { input = [UInt8](repeating: 0, count: 64 << 10) }
    let count = input.withUnsafeMutableBytes { readBytes(into: $0, from: 0) }
    if count > 0 {
      waiting = 0..<count
    } else if count == 0 {
      isAtEnd = true
    } else if errno != EAGAIN, errno != EINTR {
      (isAtEnd, inputFailure) = (true, errno)
    }
    lastActivity = Clock.now()
  }

  // MARK: The loop

  var watched: [Watched] {
    var all: [Watched] = []
    if output.failure == nil {
      all.append(Watched(output.descriptor, writing: output.isBacklogged))
    }
    if !isAtEnd, waiting.isEmpty { all.append(Watched(0, reading: true)) }
    return all
  }

  func ready(_ watched: [Watched]) {
    for one in watched {
      if one.descriptor == output.descriptor, !one.isForReading {
        if one.hasFailed { output.fail(EPIPE) } else if one.isWritable { output.flush() }
      } else if one.isReadable {
        read()
      }
    }
  }

  func turn(now: Double, _ side: any SendingSide) -> Double? {
    output.flush()
    let unsent = side.unsent
    guard output.failure == nil, inputFailure == nil else { return nil }
    if output.isBacklogged { lastActivity = now }
    if unsent != self.unsent { (self.unsent, lastActivity) = (unsent, now) }
    guard isAtEnd, waiting.isEmpty, !listens else { return .infinity }
    // What the peer has not taken yet is still on its way.
    if unsent > 0 {
      isStalled = now >= lastActivity + Self.sendPatience
      return isStalled ? nil : min(now + 0.1, lastActivity + Self.sendPatience)
    }
    let patience = hasSent && !hasReply && linger > 0 ? firstReply : linger
    guard now >= lastActivity + patience else { return lastActivity + patience }
    // Who answers the end of what we say only has as long again.
    if linger > 0, !hasEndedSending, side.endSending() {
      (hasEndedSending, lastActivity) = (true, now)
      return now + patience
    }
    if hasSent, bytes.received == 0, linger > 0 { unanswered = now - lastSent }
    return nil
  }

  func drain(isUrgent: Bool, until deadline: Double?) {
    output.write(text.end())
    if isUrgent { output.abandon() } else { output.drain(until: deadline) }
  }
}
