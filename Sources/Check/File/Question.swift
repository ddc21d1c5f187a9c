/// What is asked of an answer or a message, and through which filters.
public struct Question: Hashable, Sendable {
  /// What is looked at.
  public enum Query: Hashable, Sendable {
    /// Of the last response.
    case status, url, version, duration
    /// The body as text.
    case body
    /// The body, or a message, as it is.
    case bytes
    /// All values of a field.
    case header(Template)
    /// A cookie's value, or its attribute (`Path`, `HttpOnly`, …).
    case cookie(name: Template, attribute: String?)
    /// `Subject`, `Issuer`, `Start-Date`, `Expire-Date`, `Serial-Number`.
    case certificate(String)
    /// The first group of a match in the body or message.
    case regex(Template)
    /// What a variable holds.
    case variable(Template)
    /// A jq filter.
    case jq(Template)
    /// A JSONPath.
    case jsonPath(Template)
    /// SHA-256 and MD5 of the body or message.
    case sha256, md5
    /// A text message (only on a WebSocket).
    case text
    /// A binary message (only on a WebSocket).
    case binary
  }

  /// What is looked at.
  public var query: Query
  /// What it goes through, in their order.
  public var filters: [Filter]
  /// Of the query.
  public var position: Position

  /// A query and its filters.
  public init(_ query: Query, filters: [Filter], at position: Position) {
    self.query = query
    self.filters = filters
    self.position = position
  }
}

/// What makes one value of another.
public enum Filter: Hashable, Sendable {
  /// How many elements there are.
  case count
  /// An element: from the end if negative.
  case nth(Int)
  /// The first and the last element.
  case first, last
  /// The first group of a match.
  case regex(Template)
  /// All of one text by another.
  case replace(Template, with: Template)
  /// All matches by a text.
  case replaceRegex(Template, with: Template)
  /// By a separator.
  case split(Template)
  /// Numbers and text.
  case toInt, toFloat, toString
  /// RFC 4648 §4.
  case base64Decode, base64Encode
  /// RFC 4648 §5, without padding.
  case base64URLDecode, base64URLEncode
  /// Percent-encoding (RFC 3986 §2.1).
  case urlDecode, urlEncode
  /// `&amp;` and so on.
  case htmlEscape, htmlUnescape
  /// Bytes to text, by the encoding's name.
  case decode(Template)
  /// A jq filter on JSON text.
  case jq(Template)
  /// A JSONPath on JSON text.
  case jsonPath(Template)
}

/// What must be true of a value.
public struct Predicate: Hashable, Sendable {
  /// Of what kind.
  public enum Test: Hashable, Sendable {
    /// `==`
    case equals(Expected)
    /// `!=`
    case differs(Expected)
    /// `>`, `>=`, `<`, `<=`
    case above(Expected), atLeast(Expected), below(Expected), atMost(Expected)
    /// Of text, bytes, or a list's elements.
    case contains(Expected)
    /// Of text or bytes.
    case startsWith(Expected), endsWith(Expected)
    /// A regular expression matches a part.
    case matches(Template)
    /// The query found something.
    case exists
    /// What it is.
    case isBoolean, isNumber, isInteger, isFloat, isString, isCollection, isEmpty
    /// How a text looks.
    case isDate, isIPv4, isIPv6, isUUID
  }

  /// `not`.
  public var isNegated: Bool
  /// What is tested.
  public var test: Test
  /// Of its first word.
  public var position: Position

  /// A test.
  public init(_ test: Test, isNegated: Bool = false, at position: Position) {
    self.test = test
    self.isNegated = isNegated
    self.position = position
  }
}

/// The value on the right of a predicate.
public enum Expected: Hashable, Sendable {
  /// Between quotes, or backquotes.
  case string(Template)
  /// As it is spelled.
  case number(String)
  /// `true`, `false`.
  case bool(Bool)
  /// `null`.
  case null
  /// `base64,…;`, `hex,…;`.
  case bytes([UInt8])
  /// `file,…;`.
  case file(Template)
  /// `{{name}}` without quotes: what the variable holds, a number say.
  case variable(String, Position)
}

/// `QUERY FILTER… PREDICATE`.
public struct Assert: Hashable, Sendable {
  /// What is asked.
  public var question: Question
  /// What must be true of it; nil (only on a WebSocket) that it is neither nothing, `false` nor `null`.
  public var predicate: Predicate?

  /// These two.
  public init(_ question: Question, _ predicate: Predicate?) {
    self.question = question
    self.predicate = predicate
  }
}

/// `name: QUERY FILTER…`.
public struct Capture: Hashable, Sendable {
  /// The variable.
  public var name: Template
  /// What it shall hold.
  public var question: Question
  /// `redact`: it is a secret.
  public var isSecret: Bool

  /// These parts.
  public init(_ name: Template, _ question: Question, isSecret: Bool = false) {
    self.name = name
    self.question = question
    self.isSecret = isSecret
  }
}

/// One line of `[WebSocket]`.
public struct Step: Hashable, Sendable {
  /// What it does.
  public enum Action: Hashable, Sendable {
    /// `send PAYLOAD`, `send binary PAYLOAD`.
    case send(Payload, isBinary: Bool)
    /// `expect ASSERT within TIME`: a message that comes from now on.
    case expect(Assert)
    /// `expect any { ASSERT } { ASSERT }`: one message each, in any order.
    case expectAll([Assert])
    /// `expect 3 messages`.
    case expectCount(Int)
    /// `expect pong`, `expect ping`.
    case expectPong, expectPing
    /// `expect close 1000 or 1001`; any code if there is none.
    case expectClose([UInt16])
    /// `never ASSERT for TIME`.
    case never(Assert)
    /// `capture NAME QUERY`: of the message that was met last.
    case capture(Capture)
    /// `ping TEXT`.
    case ping(Template?)
    /// `close CODE "REASON"`.
    case close(code: UInt16?, reason: Template?)
  }

  /// What it does.
  public var action: Action
  /// `within`, `for`: milliseconds; nil for what the entry says.
  public var time: Int?
  /// Of its first word.
  public var position: Position

  /// A step.
  public init(_ action: Action, time: Int? = nil, at position: Position) {
    self.action = action
    self.time = time
    self.position = position
  }
}
