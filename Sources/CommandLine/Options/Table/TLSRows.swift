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
      .cert, short: "E", argument: "file[:password]", .tls, values: .file,
      help: "Show this client certificate",
      manual: """
        The client certificate, in PEM format, and the password of its key if it has one. A colon
        in the file's name is written `\\:`.
        """),
    Option(
      .key, argument: "file", .tls, values: .file,
      help: "The private key of --cert",
      manual: """
        The private key of `--cert`, in PEM format, where it is not in the same file.
        """),
    Option(
      .pass, argument: "phrase", .tls,
      help: "The pass phrase of --key",
      manual: """
        The pass phrase of the private key.
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
  ]
}
