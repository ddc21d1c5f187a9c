extension OptionTable {
  /// Proxies.
  static let proxies: [Option] = [
    Option(
      .proxy, short: "x", argument: "[scheme://]host[:port]", .proxy, isImportant: true,
      values: .url,
      help: "Go through this proxy",
      manual: """
        Goes through this proxy. The scheme is `http` (the default), `https`, `socks4`, `socks4a`,
        `socks5` or `socks5h`; the port is 1080 unless told otherwise. An empty value uses no
        proxy, whatever the environment says. A WebSocket goes through CONNECT.

        A proxy that forwards may drop the `Upgrade` field of a 426: such a 426 without one is asked once more through
        CONNECT. A proxy that answers CONNECT with a 426 for TLS is asked again over TLS.
        """),
    Option(
      .proxyUser, short: "U", argument: "user:password", .proxy,
      help: "Log in to the proxy",
      manual: """
        The user name and password for the proxy.
        """),
    Option(
      .proxytunnel, short: "p", .proxy, isNegatable: true,
      help: "Ask the proxy for a tunnel, for http too",
      manual: """
        Goes through a tunnel of the proxy's (CONNECT) for an `http://` URL too; `https://`, `ws://` and `wss://` do
        anyway.
        """),
    Option(
      .noproxy, argument: "hosts", .proxy,
      help: "Go to these hosts without a proxy",
      manual: """
        Hosts, separated by commas, to which no proxy is used. A domain holds for the hosts
        below it, and `*` alone for all. It takes the place of `no_proxy`.
        """),
    Option(
      .proxy10, argument: "host[:port]", .proxy, values: .url,
      help: "Go through this proxy of HTTP/1.0",
      manual: """
        Like `--proxy`, but CONNECT is said in HTTP/1.0.
        """),
    Option(
      .preproxy, argument: "[scheme://]host[:port]", .proxy, values: .url,
      help: "Go to the proxy through SOCKS",
      manual: """
        Goes through this SOCKS proxy to the one of `--proxy`. Its scheme is `socks4` (the
        default), `socks4a`, `socks5` or `socks5h`; the port is 1080 unless told otherwise.
        """),
    Option(
      .socks4, argument: "host[:port]", .proxy,
      help: "Go through this SOCKS4 proxy",
      manual: """
        Goes through a SOCKS4 proxy; names are looked up here. The value is `host[:port]`, of port
        1080 unless told otherwise; `user:password@` before it logs in. It is the same as `--proxy
        socks4://HOST`, and the last of these options counts.
        """),
    Option(
      .socks4a, argument: "host[:port]", .proxy,
      help: "Go through this SOCKS4a proxy",
      manual: """
        Goes through a SOCKS4a proxy, which looks names up. The value is `host[:port]`, of port
        1080 unless told otherwise; `user:password@` before it logs in. It is the same as `--proxy
        socks4a://HOST`, and the last of these options counts.
        """),
    Option(
      .socks5, argument: "host[:port]", .proxy,
      help: "Go through this SOCKS5 proxy",
      manual: """
        Goes through a SOCKS5 proxy; names are looked up here. The value is `host[:port]`, of port
        1080 unless told otherwise; `user:password@` before it logs in. It is the same as `--proxy
        socks5://HOST`, and the last of these options counts.
        """),
    Option(
      .socks5Hostname, argument: "host[:port]", .proxy,
      help: "Go through this SOCKS5 proxy, names too",
      manual: """
        Goes through a SOCKS5 proxy, which looks names up. The value is `host[:port]`, of port
        1080 unless told otherwise; `user:password@` before it logs in. It is the same as `--proxy
        socks5h://HOST`, and the last of these options counts.
        """),
    Option(
      .socks5Basic, .proxy, isNegatable: true,
      help: "Log in to SOCKS5 with name and password",
      manual: """
        Logs in to a SOCKS5 proxy with name and password (RFC 1929) only. Unless told, that and
        Kerberos are offered.
        """),
    Option(
      .socks5GSSAPI, .proxy, isNegatable: true,
      help: "Log in to SOCKS5 with Kerberos",
      manual: """
        Logs in to a SOCKS5 proxy with Kerberos (RFC 1961) only.
        """),
    Option(
      .socks5GSSAPINEC, .proxy, isNegatable: true,
      help: "Negotiate protection with SOCKS5 in the clear",
      manual: """
        Negotiates in the clear how what goes through a SOCKS5 proxy is protected, as the
        implementation of NEC does against RFC 1961.
        """),
    Option(
      .socks5GSSAPIService, argument: "name", .proxy,
      help: "The same as --proxy-service-name",
      manual: """
        The older name of `--proxy-service-name`.
        """),
    Option(
      .proxyBasic, .proxy, isNegatable: true,
      help: "Log in to the proxy with Basic (default)",
      manual: """
        Logs in to the proxy with Basic, which is the default.
        """),
    Option(
      .proxyDigest, .proxy, isNegatable: true,
      help: "Log in to the proxy with Digest",
      manual: """
        Logs in to the proxy with Digest.
        """),
    Option(
      .proxyNTLM, .proxy, isNegatable: true,
      help: "Log in to the proxy with NTLM",
      manual: """
        Logs in to the proxy with NTLM.
        """),
    Option(
      .proxyNegotiate, .proxy, isNegatable: true,
      help: "Log in to the proxy with Negotiate (Kerberos)",
      manual: """
        Logs in to the proxy with Negotiate (SPNEGO), by the Kerberos ticket of this session.
        """),
    Option(
      .proxyAnyauth, .proxy, isNegatable: true,
      help: "Log in to the proxy the safest way it offers",
      manual: """
        Asks the proxy without credentials first, and then logs in with the safest method that it
        offers. Of several of these options the safest counts.
        """),
    Option(
      .proxyServiceName, argument: "name", .proxy,
      help: "The name of the proxy to Kerberos",
      manual: """
        The service that the proxy is to Kerberos; `HTTP` unless told, and `rcmd` for a SOCKS5
        proxy.
        """),
    Option(
      .proxyHeader, argument: "field|@file", .proxy, isRepeatable: true, values: .atFile,
      help: "Send this field to the proxy only",
      manual: """
        Sends a field of your own to the proxy and not to the server, in the form of `--header`,
        `@file` included. Where a request is handed to the proxy as a whole, both kinds go.
        """),
    Option(
      .suppressConnectHeaders, .proxy, isNegatable: true,
      help: "Do not show the heads that answer CONNECT",
      manual: """
        Leaves the heads by which a proxy answers CONNECT out of `--include` and `--dump-header`.
        """),
    Option(
      .proxyInsecure, .proxy, isNegatable: true,
      help: "Do not verify the proxy's certificate",
      manual: """
        Like `--insecure`, for the certificate of an `https://` proxy.
        """),
    Option(
      .proxyCacert, argument: "file", .proxy, values: .file,
      help: "Trust these authorities for the proxy",
      manual: """
        Like `--cacert`, for the certificate of an `https://` proxy.
        """),
    Option(
      .proxyCapath, argument: "directory", .proxy, values: .directory,
      help: "Trust the authorities in this directory",
      manual: """
        Like `--capath`, for the certificate of an `https://` proxy. Without it the directory of
        `--capath` holds for the proxy too.
        """),
    Option(
      .proxyCrlfile, argument: "file", .proxy, values: .file,
      help: "Refuse the proxy certificates listed here",
      manual: """
        Like `--crlfile`, for the certificate of an `https://` proxy. Without it the file of
        `--crlfile` holds for the proxy too.
        """),
    Option(
      .proxyPinnedpubkey, argument: "hashes|file", .proxy, values: .file,
      help: "Accept only this public key of the proxy",
      manual: """
        Like `--pinnedpubkey`, for an `https://` proxy.
        """),
    Option(
      .proxyCert, argument: "file[:password]", .proxy, values: .file,
      help: "Show this client certificate to the proxy",
      manual: """
        Like `--cert`, for an `https://` proxy.
        """),
    Option(
      .proxyCertType, argument: "type", .proxy, values: .choices(["PEM", "DER", "ENG", "P12"]),
      help: "The format of --proxy-cert",
      manual: """
        Like `--cert-type`, for an `https://` proxy.
        """),
    Option(
      .proxyKey, argument: "file", .proxy, values: .file,
      help: "The private key of --proxy-cert",
      manual: """
        Like `--key`, for an `https://` proxy.
        """),
    Option(
      .proxyKeyType, argument: "type", .proxy, values: .choices(["PEM", "DER", "ENG"]),
      help: "The format of --proxy-key",
      manual: """
        Like `--key-type`, for an `https://` proxy.
        """),
    Option(
      .proxyPass, argument: "phrase", .proxy,
      help: "The pass phrase of --proxy-key",
      manual: """
        Like `--pass`, for an `https://` proxy.
        """),
    Option(
      .proxyTLSv1, .proxy,
      help: "Use TLS 1.0 or later with the proxy",
      manual: """
        Like `--tlsv1`, for an `https://` proxy.
        """),
    Option(
      .proxyCiphers, argument: "list", .proxy,
      help: "Offer the proxy these ciphers, up to TLS 1.2",
      manual: """
        Like `--ciphers`, for an `https://` proxy.
        """),
    Option(
      .proxyTLS13Ciphers, argument: "list", .proxy,
      help: "Offer the proxy these ciphers of TLS 1.3",
      manual: """
        Like `--tls13-ciphers`, for an `https://` proxy.
        """),
    Option(
      .proxyTLSUser, argument: "name", .proxy,
      help: "Log in to the TLS of the proxy with this name",
      manual: """
        Like `--tlsuser`, for an `https://` proxy.
        """),
    Option(
      .proxyTLSPassword, argument: "string", .proxy,
      help: "The password of --proxy-tlsuser",
      manual: """
        Like `--tlspassword`, for an `https://` proxy.
        """),
    Option(
      .proxyTLSAuthtype, argument: "type", .proxy, values: .choices(["SRP"]),
      help: "How to log in to the TLS of the proxy: SRP",
      manual: """
        Like `--tlsauthtype`, for an `https://` proxy.
        """),
    Option(
      .proxySSLAllowBeast, .proxy, isNegatable: true,
      help: "Do nothing against BEAST with the proxy",
      manual: """
        Like `--ssl-allow-beast`, for an `https://` proxy.
        """),
    Option(
      .proxySSLAutoClientCert, .proxy, isNegatable: true,
      help: "Let the system choose it (Windows)",
      manual: """
        Like `--ssl-auto-client-cert`, for an `https://` proxy.
        """),
  ]
}
