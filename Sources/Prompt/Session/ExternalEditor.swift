import Platform
import Streams

/// A message that is written in somebody's own editor, which has the terminal meanwhile.
struct ExternalEditor {
  /// It was the line that was to be edited.
  let isLine: Bool
  private let path: String
  private let process: pid_t
  /// As with `system(3)`, what is typed at the editor to interrupt it is not for us.
  private var interrupts = sigaction()

  /// What came of it.
  enum Outcome {
    /// The file's text, without its last line end.
    case text(String)
    /// Nothing is to be sent, and why.
    case problem(String)
  }

  /// Runs `command` with a file that holds `text`; nil if that cannot be.
  init?(_ command: String, text: String, isLine: Bool) {
    self.isLine = isLine
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/upshift-XXXXXX").utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { return nil }
    fchmod(file, 0o600)
    Array(text.utf8).withUnsafeBytes { _ = writeBytes($0, to: file) }
    close(file)
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    // The shell splits what $EDITOR holds, as git and others do, and makes way for it where it can.
    // The trap lets it live as long as an editor that catches Ctrl-C.
    let isSimple = command.allSatisfy { $0.isLetter || $0.isNumber || " /._-+".contains($0) }
    let run = (isSimple ? "exec " : "trap : INT; ") + command + " \"$1\""
    let words = ["sh", "-c", run, "sh", path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var child: pid_t = -1
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    guard posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ) == 0 else {
      unlink(path)
      return nil
    }
    process = child
    sigaction(SIGINT, nil, &interrupts)
    signal(SIGINT, SIG_IGN)
  }

  /// Ends it before its time. Returns the file's path, if anything is in it.
  func end() -> String? {
    kill(process, SIGTERM)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    restoreInterrupts()
    var file = stat()
    if stat(path, &file) == 0, file.st_size > 0 { return path }
    unlink(path)
    return nil
  }

  private func restoreInterrupts() {
    var interrupts = interrupts
    sigaction(SIGINT, &interrupts, nil)
  }

  /// What came of it, once it is over; does not wait.
  func outcome() -> Outcome? {
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return nil }
    restoreInterrupts()
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
}
