import JSON
import Text
import WebSocket

/// A piece of a text that is to be written.
enum Piece: Hashable {
  /// As it is.
  case text(ArraySlice<UInt8>)
  /// `{{name}}`.
  case variable(String)
}

/// The credentials of a session, and the variables that stand for them.
///
/// What is sent is looked through for them everywhere; what stands in a place for credentials is one in any
/// case. So a text has to be looked at twice: once all of them are known, `pieces` hides them all.
struct Credentials {
  /// A variable of the file.
  struct Variable: Hashable {
    let name: String
    /// What it holds, in words.
    let place: String
  }

  /// Those that were needed since `forget`, in their order.
  private(set) var used: [Variable] = []

  private struct Wanted {
    let text: [UInt8]
    let name: String
    let place: String
  }

  private var variables: [[UInt8]: Variable] = [:]
  private var numbers: [String: Int] = [:]
  private var names: Set<String> = []
  private var isUsed: Set<String> = []
  /// What is looked for everywhere, by its first byte, the longest first.
  private var wanted: [[Wanted]] = Array(repeating: [], count: 256)
  private var isWanted: Set<[UInt8]> = []

  /// A shorter one is hidden where it stands as one, not wherever its letters come together.
  private static let shortest = 4
  /// So many are looked for everywhere, lest somebody who logs in all day makes it a long one.
  private static let most = 256

  /// What is used is counted from here.
  mutating func forget() { (used, isUsed) = ([], []) }

  /// A text with variables for its credentials.
  ///
  /// - Parameter isOurs: it was sent, so that what is secret in it is so everywhere.
  mutating func pieces(
    _ text: [UInt8], as layout: Layout = .plain, isOurs: Bool = true
  ) -> [Piece] {
    var pieces: [Piece] = []
    var done = 0
    for spot in layout.spots(in: text) where !spot.range.isEmpty {
      search(text[done..<spot.range.lowerBound], into: &pieces)
      let secret = Array(text[spot.range])
      if isOurs { want(secret, spot) }
      pieces.append(use(secret, spot.name, spot.place))
      done = spot.range.upperBound
    }
    search(text[done...], into: &pieces)
    return pieces
  }

  /// The same of text.
  mutating func pieces(_ text: String, as layout: Layout = .plain) -> [Piece] {
    pieces(Array(text.utf8), as: layout)
  }

  /// `user:password`, which goes out in Base64 (RFC 7617 §2).
  mutating func learn(login: String) {
    let bytes = Array(login.utf8)
    for spot in Layout.login.spots(in: bytes) where !spot.range.isEmpty {
      want(Array(bytes[spot.range]), spot)
      want(Array(Base64.encode(bytes).utf8), "authorization", "user and password in Base64")
    }
  }

  // MARK: What is looked for

  private mutating func want(_ secret: [UInt8], _ spot: Layout.Spot) {
    let text = String(decoding: secret, as: UTF8.self)
    want(secret, spot.name, spot.place)
    let variable = variable(for: secret, spot.name, spot.place).name
    for (suffix, form, words) in [
      ("url", Percent.encoded(text).replacing("/", with: "%2F"), "percent-encoded"),
      ("plain", Percent.decoded(text) ?? text, "without percent-encoding"),
      ("base64", Base64.encode(secret), "in Base64"),
    ] {
      want(Array(form.utf8), "\(variable)_\(suffix)", "\(variable) \(words)")
    }
    var json: [UInt8] = []
    Escape.json(secret.span, to: &json)
    want(json, "\(variable)_json", "\(variable) as JSON has it")
    if secret.contains(UInt8(ascii: "\\")), let tree = try? Tree(Array("\"\(text)\"".utf8)) {
      want(
        Array((tree.string ?? "").utf8), "\(variable)_text", "\(variable) without JSON's escapes")
    }
  }

  private mutating func want(_ text: [UInt8], _ name: String, _ place: String) {
    guard text.count >= Self.shortest, let first = text.first, isWanted.count < Self.most,
      isWanted.insert(text).inserted
    else { return }
    let entry = Wanted(text: text, name: name, place: place)
    let index = wanted[Int(first)].firstIndex { $0.text.count < text.count }
    wanted[Int(first)].insert(entry, at: index ?? wanted[Int(first)].count)
  }

  private mutating func search(_ text: ArraySlice<UInt8>, into pieces: inout [Piece]) {
    var done = text.startIndex
    var index = done
    while index < text.endIndex, !isWanted.isEmpty {
      let found = wanted[Int(text[index])].first { text[index...].starts(with: $0.text) }
      guard let found else {
        index += 1
        continue
      }
      if done < index { pieces.append(.text(text[done..<index])) }
      pieces.append(use(found.text, found.name, found.place))
      index += found.text.count
      done = index
    }
    if done < text.endIndex { pieces.append(.text(text[done...])) }
  }

  // MARK: Variables

  private mutating func use(_ secret: [UInt8], _ name: String, _ place: String) -> Piece {
    let variable = variable(for: secret, name, place)
    if isUsed.insert(variable.name).inserted { used.append(variable) }
    return .variable(variable.name)
  }

  private mutating func variable(
    for secret: [UInt8], _ name: String, _ place: String
  ) -> Variable {
    if let variable = variables[secret] { return variable }
    let variable = Variable(name: unique(name), place: place)
    variables[secret] = variable
    return variable
  }

  /// `X-Api-Key` as `x_api_key`, which an environment's variable may be called too.
  private mutating func unique(_ name: String) -> String {
    var clean = ""
    for scalar in name.unicodeScalars.prefix(40) {
      let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
      clean += isWord ? String(scalar).lowercased() : "_"
    }
    if !clean.contains(where: { $0 != "_" }) { clean = "secret" }
    var number = numbers[clean] ?? 0
    var unique: String
    repeat {
      number += 1
      unique = number == 1 ? clean : "\(clean)\(number)"
    } while !names.insert(unique).inserted
    numbers[clean] = number
    return unique
  }
}
