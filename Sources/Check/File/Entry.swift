/// A place in a check file: both count from 1, the column in Unicode scalars.
public struct Position: Hashable, Sendable, Comparable {
  /// The line.
  public let line: Int
  /// The column within it.
  public let column: Int

  /// That place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Earlier in the file.
  public static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A check file as it was read: what is asked, and what must come.
public struct File: Hashable, Sendable {
  /// As it was named.
  public let name: String
  /// Its text by lines, without their ends, to be quoted.
  public let lines: [String]
  /// In their order.
  public let entries: [Entry]

  /// These parts.
  public init(name: String, lines: [String], entries: [Entry]) {
    self.name = name
    self.lines = lines
    self.entries = entries
  }
}

/// Text with `{{variables}}` in it.
public struct Template: Hashable, Sendable {
  /// A piece of it.
  public enum Part: Hashable, Sendable {
    /// As it is, escapes resolved.
    case text(String)
    /// `{{name}}`.
    case variable(String, Position)
    /// `{{name}}` in a string of JSON, whose grammar its value must not break.
    case quotedVariable(String, Position)
  }

  /// In their order.
  public let parts: [Part]
  /// Where it begins.
  public let position: Position

  /// These parts.
  public init(_ parts: [Part], at position: Position) {
    self.parts = parts
    self.position = position
  }

  /// The text, if there is no variable in it.
  public var constant: String? {
    var text = ""
    for part in parts {
      guard case .text(let piece) = part else { return nil }
      text += piece
    }
    return text
  }
}

/// `name: value`.
public struct Pair: Hashable, Sendable {
  /// Before the colon.
  public let name: Template
  /// After it.
  public let value: Template

  /// These two.
  public init(name: Template, value: Template) {
    self.name = name
    self.value = value
  }
}

/// One request, and what must answer it.
public struct Entry: Hashable, Sendable {
  /// Of the method.
  public var position: Position
  /// Any token.
  public var method: String
  /// As it stands; `[Query]` is added to it.
  public var url: Template
  /// The fields of the head.
  public var fields: [Pair] = []
  /// `[Options]`.
  public var options: [Setting] = []
  /// `[Query]`, `[QueryStringParams]`.
  public var query: [Pair] = []
  /// `[Form]`, `[FormParams]`.
  public var form: [Pair] = []
  /// `[Multipart]`, `[MultipartFormData]`.
  public var multipart: [Part] = []
  /// `[Cookies]`.
  public var cookies: [Pair] = []
  /// `[BasicAuth]`: user and password.
  public var basicAuth: Pair?
  /// After all that.
  public var body: Payload?
  /// What must come; nil asks for nothing.
  public var answer: Answer?
  /// `[WebSocket]`.
  public var conversation: [Step]?

  /// A request.
  public init(position: Position, method: String, url: Template) {
    self.position = position
    self.method = method
    self.url = url
  }

  /// Whether upgrades are followed: to a WebSocket, or a chain goes on after a 426.
  public var follows: Bool {
    expectsWebSocket || answer?.chain.dropLast().contains(.code(426)) ?? false
  }

  /// `HTTP 101`, a chain that ends so, or a `[WebSocket]` section.
  public var expectsWebSocket: Bool { conversation != nil || answer?.chain.last == .code(101) }
}

/// One line of `[Options]`: what it means is the runner's to say, whether there is such an option
/// the parser's.
public struct Setting: Hashable, Sendable {
  /// As hurl spells it.
  public let name: String
  /// As it stands.
  public let value: Template
  /// Of `variable: NAME=VALUE` the two sides.
  public let definition: Definition?
  /// Of the name.
  public let position: Position

  /// These parts.
  public init(
    name: String, value: Template, definition: Definition? = nil, position: Position
  ) {
    self.name = name
    self.value = value
    self.definition = definition
    self.position = position
  }
}

/// `NAME=VALUE`.
public struct Definition: Hashable, Sendable {
  /// The variable.
  public let name: String
  /// A number, `true`, `false` and `null` unless there are quotes around it.
  public let value: Expected

  /// These two.
  public init(name: String, value: Expected) {
    self.name = name
    self.value = value
  }
}

/// One part of `[Multipart]`.
public struct Part: Hashable, Sendable {
  /// What is in it.
  public enum Content: Hashable, Sendable {
    /// A value.
    case text(Template)
    /// `file,PATH; TYPE`.
    case file(Template, type: Template?)
  }

  /// The field's name.
  public let name: Template
  /// What is in it.
  public let content: Content

  /// These two.
  public init(name: Template, content: Content) {
    self.name = name
    self.content = content
  }
}

/// A body, or a message.
public enum Payload: Hashable, Sendable {
  /// JSON as it stands in the file, with variables.
  case json(Template)
  /// XML as it stands in the file.
  case xml(Template)
  /// Between backquotes, or for a message the rest of the line.
  case text(Template)
  /// `base64,…;`, `hex,…;`.
  case bytes([UInt8])
  /// `file,…;`.
  case file(Template)
}

/// What must answer a request.
public struct Answer: Hashable, Sendable {
  /// A status that must come.
  public enum Status: Hashable, Sendable {
    /// `*`.
    case any
    /// That one.
    case code(Int)
  }

  /// Of `HTTP`.
  public var position: Position
  /// `1.0`, `1.1`, `2`, `3`; nil for any.
  public var version: String?
  /// `426 -> 101` are two; usually it is one.
  public var chain: [Status]
  /// Fields that the last of them must have.
  public var fields: [Pair] = []
  /// `[Captures]`.
  public var captures: [Capture] = []
  /// `[Asserts]`.
  public var asserts: [Assert] = []
  /// The body that must come.
  public var body: Payload?

  /// A status line.
  public init(position: Position, version: String?, chain: [Status]) {
    self.position = position
    self.version = version
    self.chain = chain
  }
}
