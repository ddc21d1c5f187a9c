import Text

extension Template {
  /// The text with its variables filled in.
  ///
  /// A number stands there as it was spelled, a list or object as JSON. Throws for a variable that there
  /// is not, naming the nearest, and for one that holds bytes.
  public func render(_ variables: [String: Value]) throws(Trouble) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .variable(let name, let position):
        text += try Self.text(of: name, at: position, variables)
      case .quotedVariable(let name, let position):
        let value = try Self.text(of: name, at: position, variables)
        var escaped: [UInt8] = []
        Escape.json(Array(value.utf8).span, to: &escaped)
        text += String(decoding: escaped, as: UTF8.self)
      }
    }
    return text
  }

  private static func text(
    of name: String, at position: Position, _ variables: [String: Value]
  ) throws(Trouble) -> String {
    guard let text = try variable(name, at: position, variables).text else {
      throw Trouble(
        "variable {{\(name)}} holds bytes, which are no text", at: position, isFailure: false)
    }
    return text
  }

  /// What a variable holds.
  static func variable(
    _ name: String, at position: Position, _ variables: [String: Value]
  ) throws(Trouble) -> Value {
    if let value = variables[name] { return value }
    let nearest = nearestName(to: name, among: variables.keys.sorted())
    throw Trouble(
      "unknown variable {{\(name)}}: "
        + (nearest.map { "did you mean {{\($0)}}?" } ?? "--variable \(name)=VALUE sets it"),
      at: position,
      isFailure: false)
  }
}
