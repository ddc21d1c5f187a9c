import Client
import HTTP
import JSON
import Jq
import Platform
import Streams
import Text
import Transfer

/// How a response's body is shown: as it came, indented for a person (`--pretty`), or filtered (`--jq`).
struct Presentation {
  /// What each part is done to; what it needs for that is beside it, where it is changed in place.
  private enum Form {
    case asItCame, escaped, indented, filtered
    /// Nothing more is shown.
    case failed
  }

  /// Why a body could not be filtered, and the exit status of that.
  struct Problem: Error {
    var status: Int32 = 117
    let message: String
  }

  private var form = Form.asItCame
  private var text = TerminalText()
  /// The end of JSON that came for a terminal: inside a character.
  private var rest: [UInt8] = []
  private var indenter = Indenter()
  private var documents = Documents()
  private let filter: String?
  private let filters: Filters
  /// Of the results of a filter: those that are indented are, with these.
  private var marks: Indenter.Marks?

  /// A filter has to see all of a document at once.
  static let longestFiltered = 256 << 20

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
    let isPretty = pretty == .always || (pretty == .auto && output.isTerminal)
    if filter != nil {
      form = .filtered
      marks = isPretty ? Palette(isColored: isColored).marks : nil
    } else if isPretty, response.hasJSON {
      indenter = Indenter(Palette(isColored: isColored).marks)
      form = .indented
    } else if escapes, output.isTerminal {
      form = .escaped
    }
  }

  /// A part of the body; a filter has until `deadline`, in `Clock` seconds.
  mutating func write(
    _ bytes: Span<UInt8>, to output: Outlet, until deadline: Double?
  ) throws(Problem) {
    switch form {
    case .asItCame: output.write(bytes)
    case .escaped: output.write(text.take(bytes))
    case .indented:
      if output.isTerminal {
        bytes.withUnsafeBufferPointer { rest.append(contentsOf: $0) }
        let count = wholeCharacters(of: rest)
        indent(Self.escapedJSON(rest[..<count]).span, to: output)
        rest.removeFirst(count)
      } else {
        indent(bytes, to: output)
      }
    case .filtered:
      do throws(Problem) {
        for document in documents.add(bytes) { try filter(document, to: output, until: deadline) }
        guard documents.pending <= Self.longestFiltered else {
          throw Problem(message: "the body is too long to be filtered")
        }
      } catch {
        (form, documents) = (.failed, Documents())
        throw error
      }
    case .failed: break
    }
  }

  /// The body is over.
  mutating func end(to output: Outlet, until deadline: Double?) throws(Problem) {
    defer { form = .asItCame }
    switch form {
    case .asItCame, .failed: break
    case .escaped: output.write(text.end())
    case .indented:
      indent(Self.escapedJSON(rest[...]).span, to: output)
      var text: [UInt8] = []
      indenter.end(&text)
      output.write(text.span)
    case .filtered:
      if let document = documents.end() { try filter(document, to: output, until: deadline) }
    }
    rest = []
  }

  private mutating func indent(_ bytes: Span<UInt8>, to output: Outlet) {
    var text: [UInt8] = []
    indenter.write(bytes, to: &text)
    output.write(text.span)
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

  /// Each result is written as it comes, until nobody reads any more.
  private func filter(
    _ document: [UInt8], to output: Outlet, until deadline: Double?
  ) throws(Problem) {
    let seconds = deadline.map { max(0, $0 - Clock.now()) } ?? .infinity
    do throws(Filters.Problem) {
      try filters.forEachResult(of: filter ?? ".", on: document, within: seconds) { result in
        write(result: result, to: output)
        if output.isFull { output.drain(until: deadline) }
        return output.failure == nil && !output.isFull
      }
    } catch {
      switch error {
      case .notJSON: throw Problem(message: "the body is not JSON")
      case .failed(let why), .invalid(let why): throw Problem(message: Escape.text(why))
      case .outOfTime:
        throw Problem(
          status: Int32(TransferError.timedOut),
          message: "the filter was not done when the time (--max-time) was over")
      }
    }
  }

  /// One a line; a string without its quotation marks.
  private func write(result: [UInt8], to output: Outlet) {
    if let text = Quoted.text(of: result) {
      output.write(output.isTerminal ? Escape.text(text.utf8, keeping: ["\n", "\t"]) : text)
      output.write(0x0A)
      return
    }
    let shown = output.isTerminal ? Self.escapedJSON(result[...]) : result
    if let marks {
      var (indenter, text) = (Indenter(marks), [] as [UInt8])
      indenter.write(shown.span, to: &text)
      indenter.end(&text)
      output.write(text.span)
    } else {
      output.write(Compact.text(shown).span)
      output.write(0x0A)
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
