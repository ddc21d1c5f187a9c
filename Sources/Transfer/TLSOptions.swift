/// How TLS is spoken with a server, or with a proxy.
public struct TLSOptions: Sendable {
  /// A version of TLS (`--tlsv1.2`, `--tls-max 1.2`).
  public enum Version: String, Sendable, CaseIterable {
    /// TLS 1.0.
    case tls10 = "1.0"
    /// TLS 1.1.
    case tls11 = "1.1"
    /// TLS 1.2.
    case tls12 = "1.2"
    /// TLS 1.3.
    case tls13 = "1.3"
  }

  /// The peer's certificate is checked; `--insecure` says no.
  public var verifies = true
  /// Certificates to trust, a PEM file (`--cacert`).
  public var authoritiesFile: String?
  /// Certificates to trust, a folder (`--capath`).
  public var authoritiesFolder: String?
  /// Our own certificate, a file (`--cert`).
  public var certificate: String?
  /// The certificate's private key, a file (`--key`).
  public var key: String?
  /// The private key's pass phrase (`--pass`).
  public var passphrase: String?
  /// The lowest version.
  public var minimum: Version?
  /// What the peer's public key has to be (`--pinnedpubkey`).
  public var pinnedKey: String?

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
