/// A descriptor that the event loop watches beside libcurl's own.
public struct Watched: Sendable {
  /// The descriptor.
  public var descriptor: Int32
  /// Told when it has bytes to read, or has ended.
  public var isForReading: Bool
  /// Told when it takes bytes.
  public var isForWriting: Bool
  /// It can be read, or has ended or failed: reading will not wait.
  public internal(set) var isReadable = false
  /// It takes bytes, or has failed: writing a little will not wait.
  public internal(set) var isWritable = false
  /// It has failed: nobody is left at the other end of what is written. Told unasked.
  public internal(set) var hasFailed = false

  /// Watches `descriptor` for either or both.
  public init(_ descriptor: Int32, reading: Bool = false, writing: Bool = false) {
    self.descriptor = descriptor
    isForReading = reading
    isForWriting = writing
  }
}
