import Platform

/// What an errno means.
func describe(_ number: Int32) -> String { String(cString: strerror(number)) }

/// A file that cannot be read or written.
struct FileError: Error {
  let path: String
  let number: Int32

  /// One line for a person.
  var message: String { "\(path): \(describe(number))" }
}
