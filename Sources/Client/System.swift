import CLibcrypto
import CSystem
import Platform

/// The clock of the event loop.
public enum Clock {
  /// Seconds since some moment, never set back.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Cryptographic random bytes, in advance: RFC 6455 §5.3 wants a masking key of 4 for each frame.
final class RandomBytes {
  private var bytes = [UInt8](repeating: 0, count: 4096)
  private var used = 4096

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
    if !upshift_random(&bytes, bytes.count) {
      var system = SystemRandomNumberGenerator()
      for index in bytes.indices { bytes[index] = UInt8.random(in: .min ... .max, using: &system) }
    }
    used = 0
  }
}

/// SIGINT, SIGTERM and SIGHUP as something that the event loop can wait for. A second one ends the
/// process at once. When this goes, signals do again what they did before.
final class Signals {
  let descriptor = upshift_signals_open()

  deinit { upshift_signals_close() }

  /// The signal that came, if one did.
  func take() -> Int32? {
    var number: UInt8 = 0
    return read(descriptor, &number, 1) == 1 ? Int32(number) : nil
  }
}
