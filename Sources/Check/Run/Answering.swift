import HTTP
import JSON
import Text

/// What an answer has to be, and what came.
struct Answering {
  private let answer: Answer
  private let evaluator: Evaluator
  private(set) var findings: [Finding] = []
  private(set) var met = 0
  /// Captured, in the order of the file.
  private(set) var captures: [(name: String, value: Value, isSecret: Bool)] = []

  init(_ answer: Answer, _ evaluator: Evaluator) {
    self.answer = answer
    self.evaluator = evaluator
  }

  /// Judges a response.
  ///
  /// - Parameters:
  ///   - chain: the statuses of all responses, the last one's last.
  ///   - time: of the response, in seconds since the entry's start.
  mutating func judge(_ response: Response, chain: [Int], at time: Double) {
    judgeStatus(response, chain)
    // What is asked of an answer makes no sense of another one.
    if findings.isEmpty {
      collect { state throws(Trouble) in try state.capture(response) }
    }
    if findings.isEmpty {
      for pair in answer.fields {
        collect { state throws(Trouble) in try state.judge(pair, response) }
      }
      if let body = answer.body {
        collect { state throws(Trouble) in try state.judge(body, response) }
      }
      for assert in answer.asserts {
        collect { state throws(Trouble) in try state.judge(assert, response) }
      }
    }
    for index in findings.indices { findings[index].time = time }
  }

  private mutating func collect(_ body: (inout Self) throws(Trouble) -> Void) {
    do throws(Trouble) {
      try body(&self)
    } catch {
      findings.append(Finding(error))
    }
  }

  private mutating func judgeStatus(_ response: Response, _ chain: [Int]) {
    if let version = answer.version, version != response.version {
      findings.append(
        Finding(
          .failure, at: answer.position, "the version of HTTP is another one",
          expected: "HTTP/\(version)", actual: "HTTP/\(response.version)"))
    }
    // One status is that of the last response; more are the whole chain.
    let came = answer.chain.count == 1 ? [response.status] : chain
    let isMet =
      came.count == answer.chain.count
      && zip(answer.chain, came).allSatisfy { wanted, status in
        wanted == .any || wanted == .code(status)
      }
    if isMet {
      met += answer.chain == [.any] ? 0 : 1
    } else {
      findings.append(
        Finding(
          .failure, at: answer.statusPosition,
          answer.chain.count == 1
            ? "the status is another one" : "the chain of statuses is another one",
          expected: "HTTP " + answer.chain.map(\.text).joined(separator: " -> "),
          actual: "HTTP " + came.map(String.init).joined(separator: " -> ")))
    }
  }

  private mutating func capture(_ response: Response) throws(Trouble) {
    for capture in answer.captures {
      let name = try capture.name.render(evaluator.variables)
      let value = try evaluator.capture(capture.question, as: name, from: .response(response))
      evaluator.variables[name] = value
      captures.append((name, value, capture.isSecret))
    }
  }

  private mutating func judge(_ pair: Pair, _ response: Response) throws(Trouble) {
    let name = try pair.name.render(evaluator.variables)
    let wanted = try pair.value.render(evaluator.variables)
    let values = response.fields.values(of: name)
    if values.contains(wanted) {
      met += 1
    } else {
      findings.append(
        Finding(
          .failure, at: pair.value.position, "the field \(name) is another one",
          expected: Value.string(wanted).shown(),
          actual: values.isEmpty
            ? "no such field" : values.map { Value.string($0).shown() }.joined(separator: ", ")))
    }
  }

  private mutating func judge(_ assert: Assert, _ response: Response) throws(Trouble) {
    switch try evaluator.judge(assert, on: .response(response)) {
    case .met: met += 1
    case .unmet(let expected, let actual, let differences):
      var finding = Finding(
        .failure, at: assert.question.position, "the assert is not met", expected: expected,
        actual: actual)
      finding.notes = differences
      findings.append(finding)
    }
  }

  private mutating func judge(_ body: Payload, _ response: Response) throws(Trouble) {
    let wanted = try evaluator.bytes(of: body)
    var (left, right) = (Self.value(wanted), Self.value(response.body))
    switch body {
    case .json, .xml, .text:
      // In whatever charset it came.
      right =
        (try? evaluator.text(of: .response(response), at: answer.position))
        .map { .string($0) } ?? right
    case .bytes, .file: break
    }
    if case .json = body, let wanted = try? Tree(wanted), let came = try? Tree(response.body) {
      // How it is laid out is nobody's promise.
      (left, right) = (Value(wanted), Value(came))
    }
    guard wanted != response.body, !left.equals(right) else {
      met += 1
      return
    }
    var finding = Finding(
      .failure, at: body.position ?? answer.position, "the body is another one",
      expected: left.shown(), actual: right.shown())
    finding.notes = Difference(expected: left, actual: right).lines
    findings.append(finding)
  }

  private static func value(_ bytes: [UInt8]) -> Value {
    String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes(bytes)
  }
}

extension Answer {
  /// Where the statuses stand.
  fileprivate var statusPosition: Position { position }
}

extension Answer.Status {
  fileprivate var text: String {
    switch self {
    case .any: "*"
    case .code(let code): String(code)
    }
  }
}

extension Payload {
  /// Where it begins, if its text is in the file.
  var position: Position? {
    switch self {
    case .json(let template), .xml(let template), .text(let template), .file(let template):
      template.position
    case .bytes: nil
    }
  }
}

extension Finding {
  /// What an evaluation says of itself.
  init(_ trouble: Trouble, time: Double = 0) {
    self.init(
      trouble.isFailure ? .failure : .error, at: trouble.position, trouble.message,
      status: trouble.isFailure ? 117 : trouble.status, time: time)
  }
}
