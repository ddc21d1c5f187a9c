import Client
import Platform
import Transfer

/// What is told of transfers side by side while they go on, in curl's columns.
struct ParallelMeter {
  private let messages: Messages
  private let isShown: Bool
  private let beginning = Clock.now()
  private var (begun, received, sent, expected) = (0, 0, 0, 0)
  private var isHeadShown = false
  private var lastSpeed = (time: 0.0, bytes: 0)
  private var speed = 0
  /// When it is to be shown again, in `Clock` seconds.
  private(set) var due: Double?

  /// Twice a second.
  private static let interval = 0.5

  init(_ globals: Globals, _ messages: Messages) {
    self.messages = messages
    isShown = globals.showsMeter
    due = isShown ? beginning : nil
    lastSpeed.time = beginning
  }

  /// One more transfer is under way.
  mutating func began() { begun += 1 }

  /// One has ended.
  mutating func ended(_ chain: Chain) {
    let progress = chain.progress
    received += progress.received
    sent += progress.sent
    expected += max(progress.received, progress.expected)
  }

  /// Shows how it stands, if it is time.
  mutating func show(_ live: [Chain], now: Double, isFinal: Bool = false) {
    guard isShown, isFinal || now >= due ?? now else { return }
    due = now + Self.interval
    if !isHeadShown {
      isHeadShown = true
      messages.write("DL% UL%  Dled  Uled  Xfers  Live Total     Current  Left    Speed\n")
    }
    let all = live.map(\.progress)
    let received = self.received + all.map(\.received).reduce(0, +)
    let sent = self.sent + all.map(\.sent).reduce(0, +)
    // Of one that does not say how long it is, nobody knows how far it is.
    let isKnown = all.allSatisfy { $0.expected > 0 }
    let expected = self.expected + all.map(\.expected).reduce(0, +)
    if now - lastSpeed.time >= Self.interval || isFinal {
      let since = isFinal ? beginning : lastSpeed.time
      let bytes = received + sent - (isFinal ? 0 : lastSpeed.bytes)
      speed = now > since ? Int(Double(bytes) / (now - since)) : 0
      lastSpeed = (now, received + sent)
    }
    let percent = isKnown && expected > 0 ? Size.right("\(received * 100 / expected)", 3) : "--"
    let left = isKnown && speed > 0 ? (expected - received) / speed : nil
    let total = left.map { Int(now - beginning) + $0 }
    let columns = [
      Size.right(percent, 3), Size.right("--", 3),
      " " + Size.right(Size.short(received), 5), Size.right(Size.short(sent), 5),
      Size.right("\(begun)", 5), Size.right("\(live.count)", 5),
      " " + Size.clock(total), Size.clock(Int(now - beginning)), Size.clock(left),
      Size.right(Size.short(speed), 5),
    ]
    messages.write("\r" + columns.joined(separator: " ") + "   ")
  }

  /// Shows how it ended.
  mutating func finish() {
    guard isShown else { return }
    show([], now: Clock.now(), isFinal: true)
    messages.write("\n")
  }

  /// Numbers and times in the width of a column.
  private enum Size {
    static func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// At most five characters: `99999`, `1234k`, `12.3M`.
    static func short(_ bytes: Int) -> String {
      guard bytes >= 100_000 else { return "\(bytes)" }
      var (value, unit) = (bytes, Substring("kMGTPE"))
      while value >= 10_000_000, unit.count > 1 {
        value /= 1024
        unit = unit.dropFirst()
      }
      return "\(value / 1024)\(unit.first ?? "k")"
    }

    static func clock(_ seconds: Int?) -> String {
      guard let seconds, seconds > 0 else { return "--:--:--" }
      func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
      return right("\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))", 8)
    }
  }
}
