import Text

/// Where what one URL gives is to go.
enum Place: Equatable, Sendable {
  /// Standard output, for nothing else was said.
  case standardOutput
  /// `--output -`: standard output, even if that is a terminal and what comes is no text.
  case dash
  /// `--output`.
  case file(String)
  /// `--remote-name`: the last part of the URL's path, empty if it has none.
  case remote(String)
}

/// What an operation says of the files that it writes.
struct FilePolicy: Equatable, Sendable {
  /// `--continue-at`.
  enum Resumption: Equatable, Sendable {
    /// What comes is from this byte of it on.
    case at(Int)
    /// The file's size says it, `-`.
    case end
  }

  /// `--output-dir`.
  var folder: String?
  /// `--create-dirs`.
  var makesFolders = false
  /// `--clobber`, `--no-clobber`; nil: a file that is there is overwritten unless its name is the server's.
  var clobbers: Bool?
  /// `--remote-header-name`.
  var takesServersName = false
  /// `--remove-on-error`.
  var removesOnError = false
  /// `--remote-time`.
  var keepsTime = false
  /// `--xattr`.
  var keepsOrigin = false
  /// `--continue-at`.
  var resumption: Resumption?

  /// The path of what is called `name`.
  func path(of name: String) -> String {
    folder.map { $0.isEmpty ? name : "\($0)/\(name)" } ?? name
  }

  /// The path that `place` has; nil for standard output.
  func path(of place: Place) -> String? {
    switch place {
    case .standardOutput, .dash: nil
    case .file(let name), .remote(let name): path(of: name)
    }
  }
}

/// Names for files, from what the network says. None holds a `/`.
enum FileName {
  /// What follows the last `/`, and after that the last `\`, as curl has it.
  static func last(of path: some StringProtocol) -> String {
    var name = Array(path.utf8)[...]
    for separator in "/\\".utf8 {
      if let place = name.lastIndex(of: separator) { name = name[(place + 1)...] }
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// The `filename` of a Content-Disposition field (RFC 6266 §4.3), in the shapes that curl 7.88 reads: quotes are
  /// optional and have no escapes; `filename*` is left alone. What could do harm in it is `_`. nil without one.
  static func inContentDisposition(_ value: String) -> String? {
    let parameter = Array("filename=".utf8)
    var rest = value.utf8[...]
    while true {
      rest = rest.drop { !Self.isLetter($0) }
      if rest.starts(with: parameter) { break }
      rest = rest.drop { $0 != UInt8(ascii: ";") }
      if rest.isEmpty { return nil }
    }
    rest = rest.dropFirst(parameter.count)
    var end = UInt8(ascii: ";")
    if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      end = quote
      rest.removeFirst()
    }
    let path = String(Substring(rest.prefix { $0 != end }))
    let name = last(of: path)
    // A path that ends in its separator names no file; a name that is empty is an error, not an absence.
    return name.isEmpty && !path.isEmpty ? nil : harmless(name)
  }

  /// Nothing in it drives a terminal that lists it; it is not hidden, as `.bashrc` is, and no option for who says `rm *`.
  private static func harmless(_ name: String) -> String {
    let bytes = Array(name.utf8)
    var (safe, index) = ([] as [UInt8], 0)
    while index < bytes.count {
      let control = Escape.control(in: bytes.span, at: index)
      safe.append(control == nil ? bytes[index] : UInt8(ascii: "_"))
      index += control?.length ?? 1
    }
    if let first = safe.first, ".-".utf8.contains(first) { safe[0] = UInt8(ascii: "_") }
    return String(decoding: safe, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
