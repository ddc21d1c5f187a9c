import Platform
import Transfer

/// `--progress-bar`: how far a transfer is, in one line.
struct ProgressBar {
  private let columns: Int
  private var last: (line: String, time: Double)?
  private var position = 0
  private var isForward = true

  /// Ten times a second.
  static let interval = 0.1

  /// - Parameter columns: the width of the terminal.
  init(columns: Int) { self.columns = min(max(columns, 20), 256) }

  /// The width of standard error's terminal, what `COLUMNS` says, or 79.
  static var columns: Int {
    if let columns = Environment["COLUMNS"].flatMap({ Int($0) }), columns > 20 { return columns }
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20 ? Int(size.ws_col) - 1 : 79
  }

  /// What is to be written, if anything has changed.
  mutating func line(_ progress: Progress, now: Double) -> String? {
    if let last, now - last.time < Self.interval { return nil }
    let total = progress.expected + progress.toSend
    return written(
      total > 0 ? bar(Double(progress.received + progress.sent) / Double(total)) : moving(), now)
  }

  /// What is to be written at the end.
  mutating func end(_ progress: Progress, isWhole: Bool) -> String {
    let isMeasured = progress.received + progress.sent > 0
    return (isWhole && isMeasured ? written(bar(1), .infinity) ?? "" : "") + "\n"
  }

  private mutating func written(_ line: String, _ now: Double) -> String? {
    defer { last = (line, now) }
    return line == last?.line ? nil : "\r" + line
  }

  private func bar(_ part: Double) -> String {
    let part = min(1, max(0, part))
    let room = columns - 7
    let count = Int(Double(room) * part)
    let tenths = Int((part * 1000).rounded())
    let percent = "\(tenths / 10).\(tenths % 10)%"
    return String(repeating: "#", count: count) + String(repeating: " ", count: room - count)
      + String(repeating: " ", count: max(0, 7 - percent.count)) + percent
  }

  /// Of something that may take any time.
  private mutating func moving() -> String {
    let shape = "-=O=-"
    let room = columns - shape.count
    position += isForward ? 1 : -1
    if position <= 0 || position >= room { isForward.toggle() }
    return String(repeating: " ", count: max(0, min(position, room))) + shape
      + String(repeating: " ", count: room - max(0, min(position, room)))
  }
}
