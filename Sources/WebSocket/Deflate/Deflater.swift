internal import CZlib

/// The compressor of permessage-deflate (RFC 7692 §7.2.1), in pieces of any size.
@safe struct Deflater: ~Copyable {
  private let zlib: OpaquePointer

  /// At the beginning of a stream; nil without memory.
  ///
  /// - Parameter windowBits: the base-2 logarithm of the window that the peer has, 8 to 15.
  init?(windowBits: Int) {
    guard let zlib = unsafe upshift_deflater(CInt(windowBits)) else { return nil }
    unsafe self.zlib = zlib
  }

  deinit { unsafe upshift_deflate_end(zlib) }

  /// Compresses until `bytes` are used up or `part` has `capacity` bytes, and tells how many were used.
  ///
  /// - Parameter flushes: the message ends with `bytes`: unless `part` was filled, it ends with the empty
  ///   block 00 00 FF FF then.
  func deflate(
    _ bytes: Span<UInt8>, flushes: Bool, into part: inout [UInt8], capacity: Int
  ) -> Int {
    unsafe part.append(bytes, capacity: capacity) { from, used, to, written in
      unsafe upshift_deflate(zlib, from, &used, to, &written, flushes)
    }
  }

  /// The next message begins a stream of its own.
  func reset() { unsafe upshift_deflate_reset(zlib) }
}
