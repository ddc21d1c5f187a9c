import Text
import WebSocket

/// Knows what a script does not: variables, files and filters.
final class Speaker: Script.Judge {
  private let evaluator: Evaluator
  /// Hears of what was captured: name, value, whether it is a secret.
  private let captured: (String, Value, Bool) -> Void

  init(_ evaluator: Evaluator, captured: @escaping (String, Value, Bool) -> Void) {
    self.evaluator = evaluator
    self.captured = captured
  }

  func message(
    _ payload: Payload, isBinary: Bool
  ) throws(Trouble) -> (MessageKind, [UInt8]) {
    let bytes = try evaluator.bytes(of: payload)
    let isText: Bool
    switch payload {
    case .json, .xml, .text: isText = true
    case .bytes, .file: isText = UTF8Validator.accepts(bytes.span)
    }
    return (isText && !isBinary ? .text : .binary, bytes)
  }

  func text(_ template: Template) throws(Trouble) -> String {
    try template.render(evaluator.variables)
  }

  func judge(_ assert: Assert, on message: Script.Message) throws(Trouble) -> Verdict {
    do throws(Trouble) {
      return try evaluator.judge(assert, on: .message(message.bytes, isText: message.isText))
    } catch {
      // A message that is no JSON is one that does not match.
      guard error.isFailure else { throw error }
      let known = "the message "
      let came =
        error.message.hasPrefix(known)
        ? "a message that " + error.message.dropFirst(known.count) : error.message
      return .unmet(expected: "", actual: came)
    }
  }

  func capture(_ capture: Capture, from message: Script.Message) throws(Trouble) {
    let name = try capture.name.render(evaluator.variables)
    let subject = Subject.message(message.bytes, isText: message.isText)
    let value = try evaluator.capture(capture.question, as: name, from: subject)
    evaluator.variables[name] = value
    captured(name, value, capture.isSecret)
  }
}
