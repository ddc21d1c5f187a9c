/// How a transfer is made: everything that is not the request itself, in libcurl's meaning of it.
///
/// A value that is `nil` or empty leaves libcurl's default. What each does is said by the manual of
/// the curl option that is named beside it.
public struct Options: Sendable {
  /// HTTP authentication schemes (`--basic`, `--digest`, `--ntlm`, `--negotiate`, `--anyauth`).
  public struct AuthenticationSchemes: OptionSet, Sendable {
    /// The bits; ours, not libcurl's.
    public let rawValue: Int

    /// A set of these bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// RFC 7617.
    public static let basic = Self(rawValue: 1)
    /// RFC 7616.
    public static let digest = Self(rawValue: 2)
    /// Microsoft's NTLM.
    public static let ntlm = Self(rawValue: 4)
    /// RFC 4559.
    public static let negotiate = Self(rawValue: 8)
    /// NTLM by the helper of Samba (`--ntlm-wb`).
    public static let ntlmHelper = Self(rawValue: 16)
    /// The strongest that the server offers.
    public static let any = Self(rawValue: 15)
  }

  /// Whether `~/.netrc`, or `file`, may or must name the credentials.
  public enum Netrc: Sendable {
    /// It is not read.
    case ignored
    /// Credentials of the URL or of `--user` win over it (`--netrc-optional`).
    case optional
    /// Only it is asked (`--netrc`).
    case required
  }

  /// Whether a server may act on our behalf (`--delegation`).
  public enum Delegation: String, Sendable, CaseIterable {
    /// Never.
    case none
    /// If the policy of the Kerberos realm says so.
    case policy
    /// Always.
    case always
  }

  /// The HTTP version to ask for.
  public enum Version: Sendable {
    /// HTTP/2 by ALPN on https, HTTP/1.1 otherwise: what curl does unasked.
    case automatic
    /// HTTP/1.0 (`--http1.0`).
    case http10
    /// HTTP/1.1 (`--http1.1`).
    case http11
    /// HTTP/2, on http by `Upgrade: h2c` (`--http2`).
    case http2
    /// HTTP/2 without asking (`--http2-prior-knowledge`).
    case http2PriorKnowledge
    /// HTTP/3, or what can be had (`--http3`).
    case http3
    /// HTTP/3 or nothing (`--http3-only`).
    case http3Only
  }

  /// Which addresses of a name are used (`--ipv4`, `--ipv6`).
  public enum AddressFamily: Sendable {
    /// Whichever answers first.
    case any
    /// Only IPv4.
    case ipv4
    /// Only IPv6.
    case ipv6
  }

  /// The schemes that may be used with `credentials`.
  public var schemes: AuthenticationSchemes = .basic
  /// `user:password` (`--user`).
  public var credentials: String?
  /// An OAuth 2.0 bearer token (`--oauth2-bearer`).
  public var bearer: String?
  /// Signs requests as AWS wants it (`--aws-sigv4`).
  public var awsSignature: String?
  /// Whether the server may act on our behalf with Kerberos (`--delegation`).
  public var delegation = Delegation.none
  /// The server's name to Kerberos (`--service-name`).
  public var serviceName: String?
  /// A URL with a user name in it is refused (`--disallow-username-in-url`).
  public var refusesUsername = false
  /// What is done with a netrc file.
  public var netrc: Netrc = .ignored
  /// The netrc file, where it is not `~/.netrc` (`--netrc-file`).
  public var netrcFile: String?
  /// Credentials, and fields that hold them, follow a redirect to another host too
  /// (`--location-trusted`).
  public var trustsRedirects = false

  /// A Cookie field's value (`--cookie name=value`).
  public var cookies: String?
  /// Files that cookies are read from (`--cookie FILE`); any, the empty name too, turns the cookie
  /// engine on.
  public var cookieFiles: [String] = []
  /// The file that cookies are written to at the end (`--cookie-jar`); `-` is standard output.
  public var cookieJar: String?
  /// Cookies that servers set are kept and sent.
  var handlesCookies: Bool { !cookieFiles.isEmpty || cookieJar != nil }

  /// Cookies that were to end with the session are not read (`--junk-session-cookies`).
  public var dropsSessionCookies = false

  /// The User-Agent field; empty sends none (`--user-agent`).
  public var userAgent: String?
  /// The Referer field; `;auto` follows redirects (`--referer`).
  public var referer: String?
  /// Asks for, and undoes, content codings (`--compressed`).
  public var decompresses = false
  /// Asks for, and undoes, transfer codings (`--tr-encoding`).
  public var asksForTransferCodings = false
  /// Codings are undone; `--raw` says no.
  public var decodes = true

  /// Bytes of the resource, as in a Range field (`--range`).
  public var range: String?
  /// Since when it has to have changed (`--time-cond`).
  public var timeCondition: TimeCondition?
  /// The largest body that is said in the head to come, in bytes (`--max-filesize`).
  public var maximumSize: Int?
  /// A Content-Length of the response means nothing (`--ignore-content-length`).
  public var ignoresLength = false
  /// What stands in the request line in place of the URL's path and query (`--request-target`).
  public var requestTarget: String?
  /// Line feeds of an upload go out as CR LF (`--crlf`).
  public var convertsLineEnds = false
  /// Names in a form are escaped by backslashes (`--form-escape`), not as RFC 7578 §2 has it, by percent signs.
  public var escapesForms = false

  /// A Location field is followed (`--location`).
  public var followsRedirects = false
  /// A POST stays one after these.
  public var keepsPost: KeptPosts = []
  /// At most this many redirects; -1 for no end (`--max-redirs`).
  public var maximumRedirects = 50

  /// Bodies are asked for from this byte on (`--continue-at`).
  public var resumesAt: Int?
  /// The report has `fileTime` (`--remote-time`).
  public var keepsFileTime = false

  /// How TLS is spoken with the server.
  public var tls = TLSOptions()
  /// `Transfer.certificate` can be asked for, and the report has `certificates`.
  public var keepsCertificates = false

  /// Through which proxy it goes.
  public var proxy = ProxyOptions()

  /// `host:port:address` (`--resolve`).
  public var resolve: [String] = []
  /// `host1:port1:host2:port2` (`--connect-to`).
  public var connectTo: [String] = []
  /// A Unix domain socket's path (`--unix-socket`).
  public var unixSocket: String?
  /// It is one without a place in the file system (`--abstract-unix-socket`).
  public var isAbstractSocket = false
  /// An interface, an address or a host to send from (`--interface`).
  public var interface: String?
  /// Which addresses are used.
  public var addressFamily: AddressFamily = .any
  /// How sockets are made.
  public var sockets = SocketOptions()
  /// Who is asked for addresses.
  public var resolver = ResolverOptions()
  /// The schemes that libcurl may use, of `http` and `https` (`--proto`); some.
  public var protocols = ["http", "https"]
  /// The schemes that it may be redirected to (`--proto-redir`); none is allowed.
  public var redirectProtocols = ["http", "https"]
  /// The file of the hosts that want TLS (RFC 6797, `--hsts`); empty for one that is not kept.
  public var securityFile: String?
  /// The file of alternative services (RFC 7838, `--alt-svc`); empty for one that is not kept.
  public var alternativesFile: String?
  /// A response without a head is taken (`--http0.9`).
  public var allowsHTTP09 = false
  /// How long `100 Continue` is waited for, in milliseconds (`--expect100-timeout`); `nil` for libcurl's 1000.
  public var continueTimeout: Int?
  /// `/../` in a path goes out as it is (`--path-as-is`).
  public var keepsPath = false
  /// At most so many bytes a second in either direction (`--limit-rate`).
  public var rateLimit: Int?
  /// A connection that is being made, and may take several requests, is waited for.
  public var waitsForMultiplexing = false
  /// The HTTP version.
  public var version: Version = .automatic

  /// The longest that connecting may take, in milliseconds (`--connect-timeout`).
  public var connectTimeout: Int?
  /// The longest that a transfer may take, in milliseconds (`--max-time`).
  public var maximumTime: Int?
  /// How slow a transfer may not be.
  public var slowness: Slowness?

  /// Is told what libcurl is told.
  public var log: SourceLog?

  /// The longest response head, in bytes. libcurl itself takes no line of more than 100 KiB.
  public var maximumHead = 300 * 1024
  /// libcurl shows how far it is on standard error.
  public var showsMeter = false
  /// The delegate is told what libcurl does (`trace`).
  public var traces = false
  /// Each exchange has the head of its request.
  public var keepsRequests = false

  /// libcurl's defaults.
  public init() {}
}
