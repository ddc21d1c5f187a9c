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

/// All of a file; a pipe that nobody writes to is empty.
public func readAll(path: String) throws(FileError) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard file >= 0 else { throw FileError(path: path, number: errno) }
  defer { close(file) }
  return try readAll(from: file, path: path)
}
