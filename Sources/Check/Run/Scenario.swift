public import Client
public import Jq
public import Transcript
import Platform

/// Messages to send and expectations of those that come, on a conversation that somebody else opens: a check of
/// one line (`--send`, `--expect`).
public final class Scenario {
  /// One of them.
  public enum Line: Sendable {
    /// A text message to send.
    case send(String)
    /// A binary message to send.
    case sendBinary([UInt8])
    /// What follows `expect` in a check file, or one of the short forms: `jq:FILTER`, `jsonpath:PATH`, `text:TEXT`,
    /// `contains:TEXT`, `regex:REGEX`, `binary:HEX`, `close:CODE,CODE`.
    case expect(String)
  }

  private let talker: Talker
  private let words: [String]

  /// - Parameters:
  ///   - lines: in their order.
  ///   - filters: to compile theirs.
  ///   - patience: seconds that each expectation waits.
  ///   - record: hears of all that comes and goes.
  /// - Throws: ``SyntaxError`` if an expectation is none; its line is that of `lines`.
  public init(
    _ lines: [Line], filters: Jq.Filters = Jq.Filters(), patience: Double,
    record: @escaping (Record.Event, Record.Direction) -> Void
  ) throws(SyntaxError) {
    var steps: [Step] = []
    var words: [String] = []
    for (index, line) in lines.enumerated() {
      let position = Position(line: index + 1, column: 1)
      switch line {
      case .send(let text):
        let template = Template([.text(text)], at: position)
        steps.append(Step(.send(.text(template), isBinary: false), at: position))
        words.append("")
      case .sendBinary(let bytes):
        steps.append(Step(.send(.bytes(bytes), isBinary: true), at: position))
        words.append("")
      case .expect(let text):
        let step = try Step(expecting: text, line: index + 1)
        if let message = step.objection(compiling: filters) {
          throw SyntaxError(
            file: "--expect", position: position, expected: nil,
            message: "this is no jq filter: \(message)", line: text)
        }
        steps.append(step)
        words.append(text)
      }
    }
    self.words = words
    let start = Clock.now()
    let root = Root(nil, of: "")
    let evaluator = Evaluator(filters: filters) { name, position throws(Trouble) in
      try root.contents(of: name, at: position)
    }
    talker = Talker(
      Script(steps, isStrict: false, patience: patience), judge: Speaker(evaluator) { _, _, _ in },
      clock: { Clock.now() - start }, record: record, begins: { _ in true })
  }

  /// Who is to talk on the conversation.
  public var application: any Application { talker }

  /// 0 if all was met, 117 if not, or the status of what went wrong; to be asked when the conversation is over.
  ///
  /// - Parameter loss: why it is, if not by a proper Close.
  public func verdict(after loss: (status: Int32, message: String)?) -> (
    status: Int32, message: String
  ) {
    talker.ended(loss)
    guard let finding = talker.script.finding else { return (0, "") }
    var message = "not met: \(words[finding.position.line - 1]): \(finding.message)"
    if let expected = finding.expected { message += "; expected \(expected)" }
    if let actual = finding.actual {
      message += (finding.expected == nil ? "; " : ", ") + "came \(actual)"
    }
    return (finding.status, message)
  }
}

extension Step {
  /// What `text` means behind `expect` in a check file, or as one of the short forms.
  init(expecting text: String, line: Int) throws(SyntaxError) {
    let place = Position(line: line, column: 1)
    if let action = try Self.short(text, at: place) {
      self.init(action, at: place)
      return
    }
    var parser = Parser("expect " + text, name: "--expect")
    let step: Step
    do throws(SyntaxError) {
      step = try parser.onlyStep()
    } catch {
      throw SyntaxError(
        file: error.file, position: error.position, expected: error.expected,
        message: "\(error.message); or contains:TEXT, text:TEXT, jq:FILTER", line: text)
    }
    self.init(step.action, time: step.time, at: place)
  }

  private static func short(_ text: String, at place: Position) throws(SyntaxError) -> Action? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let rest = String(text[text.index(after: colon)...])
    let template = Template([.text(rest)], at: place)
    func problem(_ message: String) -> SyntaxError {
      SyntaxError(file: "--expect", position: place, expected: nil, message: message, line: text)
    }
    func matching(_ test: Predicate.Test) -> Action {
      .expect(Assert(Question(.text, filters: [], at: place), Predicate(test, at: place)))
    }
    switch text[..<colon] {
    case "jq": return .expect(Assert(Question(.jq(template), filters: [], at: place), nil))
    case "jsonpath":
      if let (message, offset) = Constant.objection(toJSONPath: rest) {
        throw problem("\(message), at its character \(offset + 1)")
      }
      return .expect(Assert(Question(.jsonPath(template), filters: [], at: place), nil))
    case "text": return matching(.equals(.string(template)))
    case "contains": return matching(.contains(.string(template)))
    case "regex":
      if let message = Constant.objection(toPattern: rest) { throw problem(message) }
      return matching(.matches(template))
    case "binary":
      guard let bytes = Hex.bytes(rest) else { throw problem("not pairs of hexadecimal digits") }
      return .expect(
        Assert(
          Question(.binary, filters: [], at: place), Predicate(.equals(.bytes(bytes)), at: place)))
    case "close":
      let codes = rest.split(separator: ",", omittingEmptySubsequences: false).map { UInt16($0) }
      let known = codes.compactMap(\.self)
      guard known.count == codes.count, known.allSatisfy({ 1000...4999 ~= $0 }) else {
        throw problem("close codes are as in close:1000,1001")
      }
      return .expectClose(known)
    default: return nil
    }
  }
}
