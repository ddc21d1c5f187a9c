import CLibcurl
import HTTP

/// The one place where a request and its options become `curl_easy_setopt`.
extension EasyHandle {
  /// Of the files to read cookies from, only `cookieFiles` are still to be read.
  borrowing func configure(
    _ request: Request, _ options: Options, _ lists: borrowing Lists, uploadSize: Int?,
    cookieFiles: [String]
  ) throws(TransferError) {
    try set(CURLOPT_URL, request.url)
    try set(CURLOPT_DEFAULT_PROTOCOL, "http")
    try set(CURLOPT_PROTOCOLS_STR, commaSeparated(options.protocols))
    try setRedirectProtocols(options.redirectProtocols)
    try set(CURLOPT_HTTPHEADER, lists.fields)
    try configureMethod(request, options, lists, uploadSize)
    try configureWhatIsAsked(request, options)
    try configureRedirects(options, of: request)
    try configureAuthentication(options)
    try configureCookies(options, files: cookieFiles)
    try set(CURLOPT_USERAGENT, options.userAgent)
    if options.decompresses { try set(CURLOPT_ACCEPT_ENCODING, "") }
    try configureServer(options.tls)
    if options.keepsCertificates { try set(CURLOPT_CERTINFO, true) }
    if options.keepsFileTime { try set(CURLOPT_FILETIME, true) }
    try prepareTLS(offersHTTP2: request.isConnection, keepsRefused: options.keepsCertificates)
    try configure(options.proxy, lists)
    try configureConnection(request, options, lists)
  }

  private borrowing func configureMethod(
    _ request: Request, _ options: Options, _ lists: borrowing Lists, _ uploadSize: Int?
  ) throws(TransferError) {
    if let target = options.requestTarget { try set(CURLOPT_REQUEST_TARGET, target) }
    switch request.kind {
    case .plain:
      switch request.body {
      case .bytes(let bytes)?: try setBody(bytes)
      case .form?:
        if options.escapesForms { try set(CURLOPT_MIME_OPTIONS, 1 << 0) }
        if let form = lists.form { try set(form) }
      case .upload?:
        try set(CURLOPT_UPLOAD, true)
        if let uploadSize { try setOffset(CURLOPT_INFILESIZE_LARGE, uploadSize) }
        if options.convertsLineEnds { try set(CURLOPT_CRLF, true) }
      case nil: break
      }
      if !request.wantsBody { try set(CURLOPT_NOBODY, true) }
      // Fewer calls of the system than with the 16 KiB that are usual, with which a rate is better kept.
      if options.rateLimit == nil { setBuffer(100 * 1024) }
      // In an upload it would be that many bytes less to send.
      if let offset = options.resumesAt { try setResumption(offset) }
      try set(CURLOPT_CUSTOMREQUEST, request.method)
    case .upgrade:
      // An upload keeps libcurl asking for bytes to send after the head; the blank fields of
      // `Lists` keep it from announcing them.
      try set(CURLOPT_UPLOAD, true)
      try set(CURLOPT_CUSTOMREQUEST, request.effectiveMethod)
      try set(CURLOPT_HTTPPROXYTUNNEL, true)
      // What is received stays in the processor's cache until it has been looked at.
      setBuffer(64 * 1024)
      try set(CURLOPT_UPLOAD_BUFFERSIZE, 512 * 1024)
    case .connection:
      try set(CURLOPT_CONNECT_ONLY, true)
      try set(CURLOPT_HTTPPROXYTUNNEL, true)
      // Or libcurl would speak HTTP/2 itself.
      try set(CURLOPT_SSL_ENABLE_ALPN, false)
    }
    guard request.inPlace == .asking else { return }
    try set(CURLOPT_REQUEST_TARGET, "*")
    // Or bytes behind a 101 with "Content-Length: 0" would be dropped unseen.
    try set(CURLOPT_IGNORE_CONTENT_LENGTH, true)
  }

  private borrowing func configureRedirects(
    _ options: Options, of request: Request
  ) throws(TransferError) {
    if case .plain = request.kind, options.followsRedirects {
      try set(CURLOPT_FOLLOWLOCATION, true)
      try set(CURLOPT_MAXREDIRS, options.maximumRedirects)
      try set(CURLOPT_UNRESTRICTED_AUTH, options.trustsRedirects)
      try set(CURLOPT_POSTREDIR, options.keepsPost.rawValue)
    }
    guard var referer = options.referer else { return }
    if referer.hasSuffix(";auto") {
      try set(CURLOPT_AUTOREFERER, true)
      referer.removeLast(";auto".count)
    }
    if !referer.isEmpty { try set(CURLOPT_REFERER, referer) }
  }

  private borrowing func configureAuthentication(_ options: Options) throws(TransferError) {
    var schemes = options.bearer == nil ? 0 : upshift_auth_bearer
    if options.schemes.contains(.any) {
      schemes = upshift_auth_any
    } else {
      if options.schemes.contains(.basic), options.bearer == nil { schemes |= upshift_auth_basic }
      if options.schemes.contains(.digest) { schemes |= upshift_auth_digest }
      if options.schemes.contains(.ntlm) { schemes |= upshift_auth_ntlm }
      if options.schemes.contains(.negotiate) { schemes |= upshift_auth_negotiate }
      if options.schemes.contains(.ntlmHelper) { schemes |= upshift_auth_ntlm_helper }
    }
    try set(CURLOPT_HTTPAUTH, schemes)
    try set(CURLOPT_USERPWD, options.credentials)
    try set(CURLOPT_XOAUTH2_BEARER, options.bearer)
    try set(CURLOPT_AWS_SIGV4, options.awsSignature)
    try set(CURLOPT_SERVICE_NAME, options.serviceName)
    switch options.delegation {
    case .none: break
    case .policy: try set(CURLOPT_GSSAPI_DELEGATION, Int(CURLGSSAPI_DELEGATION_POLICY_FLAG))
    case .always: try set(CURLOPT_GSSAPI_DELEGATION, Int(CURLGSSAPI_DELEGATION_FLAG))
    }
    if options.refusesUsername { try set(CURLOPT_DISALLOW_USERNAME_IN_URL, true) }
    switch options.netrc {
    case .ignored: break
    case .optional: try set(CURLOPT_NETRC, Int(CURL_NETRC_OPTIONAL.rawValue))
    case .required: try set(CURLOPT_NETRC, Int(CURL_NETRC_REQUIRED.rawValue))
    }
    try set(CURLOPT_NETRC_FILE, options.netrcFile)
  }

  private borrowing func configureCookies(
    _ options: Options, files: [String]
  ) throws(TransferError) {
    try set(CURLOPT_COOKIE, options.cookies)
    if options.dropsSessionCookies { try set(CURLOPT_COOKIESESSION, true) }
    // The empty name is no file, and has cookies handled.
    if options.handlesCookies { try set(CURLOPT_COOKIEFILE, "") }
    for file in files { try set(CURLOPT_COOKIEFILE, file) }
    try set(CURLOPT_COOKIEJAR, options.cookieJar)
  }

  private borrowing func configureConnection(
    _ request: Request, _ options: Options, _ lists: borrowing Lists
  ) throws(TransferError) {
    try set(CURLOPT_RESOLVE, lists.resolve)
    try set(CURLOPT_CONNECT_TO, lists.connectTo)
    try set(
      options.isAbstractSocket ? CURLOPT_ABSTRACT_UNIX_SOCKET : CURLOPT_UNIX_SOCKET_PATH,
      options.unixSocket)
    try set(CURLOPT_INTERFACE, options.interface)
    switch options.addressFamily {
    case .any: break
    case .ipv4: try set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V4))
    case .ipv6: try set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V6))
    }
    try set(CURLOPT_HTTP_VERSION, Self.version(options.version, for: request))
    if let limit = options.connectTimeout { try set(CURLOPT_CONNECTTIMEOUT_MS, limit) }
    if let limit = options.maximumTime { try set(CURLOPT_TIMEOUT_MS, limit) }
    if options.keepsPath { try set(CURLOPT_PATH_AS_IS, true) }
    if let rate = options.rateLimit { try setRate(rate) }
    // Else it waits until there is an answer that somebody wants.
    if case .plain = request.kind, options.showsMeter, request.body != nil {
      try set(CURLOPT_NOPROGRESS, false)
    }
    if case .plain = request.kind, options.waitsForMultiplexing { try set(CURLOPT_PIPEWAIT, true) }
    if request.usesFreshConnection { try set(CURLOPT_FRESH_CONNECT, true) }
    try configure(options.sockets)
    try configure(options.resolver)
    try configureMemory(request, options)
    if options.allowsHTTP09 { try set(CURLOPT_HTTP09_ALLOWED, true) }
    if let limit = options.continueTimeout { try set(CURLOPT_EXPECT_100_TIMEOUT_MS, limit) }
  }

  /// What servers have said about other ways to them.
  private borrowing func configureMemory(
    _ request: Request, _ options: Options
  ) throws(TransferError) {
    if let file = options.securityFile {
      try set(CURLOPT_HSTS_CTRL, upshift_hsts_enable)
      try set(CURLOPT_HSTS, file)
    }
    // RFC 7838 §2 is about the origins of http and https; no other service is known to speak a WebSocket.
    if case .plain = request.kind { try set(CURLOPT_ALTSVC, options.alternativesFile) }
  }

  private static func version(_ version: Options.Version, for request: Request) -> Int {
    switch request.kind {
    // RFC 9113 §8.6 took Upgrade out of HTTP/2. Of a connection alone, the version is not libcurl's to know.
    case .upgrade, .connection: return CURL_HTTP_VERSION_1_1
    case .plain: break
    }
    // What runs on the TLS is the HTTP/1.1 that asked for it (RFC 2817 §3.3); ALPN is to say so too.
    if request.inPlace == .switched { return CURL_HTTP_VERSION_1_1 }
    return switch version {
    case .automatic: CURL_HTTP_VERSION_2TLS
    case .http10: CURL_HTTP_VERSION_1_0
    case .http11: CURL_HTTP_VERSION_1_1
    case .http2: CURL_HTTP_VERSION_2_0
    case .http2PriorKnowledge: CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
    case .http3: CURL_HTTP_VERSION_3
    case .http3Only: CURL_HTTP_VERSION_3ONLY
    }
  }
}

/// The lists of one transfer, which libcurl does not copy.
struct Lists: ~Copyable {
  let fields: StringList
  let proxyFields: StringList
  let resolve: StringList
  let connectTo: StringList
  /// Of a request whose body is one.
  let form: Form?

  init(
    _ request: borrowing Request, _ options: borrowing Options, for easy: UnsafeMutableRawPointer
  ) throws(TransferError) {
    form = if case .form(let parts)? = request.body { try Form(parts, for: easy) } else { nil }
    fields = StringList(request.headerLines + request.upgradeLines)
    proxyFields = StringList(options.proxy.headerLines)
    resolve = StringList(options.resolve)
    connectTo = StringList(options.connectTo)
  }
}

extension Request {
  /// The lines that make a request one that may be upgraded.
  var upgradeLines: [String] {
    guard case .upgrade(let fields) = kind else { return [] }
    return fields.map { "\($0.name): \($0.value)" } + ["Transfer-Encoding:", "Expect:"]
  }
}

/// As `joined(separator:)`, which asks the runtime for its associated types: a hundredth of the start-up time.
func commaSeparated(_ words: [String]) -> String {
  var text = ""
  for word in words { text += text.isEmpty ? word : "," + word }
  return text
}
