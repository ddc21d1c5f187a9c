import CSystem
import Platform

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
