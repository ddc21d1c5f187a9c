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
    abstract-unix-socket
    alpn
    alt-svc
    aws-sigv4
    cert-status
    cert-type
    ciphers
    compressed-ssh
    crlfile
    curves
    delegation
    disable-eprt
    disable-epsv
    disallow-username-in-url
    dns-interface
    dns-ipv4-addr
    dns-ipv6-addr
    dns-servers
    doh-cert-status
    doh-insecure
    doh-url
    egd-file
    engine
    eprt
    epsv
    expect100-timeout
    false-start
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
    happy-eyeballs-timeout-ms
    haproxy-protocol
    hostpubmd5
    hostpubsha256
    hsts
    http0.9
    http3
    http3-only
    keepalive
    keepalive-time
    key-type
    krb
    krb4
    list-only l
    local-port
    login-options
    mail-auth
    mail-from
    mail-rcpt
    mail-rcpt-allowfails
    metalink
    npn
    ntlm-wb
    pinnedpubkey
    preproxy
    proto
    proto-default
    proto-redir
    proxy-anyauth
    proxy-basic
    proxy-capath
    proxy-cert
    proxy-cert-type
    proxy-ciphers
    proxy-crlfile
    proxy-digest
    proxy-header
    proxy-key
    proxy-key-type
    proxy-negotiate
    proxy-ntlm
    proxy-pass
    proxy-pinnedpubkey
    proxy-service-name
    proxy-ssl-allow-beast
    proxy-ssl-auto-client-cert
    proxy-tls13-ciphers
    proxy-tlsauthtype
    proxy-tlspassword
    proxy-tlsuser
    proxy-tlsv1
    proxy1.0
    pubkey
    quote Q
    random-file
    sasl-authzid
    sasl-ir
    service-name
    sessionid
    socks4
    socks4a
    socks5
    socks5-basic
    socks5-gssapi
    socks5-gssapi-nec
    socks5-gssapi-service
    socks5-hostname
    ssl
    ssl-allow-beast
    ssl-auto-client-cert
    ssl-no-revoke
    ssl-reqd
    ssl-revoke-best-effort
    sslv2 2
    sslv3 3
    suppress-connect-headers
    tcp-fastopen
    tcp-nodelay
    telnet-option t
    test-event
    tftp-blksize
    tftp-no-options
    tls-max
    tls13-ciphers
    tlsauthtype
    tlspassword
    tlsuser
    tlsv1 1
    tlsv1.0
    tlsv1.1
    """
}
