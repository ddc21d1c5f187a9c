extension OptionTable {
  /// User names, passwords and tokens.
  static let authentication: [Option] = [
    Option(
      .user, short: "u", argument: "user:password", .auth, isImportant: true,
      help: "Log in with this name and password",
      manual: """
        The user name and password for the server, with Basic unless another method is asked for.
        They hold for the WebSocket handshake as well, and are not sent to other hosts. What
        stands on a command line can be seen by other users of the machine, though only for a moment (see
        THREATS): `--netrc-file` and `--config` keep it in a file, and a name without a colon has the password asked
        for.
        """),
    Option(
      .basic, .auth, isNegatable: true,
      help: "Log in with Basic (default)",
      manual: """
        Logs in with Basic, which is the default. The password travels unencrypted unless there
        is TLS.
        """),
    Option(
      .digest, .auth, isNegatable: true,
      help: "Log in with Digest",
      manual: """
        Logs in with Digest. The first answer is then a 401, on a WebSocket handshake too.
        """),
    Option(
      .ntlm, .auth, isNegatable: true,
      help: "Log in with NTLM",
      manual: """
        Logs in with NTLM.
        """),
    Option(
      .negotiate, .auth, isNegatable: true,
      help: "Log in with Negotiate (Kerberos)",
      manual: """
        Logs in with Negotiate (SPNEGO), by the Kerberos ticket of this session. It takes effect
        together with `--user`, which may be `:`.
        """),
    Option(
      .ntlmWinbind, .auth, isNegatable: true,
      help: "Log in with NTLM by the winbind helper",
      manual: """
        Logs in with NTLM by Samba's `ntlm_auth`, with the login of this session.
        """),
    Option(
      .anyauth, .auth, isNegatable: true,
      help: "Log in with the safest method on offer",
      manual: """
        Asks without credentials first, and then logs in with the safest method that the server
        offers.
        """),
    Option(
      .oauth2Bearer, argument: "token", .auth, values: .atFile,
      help: "Log in with this bearer token, or @file",
      manual: """
        Sends `Authorization: Bearer <token>`. `@` and the name of a file stands for the token in it, which is then in
        nobody's list of processes; `@-` for standard input.
        """),
    Option(
      .awsSigv4, argument: "names", .auth,
      help: "Sign requests as AWS does",
      manual: """
        Signs each request with the name and key of `--user` as AWS and its likes want it, version 4.
        <names> is `provider1:provider2:region:service`, as in `aws:amz:eu-west-1:es`; region and
        service are taken from the host's name if they are left out. A handshake is signed too.
        """),
    Option(
      .delegation, argument: "level", .auth, values: .choices(["none", "policy", "always"]),
      help: "Let the server act for you (Kerberos)",
      manual: """
        Whether the server may act on your behalf with Kerberos: `none` (the default), `policy` if
        the rules of the realm say so, or `always`.
        """),
    Option(
      .serviceName, argument: "name", .auth,
      help: "The name of the server to Kerberos",
      manual: """
        The service that the server is to Kerberos; `HTTP` unless told.
        """),
    Option(
      .disallowUsernameInURL, .auth, isNegatable: true,
      help: "Refuse a URL with a user name",
      manual: """
        Refuses a URL that has a user name in it, one that a redirect leads to as well, with exit
        status 67.
        """),
    Option(
      .netrc, short: "n", .auth, isNegatable: true,
      help: "Take name and password from ~/.netrc",
      manual: """
        Takes the user name and password for the host from `~/.netrc`.
        """),
    Option(
      .netrcFile, argument: "file", .auth, values: .file,
      help: "Take name and password from this file",
      manual: """
        Like `--netrc`, with <file> in place of `~/.netrc`.
        """),
    Option(
      .netrcOptional, .auth, isNegatable: true,
      help: "Like --netrc, but the URL's own come first",
      manual: """
        Like `--netrc`, but a user name and password in the URL come first.
        """),
  ]
}
