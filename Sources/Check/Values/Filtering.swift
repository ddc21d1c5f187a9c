import JSON
import Text

extension Evaluator {
  /// What a filter makes of a value; nil if it finds nothing. Throws where the value is not of the filter's
  /// kind.
  func apply(_ filter: Filter, to value: Value, at position: Position) throws(Trouble) -> Value? {
    switch filter {
    case .count, .nth, .first, .last:
      return try element(filter, value, at: position)
    case .toInt, .toFloat, .toString:
      return try converted(filter, value, at: position)
    case .decode(let encoding):
      guard case .bytes(let bytes) = value else { throw misfit(filter, "bytes", value, position) }
      let label = try encoding.render(variables)
      guard let charset = Charset(label) else {
        throw Trouble(
          "filter decode: unknown encoding \(label)", at: encoding.position, isFailure: false)
      }
      guard let text = charset.text(bytes) else {
        throw unfit(filter, value, "is no text in \(label)", position)
      }
      return .string(text)
    case .base64Encode, .base64URLEncode:
      let bytes: [UInt8]
      switch value {
      case .bytes(let some): bytes = some
      case .string(let text): bytes = Array(text.utf8)
      default: throw misfit(filter, "bytes or a string", value, position)
      }
      return .string(
        filter == .base64Encode ? Base64Text.encoded(bytes) : Base64Text.urlEncoded(bytes))
    case .jq(let text):
      let json = try json(of: value, filter, position)
      return try jq(
        try text.render(variables), on: json, of: "what filter jq is given", at: position)
    case .jsonPath(let text):
      let json = try json(of: value, filter, position)
      return try jsonPath(
        try text.render(variables), on: json, of: "what filter jsonpath is given", at: position)
    default:
      guard case .string(let text) = value else {
        throw misfit(filter, "a string", value, position)
      }
      return try rewritten(filter, text, at: position)
    }
  }

  /// Filters on lists.
  private func element(_ filter: Filter, _ value: Value, at position: Position) throws(Trouble)
    -> Value
  {
    if case (.count, .bytes(let bytes)) = (filter, value) { return .integer(bytes.count) }
    guard case .list(let elements) = value else {
      throw misfit(filter, filter == .count ? "a list or bytes" : "a list", value, position)
    }
    let index: Int
    switch filter {
    case .nth(let place): index = place < 0 ? elements.count + place : place
    case .first: index = 0
    case .last: index = elements.count - 1
    default: return .integer(elements.count)
    }
    guard elements.indices.contains(index) else {
      let size =
        elements.isEmpty
        ? "is empty" : "has \(elements.count) element\(elements.count == 1 ? "" : "s")"
      throw Trouble("filter \(filter.name): the list \(size)", at: position, isFailure: true)
    }
    return elements[index]
  }

  private func converted(_ filter: Filter, _ value: Value, at position: Position) throws(Trouble)
    -> Value
  {
    if filter == .toString {
      guard let text = value.text else {
        throw misfit(filter, "anything but bytes", value, position)
      }
      return .string(text)
    }
    let text: String
    switch value {
    case .number(let digits): text = digits
    case .string(let digits): text = digits
    default: throw misfit(filter, "a number or a string", value, position)
    }
    guard let decimal = Decimal(text) else { throw unfit(filter, value, "is no number", position) }
    let isInteger = Decimal.isInteger(text)
    if filter == .toInt {
      if case .string = value, !isInteger { throw unfit(filter, value, "is no integer", position) }
      guard let digits = decimal.truncated else {
        throw unfit(filter, value, "is too large", position)
      }
      return .number(digits)
    }
    guard isInteger else { return .number(Decimal.asJSON(text)) }
    guard let digits = decimal.truncated else {
      throw unfit(filter, value, "is too large", position)
    }
    return .number(digits + ".0")
  }

  /// Filters on text.
  private func rewritten(_ filter: Filter, _ text: String, at position: Position) throws(Trouble)
    -> Value?
  {
    switch filter {
    case .regex(let pattern): return try group(of: pattern, in: text, at: position)
    case .replaceRegex(let pattern, let replacement):
      guard
        let result = try matcher(pattern).replacing(
          in: text, with: try replacement.render(variables), within: left)
      else { throw tooLong(pattern) }
      return .string(result)
    case .split(let separator):
      let search = try search(for: separator, filter)
      guard let pieces = search.pieces(of: Array(text.utf8), limit: Tree.maximumCount) else {
        throw tooMuch(filter, "has more than \(Tree.maximumCount) pieces", position)
      }
      return .list(pieces.map { .string(String(decoding: $0, as: UTF8.self)) })
    case .replace(let old, let new):
      let (search, new) = (try search(for: old, filter), Array(try new.render(variables).utf8))
      guard let result = search.replacing(in: Array(text.utf8), with: new, limit: Self.longest)
      else {
        throw tooMuch(filter, "becomes more than \(Size.text(Self.longest))", position)
      }
      return .string(String(decoding: result, as: UTF8.self))
    case .base64Decode, .base64URLDecode:
      let bytes = filter == .base64Decode ? Base64Text.decoded(text) : Base64Text.urlDecoded(text)
      guard let bytes else { throw unfit(filter, .string(text), "is no base64", position) }
      return .bytes(bytes)
    case .urlDecode:
      guard let decoded = Percent.decoded(text) else {
        throw unfit(filter, .string(text), "is not percent-encoded UTF-8", position)
      }
      return .string(decoded)
    case .urlEncode: return .string(Percent.encoded(text))
    case .htmlEscape: return .string(HTMLText.escaped(text))
    default: return .string(HTMLText.unescaped(text))
    }
  }

  /// A text has no more bytes than a body may have.
  private static let longest = 256 << 20

  private func search(for part: Template, _ filter: Filter) throws(Trouble) -> ByteSearch {
    let text = try part.render(variables)
    guard !text.isEmpty else {
      throw Trouble(
        "filter \(filter.name): an empty string is everywhere", at: part.position, isFailure: false)
    }
    return ByteSearch(text.utf8)
  }

  private func json(of value: Value, _ filter: Filter, _ position: Position) throws(Trouble)
    -> [UInt8]
  {
    if case .bytes(let bytes) = value { return bytes }
    return Array((value.text ?? "").utf8)
  }

  private func misfit(_ filter: Filter, _ wanted: String, _ value: Value, _ position: Position)
    -> Trouble
  {
    Trouble(
      "filter \(filter.name): it takes \(wanted), not \(typed(value))", at: position,
      isFailure: true)
  }

  private func unfit(_ filter: Filter, _ value: Value, _ why: String, _ position: Position)
    -> Trouble
  {
    Trouble(
      "filter \(filter.name): \(value.shown()) \(why)", at: position,
      isFailure: true)
  }

  private func tooMuch(_ filter: Filter, _ why: String, _ position: Position) -> Trouble {
    Trouble("filter \(filter.name): the text \(why)", at: position, isFailure: true)
  }

  /// A value and what it is: `17, a number`.
  func typed(_ value: Value) -> String {
    let shown = value.shown()
    switch value {
    case .null, .bytes: return shown
    default: return "\(shown), \(value.kind)"
    }
  }
}

extension Filter {
  /// The word for it in a check file.
  var name: String {
    switch self {
    case .count: "count"
    case .nth(let place): "nth \(place)"
    case .first: "first"
    case .last: "last"
    case .regex: "regex"
    case .replace: "replace"
    case .replaceRegex: "replaceRegex"
    case .split: "split"
    case .toInt: "toInt"
    case .toFloat: "toFloat"
    case .toString: "toString"
    case .base64Decode: "base64Decode"
    case .base64Encode: "base64Encode"
    case .base64URLDecode: "base64UrlSafeDecode"
    case .base64URLEncode: "base64UrlSafeEncode"
    case .urlDecode: "urlDecode"
    case .urlEncode: "urlEncode"
    case .htmlEscape: "htmlEscape"
    case .htmlUnescape: "htmlUnescape"
    case .decode: "decode"
    case .jq: "jq"
    case .jsonPath: "jsonpath"
    }
  }
}
