import Platform

/// Writes all of `bytes` to `descriptor`, which waits where it has to. `path` names it in an error, after which some of
/// them may have been written.
public func writeAll(
  _ bytes: [UInt8], to descriptor: Int32, path: String
) throws(FileError) {
  var start = 0
  while start < bytes.count {
    let count = bytes.withUnsafeBytes {
      writeBytes(UnsafeRawBufferPointer(rebasing: $0[start...]), to: descriptor)
    }
    if count > 0 {
      start += count
    } else if count == 0 || errno != EINTR {
      throw FileError(path: path, number: count == 0 ? EIO : errno)
    }
  }
}

/// The same, and closes `descriptor`, whatever comes.
public func writeAndClose(
  _ bytes: [UInt8], to descriptor: Int32, path: String
) throws(FileError) {
  do throws(FileError) {
    try writeAll(bytes, to: descriptor, path: path)
  } catch {
    close(descriptor)
    throw error
  }
  // Some file systems tell only now that the disk is full.
  guard close(descriptor) == 0 else { throw FileError(path: path, number: errno) }
}

/// Makes a file that is not there yet, for nobody else to read. Returns its descriptor, which is the caller's to close.
///
/// No link is followed: a link that leads nowhere is a file that exists.
public func openNewFile(at path: String) throws(FileError) -> Int32 {
  let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  guard file >= 0 else { throw FileError(path: path, number: errno) }
  return file
}

/// Makes such a file and writes it. What was begun and fails is removed.
public func makeFile<Result>(
  at path: String, _ write: (Int32) throws(FileError) -> Result
) throws(FileError) -> Result {
  let file = try openNewFile(at: path)
  do throws(FileError) {
    let result: Result
    do throws(FileError) {
      result = try write(file)
    } catch {
      close(file)
      throw error
    }
    // Some file systems tell only now that the disk is full.
    guard close(file) == 0 else { throw FileError(path: path, number: errno) }
    return result
  } catch {
    unlink(path)
    throw error
  }
}

/// Makes a folder and those above it, as far as they are not there; whoever opens a file in it hears what was wrong.
public func makeFolders(_ path: String, mode: UInt32 = 0o777) {
  var end = path.startIndex
  while end < path.endIndex {
    end = path[end...].dropFirst().firstIndex(of: "/") ?? path.endIndex
    mkdir(String(path[..<end]), mode_t(mode))
  }
}
