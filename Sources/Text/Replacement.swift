/// What takes the place of a match.
struct Replacement: Sendable {
  private enum Part: Sendable {
    case text(String)
    case group(Int)
    case name(String)
  }

  private struct TooLong: Error {}

  private let parts: [Part]

  /// As ``Matcher/replacing(in:with:)`` says.
  init(_ template: String) {
    var parts: [Part] = []
    var rest = template[...]
    while let dollar = rest.firstIndex(of: "$") {
      parts.append(.text(String(rest[..<dollar])))
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" {
        parts.append(.text("$"))
        rest = rest.dropFirst()
        continue
      }
      let isBraced = rest.first == "{"
      let name = rest.dropFirst(isBraced ? 1 : 0).prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
      }
      guard !name.isEmpty, !isBraced || rest[name.endIndex...].first == "}" else {
        parts.append(.text("$"))
        continue
      }
      parts.append(Int(name).map { .group($0) } ?? .name(String(name)))
      rest = rest[name.endIndex...].dropFirst(isBraced ? 1 : 0)
    }
    self.parts = parts + [.text(String(rest))]
  }

  /// The most bytes that may come of it.
  private static let limit = 64 << 20

  /// `text` with each match replaced; nil if that is too long.
  func applied(to text: String, _ expression: Regex<AnyRegexOutput>) -> String? {
    var room = Self.limit - text.utf8.count
    return try? text.replacing(expression) { match throws(TooLong) in
      let made = parts.map { part in
        switch part {
        case .text(let text): text[...]
        case .group(let number):
          number < match.output.count ? match.output[number].substring ?? "" : ""
        case .name(let name): match.output[name]?.substring ?? ""
        }
      }.joined()
      room -= made.utf8.count
      guard room >= 0 else { throw TooLong() }
      return made
    }
  }
}
