import CSystem
import Platform

/// Where payload goes: standard output, or a file. Small pieces gather in one buffer until `flush`;
/// when nobody reads, they wait there and the event loop goes on.
public final class Outlet {
  /// What is written goes here; -1 after a failure to open, and after `finish`.
  public private(set) var descriptor: Int32
  /// True on a terminal.
  public let isTerminal: Bool
  /// It was opened here, and is a regular file.
  public let isFile: Bool
  /// Why nothing more can be written: the errno.
  public private(set) var failure: Int32?

  private var pending: [UInt8] = []
  private var start = 0
  /// Whoever reads took nothing while somebody wanted to leave.
  private var hasIdleReader = false
  private let mode: Mode
  private let isOwned: Bool

  private enum Mode {
    /// A description of our own with O_NONBLOCK: a write takes what fits.
    case nonBlocking
    /// The descriptor is shared, and may not be made non-blocking: it gets small writes, each
    /// after it said that it has room.
    case inPieces
    /// A regular file, which never keeps anybody waiting.
    case blocking
  }

  /// More than this waiting, and the peer has to wait too.
  private static let highWater = 1 << 20
  /// A piece of this size is not worth a copy.
  public static let large = 8 << 10

  /// An outlet to a descriptor that was inherited, such as 1.
  ///
  /// "Never set O_NONBLOCK on an inherited descriptor": the shell would get it back that way. A
  /// pipe or a terminal is opened anew.
  public init(inherited: Int32) {
    isTerminal = isatty(inherited) == 1
    var status = stat()
    let kind = fstat(inherited, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
    var own: Int32 = -1
    let isWritable = fcntl(inherited, F_GETFL) & O_ACCMODE != O_RDONLY
    if isWritable, kind == S_IFIFO || kind == S_IFCHR {
      own = open("/proc/self/fd/\(inherited)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    }
    isOwned = own >= 0
    isFile = false
    descriptor = own >= 0 ? own : inherited
    mode =
      own >= 0
      ? .nonBlocking
      : kind == S_IFIFO || kind == S_IFSOCK || kind == S_IFCHR
        ? .inPieces : .blocking
  }

  /// What becomes of a file that is there already.
  public enum Creation: Sendable {
    /// It is emptied first.
    case replacing
    /// It is emptied first, unless it is a symbolic link, which is an error.
    case replacingNoLink
    /// It is added to.
    case appending
    /// It stays as it is, and that is an error; so is a symbolic link, wherever that leads.
    case new

    fileprivate var flags: Int32 {
      switch self {
      case .replacing: O_TRUNC
      case .replacingNoLink: O_TRUNC | O_NOFOLLOW
      case .appending: O_APPEND
      case .new: O_EXCL
      }
    }
  }

  /// An outlet to a file, with the rights that the umask leaves.
  public init(creating path: String, _ creation: Creation = .replacing) throws(FileError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC | creation.flags, 0o666)
    guard descriptor >= 0 else { throw FileError(path: path, number: errno) }
    isTerminal = isatty(descriptor) == 1
    isOwned = true
    var status = stat()
    isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    mode = isFile ? .blocking : .nonBlocking
    // The description is ours.
    if !isFile { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) }
  }

  /// An outlet to the terminal that `path` names, `-` being standard output; nil if that is no terminal, which is then not
  /// touched.
  public static func terminal(_ path: String) -> Outlet? {
    if path == "-" { return isatty(1) == 1 ? Outlet(inherited: 1) : nil }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFCHR,
      let outlet = try? Outlet(creating: path), outlet.isTerminal
    else { return nil }
    return outlet
  }

  /// Why `init(creating:)` would fail, as far as can be told without touching the file.
  public static func obstacle(to path: String) -> FileError? {
    if access(path, W_OK) == 0 { return nil }
    if errno != ENOENT { return FileError(path: path, number: errno) }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    return access(folder, W_OK) == 0 ? nil : FileError(path: path, number: errno)
  }

  /// An outlet that cannot be written: its errno.
  public init(failed number: Int32) {
    descriptor = -1
    isTerminal = false
    isFile = false
    isOwned = false
    mode = .blocking
    failure = number
  }

  deinit { if isOwned, descriptor >= 0 { close(descriptor) } }

  /// Bytes wait that could not be written yet.
  public var isBacklogged: Bool { start < pending.count }

  /// So many wait that no more should be taken.
  public var isFull: Bool { pending.count - start > Self.highWater }

  /// Takes bytes to be written.
  public func write(_ bytes: Span<UInt8>) {
    guard failure == nil else { return }
    guard bytes.count >= Self.large else {
      append(bytes)
      if pending.count - start >= Self.large * 8 { flush() }
      return
    }
    flush()
    let done = isBacklogged ? 0 : bytes.withUnsafeBufferPointer { writeSome($0) }
    if let failure { return fail(failure) }
    if done < bytes.count { append(bytes.extracting(done..<bytes.count)) }
  }

  /// Takes one byte, such as the end of a line.
  public func write(_ byte: UInt8) {
    if failure == nil { pending.append(byte) }
  }

  /// Takes text.
  public func write(_ text: String) {
    if failure == nil { pending.append(contentsOf: text.utf8) }
  }

  /// Writes as much of what waits as goes without waiting.
  public func flush() {
    guard isBacklogged, failure == nil else { return }
    start += pending.withUnsafeBufferPointer { all in
      writeSome(UnsafeBufferPointer(rebasing: all[start...]))
    }
    if let failure { return fail(failure) }
    if start == pending.count {
      pending.removeAll(keepingCapacity: pending.capacity <= Self.highWater)
      start = 0
    } else if start > Self.highWater {
      pending.removeFirst(start)
      start = 0
    }
  }

  /// Writes all that waits, however long it takes, but no longer than until `deadline`, in `Clock` seconds, and for a
  /// reader who takes something every `patience` seconds; a second, once a signal has come. What was not taken in time
  /// goes on waiting.
  ///
  /// False if writing fails.
  @discardableResult
  public func drain(until deadline: Double? = nil, patience: Double = .infinity) -> Bool {
    while isBacklogged, failure == nil {
      let before = pending.count - start
      flush()
      if pending.count - start < before { hasIdleReader = false }
      guard isBacklogged, failure == nil, !(hasIdleReader && upshift_signals_seen()) else { break }
      guard hasRoom(until: deadline, patience) else { break }
    }
    return failure == nil
  }

  /// Seconds that somebody who wants to leave waits for a reader who takes nothing.
  private static let leavePatience = 1.0

  private func hasRoom(until deadline: Double?, _ patience: Double) -> Bool {
    while true {
      let isLeaving = upshift_signals_seen()
      let seconds = min(
        deadline.map { max(0, $0 - Clock.now()) } ?? .infinity,
        isLeaving ? min(patience, Self.leavePatience) : patience)
      var polled = [
        pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
        pollfd(
          fd: isLeaving ? -1 : upshift_signals_descriptor(), events: Int16(POLLIN), revents: 0),
      ]
      let milliseconds =
        seconds == .infinity ? -1 : Int32(min(seconds * 1000, Double(Int32.max)).rounded(.up))
      let count = poll(&polled, nfds_t(polled.count), milliseconds)
      if count == 0 {
        hasIdleReader = isLeaving
        return false
      }
      if polled[0].revents != 0 { return true }
      if count < 0, errno != EINTR { return false }
    }
  }

  /// Writes all that waits, until `deadline` at the latest, and closes a file that was opened here: some file systems tell
  /// only then that the disk is full. What is no file stays open.
  ///
  /// False if that fails, or writing has.
  @discardableResult
  public func finish(until deadline: Double? = nil) -> Bool {
    drain(until: deadline)
    guard isFile, descriptor >= 0 else { return failure == nil }
    let result = close(descriptor)
    descriptor = -1
    if result != 0, failure == nil { fail(errno) }
    return failure == nil
  }

  /// The same; throws why what was written to the file at `path` is not kept. What nobody took in time is dropped.
  public func finish(at path: String, until deadline: Double? = nil) throws(FileError) {
    if !finish(until: deadline) { throw FileError(path: path, number: failure ?? EIO) }
    guard isBacklogged else { return }
    abandon()
    throw FileError(path: path, number: ETIMEDOUT)
  }

  /// Nothing more can be written, for this reason.
  public func fail(_ number: Int32) {
    failure = number
    pending.removeAll()
    start = 0
  }

  /// A file ends after so many bytes, and goes on there.
  public func cut(to size: Int) {
    ftruncate(descriptor, off_t(size))
    lseek(descriptor, off_t(size), SEEK_SET)
  }

  /// Writes what goes without waiting, and drops the rest.
  public func abandon() {
    flush()
    pending.removeAll()
    start = 0
  }

  private func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { pending.append(contentsOf: $0) }
  }

  /// The number of bytes written.
  private func writeSome(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var done = 0
    while done < bytes.count {
      var size = bytes.count - done
      if mode == .inPieces {
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&room, 1, 0) == 1 else { break }
        // A pipe that is ready takes PIPE_BUF bytes without waiting.
        size = min(size, 4096)
      }
      let piece = UnsafeRawBufferPointer(
        rebasing: UnsafeRawBufferPointer(bytes)[done..<done + size])
      let written = writeBytes(piece, to: descriptor)
      if written > 0 {
        done += written
      } else if errno == EAGAIN {
        break
      } else if errno != EINTR {
        failure = errno
        break
      }
    }
    return done
  }
}
