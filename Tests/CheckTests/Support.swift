import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A program of the machine, to read what we wrote.
struct Tool {
  let path: String

  /// Nil if there is none of that name.
  init?(_ name: String) {
    let found = ["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { return nil }
    path = found
  }

  /// Runs it on a file with these bytes; its exit status, and what it printed.
  func run(_ arguments: [String], on bytes: [UInt8]) throws -> (status: Int32, output: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments + [file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

/// The elements of an XML text, and its characters; nil if it is not well-formed.
final class Elements: NSObject, XMLParserDelegate {
  private(set) var all: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""

  init?(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    all.append((name, attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

  /// Those of a name.
  func named(_ name: String) -> [[String: String]] {
    all.filter { $0.name == name }.map(\.attributes)
  }
}

/// The first scalar of a text that could drive a terminal or turn text around; line ends are fine.
func firstUnsafe(in text: String) -> Unicode.Scalar? {
  text.unicodeScalars.first { scalar in
    guard scalar.value >= 0x7F || scalar.value < 0x20 else { return false }
    return scalar != "\n"
      && (scalar.properties.generalCategory == .control || 0x2028...0x202E ~= scalar.value
        || 0x2066...0x2069 ~= scalar.value)
  }
}
