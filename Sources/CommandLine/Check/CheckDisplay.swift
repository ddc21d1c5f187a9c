import CSystem
import Check
import Client
import Platform
import Text

/// What is said on standard error while checks run.
struct CheckDisplay {
  private let names: [String]
  private let isTest: Bool
  private let isSilent: Bool
  private let isVerbose: Bool
  private let progress: Progress
  private let explanation: Explanation
  private let messages: Messages
  private let isLive: Bool
  private var running: [Int] = []
  private var ended: [CheckResult] = []
  private var drawn = ""
  private var nextDrawing = 0.0

  init(
    names: [String], isTest: Bool, isSilent: Bool, isVerbose: Bool, _ palette: Palette,
    _ messages: Messages
  ) {
    self.names = names
    self.isTest = isTest
    self.isSilent = isSilent
    self.isVerbose = isVerbose
    self.messages = messages
    progress = Progress(palette)
    explanation = Explanation(palette)
    isLive = isTest && !isSilent && Environment.isTerminal(2)
  }

  /// Shows what happened, or with nil what goes on.
  mutating func show(_ event: Run.Event?) {
    switch event {
    case .began(let place): running.append(place)
    case .ended(let place, let check):
      running.removeAll { $0 == place }
      ended.append(check)
      tell(check)
    case nil: draw()
    }
  }

  private mutating func tell(_ check: CheckResult) {
    guard !isSilent else { return }
    let lines = (isVerbose ? explanation.course(of: check) : []) + explanation.lines(check)
    guard isTest || !lines.isEmpty else { return }
    erase()
    for line in lines + (isTest ? [progress.line(check)] : []) { messages.say(line) }
  }

  /// The end.
  mutating func sumUp(_ summary: Summary) {
    erase()
    guard isTest, !isSilent else { return }
    for line in progress.summary(summary) { messages.say(line) }
  }

  // MARK: The last line of a terminal

  private mutating func draw() {
    guard isLive, Clock.now() >= nextDrawing else { return }
    nextDrawing = Clock.now() + 0.1
    var (columns, rows): (Int32, Int32) = (80, 24)
    _ = upshift_terminal_size(2, &columns, &rows)
    let line = progress.running(
      running.map { names[$0] }, ended: Tally(ended), of: names.count, width: Int(columns))
    guard line != drawn else { return }
    erase()
    messages.write(line)
    drawn = line
  }

  private mutating func erase() {
    guard !drawn.isEmpty else { return }
    drawn = ""
    messages.write("\r\u{1B}[K")
  }
}
