import Text

/// What waits to be shown above the line. It goes out at once, but in a flood only so often and so much: the screen
/// cannot show more, and the line that is being typed has to stay quick. What is left out is the oldest.
struct Display {
  /// What an entry is when there are too many.
  enum Kind {
    /// It stays.
    case lasting
    /// The message of that number; it gives way to newer ones.
    case message(Int)
    /// A frame, which does so too.
    case frame
  }

  private struct Entry {
    let kind: Kind
    /// Only what is shown in the end is made.
    let lines: () -> [String]
  }

  private var entries: [Entry] = []
  /// How many of them are not lasting.
  private var passing = 0
  private var lastShown = -Double.infinity
  private var folded: ClosedRange<Int>?
  private var (foldedMessages, foldedFrames) = (0, 0)

  /// Seconds between two paintings.
  private static let interval = 0.016
  /// Messages and frames that one painting shows: as many lines as the screen has room for beside what is typed.
  var most = 20

  /// When there is something to show next.
  var due: Double? { entries.isEmpty ? nil : lastShown + Self.interval }

  mutating func add(_ kind: Kind = .lasting, _ lines: @escaping () -> [String]) {
    entries.append(Entry(kind: kind, lines: lines))
    if case .lasting = kind { return }
    passing += 1
    if passing > most { foldOldest() }
  }

  mutating func add(_ lines: [String]) {
    if !lines.isEmpty { add { lines } }
  }

  /// What is to be shown now; nothing before the next painting is due.
  mutating func take(now: Double, note: (String) -> String) -> [String] {
    guard let due, now >= due else { return [] }
    lastShown = now
    defer { (entries, passing, folded, foldedMessages, foldedFrames) = ([], 0, nil, 0, 0) }
    var lines: [String] = []
    if foldedMessages > 0, let folded {
      lines.append(
        note(
          "\(foldedMessages) earlier message\(foldedMessages == 1 ? "" : "s") not shown: "
            + "/show \(folded.lowerBound) to /show \(folded.upperBound)"))
    }
    if foldedFrames > 0 {
      lines.append(note("\(foldedFrames) earlier frame\(foldedFrames == 1 ? "" : "s") not shown"))
    }
    return lines + entries.flatMap { $0.lines() }
  }

  private mutating func foldOldest() {
    for (index, entry) in entries.enumerated() {
      switch entry.kind {
      case .lasting: continue
      case .message(let number):
        folded = (folded?.lowerBound ?? number)...number
        foldedMessages += 1
      case .frame: foldedFrames += 1
      }
      entries.remove(at: index)
      passing -= 1
      return
    }
  }
}
