import Text

/// What waits to be shown above the line. It goes out at once, but in a flood only so often and so much: the screen
/// cannot show more, and the line that is being typed has to stay quick.
struct Display {
  /// Lines of one event.
  private struct Entry {
    var lines: [String]
    /// The number of the message, if it is one.
    var number: Int?
  }

  private var entries: [Entry] = []
  private var lastShown = -Double.infinity
  private var folded: ClosedRange<Int>?
  private var (foldedCount, foldedControl) = (0, 0)

  /// Seconds between two paintings.
  private static let interval = 0.03
  /// Events that one painting shows.
  private static let most = 60

  var isEmpty: Bool { entries.isEmpty && foldedCount + foldedControl == 0 }

  /// When there is something to show next.
  var due: Double? { isEmpty ? nil : lastShown + Self.interval }

  /// Whether a message may be left out, because so many wait here and elsewhere: then its lines need not be made.
  mutating func folds(_ number: Int, besides others: Int) -> Bool {
    guard entries.count + others >= Self.most else { return false }
    fold(number)
    return true
  }

  /// The same for a ping or pong.
  mutating func foldsControl() -> Bool {
    guard entries.count >= Self.most else { return false }
    foldedControl += 1
    return true
  }

  mutating func add(_ lines: [String], number: Int? = nil) {
    if !lines.isEmpty { entries.append(Entry(lines: lines, number: number)) }
  }

  /// What is to be shown now; nothing before the next painting is due.
  mutating func take(now: Double, note: (String) -> String) -> [String] {
    guard let due, now >= due else { return [] }
    lastShown = now
    defer { (entries, folded, foldedCount, foldedControl) = ([], nil, 0, 0) }
    var lines = entries.flatMap(\.lines)
    if foldedCount > 0, let folded {
      lines.append(
        note(
          "\(foldedCount) more message\(foldedCount == 1 ? "" : "s") not shown: "
            + "/show \(folded.lowerBound) to /show \(folded.upperBound)"))
    }
    if foldedControl > 0 { lines.append(note("\(foldedControl) more pings and pongs not shown")) }
    return lines
  }

  private mutating func fold(_ number: Int) {
    folded = (folded?.lowerBound ?? number)...number
    foldedCount += 1
  }
}
