extension OutputSpan<UInt8> {
  /// Appends a copy of `bytes`, for which there is room.
  mutating func append(_ bytes: Span<UInt8>) {
    var copy = Mask(nil)
    copy.append(bytes, to: &self)
  }
}

extension [UInt8] {
  /// A copy of `bytes`.
  init(_ bytes: Span<UInt8>) {
    self = []
    append(bytes)
  }

  /// Appends a copy of `bytes`.
  mutating func append(_ bytes: Span<UInt8>) {
    append(addingCapacity: bytes.count) { out in out.append(bytes) }
  }

  /// Appends what a step of zlib's makes of `bytes` until there are `capacity` bytes in all, and returns how
  /// many of `bytes` it used. The step is given both buffers and both counts, which it changes to what it used
  /// and wrote.
  mutating func append(
    _ bytes: Span<UInt8>, capacity: Int,
    by step: (UnsafePointer<UInt8>?, inout Int, UnsafeMutablePointer<UInt8>, inout Int) -> Void
  ) -> Int {
    var used = bytes.count
    append(addingCapacity: capacity - count) { out in
      unsafe bytes.withUnsafeBufferPointer { from in
        unsafe out.withUnsafeMutableBufferPointer { buffer, initialized in
          var written = buffer.count - initialized
          guard let to = buffer.baseAddress else {
            used = 0
            return
          }
          unsafe step(from.baseAddress, &used, to + initialized, &written)
          initialized += written
        }
      }
    }
    return used
  }
}
