import Text
import Platform

/// Standard error: everything that is said and is not payload.
final class Messages {
  /// What `--silent` and `--show-error` leave.
  var showsErrors = true
  /// `--show-secrets`.
  var showsSecrets = false

  /// Where lines go instead, while somebody else has the terminal.
  var divert: ((String) -> Void)?

  init() {}

  /// One line.
  func say(_ line: String) {
    if let divert { return divert(line) }
    write(line + "\n")
  }

  /// A part of a line.
  func write(_ text: String) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        writeBytes(UnsafeRawBufferPointer(rebasing: buffer[done...]), to: 2)
      }
      if written > 0 {
        done += written
      } else if errno == EAGAIN {
        var room = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
        _ = poll(&room, 1, -1)
      } else if errno != EINTR {
        return
      }
    }
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
