import Streams
import Transfer

/// The request's body as `--data` and its kin build it up, piece by piece.
struct JoinedData {
  private(set) var bytes: [UInt8]?
  /// `--json` was among them.
  private(set) var isJSON = false

  /// `-d`, `--data-ascii`: `@file` without its line ends and NULs.
  mutating func addData(_ value: String) throws(FileError) {
    guard value.hasPrefix("@") else { return add(Array(value.utf8)) }
    add(try Environment.read(String(value.dropFirst())).filter { ![0, 10, 13].contains($0) })
  }

  /// `--data-binary`: `@file` as it is.
  mutating func addBinary(_ value: String) throws(FileError) {
    guard value.hasPrefix("@") else { return add(Array(value.utf8)) }
    add(try Environment.read(String(value.dropFirst())))
  }

  /// `--data-raw`: `@` means nothing.
  mutating func addRaw(_ value: String) { add(Array(value.utf8)) }

  /// `--data-urlencode`: `content`, `=content`, `name=content`, `@file`, `name@file`.
  mutating func addEncoded(_ value: String) throws(FileError) {
    guard let mark = value.firstIndex(where: { $0 == "=" || $0 == "@" }) else {
      return add(Array(Self.encoded(Array(value.utf8)).utf8))
    }
    let rest = String(value[value.index(after: mark)...])
    let content = value[mark] == "@" ? try Environment.read(rest) : Array(rest.utf8)
    let name = value[..<mark]
    add(Array(((name.isEmpty ? "" : name + "=") + Self.encoded(content)).utf8))
  }

  /// `--json`: nothing is put between the pieces.
  mutating func addJSON(_ value: String) throws(FileError) {
    isJSON = true
    let content =
      value.hasPrefix("@") ? try Environment.read(String(value.dropFirst())) : Array(value.utf8)
    bytes = (bytes ?? []) + content
  }

  /// The same of what is known already.
  mutating func addJSON(_ content: [UInt8]) {
    isJSON = true
    bytes = (bytes ?? []) + content
  }

  /// As in a form: a space is a plus.
  static func encoded(_ text: String) -> String { encoded(Array(text.utf8)) }

  private static func encoded(_ bytes: [UInt8]) -> String {
    Library.percentEncoded(bytes).replacing("%20", with: "+")
  }

  private mutating func add(_ more: [UInt8]) {
    guard let before = bytes else { return bytes = more }
    bytes = before.isEmpty ? more : before + [UInt8(ascii: "&")] + more
  }
}
