// How often, when, and what beside what.
extension Reader {
  mutating func takeSchedule(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .retry where check != nil: check?.retries = try Values.number(value, name, from: -1)
    case .retry: result.retry.attempts = try Values.number(value, name, from: 0)
    case .retryDelay: result.retry.delay = try Values.number(value, name, from: 0)
    case .retryMaxTime: result.retry.maximumTime = try Values.number(value, name, from: 0)
    case .retryAllErrors: result.retry.coversAllErrors = isOn
    case .retryConnrefused: result.retry.coversRefusedConnections = isOn
    case .parallel: globals.isParallel = isOn
    case .parallelMax:
      let number = try Values.number(value, name, from: 0)
      globals.parallelMaximum = (1...300).contains(number) ? number : 50
    case .parallelImmediate: globals.isParallelImmediate = isOn
    case .rate: globals.secondsPerTransfer = try Values.rate(value, name)
    case .failEarly: globals.failsEarly = isOn
    default: return false
    }
    return true
  }
}
