import CSystem
import Editor
import Platform
import Streams
import Transfer

/// The terminal, taken for the line editor: keys come in, and what is painted goes out without ever waiting.
final class Console {
  /// What the terminal tells besides keys.
  enum Change {
    /// It may have another size.
    case size
    /// Somebody asks the process to stop.
    case stop
    /// The process was stopped and goes on: anything may be on the screen.
    case resumed
  }

  /// Nobody is at the other end any more.
  private(set) var isGone = false
  private let input: Int32
  private let output: Outlet
  private let changes: Int32
  private let isDumb: Bool
  private var parser: KeyParser
  /// When what the parser waits for is given up: the rest of a sequence, or more of a paste.
  private var due: Double?

  /// An Esc that nothing follows for this many seconds is a key of its own.
  private static let escapeDelay = 0.05
  /// A paste that brings nothing for this many seconds has lost its end.
  private static let pasteDelay = 1.0

  /// Takes the terminal that `input` and `output` are; nil if they are none.
  init?(input: Int32, output: Int32, isDumb: Bool, readsUTF8: Bool) {
    changes = upshift_terminal_begin(
      input, output, isDumb ? "" : String(decoding: Screen.begin, as: UTF8.self),
      isDumb ? "" : String(decoding: Screen.end, as: UTF8.self))
    guard changes >= 0 else { return nil }
    self.input = input
    self.output = Outlet(inherited: output)
    self.isDumb = isDumb
    parser = KeyParser(isUTF8: readsUTF8)
  }

  deinit { release() }

  /// An empty screen of the terminal's size.
  var screen: Screen {
    let (columns, rows) = size
    return Screen(columns: columns, rows: rows, isDumb: isDumb)
  }

  /// Columns and rows.
  var size: (columns: Int, rows: Int) {
    var (columns, rows): (Int32, Int32) = (80, 24)
    _ = upshift_terminal_size(output.descriptor, &columns, &rows)
    return (Int(columns), Int(rows))
  }

  /// What was written has not all gone: the terminal is stopped, or slow.
  var isBacklogged: Bool { output.isBacklogged }

  func write(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    output.write(bytes.span)
    output.flush()
  }

  /// Gives the terminal back, after all that was written; a terminal that is stopped keeps nobody from leaving.
  func release() {
    output.drain(patience: 1)
    output.abandon()
    upshift_terminal_end()
  }

  /// Takes it again.
  func take() { upshift_terminal_resume() }

  /// Stops the process, and at Ctrl-Z all of its job.
  func suspend(wholeJob: Bool) {
    output.drain(patience: 1)
    output.abandon()
    upshift_terminal_suspend(wholeJob)
  }

  // MARK: The loop

  var watched: [Watched] {
    var all = [Watched(changes, reading: true)]
    if !isGone { all.append(Watched(input, reading: true)) }
    if output.isBacklogged { all.append(Watched(output.descriptor, writing: true)) }
    return all
  }

  /// Keys that were typed and changes that happened, of what was waited for.
  func ready(_ watched: [Watched], now: Double) -> (keys: [Key], changes: [Change]) {
    var (keys, told): ([Key], [Change]) = ([], [])
    for one in watched {
      if one.descriptor == changes, one.isReadable {
        told += readChanges()
      } else if one.descriptor == input, one.isForReading, one.isReadable {
        keys += readKeys()
        let delay = parser.isPasting ? Self.pasteDelay : parser.isPending ? Self.escapeDelay : nil
        due = delay.map { now + $0 }
      } else if one.isForWriting, one.isWritable {
        output.flush()
      }
    }
    return (keys, told)
  }

  /// The keys that nothing more follows, and when to ask again.
  func settle(now: Double) -> (keys: [Key], due: Double?) {
    guard let due else { return ([], nil) }
    guard now >= due else { return ([], due) }
    // Whoever had no time to read has not waited for it.
    if hasInput { return ([], nil) }
    self.due = nil
    return (parser.isPasting ? parser.endPaste() : parser.flush(), nil)
  }

  private var hasInput: Bool {
    var input = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return !isGone && poll(&input, 1, 0) == 1
  }

  /// All that was typed by now: a paste comes in pieces of 4 KiB.
  private func readKeys() -> [Key] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    repeat {
      let count = buffer.withUnsafeMutableBytes { readBytes(into: $0, from: input) }
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        isGone = true
        break
      }
    } while bytes.count < 4 << 20 && hasInput
    return parser.parse(bytes)
  }

  private func readChanges() -> [Change] {
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = buffer.withUnsafeMutableBytes { readBytes(into: $0, from: changes) }
    return buffer[..<max(0, count)].map {
      switch $0 {
      case UInt8(ascii: "z"): .stop
      case UInt8(ascii: "c"): .resumed
      default: .size
      }
    }
  }
}
