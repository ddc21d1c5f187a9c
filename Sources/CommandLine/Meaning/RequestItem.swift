import HTTP
import JSON
import Streams

/// A word that is no URL, because it has a sign that no host's name has: `name=value`, `name:=json`,
/// `name==value`, as HTTPie has them.
enum RequestItem: Equatable {
  /// A member of the JSON object that is sent, and its value: JSON.
  case member(name: String, json: [UInt8])
  /// A parameter of the URL's query.
  case query(name: String, value: String)

  /// Nil if the word is no item: a URL. `@` before a value is a file to take it from. Throws a `UsageError` or a
  /// `FileError`.
  init?(_ word: String) throws {
    guard let (name, sign, rest) = Self.parts(of: word) else { return nil }
    switch sign {
    case "==": self = .query(name: name, value: try Self.text(rest))
    case "=": self = .member(name: name, json: Array(Quoted.string(try Self.text(rest)).utf8))
    default:
      let json =
        rest.hasPrefix("@") ? try Environment.read(String(rest.dropFirst())) : Array(rest.utf8)
      guard Self.isJSON(json) else {
        throw UsageError(
          "\(name):= takes JSON, such as \(name):=42 or \(name):='[1, 2]', not '\(rest)'")
      }
      self = .member(name: name, json: json)
    }
  }

  /// The name in `Name:value`, which HTTPie takes for a field, and we for a host with its port.
  static func fieldName(in word: String) -> String? {
    guard let colon = word.utf8.firstIndex(of: UInt8(ascii: ":")),
      Syntax.isToken(word[..<colon]), !word[colon...].hasPrefix(":/"),
      // Of a user with a password nothing is to be repeated.
      !word.prefix(while: { $0 != "/" }).utf8.contains(UInt8(ascii: "@"))
    else { return nil }
    return String(word[..<colon])
  }

  /// What HTTPie takes for a method.
  static let methods: Set = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE",
  ]

  /// What to write for a word behind the URL that is an item in HTTPie, and neither that nor a URL here.
  static func hint(for word: String) -> String? {
    guard let mark = mark(in: word), mark > word.startIndex else { return nil }
    let (name, rest) = (word[..<mark], word[mark...])
    if rest.utf8.first == UInt8(ascii: "["), let end = rest.firstIndex(of: "="),
      !rest[..<end].contains(where: "/?#@".contains)
    {
      return "\(word): a member of a member is given as JSON: \(name):='{\"NAME\": VALUE}'"
    }
    if rest.utf8.first == UInt8(ascii: "@"), Syntax.isToken(name), case let path = rest.dropFirst(),
      !path.isEmpty, Environment.exists(String(path))
    {
      return
        "\(word): a file is sent by -F '\(name)=@\(path)'; a URL of that kind begins with http://"
    }
    return nil
  }

  /// Where a name ends, if it does.
  private static func mark(in word: String) -> String.Index? {
    word.utf8.firstIndex { byte in
      switch byte {
      case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"),
        UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: "{"), UInt8(ascii: "}"):
        true
      default: false
      }
    }
  }

  private static func parts(of word: String) -> (name: String, sign: String, rest: String)? {
    guard let end = mark(in: word), end > word.startIndex,
      word.utf8[end] == UInt8(ascii: "=") || word.utf8[end] == UInt8(ascii: ":")
    else { return nil }
    let rest = word[end...]
    for sign in ["==", ":=", "="] where rest.hasPrefix(sign) {
      return (String(word[..<end]), sign, String(rest.dropFirst(sign.count)))
    }
    return nil
  }

  private static func text(_ value: String) throws -> String {
    guard value.hasPrefix("@") else { return value }
    let bytes = try Environment.read(String(value.dropFirst()))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UsageError("\(value): the file is not UTF-8, which JSON is")
    }
    return text
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    var tokens = Tokens(bytes)
    do {
      while try tokens.next() != nil {}
      return true
    } catch {
      return false
    }
  }
}

extension [RequestItem] {
  /// The members as one JSON object; nil if there are none.
  var body: [UInt8]? {
    let members = compactMap { item in
      if case .member(let name, let json) = item {
        Array<UInt8>(Quoted.string(name).utf8) + [0x3A] + json
      } else {
        nil
      }
    }
    guard !members.isEmpty else { return nil }
    return [0x7B] + Array<UInt8>(members.joined(separator: [0x2C, 0x20])) + [0x7D]
  }

  /// The parameters as a query, if there are any.
  var query: String? {
    let pairs = compactMap { item in
      if case .query(let name, let value) = item {
        JoinedData.encoded(name) + "=" + JoinedData.encoded(value)
      } else {
        nil
      }
    }
    return pairs.isEmpty ? nil : pairs.joined(separator: "&")
  }
}
