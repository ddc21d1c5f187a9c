import Platform

/// What an errno means.
public func describe(_ number: Int32) -> String { String(cString: strerror(number)) }

/// A file that cannot be read or written.
public struct FileError: Error {
  /// Its path, as it was typed.
  public let path: String
  /// The errno.
  public let number: Int32

  /// The file at `path` could not be used, for the reason `number`.
  public init(path: String, number: Int32) {
    self.path = path
    self.number = number
  }

  /// One line for a person.
  public var message: String { "\(path): \(describe(number))" }
}
