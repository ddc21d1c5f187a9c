import Streams
import Transfer

/// The fields of `--form` as they come, multiparts within multiparts included.
struct FormFields {
  private var root: [FormPart] = []
  /// Those that `=(` began and `=)` has not ended, the innermost last.
  private var open: [FormPart] = []

  /// What they make; nil without any. As with curl, what was not ended ends here.
  var parts: [FormPart]? {
    let all = open.reversed().reduce(nil as FormPart?) { inner, outer in
      outer.containing(inner.map { [$0] } ?? [])
    }
    return root.isEmpty && all == nil ? nil : root + (all.map { [$0] } ?? [])
  }

  private mutating func append(_ part: FormPart) {
    if open.isEmpty {
      root.append(part)
    } else {
      open[open.count - 1] = open[open.count - 1].containing([part])
    }
  }

  /// `--form-string`: nothing in the text has a meaning.
  mutating func addText(_ typed: String) throws(UsageError) {
    let (name, text) = try halves(typed, .formString)
    append(FormPart(name: name, content: .bytes(Array(text.utf8))))
  }

  /// `--form`. Throws a `UsageError`, or what `read` throws.
  ///
  /// - Parameter read: gives what is in a file; `-` is standard input.
  /// - Returns: what is passed over, to be said.
  mutating func add(
    _ typed: String, read: (String) throws -> [UInt8]
  ) throws -> [String] {
    let (name, text) = try halves(typed, .form)
    if name == nil, text == ")" {
      guard let ended = open.popLast() else {
        throw UsageError("--form =): there is no multipart to end; --form '=(' begins one")
      }
      append(ended)
      return []
    }
    var parser = FormFieldParser(
      text.first.map("(@<".contains) == true ? text.dropFirst() : text)
    switch text.first {
    case "(":
      var part = try parser.part(of: typed, read: read)
      (part.name, part.content) = (name, .parts([]))
      (part.fileName, part.encoder) = (nil, nil)
      open.append(part)
    case "@":
      var files: [FormPart] = []
      repeat {
        var part = try parser.part(of: typed, endsAtComma: true, read: read)
        if part.text == "-" {
          part.content = .bytes(try read("-"))
          part.fileName = part.fileName ?? "-"
        } else {
          part.content = .file(part.text)
        }
        files.append(part)
      } while parser.skipComma()
      var part = files.count == 1 ? files[0] : FormPart(name: nil, content: .parts(files))
      part.name = name
      append(part)
    case "<":
      var part = try parser.part(of: typed, read: read)
      part.name = name
      part.content = part.text == "-" ? .bytes(try read("-")) : .contents(part.text)
      // A name makes a file of it, and curl does not take one here.
      part.fileName = nil
      append(part)
    default:
      var part = try parser.part(of: typed, read: read)
      part.name = name
      append(part)
    }
    return parser.warnings
  }

  private func halves(
    _ typed: String, _ option: OptionName
  ) throws(UsageError) -> (name: String?, text: Substring) {
    // In bytes: a combining mark after "=" belongs to the value.
    guard let mark = typed.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      throw UsageError("--\(option.rawValue) takes NAME=CONTENT, not '\(typed)'")
    }
    return (
      mark == typed.startIndex ? nil : String(typed[..<mark]),
      typed[typed.utf8.index(after: mark)...]
    )
  }
}

extension FormPart {
  /// The same multipart with these in it too.
  fileprivate func containing(_ more: [FormPart]) -> FormPart {
    guard case .parts(let parts) = content else { return self }
    var part = self
    part.content = .parts(parts + more)
    return part
  }

  /// What stood there, before it is known what it is.
  fileprivate var text: String {
    guard case .bytes(let bytes) = content else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension FormPart {
  /// What it has of names, of fields and files, and what is in it.
  var names: [String] {
    var names = [name, fileName].compactMap { $0 }
    if case .file(let path) = content, fileName == nil { names.append(FileName.last(of: path)) }
    if case .parts(let parts) = content { names += parts.flatMap(\.names) }
    return names
  }
}

/// Reads `content;type=…;filename=…` of one field.
private struct FormFieldParser {
  private let whole: Substring.UnicodeScalarView
  private var rest: Substring.UnicodeScalarView
  private(set) var warnings: [String] = []

  init(_ text: Substring) {
    whole = text.unicodeScalars
    rest = whole
  }

  /// One part, whose content is its text.
  mutating func part(
    of typed: String, endsAtComma: Bool = false, read: (String) throws -> [UInt8]
  ) throws -> FormPart {
    let ends: Set<Unicode.Scalar> = endsAtComma ? [";", ","] : [";"]
    var part = FormPart(name: nil, content: .bytes(Array(word(ends).utf8)))
    /// A semicolon does not end the media type, for it has parameters.
    var type: Range<String.Index>?
    var isInType = false
    while rest.first == ";" {
      rest.removeFirst()
      skipSpaces()
      if !isInType, take("type=") {
        skipSpaces()
        let text = prefix(until: ends)
        guard Self.isMediaType(text) else {
          throw UsageError("--form: type= takes a media type such as text/plain: '\(typed)'")
        }
        type = text.startIndex..<text.endIndex
        isInType = true
      } else if take("filename=") {
        part.fileName = word(ends)
        isInType = false
      } else if take("headers=") {
        isInType = false
        if rest.first == "@" || rest.first == "<" {
          rest.removeFirst()
          let file = word(ends)
          do {
            part.headerLines += try fieldLines(try read(file)).map { try Values.field($0, .form) }
          } catch let error as FileError {
            warnings.append("--form: headers: cannot read \(error.message)")
          }
        } else {
          part.headerLines.append(try Values.field(word(ends), .form))
        }
      } else if take("encoder=") {
        part.encoder = word(ends)
        isInType = false
      } else if let start = type?.lowerBound, isInType {
        type = start..<prefix(until: ends).endIndex
      } else {
        let unknown = word(ends)
        if !unknown.isEmpty {
          warnings.append("--form: '\(unknown)' means nothing, and is left out: '\(typed)'")
        }
      }
    }
    part.type = try type.map { try Values.field(String(whole[$0]), .form) }
    return part
  }

  /// True if one more file follows.
  mutating func skipComma() -> Bool { rest.popFirst() == "," }

  private mutating func skipSpaces() {
    rest = rest.drop { $0.properties.isWhitespace && $0.isASCII }
  }

  /// `type=` and its like, without case.
  private mutating func take(_ keyword: String) -> Bool {
    guard String(rest.prefix(keyword.count)).lowercased() == keyword else { return false }
    rest = rest.dropFirst(keyword.count)
    return true
  }

  private mutating func prefix(
    until ends: Set<Unicode.Scalar>
  ) -> Substring.UnicodeScalarView {
    let text = rest.prefix { !ends.contains($0) }
    rest = rest[text.endIndex...]
    var end = text
    while let last = end.last, last.isASCII, last.properties.isWhitespace { end.removeLast() }
    return end
  }

  /// A quoted string, or what comes before one of `ends`, without spaces around it.
  private mutating func word(_ ends: Set<Unicode.Scalar>) -> String {
    skipSpaces()
    guard let (text, after) = quoted() else { return String(prefix(until: ends)) }
    rest = after
    let trailing = prefix(until: ends)
    if !trailing.isEmpty {
      warnings.append("--form: '\(String(trailing))' after a quoted string is left out")
    }
    return text
  }

  /// Nil without a closing quote: the quote is then a character like others.
  private func quoted() -> (String, Substring.UnicodeScalarView)? {
    guard rest.first == "\"" else { return nil }
    var text = String.UnicodeScalarView()
    var scan = rest.dropFirst()
    while let scalar = scan.popFirst() {
      if scalar == "\"" { return (String(text), scan) }
      if scalar == "\\", let next = scan.first, next == "\\" || next == "\"" {
        text.append(scan.removeFirst())
      } else {
        text.append(scalar)
      }
    }
    return nil
  }

  private static func isMediaType(_ text: Substring.UnicodeScalarView) -> Bool {
    let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    return halves.count == 2 && !halves[0].isEmpty && !halves[1].isEmpty && !halves[0].contains(" ")
  }

  /// "Empty lines and lines starting with '#' are comments and ignored; each header can be folded …" (curl.1)
  private func fieldLines(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    let text = String(decoding: bytes.filter { $0 != 13 }, as: UTF8.self)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("#") || line.isEmpty { continue }
      if line.first == " " || line.first == "\t", !lines.isEmpty {
        lines[lines.count - 1] += line
      } else {
        lines.append(String(line))
      }
    }
    return lines.map { line in
      String(line.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }.filter { !$0.isEmpty }
  }
}
