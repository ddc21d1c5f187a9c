import Streams
import Text

/// The folder in which a check finds its files, and beyond which it does not get, as in hurl: a check file may be
/// somebody else's.
struct Root {
  private let folder: String

  /// - Parameters:
  ///   - folder: `--file-root`; nil for that of the check.
  ///   - file: the check's name.
  init(_ folder: String?, of file: String) {
    let folder = folder ?? file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    self.folder = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
  }

  /// Where a file of that name is; nil if it would be outside.
  func path(of name: String) -> String? {
    name.hasPrefix("/") || name.split(separator: "/").contains("..") ? nil : folder + name
  }

  /// All of a file.
  func contents(of name: String, at position: Position) throws(Trouble) -> [UInt8] {
    guard let path = path(of: name) else {
      throw Trouble(
        "the file \(Escape.text(name)) is outside of the check's folder: --file-root names another",
        at: position, isFailure: false)
    }
    do throws(FileError) {
      return try readAll(path: path)
    } catch {
      throw Trouble("cannot read \(error.message)", at: position, isFailure: false)
    }
  }
}
