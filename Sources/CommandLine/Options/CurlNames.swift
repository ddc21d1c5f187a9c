/// The options of curl 7.88 that `upshift` does not have, so that an error can say so.
/// Read on the way to an error only.
enum CurlNames {
  /// curl's name for `letter`, such as `--parallel` for `Z`.
  static func long(for letter: Character) -> String? {
    all.first { $0.letter == letter }?.name
  }

  /// The names that `word` spells out or abbreviates; the exact one alone if there is one.
  static func matching(_ word: some StringProtocol) -> [String] {
    let names = all.lazy.map(\.name).filter { $0.hasPrefix(word) }
    return names.contains { $0 == word } ? [String(word)] : Array(names)
  }

  private static let all: [(name: String, letter: Character?)] =
    list.utf8.split(separator: UInt8(ascii: "\n")).map { line in
      let name = line.prefix { $0 != UInt8(ascii: " ") }
      return (String(Substring(name)), Substring(line.dropFirst(name.count + 1)).first)
    }

  /// A negated option stands without its `no-`, as in curl's own table. A short letter follows.
  private static let list = """
    append a
    compressed-ssh
    crlf
    disable-eprt
    disable-epsv
    eprt
    epsv
    etag-compare
    etag-save
    form F
    form-escape
    form-string
    ftp-account
    ftp-alternative-to-user
    ftp-create-dirs
    ftp-method
    ftp-pasv
    ftp-port P
    ftp-pret
    ftp-skip-pasv-ip
    ftp-ssl
    ftp-ssl-ccc
    ftp-ssl-ccc-mode
    ftp-ssl-control
    ftp-ssl-reqd
    hostpubmd5
    hostpubsha256
    ignore-content-length
    junk-session-cookies j
    krb
    krb4
    limit-rate
    list-only l
    login-options
    mail-auth
    mail-from
    mail-rcpt
    mail-rcpt-allowfails
    manual M
    max-filesize
    metalink
    path-as-is
    post301
    post302
    post303
    pubkey
    quote Q
    range r
    raw
    request-target
    sasl-authzid
    sasl-ir
    speed-limit Y
    speed-time y
    ssl
    ssl-reqd
    telnet-option t
    test-event
    tftp-blksize
    tftp-no-options
    time-cond z
    tr-encoding
    upload-file T
    url-query
    use-ascii B
    """
}
