/// A wrong command line or configuration file: exit status 2.
struct UsageError: Error, Equatable {
  /// One line: what is wrong, and what to do about it.
  let message: String

  /// Control characters in `message` are shown as `?`: it stays one line, and moves no cursor.
  init(_ message: String) {
    self.message = String(
      String.UnicodeScalarView(
        message.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }
}
