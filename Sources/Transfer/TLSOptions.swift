/// How TLS is spoken with a server, or with a proxy.
public struct TLSOptions: Sendable {
  /// A version of TLS (`--tlsv1.2`, `--tls-max 1.2`).
  public enum Version: String, Sendable, CaseIterable {
    /// Any TLS 1.
    case tls1 = "1"
    /// TLS 1.0.
    case tls10 = "1.0"
    /// TLS 1.1.
    case tls11 = "1.1"
    /// TLS 1.2.
    case tls12 = "1.2"
    /// TLS 1.3.
    case tls13 = "1.3"
  }

  /// What is left undone, or done, for the sake of some peers; the bits are libcurl's `CURLSSLOPT_`.
  public struct Workarounds: OptionSet, Sendable {
    /// The bits.
    public let rawValue: Int

    /// A set of these bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Nothing is done against the BEAST attack on TLS 1.0 (`--ssl-allow-beast`).
    public static let allowsBEAST = Self(rawValue: 1)
    /// Nobody is asked whether a certificate was revoked (`--ssl-no-revoke`); Windows only.
    public static let asksNoRevocation = Self(rawValue: 2)
    /// It is no error if nobody knows (`--ssl-revoke-best-effort`); Windows only.
    public static let triesRevocation = Self(rawValue: 8)
    /// The system chooses our certificate (`--ssl-auto-client-cert`); Windows only.
    public static let findsCertificate = Self(rawValue: 32)
  }

  /// The peer's certificate is checked; `--insecure` says no.
  public var verifies = true
  /// Certificates to trust, a PEM file (`--cacert`).
  public var authoritiesFile: String?
  /// Certificates to trust, a folder (`--capath`).
  public var authoritiesFolder: String?
  /// Certificates that have been revoked, a PEM file (`--crlfile`).
  public var revokedFile: String?
  /// Our own certificate, a file (`--cert`).
  public var certificate: String?
  /// The form of that file: `PEM`, `DER`, `P12` or `ENG` (`--cert-type`).
  public var certificateType: String?
  /// The certificate's private key, a file (`--key`).
  public var key: String?
  /// The form of that file: `PEM`, `DER` or `ENG` (`--key-type`).
  public var keyType: String?
  /// The private key's pass phrase (`--pass`).
  public var passphrase: String?
  /// The lowest version.
  public var minimum: Version?
  /// The highest version (`--tls-max`).
  public var maximum: Version?
  /// What the peer's public key has to be (`--pinnedpubkey`).
  public var pinnedKey: String?
  /// The cipher suites of TLS 1.2 and before, in OpenSSL's words (`--ciphers`).
  public var ciphers: String?
  /// The cipher suites of TLS 1.3 (`--tls13-ciphers`).
  public var ciphers13: String?
  /// What some peers need.
  public var workarounds: Workarounds = []
  /// The user name of TLS-SRP (RFC 5054, `--tlsuser`).
  public var user: String?
  /// Its password (`--tlspassword`).
  public var password: String?
  /// `SRP`, the one kind of login that there is (`--tlsauthtype`).
  public var loginType: String?

  // With a server only.

  /// The groups of a key exchange, in OpenSSL's words (`--curves`).
  public var curves: String?
  /// The server has to prove that its certificate was not revoked (RFC 6066 §8, `--cert-status`).
  public var checksStatus = false
  /// Data goes before the handshake is over (RFC 7918, `--false-start`), where the library can.
  public var startsEarly = false
  /// The version of HTTP is negotiated (RFC 7301); `--no-alpn` says no.
  public var negotiates = true
  /// A session goes on from an earlier one; `--no-sessionid` says no.
  public var resumes = true
  /// The OpenSSL engine that holds the key (`--engine`).
  public var engine: String?

  /// libcurl's defaults.
  public init() {}

  /// `FILE[:PASSWORD]` as curl reads it: a backslash takes a colon's meaning away (`--cert`).
  public mutating func setCertificate(_ text: String) {
    var file = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "\\", let next = rest.first, next == ":" || next == "\\" {
        file.append(next)
        rest.removeFirst()
      } else if character == ":", !text.hasPrefix("pkcs11:") {
        passphrase = String(rest)
        break
      } else {
        file.append(character)
      }
    }
    certificate = file
  }
}
