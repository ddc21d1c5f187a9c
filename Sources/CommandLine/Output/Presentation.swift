import HTTP
import JSON
import Jq
import Streams
import Text

/// How a response's body is shown: as it came, indented for a person (`--pretty`), or filtered (`--jq`).
struct Presentation {
  private enum Form {
    case asItCame
    case indented(Indenter)
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
    to output: Outlet, isColored: Bool
  ) {
    self.filter = filter
    self.filters = filters
    if filter != nil {
      form = .filtered(Documents())
    } else if pretty == .always || (pretty == .auto && output.isTerminal), response.hasJSON {
      form = .indented(Indenter(Palette(isColored: isColored).marks))
    }
  }

  /// A part of the body.
  mutating func write(_ bytes: Span<UInt8>, to output: Outlet) throws(Problem) {
    switch form {
    case .asItCame: output.write(bytes)
    case .indented(var indenter):
      form = .asItCame
      var text: [UInt8] = []
      indenter.write(bytes, to: &text)
      output.write(text.span)
      form = .indented(indenter)
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
    case .indented(var indenter):
      var text: [UInt8] = []
      indenter.end(&text)
      output.write(text.span)
    case .filtered(var documents):
      if let document = documents.end() { try filter(document, to: output) }
    case .failed: break
    }
    form = .asItCame
  }

  /// One result a line; a string without its quotation marks.
  private func filter(_ document: [UInt8], to output: Outlet) throws(Problem) {
    for result in try results(of: document) {
      if let text = Quoted.text(of: result) {
        output.write(output.isTerminal ? Escape.text(text.utf8, keeping: ["\n", "\t"]) : text)
      } else {
        output.write(result.span)
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
