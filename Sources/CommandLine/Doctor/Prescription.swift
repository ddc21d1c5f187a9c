import Check
import Explain
import Text

/// The command that is recommended, for a POSIX shell.
struct Prescription {
  /// What was typed.
  let typed: Arguments
  /// The URL, with what `--get` puts into it.
  let url: String
  /// `--show-secrets`.
  let showsSecrets: Bool

  /// What is nobody's business there, and what is in the URL already.
  private static let passedOver: Set<OptionName> = [
    .doctor, .explain, .verbose, .get, .data, .dataRaw, .dataBinary, .dataUrlencode,
  ]

  /// - Parameter subprotocol: what the server took of those that the variation offers.
  func command(for variation: Variation, subprotocol: String?) -> String {
    var words = ["upshift"]
    for item in typed.items {
      guard case .option(let name, let value, let isOn) = item, !Self.passedOver.contains(name),
        !variation.without.contains(name.rawValue)
      else { continue }
      words.append((isOn ? "--" : "--no-") + name.rawValue)
      if let value { words.append(shown(value, of: name)) }
    }
    var added = variation.words
    if let subprotocol, let first = added.firstIndex(of: "--subprotocol") {
      let last = added.lastIndex(of: "--subprotocol") ?? first
      added.replaceSubrange(first...last + 1, with: ["--subprotocol", subprotocol])
    }
    words += added
    words.append(shown(url: variation.url ?? url))
    return words.map(Self.quoted).joined(separator: " ")
  }

  /// Credentials are not repeated, unless they may be seen.
  private func shown(_ value: String, of name: OptionName) -> String {
    guard !showsSecrets else { return value }
    switch name {
    case .user, .proxyUser:
      return value.firstIndex(of: ":").map { value[...$0] + "***" } ?? value
    case .oauth2Bearer, .pass: return "***"
    case .cookie: return value.contains("=") ? "***" : value
    case .cert: return value.firstIndex(of: ":").map { value[...$0] + "***" } ?? value
    case .proxy:
      guard let at = value.lastIndex(of: "@") else { return value }
      let start = value.firstRange(of: "://")?.upperBound ?? value.startIndex
      return value[..<start] + "***" + value[at...]
    case .header:
      let name = value.prefix { $0 != ":" }
      return Telling.isCredential(String(name)) ? name + ": ***" : Secrets.hidden(value)
    default: return Secrets.hidden(value)
    }
  }

  private func shown(url: String) -> String {
    guard !showsSecrets else { return url }
    var url = url
    if !url.contains("://"), let at = url.prefix(while: { !"/?#".contains($0) }).lastIndex(of: "@")
    {
      url = "***" + url[at...]
    }
    url = Secrets.hidden(url: url)
    guard let mark = url.firstIndex(of: "?") else { return url }
    let pairs = url[url.index(after: mark)...].split(
      separator: "&", omittingEmptySubsequences: false
    )
    .map { pair in
      guard let equals = pair.firstIndex(of: "="), Telling.isCredential(String(pair[..<equals]))
      else { return String(pair) }
      return String(pair[...equals]) + "***"
    }
    return url[...mark] + pairs.joined(separator: "&")
  }

  /// For a POSIX shell, and safe to be shown.
  private static func quoted(_ word: String) -> String { ShellWord.quoted(Escape.text(word)) }
}
