/// A value that several threads use, one at a time and perhaps for long, so that the others wait no longer than they
/// want to.
public final class Turns<Value>: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let freed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var isTaken = false
  private var value: Value

  /// Guards `value`, which nobody else has from now on.
  public init(_ value: sending Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
    pthread_cond_init(freed, nil)
  }

  deinit {
    pthread_cond_destroy(freed)
    pthread_mutex_destroy(lock)
    freed.deallocate()
    lock.deallocate()
  }

  /// Uses the value while nobody else does; nil if its turn does not come within that many seconds.
  public func use<Result>(within seconds: Double, _ body: (inout Value) -> sending Result)
    -> sending Result?
  {
    guard take(within: seconds) else { return nil }
    defer { leave() }
    return body(&value)
  }

  private func take(within seconds: Double) -> Bool {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    var limit = moment(in: seconds)
    while isTaken {
      guard pthread_cond_timedwait(freed, lock, &limit) != ETIMEDOUT else { return false }
    }
    isTaken = true
    return true
  }

  private func leave() {
    pthread_mutex_lock(lock)
    isTaken = false
    pthread_cond_signal(freed)
    pthread_mutex_unlock(lock)
  }
}
