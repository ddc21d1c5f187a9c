import Check
import Platform
import Streams

/// The files that the words of `upshift check` mean.
enum CheckFiles {
  /// A folder is all `.check` and `.hurl` files below it, a pattern what it matches, in the order of their names.
  static func expanded(_ words: [String]) throws(UsageError) -> [String] {
    var files: [String] = []
    for word in words { files += try expanded(word) }
    return files
  }

  /// The checks of a file; of standard input for `-`.
  static func read(_ name: String) throws -> File {
    let bytes = try Environment.read(name)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UsageError("\(name) is not UTF-8")
    }
    return try File(parsing: text, name: name == "-" ? "(standard input)" : name)
  }

  private static func expanded(_ word: String) throws(UsageError) -> [String] {
    if word == "-" { return [word] }
    if isFolder(word) {
      let files = below(word, depth: 0)
      guard !files.isEmpty else {
        throw UsageError("there is no .check or .hurl file in \(word)")
      }
      return files
    }
    guard !Environment.exists(word), word.contains(where: { "*?[".contains($0) }) else {
      return [word]
    }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(word, 0, nil, &found) == 0 else { throw UsageError("nothing matches \(word)") }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func below(_ folder: String, depth: Int) -> [String] {
    // A link to a folder above it would lead round and round.
    guard depth < 32, let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    return names.sorted().flatMap { name -> [String] in
      let path = start + name
      if isFolder(path) { return below(path, depth: depth + 1) }
      return name.hasSuffix(".check") || name.hasSuffix(".hurl") ? [path] : []
    }
  }
}
