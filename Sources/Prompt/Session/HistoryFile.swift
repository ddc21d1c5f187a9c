import Editor
import Platform
import Streams

/// The lines that were entered for one host, kept from run to run for nobody else to read.
final class HistoryFile {
  private let path: String
  /// Lines that could not be written yet.
  private var pending: [UInt8] = []

  /// As much of the end of a file as the longest lines that are kept can take.
  private static let limit = History.limit * History.lineLimit

  /// The file for `host` below `folder`, the XDG state directory's `upshift`.
  init(folder: String, host: String) {
    let name = host.map { $0.isLetter || $0.isNumber || "-._".contains($0) ? $0 : "_" }
    path = folder + "/history/" + String(name.drop { $0 == "." })
  }

  /// What it holds; nothing if it cannot be read. Lines that were cut or are too many go.
  func read() -> History {
    guard let (file, status) = locked() else { return History() }
    defer { close(file) }
    let surplus = max(0, Int(status.st_size) - Self.limit)
    lseek(file, off_t(surplus), SEEK_SET)
    guard var bytes = try? readAll(from: file, path: path, limit: Self.limit) else {
      return History()
    }
    if surplus > 0 { bytes = Array(bytes.drop { $0 != UInt8(ascii: "\n") }) }
    let history = History(parsing: bytes)
    if history.isStale || surplus > 0 { replace(by: history.serialized, as: status) }
    return history
  }

  /// Adds a line. Where that fails the next line takes it along, which is no reason to disturb anybody.
  func append(_ line: String) {
    if pending.count < Self.limit { pending += History.serialized(line) }
    guard let (file, status) = locked() else { return }
    defer { close(file) }
    // A crash of somebody else may have cut the last line.
    var last = UInt8(ascii: "\n")
    pread(file, &last, 1, status.st_size - 1)
    lseek(file, 0, SEEK_END)
    do {
      let isCut = last != UInt8(ascii: "\n")
      try writeAll((isCut ? [UInt8(ascii: "\n")] : []) + pending, to: file, path: path)
      pending = []
    } catch {
      ftruncate(file, status.st_size)
    }
  }

  /// Whoever has it open finds that it is not the file any more, once he has the lock.
  private func replace(by bytes: [UInt8], as status: stat) {
    // No host is called that: its port has no letters.
    let new = path + ".new"
    // What a crash left; nobody else is at it, for the lock is ours.
    unlink(new)
    do {
      try makeFile(at: new) { (file) throws(FileError) in
        try writeAll(bytes, to: file, path: new)
        fchmod(file, 0o600)
        fchown(file, status.st_uid, status.st_gid)
      }
      if rename(new, path) != 0 { unlink(new) }
    } catch {
      // The old one does as well.
    }
  }

  /// The file, for us alone until it is closed. Nil if it is none, if that fails, or if somebody else has it for longer
  /// than a person at the keys would notice.
  private func locked() -> (file: Int32, status: stat)? {
    makeFolders()
    for attempt in 0..<10 {
      if attempt > 0 { usleep(5000) }
      // No pipe or device keeps us waiting.
      let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
      let file = open(path, flags, 0o600)
      guard file >= 0 else { return nil }
      var status = stat()
      guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        close(file)
        return nil
      }
      // A file system without locks has to do without.
      if flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK, isCurrent(file, &status) {
        fchmod(file, 0o600)
        return (file, status)
      }
      close(file)
    }
    return nil
  }

  /// It was not replaced while we waited for it. `status` is what it has now.
  private func isCurrent(_ file: Int32, _ status: inout stat) -> Bool {
    var current = stat()
    return fstat(file, &status) == 0 && lstat(path, &current) == 0
      && status.st_dev == current.st_dev && status.st_ino == current.st_ino
  }

  private func makeFolders() {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      end = slash
    }
  }
}
