extension OptionTable {
  /// Certificates and TLS versions.
  static let tls: [Option] = [
    Option(
      .insecure, short: "k", .tls, isImportant: true, isNegatable: true,
      help: "Do not check the server's certificate",
      manual: """
        Goes on although the certificate of the server is not valid. Anyone on the way can
        then read and change what is sent.
        """),
    Option(
      .cacert, argument: "file", .tls, values: .file,
      help: "Trust the authorities in this file",
      manual: """
        Trusts the certificate authorities in <file>, in PEM format, in place of the system's.
        """),
    Option(
      .capath, argument: "directory", .tls, values: .directory,
      help: "Trust the authorities in this directory",
      manual: """
        Trusts the certificate authorities in <directory>, in PEM format and named by `openssl
        rehash`.
        """),
    Option(
      .crlfile, argument: "file", .tls, values: .file,
      help: "Refuse the certificates listed in this file",
      manual: """
        Refuses certificates that the revocation lists in <file>, in PEM format, name. A list is
        then needed of every authority in the chain.
        """),
    Option(
      .pinnedpubkey, argument: "hashes|file", .tls, values: .file,
      help: "Accept only this public key",
      manual: """
        Refuses a server, with exit status 90, whose public key is another: <hashes> is `sha256//`
        and the hash of the key in base64, several with `;` between them, or the name of a file
        that holds the key in PEM or DER format. It is looked at with `--insecure` too.
        """),
    Option(
      .certStatus, .tls, isNegatable: true,
      help: "Ask for proof that the certificate is valid",
      manual: """
        Has the server prove with its certificate that it was not revoked (OCSP stapling), and
        refuses one that does not with exit status 91.
        """),
    Option(
      .cert, short: "E", argument: "file[:password]", .tls, values: .file,
      help: "Show this client certificate",
      manual: """
        The client certificate, in PEM format, and the password of its key if it has one. A colon
        in the file's name is written `\\:`.
        """),
    Option(
      .certType, argument: "type", .tls, values: .choices(["PEM", "DER", "ENG", "P12"]),
      help: "The format of --cert: PEM, DER, ENG, P12",
      manual: """
        The format of the file that `--cert` names: `PEM` (the default), `DER`, `P12`, or `ENG`
        for a name that the engine knows.
        """),
    Option(
      .key, argument: "file", .tls, values: .file,
      help: "The private key of --cert",
      manual: """
        The private key of `--cert`, in PEM format, where it is not in the same file.
        """),
    Option(
      .keyType, argument: "type", .tls, values: .choices(["PEM", "DER", "ENG"]),
      help: "The format of --key: PEM, DER, ENG",
      manual: """
        The format of the file that `--key` names: `PEM` (the default), `DER`, or `ENG` for a name
        that the engine knows.
        """),
    Option(
      .pass, argument: "phrase", .tls,
      help: "The pass phrase of --key",
      manual: """
        The pass phrase of the private key.
        """),
    Option(
      .engine, argument: "name", .tls,
      help: "Have this OpenSSL engine hold the key",
      manual: """
        Uses this engine of OpenSSL for what is done with a private key. `--engine list` shows
        those that there are, and nothing else is done.
        """),
    Option(
      .tlsv1, short: "1", .tls,
      help: "Use TLS 1.0 or later",
      manual: """
        Uses any version of TLS 1. What OpenSSL does not have, or its configuration forbids, stays
        away.
        """),
    Option(
      .tlsv10, .tls,
      help: "Use TLS 1.0 or later",
      manual: """
        Uses TLS 1.0 or a later version.
        """),
    Option(
      .tlsv11, .tls,
      help: "Use TLS 1.1 or later",
      manual: """
        Uses TLS 1.1 or a later version.
        """),
    Option(
      .tlsv12, .tls,
      help: "Use TLS 1.2 or later",
      manual: """
        Uses TLS 1.2 or a later version.
        """),
    Option(
      .tlsv13, .tls,
      help: "Use TLS 1.3 or later",
      manual: """
        Uses TLS 1.3 or a later version.
        """),
    Option(
      .tlsMax, argument: "version", .tls,
      values: .choices(["default", "1.0", "1.1", "1.2", "1.3"]),
      help: "Use no later version of TLS than this",
      manual: """
        The latest version to use: `1.0`, `1.1`, `1.2`, `1.3`, or `default` for the latest that
        there is. The earliest is that of `--tlsv1.2` and its like.
        """),
    Option(
      .ciphers, argument: "list", .tls,
      help: "Offer these ciphers, up to TLS 1.2",
      manual: """
        Offers these cipher suites for versions up to TLS 1.2, in the words of `openssl ciphers`.
        """),
    Option(
      .tls13Ciphers, argument: "list", .tls,
      help: "Offer these ciphers of TLS 1.3",
      manual: """
        Offers these cipher suites for TLS 1.3, with colons between them.
        """),
    Option(
      .curves, argument: "list", .tls,
      help: "Offer these groups for the key exchange",
      manual: """
        Offers these elliptic curves and other groups for the key exchange, with colons between
        them: `X25519:P-256`.
        """),
    Option(
      .noALPN, .tls, isNegatable: true,
      help: "Do not negotiate the version of HTTP",
      manual: """
        Leaves the field out of the TLS handshake by which server and client choose HTTP/2 (ALPN);
        HTTP/1.1 is spoken then. A WebSocket over HTTP/2 is not tried.
        """),
    Option(
      .noSessionid, .tls, isNegatable: true,
      help: "Resume no TLS session",
      manual: """
        Begins each connection with a full TLS handshake, and resumes none of the sessions before.
        """),
    Option(
      .falseStart, .tls, isNegatable: true,
      help: "Send data before the handshake is over",
      manual: """
        Sends data before the TLS handshake is over. OpenSSL cannot do that; the option then
        changes nothing.
        """),
    Option(
      .tlsuser, argument: "name", .tls,
      help: "Log in to TLS with this name (SRP)",
      manual: """
        The user name for a login that is part of the TLS handshake (TLS-SRP). It takes
        `--tlspassword` too, and TLS 1.2.
        """),
    Option(
      .tlspassword, argument: "string", .tls,
      help: "Log in to TLS with this password (SRP)",
      manual: """
        The password that goes with `--tlsuser`.
        """),
    Option(
      .tlsauthtype, argument: "type", .tls, values: .choices(["SRP"]),
      help: "How to log in to TLS: SRP",
      manual: """
        The kind of login that `--tlsuser` is for. There is one, `SRP`.
        """),
    Option(
      .sslAllowBeast, .tls, isNegatable: true,
      help: "Do nothing against BEAST, for old servers",
      manual: """
        Leaves out what protects TLS 1.0 from the BEAST attack, which some old servers do not
        understand.
        """),
    Option(
      .sslNoRevoke, .tls, isNegatable: true,
      help: "Ask nobody about revocation (Windows)",
      manual: """
        Accepted as curl does: it matters to the TLS of Windows alone, which asks whether
        certificates were revoked.
        """),
    Option(
      .sslRevokeBestEffort, .tls, isNegatable: true,
      help: "Forgive missing revocation (Windows)",
      manual: """
        Accepted as curl does: it matters to the TLS of Windows alone.
        """),
    Option(
      .sslAutoClientCert, .tls, isNegatable: true,
      help: "Let the system choose --cert (Windows)",
      manual: """
        Accepted as curl does: it matters to the TLS of Windows alone.
        """),
    Option(
      .sslv2, short: "2", .tls,
      help: "Ignored: nobody speaks SSL 2 any more",
      manual: """
        Changes nothing, and says so: SSL 2 is not spoken any more (RFC 6176).
        """),
    Option(
      .sslv3, short: "3", .tls,
      help: "Ignored: nobody speaks SSL 3 any more",
      manual: """
        Changes nothing, and says so: SSL 3 is not spoken any more (RFC 7568).
        """),
    Option(
      .noNPN, .tls, isNegatable: true,
      help: "Ignored: NPN came before ALPN",
      manual: """
        Changes nothing, and says so: what came before ALPN is not spoken any more.
        """),
    Option(
      .egdFile, argument: "file", .tls, values: .file,
      help: "Ignored: OpenSSL finds random numbers itself",
      manual: """
        Changes nothing: OpenSSL finds its random numbers itself.
        """),
    Option(
      .randomFile, argument: "file", .tls, values: .file,
      help: "Ignored: OpenSSL finds random numbers itself",
      manual: """
        Changes nothing: OpenSSL finds its random numbers itself.
        """),
  ]
}
