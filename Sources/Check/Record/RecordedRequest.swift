import Client
import HTTP
import Transfer
import Upgrade
import WebSocket

/// A job as the request of an entry: ``Choices`` and ``Asking`` read it back.
struct RecordedRequest {
  /// Options of the command line that a check file has not.
  private(set) var options: [String] = []

  private let job: Job
  /// `[Options]`; a layout for those that may hold credentials.
  private var settings: [(name: String, value: String, layout: Layout)] = []
  private var fields: [(name: String, value: String)] = []

  /// - Parameter usual: what a check begins with.
  init(_ job: Job, usual: Job) {
    self.job = job
    takeRequest(job.options, usual.options)
    takeTLS(job.options, usual.options)
    takeConnection(job.options, usual.options)
    takeWebSocket(usual)
    takeFields()
  }

  /// Up to the body.
  func write(to spelling: inout Spelling, _ credentials: inout Credentials) {
    let method = job.method ?? (!job.wantsBody ? "HEAD" : job.body == nil ? "GET" : "POST")
    if let login = job.uri.userinfo {
      credentials.learn(login: Percent.decoded(login) ?? login)
    }
    for login in [job.options.credentials, job.options.proxy.credentials] {
      if let login { credentials.learn(login: login) }
    }
    spelling.write(method + " ")
    spelling.write(url: credentials.pieces(job.uri.description, as: .url))
    spelling.write("\n")
    for field in fields {
      if field.name.lowercased().hasSuffix("authorization") {
        learnBasic(field.value, &credentials)
      }
      spelling.write(credentials.pieces(field.name), in: .key)
      spelling.write(": ")
      spelling.write(credentials.pieces(field.value, as: .field(field.name)), in: .line)
      spelling.write("\n")
    }
    if !settings.isEmpty { spelling.write("[Options]\n") }
    for setting in settings {
      spelling.write(setting.name + ": ")
      spelling.write(credentials.pieces(setting.value, as: setting.layout), in: .line)
      spelling.write("\n")
    }
    writeBody(to: &spelling, &credentials)
  }

  private func learnBasic(_ value: String, _ credentials: inout Credentials) {
    let words = value.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "basic",
      let login = Base64Text.decoded(String(words[1]))
    else { return }
    credentials.learn(login: String(decoding: login, as: UTF8.self))
  }

  private func writeBody(to spelling: inout Spelling, _ credentials: inout Credentials) {
    guard case .bytes(let bytes)? = job.body else { return }
    let isText = UTF8Validator.accepts(bytes.span)
    let pieces = credentials.pieces(bytes, as: isText ? layout(of: bytes) : .plain)
    if isText {
      spelling.write(body: pieces)
    } else if !pieces.hasVariable {
      spelling.write(hex: bytes)
    } else {
      spelling.write(
        "# The body, of \(bytes.count) bytes that are not text, holds a credential: it is left out."
      )
    }
    spelling.write("\n")
  }

  /// What is said to be a form is one, even if somebody forgot to encode it.
  private func layout(of body: [UInt8]) -> Layout {
    let type = fields.first { $0.name.lowercased() == "content-type" }?.value.lowercased() ?? ""
    return type.hasPrefix("application/x-www-form-urlencoded")
      && !"{[".utf8.contains(body.first ?? 0) ? .form : .message
  }

  // MARK: Fields

  private mutating func takeFields() {
    for line in job.headerLines { take(line) }
    if job.body != nil, !job.headerLines.contains(where: { fieldName(of: $0) == "content-type" }) {
      // What libcurl says of a body unless told.
      fields.append(("Content-Type", "application/x-www-form-urlencoded"))
    }
    if let referer = job.options.referer {
      let isAutomatic = referer.hasSuffix(";auto")
      let value = isAutomatic ? String(referer.dropLast(5)) : referer
      if !value.isEmpty { fields.append(("Referer", value)) }
    }
    if let cookies = job.options.cookies { fields.append(("Cookie", cookies)) }
    if let bearer = job.options.bearer { fields.append(("Authorization", "Bearer " + bearer)) }
  }

  /// A line in curl's syntax.
  private mutating func take(_ line: String) {
    // Byte by byte, for a mark may stand above the colon.
    let bytes = line.utf8
    guard let mark = bytes.firstIndex(where: { ":;".utf8.contains($0) }) else { return }
    let name = String(line[..<mark])
    let value = String(
      line[bytes[mark...].dropFirst().drop { " \t".utf8.contains($0) }.startIndex...])
    guard Syntax.isToken(name) else { return }
    let isColon = bytes[mark] == UInt8(ascii: ":")
    if isColon, value.isEmpty {
      // It takes away a field that libcurl would send.
      settings.append(("header", name + ":", .plain))
    } else if isColon || value.isEmpty {
      fields.append((name, value))
    }
  }

  // MARK: Options

  private mutating func add(_ name: String, _ value: String?, _ layout: Layout = .plain) {
    if let value, !value.isEmpty { settings.append((name, value, layout)) }
  }

  private mutating func turn(_ name: String, _ isOn: Bool, _ wasOn: Bool = false) {
    if isOn, !wasOn { settings.append((name, "true", .plain)) }
  }

  /// One that has to stand on the command line.
  private mutating func need(_ option: String, if isNeeded: Bool) {
    if isNeeded { options.append("--" + option) }
  }

  private mutating func takeRequest(_ options: Options, _ usual: Options) {
    if options.userAgent != usual.userAgent {
      // libcurl sends no field at all then.
      let agent = options.userAgent ?? ""
      if agent.isEmpty {
        add("header", "User-Agent:")
      } else {
        fields.append(("User-Agent", agent))
      }
    }
    turn("compressed", options.decompresses)
    turn("location", options.followsRedirects && !options.trustsRedirects)
    turn("location-trusted", options.followsRedirects && options.trustsRedirects)
    if options.maximumRedirects != usual.maximumRedirects {
      add("max-redirs", String(options.maximumRedirects))
    }
    add("user", options.credentials, .login)
    let schemes = options.schemes
    if schemes != usual.schemes {
      need("anyauth", if: schemes == .any)
      for (name, scheme) in [
        ("ntlm-wb", .ntlmHelper), ("basic", .basic), ("digest", .digest), ("ntlm", .ntlm),
        ("negotiate", .negotiate),
      ] as [(String, Options.AuthenticationSchemes)] {
        need(name, if: schemes != .any && schemes.contains(scheme))
      }
    }
    turn("netrc", options.netrc == .required && options.netrcFile == nil)
    turn("netrc-optional", options.netrc == .optional)
    add("netrc-file", options.netrcFile)
    need("cookie FILE", if: !options.cookieFiles.isEmpty)
    need("max-head SIZE", if: options.maximumHead != usual.maximumHead)
  }

  private mutating func takeTLS(_ options: Options, _ usual: Options) {
    turn("insecure", !options.tls.verifies)
    if options.tls.authoritiesFile != usual.tls.authoritiesFile {
      add("cacert", options.tls.authoritiesFile)
    }
    need("capath FOLDER", if: options.tls.authoritiesFolder != usual.tls.authoritiesFolder)
    if let certificate = options.tls.certificate {
      // As curl reads it: a colon ends the file's name, and a backslash takes that meaning away.
      let file = certificate.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
      if let passphrase = options.tls.passphrase {
        add("cert", file + ":" + passphrase, .passphrase(after: file.utf8.count))
      } else {
        add("cert", file)
      }
    }
    add("key", options.tls.key)
    add("pinnedpubkey", options.tls.pinnedKey)
    need(options.tls, usual.tls, of: "")
    var usualOfProxy = usual.proxy.tls
    // `--capath` is for both.
    if options.proxy.tls.authoritiesFolder == options.tls.authoritiesFolder {
      usualOfProxy.authoritiesFolder = options.tls.authoritiesFolder
    }
    need(options.proxy.tls, usualOfProxy, of: "proxy-")
    add("aws-sigv4", options.awsSignature)
    need("curves LIST", if: options.tls.curves != nil)
    need("cert-status", if: options.tls.checksStatus)
    need("no-alpn", if: !options.tls.negotiates)
    need("no-sessionid", if: !options.tls.resumes)
  }

  /// Of the TLS with the server, or with the proxy.
  private mutating func need(_ tls: TLSOptions, _ usual: TLSOptions, of whose: String) {
    let minimum = tls.minimum.map { $0 == .tls1 ? "tlsv1" : "tlsv" + $0.rawValue }
    for (option, isNeeded) in [
      (minimum ?? "", tls.minimum != nil), ("tls-max VERSION", tls.maximum != nil),
      ("crlfile FILE", tls.revokedFile != nil), ("cert-type TYPE", tls.certificateType != nil),
      ("key-type TYPE", tls.keyType != nil), ("ciphers LIST", tls.ciphers != nil),
      ("tls13-ciphers LIST", tls.ciphers13 != nil), ("tlsuser NAME", tls.user != nil),
      ("tlspassword STRING", tls.password != nil),
    ] {
      need(whose + option, if: isNeeded)
    }
    guard !whose.isEmpty else { return }
    for (option, isNeeded) in [
      ("insecure", !tls.verifies), ("cacert FILE", tls.authoritiesFile != nil),
      ("capath FOLDER", tls.authoritiesFolder != usual.authoritiesFolder),
      ("cert FILE", tls.certificate != nil),
      ("key FILE", tls.key != nil), ("pinnedpubkey HASHES", tls.pinnedKey != nil),
    ] {
      need(whose + option, if: isNeeded)
    }
  }

  private mutating func takeConnection(_ options: Options, _ usual: Options) {
    add("proxy", options.proxy.url, .proxy)
    need("proxy-user USER:PASSWORD", if: options.proxy.credentials != nil)
    need("noproxy HOSTS", if: options.proxy.exclusions != nil || options.proxy.url == "")
    for value in options.resolve { add("resolve", value) }
    for value in options.connectTo { add("connect-to", value) }
    add("unix-socket", options.isAbstractSocket ? nil : options.unixSocket)
    need("abstract-unix-socket NAME", if: options.isAbstractSocket)
    need("interface NAME", if: options.interface != nil)
    turn("ipv4", options.addressFamily == .ipv4)
    turn("ipv6", options.addressFamily == .ipv6)
    switch options.version {
    case .http10: turn("http1.0", true)
    case .http11: turn("http1.1", true)
    case .http2: turn("http2", true)
    case .http2PriorKnowledge: need("http2-prior-knowledge", if: true)
    case .http3: need("http3", if: true)
    case .http3Only: need("http3-only", if: true)
    case .automatic: break
    }
    let proxy = options.proxy
    for (option, isNeeded) in [
      ("preproxy URL", proxy.before != nil), ("proxy1.0 HOST", proxy.isHTTP10),
      ("proxy-header FIELD", !proxy.headerLines.isEmpty),
      ("proxy-anyauth", proxy.schemes == .any),
      ("proxy-digest", proxy.schemes == .digest), ("proxy-ntlm", proxy.schemes == .ntlm),
      ("proxy-negotiate", proxy.schemes == .negotiate),
      ("http0.9", options.allowsHTTP09), ("hsts FILE", options.securityFile != nil),
      ("alt-svc FILE", options.alternativesFile != nil),
      ("doh-url URL", options.resolver.httpsURL != nil),
      ("haproxy-protocol", options.sockets.introduces),
    ] {
      need(option, if: isNeeded)
    }
    add("connect-timeout", options.connectTimeout.map { "\($0)ms" })
    add("max-time", options.maximumTime.map { "\($0)ms" })
  }

  private mutating func takeWebSocket(_ usual: Job) {
    if job.beginsWithHandshake, !job.uri.isWebSocket { add("upgrade", "websocket") }
    if job.policy.maximum != usual.policy.maximum {
      add("max-upgrades", String(job.policy.maximum))
    }
    if job.policy.tlsUpgrade != usual.policy.tlsUpgrade {
      add("tls-upgrade", job.policy.tlsUpgrade.rawValue)
    }
    for name in job.subprotocols { add("subprotocol", name) }
    if job.extensions != usual.extensions {
      turn("no-deflate", job.extensions.isEmpty)
      add("deflate", job.extensions.first.map { String($0.drop { $0 != ";" }.dropFirst(2)) })
    }
    add("max-message", job.conversation.maximumMessage.map { String($0) })
    add("ping-interval", job.conversation.pingInterval.map(Self.time))
    add("ping-timeout", job.conversation.pingTimeout.map(Self.time))
  }

  private static func time(_ seconds: Double) -> String { "\(max(1, Int(seconds * 1000)))ms" }
}

extension [Piece] {
  /// There is a credential in the text.
  var hasVariable: Bool {
    contains { if case .text = $0 { false } else { true } }
  }
}
