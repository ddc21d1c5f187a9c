import Client
import HTTP
import JSON
public import Jq
import Platform
import Text

/// Answers the questions of one check; for one thread.
public final class Evaluator {
  /// What `{{name}}` is, and `variable "name"`.
  public var variables: [String: Value]
  /// Seconds that a regular expression may take on one text.
  var patience = 5.0
  /// When the check has to be over, in `Clock` seconds.
  var deadline: Double?
  let read: (String, Position) throws(Trouble) -> [UInt8]
  private let filters: Jq.Filters
  private var matchers: [[UInt8]: Matcher] = [:]
  /// What was asked last: many a question is about the same body.
  private var parsed: (text: [UInt8], tree: Tree)?

  /// The most regular expressions that are kept, each with its thread.
  private static let mostMatchers = 64

  /// - Parameters:
  ///   - filters: the jq filters of the run, for all checks.
  ///   - variables: those of the command line.
  ///   - read: all of a file that `file,…;` names, at a place of the check file.
  public init(
    filters: Jq.Filters, variables: [String: Value] = [:],
    read: @escaping (String, Position) throws(Trouble) -> [UInt8]
  ) {
    self.filters = filters
    self.variables = variables
    self.read = read
  }

  /// What a question finds: nil for nothing.
  ///
  /// As in hurl, a filter on nothing is a failure, whatever the predicate after it.
  public func evaluate(_ question: Question, on subject: Subject) throws(Trouble) -> Value? {
    var value = try find(question.query, in: subject, at: question.position)
    for filter in question.filters {
      guard let input = value else {
        throw Trouble(
          "filter \(filter.name): there is nothing before it", at: question.position,
          isFailure: true)
      }
      value = try apply(filter, to: input, at: question.position)
    }
    return value
  }

  // MARK: Queries

  private func find(
    _ query: Question.Query, in subject: Subject, at position: Position
  ) throws(Trouble) -> Value? {
    switch query {
    case .bytes: return .bytes(bytes(of: subject))
    case .body: return .string(try text(of: subject, at: position))
    case .regex(let pattern):
      return try group(of: pattern, in: try text(of: subject, at: position), at: position)
    case .variable(let name): return variables[try name.render(variables)]
    case .jq(let filter):
      return try jq(
        try filter.render(variables), on: bytes(of: subject), of: subject.noun, at: position)
    case .jsonPath(let path):
      return try jsonPath(
        try path.render(variables), on: bytes(of: subject), of: subject.noun, at: position)
    case .sha256, .md5:
      let bytes = bytes(of: subject)
      guard let digest = query == .md5 ? Digest.md5(bytes) : Digest.sha256(bytes) else {
        throw Trouble("libcrypto refuses \(query.name)", at: position, isFailure: false)
      }
      return .bytes(digest)
    default: break
    }
    switch subject {
    case .response(let response): return try find(query, in: response, at: position)
    case .message(let message, let isText):
      switch query {
      case .text, .body: return isText ? .string(String(decoding: message, as: UTF8.self)) : nil
      case .binary: return isText ? nil : .bytes(message)
      default: throw Trouble("a message has no \(query.name)", at: position, isFailure: false)
      }
    }
  }

  private func find(
    _ query: Question.Query, in response: Response, at position: Position
  ) throws(Trouble) -> Value? {
    switch query {
    case .status: return .integer(response.status)
    case .url: return .string(response.url)
    case .version: return .string(response.version)
    case .duration: return .integer(response.duration)
    case .header(let name):
      let values = response.fields.values(of: try name.render(variables))
      if let value = values.first, values.count == 1 { return .string(value) }
      return values.isEmpty ? nil : .list(values.map { .string($0) })
    case .cookie(let name, let attribute):
      return SetCookie.named(try name.render(variables), in: response.fields)?
        .attribute(attribute ?? "Value")
    case .certificate(let attribute): return response.certificate?.attribute(attribute)
    default: throw Trouble("a response has no \(query.name)", at: position, isFailure: false)
    }
  }

  private func bytes(of subject: Subject) -> [UInt8] {
    switch subject {
    case .response(let response): response.body
    case .message(let message, _): message
    }
  }

  func text(of subject: Subject, at position: Position) throws(Trouble) -> String {
    switch subject {
    case .message(let message, true): return String(decoding: message, as: UTF8.self)
    case .message: throw Trouble("the message is binary", at: position, isFailure: true)
    case .response(let response):
      let label = response.charset ?? "utf-8"
      guard let charset = Charset(label) else {
        throw Trouble("the body's charset \(label) is not known", at: position, isFailure: true)
      }
      guard let text = charset.text(response.body) else {
        throw Trouble("the body is not text in \(label)", at: position, isFailure: true)
      }
      return text
    }
  }

  /// A value to be kept.
  func capture(
    _ question: Question, as name: String, from subject: Subject
  ) throws(Trouble) -> Value {
    var value = try evaluate(question, on: subject)
    // jq has null for what is not there: an error here is better than one in a later request.
    if value == .null, case .jq = question.query { value = nil }
    guard let value else {
      throw Trouble("nothing to capture as \(name)", at: question.position, isFailure: true)
    }
    return value
  }

  // MARK: JSON

  /// One result is the value, several are a list, and none is nothing.
  func jq(
    _ filter: String, on json: [UInt8], of noun: String, at position: Position
  ) throws(Trouble) -> Value? {
    if let path = PlainPath(jq: filter) {
      let tree = try tree(json, of: noun, at: position)
      do throws(PlainPath.NotIndexable) {
        return try path.answer(in: tree).map(Value.init) ?? .null
      } catch {
        throw Trouble("jq: \(error.message)", at: position, isFailure: true)
      }
    }
    let values = try results(of: filter, on: json, of: noun, at: position)
    return values.count > 1 ? .list(values) : values.first
  }

  func jsonPath(
    _ text: String, on json: [UInt8], of noun: String, at position: Position
  ) throws(Trouble) -> Value? {
    let path: JSONPath
    do throws(JSONPath.Unsupported) {
      path = try JSONPath(text)
    } catch {
      throw Trouble(
        "jsonpath \(Value.string(text).shown()): \(error.message), at its character \(error.offset + 1)",
        at: position, isFailure: false)
    }
    switch path.form {
    case .plain(let path):
      return path.found(in: try tree(json, of: noun, at: position)).map(Value.init)
    case .jq(let filter): return try results(of: filter, on: json, of: noun, at: position).first
    }
  }

  private func results(
    of filter: String, on json: [UInt8], of noun: String, at position: Position
  ) throws(Trouble) -> [Value] {
    do throws(Jq.Filters.Problem) {
      return try filters.results(of: filter, on: json, within: left).compactMap {
        (try? Tree($0)).map(Value.init)
      }
    } catch {
      switch error {
      case .outOfTime: throw .outOfTime(at: position)
      case .failed(let why): throw Trouble("jq: \(why)", at: position, isFailure: true)
      case .invalid(let why):
        throw Trouble("jq \(Value.string(filter).shown()): \(why)", at: position, isFailure: false)
      case .notJSON:
        _ = try tree(json, of: noun, at: position)
        throw Trouble("\(noun) has more levels than jq takes", at: position, isFailure: true)
      }
    }
  }

  private func tree(_ json: [UInt8], of noun: String, at position: Position) throws(Trouble) -> Tree
  {
    if let parsed, parsed.text == json { return parsed.tree }
    do throws(Malformed) {
      let tree = try Tree(json)
      parsed = (json, tree)
      return tree
    } catch {
      let why =
        switch error {
        case .notJSON: "is not JSON"
        case .tooDeep: "has more than \(Tokens.maximumDepth) levels"
        case .tooLarge: "has more than \(Tree.maximumCount) values"
        }
      throw Trouble("\(noun) \(why)", at: position, isFailure: true)
    }
  }

  // MARK: Regular expressions

  /// The first group of the first match, if there is one.
  func group(of template: Template, in text: String, at position: Position) throws(Trouble)
    -> Value?
  {
    let finding = try search(template, in: text, at: position)
    guard case .match(let group) = finding else { return nil }
    return group.map { .string($0) }
  }

  func search(
    _ template: Template, in text: String, at position: Position
  ) throws(Trouble) -> Matcher.Finding {
    guard let finding = try matcher(template).search(text, within: left) else {
      throw tooLong(template)
    }
    return finding
  }

  func matcher(_ template: Template) throws(Trouble) -> Matcher {
    let pattern = try template.render(variables)
    if let matcher = matchers[Array(pattern.utf8)] { return matcher }
    do throws(InvalidPattern) {
      let matcher = Matcher(try Pattern(pattern, byScalars: true), patience: patience)
      if matchers.count >= Self.mostMatchers { matchers = [:] }
      matchers[Array(pattern.utf8)] = matcher
      return matcher
    } catch {
      throw Trouble(error.message, at: template.position, isFailure: false)
    }
  }

  func tooLong(_ template: Template) -> Trouble {
    left > 0
      ? Trouble("the regular expression took too long", at: template.position, isFailure: false)
      : .outOfTime(at: template.position)
  }

  /// Seconds that the check may still take.
  var left: Double { deadline.map { $0 - Clock.now() } ?? .infinity }
}

extension Subject {
  /// What its bytes are called in a message.
  var noun: String {
    switch self {
    case .response: "the body"
    case .message: "the message"
    }
  }
}

extension Response {
  /// The parameter of Content-Type (RFC 9110 §8.3.2).
  var charset: String? {
    for parameter in (fields.first("Content-Type") ?? "").split(separator: ";").dropFirst() {
      let halves = parameter.split(separator: "=", maxSplits: 1)
      guard halves.count == 2,
        Syntax.areEqual(halves[0].filter { $0 != " " && $0 != "\t" }, "charset")
      else { continue }
      return halves[1].filter { $0 != "\"" && $0 != " " && $0 != "\t" }
    }
    return nil
  }
}

extension Question.Query {
  /// The word for it in a check file.
  var name: String {
    switch self {
    case .status: "status"
    case .url: "url"
    case .version: "version"
    case .duration: "duration"
    case .body: "body"
    case .bytes: "bytes"
    case .header: "header"
    case .cookie: "cookie"
    case .certificate: "certificate"
    case .regex: "regex"
    case .variable: "variable"
    case .jq: "jq"
    case .jsonPath: "jsonpath"
    case .sha256: "sha256"
    case .md5: "md5"
    case .text: "text"
    case .binary: "binary"
    }
  }
}
