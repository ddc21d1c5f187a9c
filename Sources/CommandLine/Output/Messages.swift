import Streams
import Text

/// Standard error: everything that is said and is not payload.
final class Messages {
  /// What `--silent` and `--show-error` leave.
  var showsErrors = true
  /// `--show-secrets`.
  var showsSecrets = false

  /// Where lines go instead, while somebody else has the terminal.
  var divert: ((String) -> Void)?

  /// Opened with the first line, when `--stderr` has had its say.
  private lazy var output = Outlet(inherited: 2)

  init() {}

  /// One line.
  func say(_ line: String) {
    if let divert { return divert(line) }
    write(line + "\n")
  }

  /// A part of a line.
  func write(_ text: String) {
    output.write(text)
    output.drain()
  }

  /// The one line of a failure, with its exit status.
  func fail(_ status: Int32, _ text: String) {
    guard showsErrors else { return }
    say("upshift: (\(status)) " + (showsSecrets ? text : Secrets.hidden(text)))
  }

  /// A line that is not a failure but should be known.
  func warn(_ text: String) {
    guard showsErrors else { return }
    say("upshift: \(text)")
  }
}
