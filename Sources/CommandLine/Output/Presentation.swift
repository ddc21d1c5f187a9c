import HTTP
import JSON
import Jq
import Streams
import Text

/// How a response's body is shown: as it came, indented for a person (`--pretty`), or filtered (`--jq`).
struct Presentation {
  private enum Form {
    case asItCame
    /// With its control characters shown; the end of what came is inside a character, or may be inside a line end.
    case escaped([UInt8])
    case indented(Indenter)
    /// The same, for a terminal.
    case shown(Indenter, [UInt8])
    case filtered(Documents)
    /// Nothing more is shown.
    case failed
  }

  /// Why a body could not be filtered.
  struct Problem: Error {
    let message: String
  }

  private var form = Form.asItCame
  private let filter: String?
  private let filters: Filters

  /// A filter has to see all of a document at once.
  private static let longestFiltered = 256 << 20

  /// As it came.
  init(_ filters: Filters) {
    filter = nil
    self.filters = filters
  }

  /// For the body behind `response`.
  init(
    of response: ResponseHead, _ pretty: Invocation.Pretty, filter: String?, _ filters: Filters,
    to output: Outlet, isColored: Bool, escapes: Bool
  ) {
    self.filter = filter
    self.filters = filters
    if filter != nil {
      form = .filtered(Documents())
    } else if pretty == .always || (pretty == .auto && output.isTerminal), response.hasJSON {
      let indenter = Indenter(Palette(isColored: isColored).marks)
      form = output.isTerminal ? .shown(indenter, []) : .indented(indenter)
    } else if escapes, output.isTerminal {
      form = .escaped([])
    }
  }

  /// A part of the body.
  mutating func write(_ bytes: Span<UInt8>, to output: Outlet) throws(Problem) {
    switch form {
    case .asItCame: output.write(bytes)
    case .escaped(var text):
      form = .asItCame
      bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
      var count = wholeCharacters(of: text)
      if count > 0, text[count - 1] == 0x0D { count -= 1 }
      output.write(Self.escaped(text[..<count]))
      form = .escaped(Array(text[count...]))
    case .indented(var indenter):
      form = .asItCame
      var text: [UInt8] = []
      indenter.write(bytes, to: &text)
      output.write(text.span)
      form = .indented(indenter)
    case .shown(var indenter, var text):
      form = .asItCame
      bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
      let count = wholeCharacters(of: text)
      write(text[..<count], with: &indenter, to: output)
      form = .shown(indenter, Array(text[count...]))
    case .filtered(var documents):
      form = .failed
      for document in documents.add(bytes) { try filter(document, to: output) }
      guard documents.pending <= Self.longestFiltered else {
        throw Problem(message: "the body is too long to be filtered")
      }
      form = .filtered(documents)
    case .failed: break
    }
  }

  /// The body is over.
  mutating func end(to output: Outlet) throws(Problem) {
    switch form {
    case .asItCame: break
    case .escaped(let rest): output.write(Self.escaped(rest[...]))
    case .indented(var indenter):
      var text: [UInt8] = []
      indenter.end(&text)
      output.write(text.span)
    case .shown(var indenter, let rest):
      write(rest[...], with: &indenter, to: output)
      var text: [UInt8] = []
      indenter.end(&text)
      output.write(text.span)
    case .filtered(var documents):
      if let document = documents.end() { try filter(document, to: output) }
    case .failed: break
    }
    form = .asItCame
  }

  /// Lines stay lines; a line is not gone back to.
  private static func escaped(_ text: ArraySlice<UInt8>) -> String {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      let hasEnd = index + 1 < lines.count
      return Escape.text(hasEnd && line.last == 0x0D ? line.dropLast() : line, keeping: ["\t"])
    }.joined(separator: "\n")
  }

  private func write(
    _ text: ArraySlice<UInt8>, with indenter: inout Indenter, to output: Outlet
  ) {
    var result: [UInt8] = []
    indenter.write(Self.escapedJSON(text).span, to: &result)
    output.write(result.span)
  }

  /// JSON has escapes of its own for what no terminal should have.
  private static func escapedJSON(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let utf8 = Array(String(decoding: text, as: UTF8.self).utf8)
    var (safe, index): ([UInt8], Int) = ([], 0)
    while index < utf8.count {
      let control = Escape.control(in: utf8.span, at: index)
      if let control, ![0x20, 0x09, 0x0A, 0x0D].contains(utf8[index]) {
        safe += Escape.unicode(control.scalar)
      } else {
        safe.append(utf8[index])
      }
      index += control?.length ?? 1
    }
    return safe
  }

  /// One result a line; a string without its quotation marks.
  private func filter(_ document: [UInt8], to output: Outlet) throws(Problem) {
    for result in try results(of: document) {
      if let text = Quoted.text(of: result) {
        output.write(output.isTerminal ? Escape.text(text.utf8, keeping: ["\n", "\t"]) : text)
      } else {
        let shown = output.isTerminal ? Self.escapedJSON(result[...]) : result
        output.write(shown.span)
      }
      output.write(0x0A)
    }
  }

  private func results(of document: [UInt8]) throws(Problem) -> [[UInt8]] {
    do throws(Filters.Problem) {
      return try filters.results(of: filter ?? ".", on: document)
    } catch {
      switch error {
      case .notJSON: throw Problem(message: "the body is not JSON")
      case .failed(let why), .invalid(let why): throw Problem(message: Escape.text(why))
      case .outOfTime: throw Problem(message: "the filter took too long")
      }
    }
  }
}

extension ResponseHead {
  /// Its body is JSON, one text or one after another: RFC 8259 §11, RFC 6839 §3.1.
  fileprivate var hasJSON: Bool {
    guard let type = fields.first("Content-Type")?.prefix(while: { $0 != ";" && $0 != " " })
    else { return false }
    let name = type.lowercased()
    return name.hasSuffix("+json")
      || ["application/json", "text/json", "application/x-ndjson", "application/jsonl"]
        .contains(name)
  }
}

extension Palette {
  /// The same for JSON as it comes.
  var marks: Indenter.Marks {
    func begin(_ role: Role) -> [UInt8] { code(role).map { Array("\u{1B}[\($0)m".utf8) } ?? [] }
    var marks = Indenter.Marks()
    (marks.key, marks.string) = (begin(.key), begin(.string))
    (marks.number, marks.literal) = (begin(.number), begin(.literal))
    marks.reset = isColored ? Array("\u{1B}[0m".utf8) : []
    return marks
  }
}
