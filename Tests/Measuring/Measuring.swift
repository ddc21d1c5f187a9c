import Foundation

/// What `body` costs: the time that a processor spends on this thread. Other tests run at the same time, and what the
/// clock on the wall says is theirs too.
public func cost(of body: () throws -> Void) rethrows -> Duration {
  let start = threadTime()
  try body()
  return threadTime() - start
}

/// What costs too much.
public struct CostsTooMuch: Error {
  /// A size, and what `body` cost for it.
  public let few, many: (size: Int, cost: Duration)
}

/// Expects the cost of `body` to grow with the size that it is handed, and not with its square: for eight times the
/// size the one is eight, the other sixty-four times the cost.
///
/// - Parameter first: the smaller one to begin with; it is doubled until its cost can be told from chance, or is too
///   little to speak of.
/// - Throws: ``CostsTooMuch``, and what `body` throws.
public func expectLinear(from first: Int, _ body: (Int) throws -> Void) throws {
  // The first one also pays for what is made once, and one may be disturbed.
  func least(_ size: Int) throws -> Duration {
    try (0..<3).reduce(.seconds(3600)) { least, _ in min(least, try cost { try body(size) }) }
  }
  var (size, few) = (first, try least(first))
  while few < .milliseconds(2), size < 64 * first {
    size *= 2
    few = try least(size)
  }
  var many = Duration.zero
  for _ in 0..<3 {
    many = try cost { try body(8 * size) }
    if many < max(few, .milliseconds(2)) * 24 { return }
  }
  throw CostsTooMuch(few: (size, few), many: (8 * size, many))
}

/// The resident memory of this process in bytes. Only a process that does nothing else can tell something by it.
public func residentBytes() throws -> Int {
  let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
  return (Int(text.split(separator: " ")[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}

private func threadTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
