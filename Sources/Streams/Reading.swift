import Platform

/// All that `descriptor` has to its end, or `limit` bytes and a little more. `path` names it in an error.
public func readAll(
  from descriptor: Int32, path: String, limit: Int = .max
) throws(FileError) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 64 << 10)
  while bytes.count < limit {
    let count = buffer.withUnsafeMutableBytes { readBytes(into: $0, from: descriptor) }
    if count == 0 { break }
    if count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    } else if errno != EINTR {
      throw FileError(path: path, number: errno)
    }
  }
  return bytes
}

/// The size of a file in bytes; 0 if there is none.
public func fileSize(_ path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// All of a regular file that has at most `limit` bytes; what is none may never end.
public func readAll(path: String, limit: Int = 256 << 20) throws(FileError) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard file >= 0 else { throw FileError(path: path, number: errno) }
  defer { close(file) }
  var status = stat()
  guard fstat(file, &status) == 0 else { throw FileError(path: path, number: errno) }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw FileError(path: path, number: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : ESPIPE)
  }
  guard status.st_size <= limit else { throw FileError(path: path, number: EFBIG) }
  return try readAll(from: file, path: path)
}
