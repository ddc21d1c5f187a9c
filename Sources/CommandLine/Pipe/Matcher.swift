import Platform

/// A regular expression as it was typed, and compiled.
struct Pattern {
  let text: String
  let expression: Regex<AnyRegexOutput>

  /// Throws if `text` is no regular expression.
  init(_ text: String) throws(UsageError) {
    self.text = text
    do {
      expression = try Regex(text)
    } catch {
      throw UsageError("--until: '\(text)' is not a regular expression: \(error)")
    }
  }
}

/// A regular expression whose time is bounded: Swift's engine backtracks, and a message is the
/// peer's to choose. The search runs on a thread of its own, which is given up on when it takes too
/// long.
final class Matcher {
  private let shared: Shared
  private var isLost = false

  /// Seconds that one message may take.
  private static let patience = 1.0

  /// What both threads see, `lock` held.
  fileprivate final class Shared: @unchecked Sendable {
    let expression: Regex<AnyRegexOutput>
    var lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    var changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    var question: String?
    var answer: Bool?

    init(_ expression: Regex<AnyRegexOutput>) {
      self.expression = expression
      pthread_mutex_init(lock, nil)
      pthread_cond_init(changed, nil)
    }

    /// The thread's work: one question after the other.
    func serve() {
      while true {
        pthread_mutex_lock(lock)
        while question == nil { pthread_cond_wait(changed, lock) }
        let text = question ?? ""
        question = nil
        pthread_mutex_unlock(lock)
        let found = (try? expression.firstMatch(in: text)) ?? nil
        pthread_mutex_lock(lock)
        answer = found != nil
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
      }
    }
  }

  /// Begins the thread.
  init(_ pattern: Pattern) {
    shared = Shared(pattern.expression)
    let context = Unmanaged.passRetained(shared).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      pthread_create(&thread, nil, { serve($0) }, context)
    #else
      var thread = pthread_t()
      pthread_create(&thread, nil, { serve($0) }, context)
    #endif
  }

  /// Whether a part of `text` matches; `nil` if that took too long, now or before.
  func matches(_ text: String) -> Bool? {
    guard !isLost else { return nil }
    pthread_mutex_lock(shared.lock)
    defer { pthread_mutex_unlock(shared.lock) }
    shared.answer = nil
    shared.question = text
    pthread_cond_broadcast(shared.changed)
    var limit = timespec()
    clock_gettime(CLOCK_REALTIME, &limit)
    limit.tv_sec += Int(Self.patience)
    while shared.answer == nil {
      if pthread_cond_timedwait(shared.changed, shared.lock, &limit) == ETIMEDOUT {
        isLost = true
        return nil
      }
    }
    return shared.answer
  }
}

private func serve(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<Matcher.Shared>.fromOpaque(context).takeUnretainedValue().serve()
  return nil
}
