import CSystem
import Platform
import Streams

/// A message that is written in somebody's own editor, which has the terminal meanwhile.
struct ExternalEditor {
  /// It was the line that was to be edited.
  let isLine: Bool
  private let path: String
  private let process: pid_t

  /// What came of it.
  enum Outcome {
    /// The file's text, without its last line end.
    case text(String)
    /// Nothing is to be sent, and why.
    case problem(String)
  }

  /// Why there is no editor.
  struct Failure: Error {
    /// One line for a person.
    let message: String
  }

  /// Runs `command` with a file that holds `text`.
  init(_ command: String, text: String, isLine: Bool) throws(Failure) {
    self.isLine = isLine
    path = try Self.makeFile(holding: text)
    guard let process = Self.run(command, path) else {
      unlink(path)
      throw Failure(message: "\(command) could not be run")
    }
    self.process = process
  }

  private static func makeFile(holding text: String) throws(Failure) -> String {
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let folder = named.isEmpty ? "/tmp" : named
    var template = Array((folder + "/upshift-XXXXXX").utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else {
      let error = FileError(path: folder, number: errno)
      throw Failure(message: "cannot make a temporary file in \(error.message)")
    }
    defer { close(file) }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    do throws(FileError) {
      fchmod(file, 0o600)
      try writeAll(Array(text.utf8), to: file, path: path)
    } catch {
      unlink(path)
      throw Failure(message: "cannot write \(error.message)")
    }
    return path
  }

  private static func run(_ command: String, _ path: String) -> pid_t? {
    // The shell splits what $EDITOR holds, as git and others do, and makes way for it where it can.
    // The traps let it live as long as an editor that catches Ctrl-C, or one that `end` has to wait for.
    let isSimple = command.allSatisfy { $0.isLetter || $0.isNumber || " /._-+".contains($0) }
    let run = (isSimple ? "exec " : "trap : INT; trap 'exit 143' TERM; ") + command + " \"$1\""
    let words = ["sh", "-c", run, "sh", path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGQUIT, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    // As with `system(3)`, what is typed at the editor to interrupt it is not for us.
    upshift_signals_yield(true)
    var child: pid_t = -1
    guard posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ) == 0 else {
      upshift_signals_yield(false)
      return nil
    }
    return child
  }

  /// What came of it, once it is over; does not wait.
  func outcome() -> Outcome? {
    guard let status = reap() else { return nil }
    defer { unlink(path) }
    guard status == 0 else { return .problem("the editor failed: nothing is sent") }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return .problem("the editor's file is gone: nothing is sent") }
    defer { close(file) }
    guard var bytes = try? readAll(from: file, path: path) else {
      return .problem("the editor's file cannot be read: nothing is sent")
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .problem("the text is not UTF-8: nothing is sent")
    }
    return text.isEmpty && !isLine ? .problem("no text: nothing is sent") : .text(text)
  }

  /// How it ended, if it has.
  private func reap() -> Int32? {
    var status: Int32 = 0
    let found = waitpid(process, &status, WNOHANG)
    // ECHILD: nobody will ever tell, as where SIGCHLD was ignored from the start.
    guard found == process || (found < 0 && errno == ECHILD) else { return nil }
    upshift_signals_yield(false)
    return status
  }
}

// Ending it before its time.
extension ExternalEditor {
  /// How many milliseconds it has to save what it holds and to leave the terminal, or to be killed.
  private static let patience = 1000

  /// Ends it and all that it has begun on this terminal. Returns the file's path, if anything is in it.
  func end() -> String? {
    // Found while it lives: who is left without a parent cannot be told from others.
    let family = self.family
    if !isOver(family, after: SIGTERM) { _ = isOver(family + self.family, after: SIGKILL) }
    var file = stat()
    if stat(path, &file) == 0, file.st_size > 0 { return path }
    unlink(path)
    return nil
  }

  private var family: [pid_t] {
    var found = [pid_t](repeating: 0, count: 256)
    let count = upshift_family(process, &found, Int32(found.count))
    return Array(found[..<Int(count)])
  }

  private func isOver(_ family: [pid_t], after signal: Int32) -> Bool {
    for each in family where upshift_family_lives(each) { kill(each, signal) }
    var isReaped = reap() != nil
    if !isReaped { kill(process, signal) }
    for _ in 0..<Self.patience / 10 {
      if isReaped, !family.contains(where: upshift_family_lives) { return true }
      usleep(10_000)
      isReaped = isReaped || reap() != nil
    }
    return false
  }
}
