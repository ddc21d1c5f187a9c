#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Musl)
  @_exported public import Musl
#else
  @_exported public import Darwin
#endif

/// `write(2)`, for places that have a `write` of their own.
///
/// Returns the number of bytes that were taken, or -1 and errno.
public func writeBytes(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

/// `read(2)`, for places that have a `read` of their own.
///
/// Returns the number of bytes that came, 0 at the end, or -1 and errno.
public func readBytes(into buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
