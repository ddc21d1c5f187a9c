import Text

/// A part of a word of the command line that other users are not to find in a list of processes.
struct Secret: Sendable, Equatable {
  /// The number of the word.
  let word: Int
  /// In its UTF-8.
  let bytes: Range<Int>

  /// What is secret in the value of `item`, which stands at the end of a word.
  init?(of item: Arguments.Item, endOf words: [String], _ word: Int) {
    let (value, secret): (String, Substring)
    switch item {
    case .url(let url): (value, secret) = (url, Secrets.userinfo(of: url) ?? "")
    case .option(let name, let text?, _): (value, secret) = (text, Self.part(of: text, name))
    case .option: return nil
    }
    guard !secret.isEmpty else { return nil }
    let start = words[word].utf8.count - value.utf8.count
    let before = value[..<secret.startIndex].utf8.count
    self.word = word
    bytes = start + before..<start + before + secret.utf8.count
  }

  private static func part(of value: String, _ name: OptionName) -> Substring {
    switch name {
    case .user, .proxyUser, .cert, .proxyCert: return value.after(":")
    case .secret: return value.after("=")
    case .pass, .proxyPass, .tlspassword, .proxyTLSPassword: return value[...]
    case .oauth2Bearer: return value.hasPrefix("@") ? "" : value[...]
    case .cookie: return value.contains("=") && !value.hasPrefix("@") ? value[...] : ""
    case .header, .proxyHeader:
      let field = value.after(":")
      return Secrets.hidden(field, of: value.prefix { $0 != ":" }) == nil ? "" : field
    case .proxy, .proxy10, .preproxy, .socks4, .socks4a, .socks5, .socks5Hostname:
      return Secrets.userinfo(of: value) ?? ""
    default: return ""
    }
  }
}

extension String {
  fileprivate func after(_ mark: Character) -> Substring {
    firstIndex(of: mark).map { self[index(after: $0)...] } ?? ""
  }
}
