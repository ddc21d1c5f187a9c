import HTTP

/// An element of `Sec-WebSocket-Extensions` (RFC 6455 §9.1): an extension and its parameters.
struct Extension {
  var name: Substring
  var parameters: [Parameter] = []

  struct Parameter {
    var name: Substring
    /// Without quotes; nil for a name alone.
    var value: String?
  }

  /// Nil if the element does not keep the grammar:
  /// `extension-token *( ";" token [ "=" ( token | quoted-string ) ] )`.
  init?(parsing element: some StringProtocol) {
    // "When using the quoted-string syntax variant, the value after quoted-string unescaping MUST conform
    // to the 'token' ABNF." So nothing in quotes can be taken for a separator where it counts.
    let words = String(element).split(separator: ";", omittingEmptySubsequences: false)
      .map(Self.trimmed)
    name = words[0]
    guard Syntax.isToken(name) else { return nil }
    for word in words.dropFirst() {
      let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(Self.trimmed)
      guard let name = sides.first, Syntax.isToken(name) else { return nil }
      let value = sides.dropFirst().first.map(Self.unquoted)
      if let value, !Syntax.isToken(value) { return nil }
      parameters.append(Parameter(name: name, value: value))
    }
  }

  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
    var isEscaped = false
    let value = text.dropFirst().dropLast().filter { character in
      isEscaped = character == "\\" && !isEscaped
      return !isEscaped
    }
    // The last quote is part of a quoted-pair: it ends nothing.
    return isEscaped ? String(text) : String(value)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    var rest = text.drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return rest
  }
}
