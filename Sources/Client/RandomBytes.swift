import CLibcrypto

/// Cryptographic random bytes, in advance: RFC 6455 §5.3 wants a masking key of 4 for each frame.
final class RandomBytes {
  // Called for each frame, by nobody else meanwhile: the checks would cost more than the work.
  @exclusivity(unchecked) private var bytes: [UInt8] = []
  @exclusivity(unchecked) private var used = 0

  /// Four fresh bytes.
  func key() -> UInt32 {
    if used + 4 > bytes.count { refill() }
    defer { used += 4 }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: used, as: UInt32.self) }
  }

  /// Sixteen fresh bytes, for Sec-WebSocket-Key.
  func nonce() -> [UInt8] {
    if used + 16 > bytes.count { refill() }
    defer { used += 16 }
    return Array(bytes[used..<used + 16])
  }

  private func refill() {
    if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: 4096) }
    if !upshift_random(&bytes, bytes.count) {
      var system = SystemRandomNumberGenerator()
      for index in bytes.indices { bytes[index] = UInt8.random(in: .min ... .max, using: &system) }
    }
    used = 0
  }
}
