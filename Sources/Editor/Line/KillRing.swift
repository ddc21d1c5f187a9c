/// What was killed, newest last.
struct KillRing: Sendable {
  private static let limit = 10

  private var kills: [[Unit]] = []

  /// What a yank inserts.
  var current: [Unit]? { kills.last }

  /// Adds a kill. `isJoining`: it follows another at once and belongs to it, before or after it.
  mutating func add(_ units: [Unit], isBefore: Bool, isJoining: Bool) {
    if isJoining, let last = kills.popLast() {
      kills.append(isBefore ? units + last : last + units)
    } else {
      if kills.count == Self.limit { kills.removeFirst() }
      kills.append(units)
    }
  }

  /// Makes the kill before the current one current; the newest follows the oldest.
  mutating func rotate() {
    guard let last = kills.popLast() else { return }
    kills.insert(last, at: 0)
  }
}
