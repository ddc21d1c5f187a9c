/// Masking as RFC 6455 §5.3 defines it: byte `i` of a payload is combined with byte `i mod 4` of
/// the key by exclusive or, in both directions.
struct Mask {
  /// The key, the byte for the next byte of payload uppermost.
  private var key: UInt32

  /// The mask of a frame's payload from its first byte on; without a key bytes stay as they are.
  init(_ key: UInt32?) { self.key = key ?? 0 }

  /// Appends `payload`, masked, to `out`, which has room for it.
  mutating func append(_ payload: Span<UInt8>, to out: inout OutputSpan<UInt8>) {
    let count = payload.count
    precondition(count <= out.freeCapacity, "no room for a masked payload")
    let word = UInt64(key) << 32 | UInt64(key)
    let pattern = SIMD4(repeating: word.bigEndian)
    unsafe out.withUnsafeMutableBufferPointer { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      let target = unsafe UnsafeMutableRawPointer(base + initialized)
      initialized += count
      guard key != 0 else {
        unsafe payload.withUnsafeBytes { source in
          if let from = source.baseAddress {
            unsafe target.copyMemory(from: from, byteCount: count)
          }
        }
        return
      }
      let bytes = unsafe payload.bytes
      var index = 0
      while index &+ 32 <= count {
        let four = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
        unsafe target.storeBytes(of: four ^ pattern, toByteOffset: index, as: SIMD4<UInt64>.self)
        index &+= 32
      }
      while index &+ 8 <= count {
        let one = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        unsafe target.storeBytes(of: one ^ pattern[0], toByteOffset: index, as: UInt64.self)
        index &+= 8
      }
      if index < count, count >= 8 {
        // The last word, though its first bytes are done already.
        let last = count &- 8
        let turn = UInt64(8 &* (last & 3))
        let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: last, as: UInt64.self).bigEndian
        let turned = pattern[0].bigEndian
        unsafe target.storeBytes(
          of: (word ^ (turned << turn | turned >> (64 &- turn))).bigEndian, toByteOffset: last,
          as: UInt64.self)
        index = count
      }
      while index < count {
        let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
        let mask = UInt8(truncatingIfNeeded: key >> UInt32(24 &- 8 &* (index & 3)))
        unsafe target.storeBytes(of: byte ^ mask, toByteOffset: index, as: UInt8.self)
        index &+= 1
      }
    }
    skip(count)
  }

  /// Goes on as if `count` bytes had been appended.
  mutating func skip(_ count: Int) {
    let turn = UInt32(8 * (count & 3))
    key = key << turn | (key >> (32 - turn))
  }
}
