extension Arguments {
  /// Parses the text of a configuration file in the syntax of curl's `-K`. As with curl, what cannot be understood is left
  /// out, and is in `warnings`; what asks for help or the version means nothing there.
  ///
  /// - Parameter file: the file's name, for warnings, which begin with `file:line: `.
  init(configuration text: String, file: String) {
    self.init()
    // Editors of other systems put a mark there that says only that this is Unicode.
    let text =
      text.unicodeScalars.first == "\u{FEFF}"
      ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    // In bytes, for CR LF is one Character.
    let lines = Substring(text).utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, bytes) in zip(1..., lines) {
      let place = "\(file):\(number)"
      let count = items.count
      do {
        try takeLine(Substring(bytes))
      } catch {
        warnings.append("\(place): \(error.message)")
      }
      items.removeAll { $0.isAnswer }
      for index in count..<max(count, items.count) { places[index] = place }
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
    let rest = line[name.endIndex...].drop(while: isSeparator)
    let value = rest.first == "\"" ? unquoted(rest.dropFirst()) : bare(rest)
    let isUsed = try take(String(name), next: value.text)
    if !isUsed, let text = value.text, !text.isEmpty {
      throw UsageError("unexpected '\(text)' after \(String(name))")
    }
    if let lack = value.lack { throw UsageError("the value of \(String(name)) \(lack)") }
  }
}

/// A value, or nil if there is none, and what is wrong with it.
private typealias Value = (text: String?, lack: String?)

/// The value that ends where a space is.
private func bare(_ text: Substring.UnicodeScalarView) -> Value {
  let value = text.prefix { !isSpace($0) }
  let rest = text[value.endIndex...].drop(while: isSpace)
  let isAlone = rest.isEmpty || rest.first == "#"
  return (
    value.isEmpty ? nil : String(value),
    isAlone ? nil : "has spaces, and ends at the first: put it in double quotes"
  )
}

/// The value up to the closing quote; what stands behind that is ignored, as by curl.
private func unquoted(_ text: Substring.UnicodeScalarView) -> Value {
  var value = String.UnicodeScalarView()
  var rest = text
  while let scalar = rest.popFirst() {
    if scalar == "\"" { return (String(value), nil) }
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
  while let last = value.last, last == "\r" { value.removeLast() }
  return (String(value), "has no closing quote")
}

/// C's `isspace`.
private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
  scalar == " " || ("\t"..."\r").contains(scalar)
}
