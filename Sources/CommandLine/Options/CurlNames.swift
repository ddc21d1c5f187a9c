/// The options of curl 7.88 that `upshift` does not have, so that an error can say so, and why.
/// Read on the way to an error only.
enum CurlNames {
  /// curl's name for `letter`, such as `--quote` for `Q`.
  static func long(for letter: Character) -> String? {
    all.first { $0.letter == letter }?.name
  }

  /// The names that `word` spells out or abbreviates; the exact one alone if there is one.
  static func matching(_ word: some StringProtocol) -> [String] {
    let names = all.lazy.map(\.name).filter { $0.hasPrefix(word) }
    return names.contains { $0 == word } ? [String(word)] : Array(names)
  }

  /// Why there is none here, of one of these names: `for FTP, which upshift does not speak`.
  static func reason(for name: String) -> String {
    let what = all.first { $0.name == name }?.what ?? ""
    return what.hasPrefix("(")
      ? String(what.dropFirst().dropLast()) : "for \(what), which upshift does not speak"
  }

  private static let all: [(name: String, letter: Character?, what: String)] =
    list.utf8.split(separator: UInt8(ascii: "\n")).flatMap { line in
      let halves = String(Substring(line)).split(separator: ": ")
      return halves[1].split(separator: " ").map { word in
        let parts = word.split(separator: "/")
        return (String(parts[0]), parts.dropFirst().first?.first, String(halves[0]))
      }
    }

  /// A negated option stands without its `no-`, as in curl's own table. A short letter follows.
  private static let list = """
    FTP: disable-eprt disable-epsv eprt epsv ftp-account ftp-alternative-to-user ftp-create-dirs
    FTP: ftp-method ftp-pasv ftp-port/P ftp-pret ftp-skip-pasv-ip ftp-ssl ftp-ssl-ccc
    FTP: ftp-ssl-ccc-mode ftp-ssl-control ftp-ssl-reqd krb krb4 list-only/l
    FTP and SFTP: quote/Q
    FTP and mail: ssl ssl-reqd
    SSH: compressed-ssh hostpubmd5 hostpubsha256 pubkey
    mail: login-options mail-auth mail-from mail-rcpt mail-rcpt-allowfails sasl-authzid sasl-ir
    TELNET: telnet-option/t
    TFTP: tftp-blksize tftp-no-options
    (and ignores it): metalink
    (in builds for its own tests): test-event
    """
}
