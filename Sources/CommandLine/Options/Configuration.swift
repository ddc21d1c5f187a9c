extension Arguments {
  /// Parses the text of a configuration file in the syntax of curl's `-K`. Two things at which curl
  /// shrugs are errors, for they lose part of a value: spaces without quotes, and a quote that is
  /// not closed.
  ///
  /// - Parameter file: the file's name, for errors, which begin with `file:line: `.
  init(configuration text: String, file: String) throws(UsageError) {
    self.init()
    // In bytes, for CR LF is one Character.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, bytes) in zip(1..., lines) {
      do {
        try takeLine(Substring(bytes))
      } catch {
        throw UsageError("\(file):\(number): \(error.message)")
      }
    }
  }

  private mutating func takeLine(_ text: Substring) throws(UsageError) {
    let line = text.unicodeScalars.drop(while: isSpace)
    // curl skips lines that begin with `/` and `*` as well.
    guard let first = line.first, !["#", "/", "*"].contains(first) else { return }
    // "If the option is specified with one or two dashes, there can be no colon or equals
    // character between the option and its parameter." (curl.1)
    let hasDash = first == "-"
    func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
      isSpace(scalar) || !hasDash && (scalar == "=" || scalar == ":")
    }
    let name = line.prefix { !isSeparator($0) }
    guard !line[name.endIndex...].starts(with: "://".unicodeScalars) else {
      throw UsageError(#"unexpected URL: write it as url = "...""#)
    }
    let value = try value(line[name.endIndex...].drop(while: isSeparator), of: String(name))
    let isUsed = try take(String(name), next: value)
    if !isUsed, let value, !value.isEmpty {
      throw UsageError("unexpected '\(value)' after \(String(name))")
    }
  }

  /// The value at the start of `text`, or nil if there is none.
  private func value(
    _ text: Substring.UnicodeScalarView, of name: String
  ) throws(UsageError) -> String? {
    if text.first == "\"" { return try unquoted(text.dropFirst(), of: name) }
    let value = text.prefix { !isSpace($0) }
    let rest = text[value.endIndex...].drop(while: isSpace)
    guard rest.isEmpty || rest.first == "#" else {
      throw UsageError("the value of \(name) has spaces: put it in double quotes")
    }
    return value.isEmpty ? nil : String(value)
  }

  /// The value up to the closing quote; what stands behind that is ignored, as by curl.
  private func unquoted(
    _ text: Substring.UnicodeScalarView, of name: String
  ) throws(UsageError) -> String {
    var value = String.UnicodeScalarView()
    var rest = text
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return String(value) }
      guard scalar == "\\" else {
        value.append(scalar)
        continue
      }
      guard let escaped = rest.popFirst() else { break }
      switch escaped {
      case "t": value.append("\t")
      case "n": value.append("\n")
      case "r": value.append("\r")
      case "v": value.append("\u{0B}")
      default: value.append(escaped)
      }
    }
    throw UsageError("the value of \(name) has no closing quote")
  }
}

/// C's `isspace`.
private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
  scalar == " " || ("\t"..."\r").contains(scalar)
}
