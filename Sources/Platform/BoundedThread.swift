/// A thread for work whose time nobody can foretell: it answers one question after the other, and
/// whoever asks waits no longer than he wants to. Signals are left to the other threads.
///
/// It ends before this object does, or, if it is at a question then, after that.
public final class BoundedThread<Question: Sendable, Answer: Sendable> {
  private let shared: Shared
  private let thread: StartedThread?

  /// What both threads see, `lock` held.
  private final class Shared: @unchecked Sendable {
    let work: @Sendable (Question) -> Answer
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    var question: Question?
    var answer: Answer?
    var isAtWork = false
    var isOver = false

    init(_ work: @escaping @Sendable (Question) -> Answer) {
      self.work = work
      pthread_mutex_init(lock, nil)
      pthread_cond_init(changed, nil)
    }

    deinit {
      pthread_cond_destroy(changed)
      pthread_mutex_destroy(lock)
      changed.deallocate()
      lock.deallocate()
    }

    /// The thread's life.
    func serve() {
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
      while true {
        while question == nil, !isOver { pthread_cond_wait(changed, lock) }
        guard let asked = question, !isOver else { return }
        question = nil
        isAtWork = true
        pthread_mutex_unlock(lock)
        let found = work(asked)
        pthread_mutex_lock(lock)
        isAtWork = false
        answer = found
        pthread_cond_broadcast(changed)
      }
    }
  }

  /// Begins the thread, on which `work` answers.
  public init(_ work: @escaping @Sendable (Question) -> Answer) {
    let shared = Shared(work)
    self.shared = shared
    thread = startThread { shared.serve() }
  }

  deinit {
    pthread_mutex_lock(shared.lock)
    shared.isOver = true
    let isAtWork = shared.isAtWork
    pthread_cond_broadcast(shared.changed)
    pthread_mutex_unlock(shared.lock)
    if isAtWork { thread?.detach() } else { thread?.join() }
  }

  /// Asks; the answer to an earlier question has to be there, or given up on together with this object.
  public func ask(_ question: Question) {
    pthread_mutex_lock(shared.lock)
    shared.answer = nil
    shared.question = question
    pthread_cond_broadcast(shared.changed)
    pthread_mutex_unlock(shared.lock)
  }

  /// The answer to what was asked last, or nil if it is not there within that many seconds; 0 only looks.
  public func answer(within seconds: Double) -> Answer? {
    guard thread != nil else { return nil }
    pthread_mutex_lock(shared.lock)
    defer { pthread_mutex_unlock(shared.lock) }
    var limit = moment(in: seconds)
    while shared.answer == nil {
      guard seconds > 0,
        pthread_cond_timedwait(shared.changed, shared.lock, &limit) != ETIMEDOUT
      else { return shared.answer }
    }
    return shared.answer
  }
}

/// As `pthread_cond_timedwait` wants it.
func moment(in seconds: Double) -> timespec {
  var moment = timespec()
  clock_gettime(CLOCK_REALTIME, &moment)
  let end = Double(moment.tv_nsec) / 1e9 + max(0, min(seconds, 1e6))
  moment.tv_sec += Int(end)
  moment.tv_nsec = Int((end - end.rounded(.down)) * 1e9)
  return moment
}

private final class Body {
  let run: () -> Void
  init(_ run: @escaping () -> Void) { self.run = run }
}

/// A thread that was begun: one of its functions is to be called, once.
public struct StartedThread {
  private let thread: pthread_t

  fileprivate init(_ thread: pthread_t) { self.thread = thread }

  /// Waits until it has ended, and has let go of all that it held.
  public func join() { pthread_join(thread, nil) }

  /// Nobody will wait for it.
  public func detach() { pthread_detach(thread) }
}

/// Runs `run` on a thread of its own, on which no signals come. nil if it could not be begun.
public func startThread(_ run: @escaping @Sendable () -> Void) -> StartedThread? {
  let context = Unmanaged.passRetained(Body(run))
  var all = sigset_t()
  var before = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_SETMASK, &all, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  // What parses and matches goes as deep as on the first thread; musl has 128 KiB otherwise, macOS 512.
  pthread_attr_setstacksize(&attributes, 8 << 20)
  #if canImport(Darwin)
    var thread: pthread_t?
    let failure = pthread_create(&thread, &attributes, { runThread($0) }, context.toOpaque())
  #else
    var thread = pthread_t()
    let failure = pthread_create(&thread, &attributes, { runThread($0) }, context.toOpaque())
  #endif
  guard failure == 0 else {
    context.release()
    return nil
  }
  #if canImport(Darwin)
    return thread.map(StartedThread.init)
  #else
    return StartedThread(thread)
  #endif
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
