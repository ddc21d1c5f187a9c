import CSystem
import Platform

/// SIGINT, SIGTERM and SIGHUP as something that the event loop can wait for. A second one ends the
/// process at once. When this goes, signals do again what they did before.
public final class Signals {
  /// Readable when a signal came.
  public let descriptor = upshift_signals_open()

  /// Signals come here from now on.
  public init() {}

  deinit { upshift_signals_close() }

  /// The signal that came, if one did.
  public func take() -> Int32? {
    var number: UInt8 = 0
    return read(descriptor, &number, 1) == 1 ? Int32(number) : nil
  }
}
