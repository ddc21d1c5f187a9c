import Platform

/// The clock of the event loop.
public enum Clock {
  /// Seconds since some moment, never set back.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
