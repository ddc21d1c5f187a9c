import Platform
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

  /// Where a file of that name is, to be read or written.
  func place(of name: String, at position: Position) throws(Trouble) -> String {
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains(".."), !leavesByLink(name)
    else {
      throw Trouble(
        "the file \(Escape.text(name)) is outside of the check's folder: --file-root names another",
        at: position, isFailure: false)
    }
    return folder + name
  }

  /// A folder on the way is a link to somewhere else.
  private func leavesByLink(_ name: String) -> Bool {
    guard let slash = name.lastIndex(of: "/"), let inner = Self.real(folder + name[..<slash]),
      let root = Self.real(folder.isEmpty ? "." : folder)
    else { return false }
    return inner != root && !inner.hasPrefix(root.hasSuffix("/") ? root : root + "/")
  }

  /// Without links; nil where there is nothing.
  private static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// All of a file.
  func contents(of name: String, at position: Position) throws(Trouble) -> [UInt8] {
    let path = try place(of: name, at: position)
    do throws(FileError) {
      return try readAll(path: path)
    } catch {
      throw Trouble("cannot read \(error.message)", at: position, isFailure: false)
    }
  }
}
