import CLibcurl
import Platform

/// A body that is read while it is sent (`--upload-file`).
public struct Upload: Hashable, Sendable {
  /// The file; nil for standard input.
  public let path: String?
  /// Where standard input stood in the beginning, if it is a file that one can go back in.
  private(set) var start: Int?

  /// The contents of a file, or standard input: `-`, and `.`.
  public init(_ name: String) { path = ["-", "."].contains(name) ? nil : name }

  var canBeRepeated: Bool { path.map(isRegularFile) ?? (start != nil) }

  mutating func anchor() {
    guard path == nil else { return }
    let place = lseek(0, 0, SEEK_CUR)
    start = place < 0 ? nil : Int(place)
  }
}

/// An upload as one transfer reads it.
final class UploadSource {
  /// In bytes; nil if nobody knows before the end.
  let size: Int?
  /// A part of it has been handed over.
  private(set) var isBegun = false
  /// Why it cannot be read.
  private(set) var failure: TransferError?
  /// There was nothing to read, and the transfer holds its sending until there is.
  private(set) var waits = false
  let descriptor: Int32
  private let name: String
  private let start: Int

  /// At its beginning. Throws CURLE_READ_ERROR if it cannot be opened.
  init(_ upload: Upload) throws(TransferError) {
    name = upload.path ?? "standard input"
    descriptor = upload.path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? 0
    start = upload.start ?? 0
    var status = stat()
    let isOpen = descriptor >= 0 && fstat(descriptor, &status) == 0
    let isFolder = isOpen && status.st_mode & S_IFMT == S_IFDIR
    // Of standard input curl says no size, even where it has one.
    size =
      isOpen && upload.path != nil && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    guard isOpen, !isFolder else { throw error(isOpen ? EISDIR : errno) }
    if upload.path == nil, let start = upload.start { lseek(0, off_t(start), SEEK_SET) }
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// What libcurl's read callback is to answer.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    waits = false
    while true {
      // Standard input may have nothing for a long time, in which the server may have something.
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&ready, 1, 0) == 0 {
        waits = true
        return Int(CURL_READFUNC_PAUSE)
      }
      let count = readBytes(into: UnsafeMutableRawBufferPointer(buffer), from: descriptor)
      if count > 0 { isBegun = true }
      if count >= 0 { return count }
      if errno == EAGAIN { continue }
      guard errno == EINTR else {
        failure = error(errno)
        return Int(CURL_READFUNC_ABORT)
      }
    }
  }

  /// What libcurl's seek callback is to answer.
  func seek(to offset: Int) -> Int32 {
    guard isBegun || offset > 0 else { return CURL_SEEKFUNC_OK }
    return lseek(descriptor, off_t(start + offset), SEEK_SET) < 0
      ? CURL_SEEKFUNC_CANTSEEK : CURL_SEEKFUNC_OK
  }

  /// An error of libcurl's, told for what it was.
  func judge(_ error: TransferError) -> TransferError {
    if let failure { return failure }
    guard error.code == TransferError.rewind else { return error }
    return TransferError(
      code: error.code,
      message: "the body would have to be sent again, and \(name) cannot be read twice")
  }

  private func error(_ number: Int32) -> TransferError {
    TransferError(
      code: TransferError.read, message: "cannot read \(name): \(String(cString: strerror(number)))"
    )
  }
}
