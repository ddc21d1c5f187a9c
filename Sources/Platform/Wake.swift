/// Wakes somebody who waits for descriptors, from any thread.
public final class Wake: Sendable {
  /// Readable once somebody called, until `clear`.
  public let descriptor: Int32
  private let writer: Int32

  /// Nobody has called yet.
  public init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    (descriptor, writer) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(descriptor)
    close(writer)
  }

  /// Calls.
  public func call() {
    var byte: UInt8 = 1
    _ = withUnsafeBytes(of: &byte) { writeBytes($0, to: writer) }
  }

  /// Forgets calls; only where there was one, or it waits.
  public func clear() {
    var bytes = [UInt8](repeating: 0, count: 256)
    _ = bytes.withUnsafeMutableBytes { readBytes(into: $0, from: descriptor) }
  }
}
