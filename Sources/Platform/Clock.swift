/// The time.
public enum Clock {
  /// Seconds since some moment, never set back.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The time of day here, `12:34:56.789`, for a person.
  public static var timeOfDay: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var local = tm()
    localtime_r(&time.tv_sec, &local)
    func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + "\(number)" }
    let thousandths = String("00\(time.tv_nsec / 1_000_000)".suffix(3))
    return "\(two(local.tm_hour)):\(two(local.tm_min)):\(two(local.tm_sec)).\(thousandths)"
  }
}
