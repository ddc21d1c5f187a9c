import Client

/// The value of `--proto` and `--proto-redir`: `-all,https,+wss`.
struct SchemeList {
  /// Of those that we speak, the ones that are left.
  private(set) var schemes = Protocols.all
  /// Names that not even curl knows.
  private(set) var unknown: [String] = []

  init(_ text: String, _ option: OptionName) throws(UsageError) {
    for element in text.split(separator: ",") {
      let name = element.drop { "+-=".contains($0) }
      guard let first = name.first, first.isASCII, first.isLetter || first.isNumber else {
        throw UsageError(
          "--\(option.rawValue) takes schemes such as =https,wss or -http, not '\(element)'")
      }
      // Of several signs the last one counts.
      apply(element.dropLast(name.count).last ?? "+", name.lowercased())
    }
  }

  private mutating func apply(_ sign: Character, _ name: String) {
    let named = name == "all" ? Protocols.all : Protocols.all.filter { $0 == name }
    if named.isEmpty, !Self.curls.contains(name[...]) { unknown.append(name) }
    switch sign {
    case "-": schemes.removeAll(where: named.contains)
    case "=": schemes = named
    default: schemes += named.filter { !schemes.contains($0) }
    }
  }

  /// What curl speaks beside them. "This allows scripts to safely rely on being able to disable potentially dangerous
  /// protocols" (curl.1).
  private static let curls =
    """
    dict file ftp ftps gopher gophers imap imaps ldap ldaps mqtt pop3 pop3s rtmp rtmpe rtmps rtmpt rtmpte rtmpts \
    rtsp scp sftp smb smbs smtp smtps telnet tftp
    """.split(separator: " ")
}
