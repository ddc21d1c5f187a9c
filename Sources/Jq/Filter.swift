import CJq
import Platform

/// A jq filter. libjq runs in a process of its own, which is ended when it takes too long; it begins to
/// compile at once, and nobody has to wait for that. For one thread at a time; it may end with another.
public final class Filter {
  /// How far it is.
  public enum State: Hashable, Sendable {
    /// It is being compiled: 25 to 35 ms with jq 1.6.
    case compiling
    /// It answers.
    case ready
    /// It could not be compiled, or broke down on a message; what there is to say. It stays so.
    case failed(String)
  }

  /// One result.
  public enum Result: Hashable, Sendable {
    /// The filter left the message alone: it is to be shown as it came, for jq rounds large numbers and
    /// drops all but the last of equal keys.
    case asItCame
    /// What the filter made of it, as jq spells that.
    case made([UInt8])
  }

  /// What the filter says to a message.
  public enum Answer: Hashable, Sendable {
    /// The results; none if the message is not to be shown.
    case results([Result])
    /// The message is not one JSON value (jq 1.6: of at most 256 levels).
    case notJSON
    /// The filter failed on this message; why, in jq's words. The results before that are lost.
    case failed(String)
    /// The filter is over: it was not compiled, took too long, or broke down, now or before.
    /// ``Filter/state`` has the sentence.
    case over
  }

  /// As it was typed.
  public let text: String
  /// Readable as soon as ``state`` is no longer `.compiling`, for the event loop to watch; nil when the
  /// filter is over.
  public private(set) var descriptor: Int32?

  /// It was compiled once, whatever became of it.
  private(set) var hasCompiled = false
  /// It is over because it took too long.
  private(set) var hasRunOutOfTime = false

  private var process: pid_t = -1
  private var known = State.compiling
  /// What the process said, and how much of it was heard.
  private var received: [UInt8] = []
  private var heard = 0
  private var room = [UInt8](repeating: 0, count: 64 << 10)

  private let patience: Double

  /// Begins to compile `text`.
  ///
  /// - Parameter patience: seconds that compiling, and then each message, may take.
  public init(compiling text: String, patience: Double = 1) {
    self.text = text
    self.patience = patience
    guard !text.utf8.contains(0) else {
      known = .failed("a filter has no NUL")
      return
    }
    var channel: Int32 = -1
    process = upshift_jq_begin(text, &channel)
    if process < 0 {
      known = .failed("no process could be begun for jq")
    } else {
      descriptor = channel
    }
  }

  deinit { end() }

  /// How far it is now; does not wait.
  public var state: State {
    if known == .compiling { settle(until: 0) }
    return known
  }

  /// Of one message; more are a mistake in the filter.
  private static let mostResults: UInt32 = 10_000

  /// What the filter says to a message; waits for it, as long as it may take, and no longer than `seconds`.
  public func answer(to json: [UInt8], within seconds: Double = .infinity) -> Answer {
    var results: [Result] = []
    let end = Clock.now() + min(patience, seconds)
    let ending = filter(json, most: Self.mostResults, until: end) {
      results.append($0)
      return true
    }
    switch ending {
    case .whole, .enough: return .results(results)
    case .notJSON: return .notJSON
    case .failed(let why): return .failed(why)
    case .over: return .over
    }
  }

  /// How a text was gone through.
  enum Ending: Hashable, Sendable {
    /// To its end, or as far as was wanted.
    case whole, enough
    /// As in ``Answer``.
    case notJSON, failed(String), over
  }

  /// Hands each result to `take` as it comes, until that is false, which ends the filter.
  ///
  /// - Parameter most: how many there may be; nil for any number.
  func filter(
    _ json: [UInt8], most: UInt32?, until end: Double, _ take: (Result) -> Bool
  ) -> Ending {
    compile(until: min(end, Clock.now() + patience))
    guard known == .ready else { return .over }
    guard json.count <= Int32.max else { return .notJSON }
    var head = upshift_jq_head(length: UInt32(json.count), most: most ?? 0)
    guard withUnsafeBytes(of: &head, { send($0, until: end) }),
      json.withUnsafeBytes({ send($0, until: end) })
    else {
      giveUp(tooLong(end))
      return .over
    }
    while let (word, text) = word(until: end) {
      switch word {
      case UPSHIFT_JQ_SAME, UPSHIFT_JQ_MADE:
        guard take(word == UPSHIFT_JQ_SAME ? .asItCame : .made(text)) else {
          giveUp("no more was wanted")
          return .enough
        }
      case UPSHIFT_JQ_NOT_JSON: return .notJSON
      case UPSHIFT_JQ_FAILED: return .failed(String(decoding: text, as: UTF8.self))
      default: return .whole
      }
    }
    giveUp(tooLong(end))
    return .over
  }

  /// How far it is once it is compiled; waits for that, as long as it may take.
  public func compiled() -> State {
    compile(until: Clock.now() + patience)
    return known
  }

  private func compile(until end: Double) {
    guard known == .compiling else { return }
    settle(until: end)
    guard known == .compiling else { return }
    hasRunOutOfTime = true
    giveUp("compiling took longer than \(limit)")
  }

  private var limit: String { patience == 1 ? "a second" : "\(Int(patience.rounded(.up))) seconds" }

  private func tooLong(_ end: Double) -> String {
    hasRunOutOfTime = Clock.now() >= end
    return hasRunOutOfTime ? "the filter took longer than \(limit)" : "jq broke down on its input"
  }

  /// Hears how compiling went, if that can be told before `end`.
  private func settle(until end: Double) {
    if let (word, text) = word(until: end) {
      if word == UPSHIFT_JQ_READY {
        known = .ready
        hasCompiled = true
      } else {
        giveUp(Complaint.cleaned(String(decoding: text, as: UTF8.self)))
      }
    } else if hasEnded {
      giveUp("jq broke down")
    }
  }

  private func giveUp(_ why: String) {
    known = .failed(why)
    end()
  }

  private func end() {
    if let descriptor { upshift_jq_end(process, descriptor) }
    descriptor = nil
    (received, heard) = ([], 0)
  }

  // MARK: The channel

  /// The process has closed its end.
  private var hasEnded = false

  /// The next word and its text; nil at `end`, or when the process has ended.
  private func word(until end: Double) -> (upshift_jq_word, [UInt8])? {
    while true {
      if let word = heardWord() { return word }
      guard let descriptor, !hasEnded, wait(for: POLLIN, until: end) else { return nil }
      if heard > 0 {
        received.removeSubrange(..<heard)
        heard = 0
      }
      let count = room.withUnsafeMutableBytes { readBytes(into: $0, from: descriptor) }
      let failure = errno
      if count > 0 { received += room[..<count] }
      hasEnded = count == 0 || (count < 0 && failure != EAGAIN && failure != EINTR)
    }
  }

  /// The next word, if all of it has come.
  private func heardWord() -> (upshift_jq_word, [UInt8])? {
    let start = heard + 5
    guard received.count >= start else { return nil }
    let length = received[(heard + 1)..<start].withUnsafeBytes {
      Int($0.loadUnaligned(as: UInt32.self))
    }
    guard received.count - start >= length else { return nil }
    defer { heard = start + length }
    return (upshift_jq_word(UInt32(received[heard])), Array(received[start..<(start + length)]))
  }

  /// Whether all of it was sent before `end`.
  private func send(_ bytes: UnsafeRawBufferPointer, until end: Double) -> Bool {
    var done = 0
    while done < bytes.count, let descriptor, let start = bytes.baseAddress {
      let count = upshift_jq_send(descriptor, start + done, bytes.count - done)
      if count > 0 {
        done += count
      } else if errno == EAGAIN {
        guard wait(for: POLLOUT, until: end) else { return false }
      } else if errno != EINTR {
        hasEnded = true
        return false
      }
    }
    return done == bytes.count
  }

  /// Whether the channel became ready before `end`.
  private func wait(for events: Int32, until end: Double) -> Bool {
    guard let descriptor else { return false }
    var channel = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
      let left = max(0, (end - Clock.now()) * 1000).rounded(.up)
      let count = poll(&channel, 1, Int32(min(left, 60_000)))
      if count > 0 { return true }
      guard count == 0 ? Clock.now() < end : errno == EINTR else { return false }
    }
  }
}
