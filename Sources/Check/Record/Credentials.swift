import JSON
import Text
import WebSocket

/// A piece of a text that is to be written.
enum Piece: Hashable {
  /// As it is.
  case text(ArraySlice<UInt8>)
  /// `{{name}}`.
  case variable(String)
  /// A credential that no variable can stand for: nobody knows how the server spells it.
  case hidden
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

  /// What is looked for everywhere: a credential, or what it stands for without its encoding.
  private struct Wanted {
    let text: [UInt8]
    let name: String
    let place: String
  }

  private var variables: [[UInt8]: Variable] = [:]
  private var numbers: [String: Int] = [:]
  private var names: Set<String> = []
  private var isUsed: Set<String> = []
  private var wanted: [Wanted] = []
  private var isWanted: Set<[UInt8]> = []
  /// For all that is wanted; nil while they are learned.
  private var look: SecretSearch?

  /// A shorter one is hidden where it stands as one, not wherever its letters come together.
  private static let shortest = 4
  /// So many are looked for everywhere, lest somebody who logs in all day makes it a long one.
  private static let most = 256

  /// All are known. What is used is counted from here.
  mutating func finishLearning() {
    (used, isUsed) = ([], [])
    look = SecretSearch(wanted.map(\.text))
  }

  /// A text with variables for its credentials.
  ///
  /// - Parameter isOurs: it was sent, so that what is secret in it is so everywhere.
  mutating func pieces(
    _ text: [UInt8], as layout: Layout = .plain, isOurs: Bool = true
  ) -> [Piece] {
    var pieces: [Piece] = []
    var done = 0
    for spot in layout.spots(in: text) where !spot.range.isEmpty {
      search(text[done..<spot.range.lowerBound], isOurs: isOurs, into: &pieces)
      let secret = Array(text[spot.range])
      if isOurs { want(secret, spot) }
      pieces.append(use(secret, spot.name, spot.place))
      done = spot.range.upperBound
    }
    search(text[done...], isOurs: isOurs, into: &pieces)
    return pieces
  }

  /// The same of text.
  mutating func pieces(
    _ text: String, as layout: Layout = .plain, isOurs: Bool = true
  ) -> [Piece] {
    pieces(Array(text.utf8), as: layout, isOurs: isOurs)
  }

  /// A comment, in which a credential is not worth a variable.
  func comment(_ text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var done = 0
    for place in places(in: bytes) {
      pieces += [.text(bytes[done..<place.range.lowerBound]), .hidden]
      done = place.range.upperBound
    }
    return pieces + [.text(bytes[done...])]
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
    want(secret, spot.name, spot.place)
    let text = String(decoding: secret, as: UTF8.self)
    let variable = variable(for: secret, spot.name, spot.place).name
    let blanks = text.replacing("+", with: " ")
    for (suffix, plain, words) in [
      ("plain", Percent.decoded(text), "without percent-encoding"),
      ("plain", Percent.decoded(blanks), "without a form's encoding"),
      ("text", (try? Tree(Array("\"\(text)\"".utf8)))?.string, "without JSON's escapes"),
    ] {
      guard let plain else { continue }
      want(Array(plain.utf8), "\(variable)_\(suffix)", "\(variable) \(words)")
    }
  }

  private mutating func want(_ text: [UInt8], _ name: String, _ place: String) {
    guard look == nil, text.count >= Self.shortest, wanted.count < Self.most,
      isWanted.insert(text).inserted
    else { return }
    wanted.append(Wanted(text: text, name: name, place: place))
  }

  private func places(in text: [UInt8]) -> [SecretSearch.Place] {
    guard let look else { return [] }
    return look.places(in: text) ?? [.init(range: text.indices)]
  }

  private mutating func search(_ text: ArraySlice<UInt8>, isOurs: Bool, into pieces: inout [Piece])
  {
    let text = Array(text)
    var done = 0
    for place in places(in: text) {
      if done < place.range.lowerBound { pieces.append(.text(text[done..<place.range.lowerBound])) }
      pieces.append(piece(for: Array(text[place.range]), place.secret, isOurs: isOurs))
      done = place.range.upperBound
    }
    if done < text.count { pieces.append(.text(text[done...])) }
  }

  /// The variable for what was found, if its value can be told.
  private mutating func piece(for found: [UInt8], _ index: Int?, isOurs: Bool) -> Piece {
    if let variable = variables[found] { return use(found, variable.name, variable.place) }
    if isWanted.contains(found), let known = wanted.first(where: { $0.text == found }) {
      return use(found, known.name, known.place)
    }
    let known = index.map { wanted[$0] }
    if let known, let form = Disguise.forms(of: known.text).first(where: { $0.text == found }) {
      return use(found, "\(known.name)_\(form.name)", "\(known.name) \(form.words)")
    }
    guard isOurs else { return .hidden }
    let name = known?.name ?? "secret"
    return use(found, "\(name)_sent", "\(name) as it was sent")
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
