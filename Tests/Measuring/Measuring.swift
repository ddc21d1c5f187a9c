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
/// - Parameter size: the smaller one; such that the larger takes some tenths of a second if it is wrong.
/// - Throws: ``CostsTooMuch``, and what `body` throws.
public func expectLinear(from size: Int, _ body: (Int) throws -> Void) throws {
  // The first one also pays for what is made once, and one may be disturbed.
  var few = try cost { try body(size) }
  for _ in 0..<2 { few = min(few, try cost { try body(size) }) }
  let many = try cost { try body(8 * size) }
  guard many < few * 24 || many < .milliseconds(50) else {
    throw CostsTooMuch(few: (size, few), many: (8 * size, many))
  }
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
