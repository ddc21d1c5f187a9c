import HTTP
import JSON

/// How a text is laid out, and so where in it credentials stand.
enum Layout {
  /// As far as can be seen, nowhere.
  case plain
  /// The value of a field of that name.
  case field(String)
  /// A URL: in its userinfo and its query.
  case url
  /// `name=value&name=value`.
  case form
  /// `user:password`.
  case login
  /// A proxy, which may do without a scheme.
  case proxy
  /// A file of so many bytes, a colon, and its pass phrase.
  case passphrase(after: Int)
  /// A message or a body: JSON, a form, or nothing that is known.
  case message

  /// A credential: where it is, what the variable is to be called, and where it was found.
  struct Spot {
    let range: Range<Int>
    let name: String
    let place: String
  }

  /// In their order; they do not overlap. In time linear in the text.
  func spots(in text: [UInt8]) -> [Spot] {
    switch self {
    case .plain: return []
    case .proxy:
      guard ByteSearch("://".utf8).first(in: text) == nil else { return Self.url(text) }
      let prefix = Array("http://".utf8)
      return Self.url(prefix + text).map { spot in
        let range = spot.range.lowerBound - prefix.count..<spot.range.upperBound - prefix.count
        return Spot(range: range, name: spot.name, place: spot.place)
      }
    case .passphrase(let count):
      return [
        Spot(
          range: count + 1..<text.count, name: "passphrase", place: "the certificate's pass phrase")
      ]
    case .login:
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return [] }
      return [Spot(range: colon + 1..<text.count, name: "password", place: "the user's password")]
    case .url: return Self.url(text)
    case .form: return Self.form(text, in: text.indices, "the parameter")
    case .field(let name): return Self.field(name, text)
    case .message: return Self.message(text)
    }
  }

  private static func field(_ name: String, _ text: [UInt8]) -> [Spot] {
    let place = "the field " + name
    switch name.lowercased() {
    case "authorization", "proxy-authorization":
      // RFC 9110 §11.4: a scheme, and then the credentials. The scheme is no secret.
      let scheme = text.prefix { $0 != UInt8(ascii: " ") }
      let start = text[scheme.endIndex...].drop { $0 == UInt8(ascii: " ") }.startIndex
      guard start < text.count else {
        return [Spot(range: text.indices, name: name, place: place)]
      }
      return [Spot(range: start..<text.count, name: name, place: place + ", after its scheme")]
    case "cookie": return cookies(text)
    case _ where Telling.isCredential(name):
      return [Spot(range: text.indices, name: name, place: place)]
    default: return url(text)
    }
  }

  /// RFC 6265 §4.2.1: `name=value; name=value`.
  private static func cookies(_ text: [UInt8]) -> [Spot] {
    var spots: [Spot] = []
    for pair in text.split(separator: UInt8(ascii: ";")) {
      let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
      let equals = trimmed.firstIndex(of: UInt8(ascii: "="))
      let name = equals.map { String(decoding: trimmed[..<$0], as: UTF8.self) } ?? "cookie"
      let start = equals.map { $0 + 1 } ?? trimmed.startIndex
      spots.append(Spot(range: start..<trimmed.endIndex, name: name, place: "the cookie " + name))
    }
    return spots
  }

  private static func url(_ text: [UInt8]) -> [Spot] {
    guard let scheme = ByteSearch("://".utf8).first(in: text) else { return [] }
    var spots: [Spot] = []
    let authority = text[(scheme + 3)...].prefix { !"/?#".utf8.contains($0) }
    if let end = authority.lastIndex(of: UInt8(ascii: "@")) {
      let userinfo = authority[..<end]
      let colon = userinfo.firstIndex(of: UInt8(ascii: ":"))
      // A user without a password is a token, as forges of code have it.
      spots.append(
        Spot(
          range: (colon.map { $0 + 1 } ?? userinfo.startIndex)..<end,
          name: colon == nil ? "user" : "password",
          place: colon == nil ? "the URL's user" : "the URL's password"))
    }
    let rest = text[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      spots += form(text, in: mark + 1..<rest.endIndex, "the query's")
    }
    return spots
  }

  private static func form(_ text: [UInt8], in range: Range<Int>, _ place: String) -> [Spot] {
    text[range].split(separator: UInt8(ascii: "&")).compactMap { pair in
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      let typed = String(decoding: pair[..<equals], as: UTF8.self)
      let name = Percent.decoded(typed) ?? typed
      guard Telling.isCredential(name) else { return nil }
      return Spot(range: equals + 1..<pair.endIndex, name: name, place: "\(place) \(name)")
    }
  }

  private static func message(_ text: [UInt8]) -> [Spot] {
    // Socket.IO and its like have digits before their JSON.
    let start = text.prefix(16).firstIndex { "{[".utf8.contains($0) }
    if let start, text[..<start].allSatisfy({ 0x30...0x39 ~= $0 || 9...32 ~= $0 }) {
      return members(text, from: start)
    }
    guard text.contains(UInt8(ascii: "=")), !text.contains(where: { $0 <= 32 }) else { return [] }
    return form(text, in: text.indices, "the parameter")
  }

  /// The strings and numbers of JSON that are members of a telling name. Where it breaks off, so do they.
  private static func members(_ text: [UInt8], from start: Int) -> [Spot] {
    var spots: [Spot] = []
    var tokens = Tokens(start == 0 ? text : Array(text[start...]))
    var key: String?
    while let token = try? tokens.next() {
      let range = token.range.lowerBound + start..<token.range.upperBound + start
      switch token.kind {
      case .key:
        let name = String(decoding: text[range].dropFirst().dropLast(), as: UTF8.self)
        key = Telling.isCredential(name) ? name : nil
      case .colon: break
      case .string, .number:
        let inside = token.kind == .string ? range.dropFirst().dropLast() : range
        if let key { spots.append(Spot(range: inside, name: key, place: "\(key) in JSON")) }
        key = nil
      default: key = nil
      }
    }
    return spots
  }
}
