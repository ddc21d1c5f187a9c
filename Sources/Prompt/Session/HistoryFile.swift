import Editor
import Platform
import Streams

/// The lines that were entered for one host, kept from run to run for nobody else to read.
struct HistoryFile {
  private let path: String

  /// The file for `host` below `folder`, the XDG state directory's `upshift`.
  init(folder: String, host: String) {
    let name = host.map { $0.isLetter || $0.isNumber || "-._".contains($0) ? $0 : "_" }
    path = folder + "/history/" + String(name.drop { $0 == "." })
  }

  /// What it holds; nothing if it cannot be read. Lines that were cut or are too many go.
  func read() -> History {
    guard let lock = opened(O_RDWR) else { return History() }
    defer { close(lock) }
    flock(lock, LOCK_EX)
    let bytes = (try? readAll(from: lock, path: path, limit: 64 << 20)) ?? []
    let history = History(parsing: bytes)
    if history.isStale, ftruncate(lock, 0) == 0, lseek(lock, 0, SEEK_SET) == 0 {
      Self.write(history.serialized, to: lock)
    }
    return history
  }

  /// Adds a line. Where that fails the line is not kept, which is no reason to disturb anybody.
  func append(_ line: String) {
    guard let file = opened(O_WRONLY | O_APPEND) else { return }
    flock(file, LOCK_EX)
    Self.write(History.serialized(line), to: file)
    close(file)
  }

  private func opened(_ flags: Int32) -> Int32? {
    makeFolders()
    let file = open(path, flags | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    fchmod(file, 0o600)
    return file
  }

  private func makeFolders() {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      end = slash
    }
  }

  private static func write(_ bytes: [UInt8], to file: Int32) {
    bytes.withUnsafeBytes { _ = writeBytes($0, to: file) }
  }
}
