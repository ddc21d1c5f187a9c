import Upgrade

/// The lines of `[Options]`.
public enum Settings {
  /// What a value must look like; `{{name}}` may stand for the first three.
  public enum Shape: Hashable, Sendable {
    /// `true` or `false`.
    case boolean
    /// An integer of at least that.
    case integer(from: Int)
    /// `500ms`, `2s`, `1m`, `1h`, or a number in this unit.
    case duration(unit: String)
    /// One of these words.
    case word([String])
    /// Anything.
    case string
    /// `FILE:PASSWORD`, where `\:` stays as it is, as curl wants it.
    case fileAndPassword
    /// `NAME=VALUE`.
    case definition
  }

  /// All of them: hurl's, then ours.
  public static let all: [Term<Shape>] = [
    Term("aws-sigv4", argument: "PROVIDER", .string, "sign the request as AWS wants it"),
    Term("cacert", argument: "FILE", .string, "certificates of authorities to trust"),
    Term("cert", argument: "FILE[:PASSWORD]", .fileAndPassword, "the client's certificate"),
    Term(
      "compressed", argument: "BOOLEAN", .boolean, "ask for a compressed answer, and decompress it"),
    Term(
      "connect-timeout", argument: "DURATION", .duration(unit: "s"),
      "give up connecting after this long"),
    Term(
      "connect-to", argument: "HOST:PORT:HOST2:PORT2", .string, "connect to another host and port"),
    Term("delay", argument: "DURATION", .duration(unit: "ms"), "wait this long before the request"),
    Term("digest", argument: "BOOLEAN", .boolean, "log in with Digest"),
    Term("header", argument: "FIELD", .string, "one more field"),
    Term("http1.0", argument: "BOOLEAN", .boolean, "speak HTTP/1.0"),
    Term("http1.1", argument: "BOOLEAN", .boolean, "speak HTTP/1.1"),
    Term("http2", argument: "BOOLEAN", .boolean, "speak HTTP/2"),
    Term("insecure", argument: "BOOLEAN", .boolean, "trust any certificate"),
    Term("ipv4", argument: "BOOLEAN", .boolean, "use IPv4 addresses only"),
    Term("ipv6", argument: "BOOLEAN", .boolean, "use IPv6 addresses only"),
    Term("key", argument: "FILE", .string, "the private key of the client's certificate"),
    Term("limit-rate", argument: "N", .integer(from: 1), "so many bytes a second at most"),
    Term("location", argument: "BOOLEAN", .boolean, "follow redirects"),
    Term(
      "location-trusted", argument: "BOOLEAN", .boolean,
      "follow redirects, and log in on any host"),
    Term(
      "max-redirs", argument: "N", .integer(from: -1),
      "follow at most so many redirects; -1 for any number"),
    Term("negotiate", argument: "BOOLEAN", .boolean, "log in with Negotiate (SPNEGO)"),
    Term("netrc", argument: "BOOLEAN", .boolean, "a user and a password from ~/.netrc"),
    Term("netrc-file", argument: "FILE", .string, "a user and a password from this file"),
    Term(
      "netrc-optional", argument: "BOOLEAN", .boolean,
      "the same, if there are any"),
    Term("ntlm", argument: "BOOLEAN", .boolean, "log in with NTLM"),
    Term("output", argument: "FILE", .string, "write the body to this file"),
    Term("path-as-is", argument: "BOOLEAN", .boolean, "send /../ in a path as it is"),
    Term("pinnedpubkey", argument: "KEY", .string, "what the server's public key has to be"),
    Term("proxy", argument: "[SCHEME://]HOST[:PORT]", .string, "go through this proxy"),
    Term("repeat", argument: "N", .integer(from: -1), "ask so often; -1 for ever"),
    Term("resolve", argument: "HOST:PORT:ADDRESS", .string, "the address of a host"),
    Term(
      "retry", argument: "N", .integer(from: -1), "try so often again when it fails; -1 for ever"),
    Term(
      "retry-interval", argument: "DURATION", .duration(unit: "ms"),
      "wait this long before the next try"),
    Term("skip", argument: "BOOLEAN", .boolean, "leave this request out"),
    Term("unix-socket", argument: "PATH", .string, "connect through this socket"),
    Term("user", argument: "USER:PASSWORD", .string, "log in with these"),
    Term(
      "variable", argument: "NAME=VALUE", .definition,
      "set a variable for this entry and those after it"),
    Term("verbose", argument: "BOOLEAN", .boolean, "read, and without effect"),
    Term("very-verbose", argument: "BOOLEAN", .boolean, "read, and without effect"),

    Term(
      "deflate", argument: "PARAMETERS", .string, "offer message compression with these parameters"),
    Term(
      "expect-timeout", argument: "DURATION", .duration(unit: "s"),
      "how long expect waits, 10s unless told"),
    Term("max-message", argument: "SIZE", .string, "accept no message larger than this"),
    Term(
      "max-time", argument: "DURATION", .duration(unit: "s"), "give up this entry after so long"),
    Term("max-upgrades", argument: "N", .integer(from: 0), "follow at most so many upgrades"),
    Term("no-deflate", argument: "BOOLEAN", .boolean, "offer no message compression"),
    Term("origin", argument: "URL", .string, "send this Origin in the handshake"),
    Term("ping-interval", argument: "DURATION", .duration(unit: "s"), "ping the server this often"),
    Term(
      "ping-timeout", argument: "DURATION", .duration(unit: "s"),
      "give up when a ping goes unanswered this long"),
    Term("strict", argument: "BOOLEAN", .boolean, "a message that does not match fails an expect"),
    Term("subprotocol", argument: "NAME", .string, "offer this WebSocket subprotocol"),
    Term(
      "tls-upgrade", argument: "HOW", .word(TLSUpgrade.allCases.map(\.rawValue)),
      "go to TLS at the https URL, or in place"),
    Term(
      "upgrade", argument: "TOKEN", .word(["websocket", "h2c"]),
      "offer this upgrade in the first request"),
  ]

  /// What hurl has, and is not here.
  public static let unsupported = ["fail-with-body", "http3", "no-header", "verbosity"]
}

extension Settings.Shape {
  /// What must stand there; nil if anything may.
  var words: String? {
    switch self {
    case .boolean: "true or false"
    case .integer(let least): "an integer of \(least) or more"
    case .duration: "a time such as 500ms, 2s or 1m"
    case .word(let words): words.joined(separator: " or ")
    case .string, .fileAndPassword, .definition: nil
    }
  }

  /// Whether a value, a variable's too, may stand there.
  func fits(_ value: String) -> Bool {
    switch self {
    case .boolean: value == "true" || value == "false"
    case .integer(let least): Int(value).map { $0 >= least } ?? false
    case .duration(let unit): Time.milliseconds(value, unit: unit) != nil
    case .word(let words): words.contains(value)
    case .string, .fileAndPassword, .definition: true
    }
  }
}
