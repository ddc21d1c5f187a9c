public import Client
public import HTTP
import Transfer
import Upgrade

/// One change of a request that makes, or breaks, the handshake of a WebSocket.
public struct Variation: Sendable {
  /// What it is, for a person.
  public var name: String
  /// Words to type for it, beside those that were typed.
  public var words: [String] = []
  /// Long names of options that were typed and do not go with it.
  public var without: Set<String> = []
  /// The URL in place of the one that was typed.
  public var url: String?
  /// What it does to the job.
  public var change: @Sendable (inout Job) -> Void

  /// A change.
  public init(
    _ name: String, words: [String] = [], without: Set<String> = [],
    change: @escaping @Sendable (inout Job) -> Void
  ) {
    self.name = name
    self.words = words
    self.without = without
    self.change = change
  }

  /// A change of the URL.
  public init(_ name: String, url: URI) {
    self.name = name
    self.url = url.description
    change = { job in
      (job.url, job.uri) = (url.description, url)
      if url.isWebSocket { job.beginsWithHandshake = true }
    }
  }

  /// Both, the first one first; nil if they do not go together.
  public func and(_ other: Variation) -> Variation? {
    guard url == nil || other.url == nil else { return nil }
    var both = Variation(
      name + ", " + other.name, words: words + other.words, without: without.union(other.without)
    ) { [change, next = other.change] job in
      change(&job)
      next(&job)
    }
    both.url = url ?? other.url
    return both
  }

  /// What is worth trying for a job that begins with a handshake.
  ///
  /// - Parameter usesProxy: a proxy may be in the way.
  public static func all(for job: Job, usesProxy: Bool) -> [Variation] {
    let names = Set(job.headerLines.map(fieldName(of:)))
    let uri = job.uri
    var all: [Variation] = []
    if names.contains("origin") {
      all.append(
        Variation("no Origin", without: ["origin"]) { job in
          job.headerLines.removeAll { fieldName(of: $0) == "origin" }
        })
    }
    let origin = "\(uri.asHTTP.scheme)://\(uri.host)" + (uri.port.map { ":\($0)" } ?? "")
    all.append(
      Variation("the server's own Origin", words: ["--origin", origin], without: ["origin"]) {
        job in
        job.headerLines.removeAll { fieldName(of: $0) == "origin" }
        job.headerLines.append("Origin: \(origin)")
      })
    all += subprotocols(of: job)
    if !job.extensions.isEmpty {
      all.append(
        Variation("no compression", words: ["--no-deflate"], without: ["deflate"]) { job in
          job.extensions = []
        })
    } else {
      all.append(
        Variation("compression", without: ["no-deflate"]) { job in
          job.extensions = Job(url: job.url, uri: job.uri).extensions
        })
    }
    if job.options.version != .automatic {
      all.append(
        Variation(
          "HTTP/1.1", words: ["--http1.1"],
          without: ["http1.0", "http2", "http2-prior-knowledge", "http3"]
        ) { job in
          job.options.version = .http11
          job.policy.explicitVersion = .http11
        })
    }
    if job.options.version != .http2, uri.isSecure {
      all.append(
        Variation("HTTP/2", words: ["--http2"], without: ["http1.0", "http1.1"]) { job in
          job.options.version = .http2
          job.policy.explicitVersion = .http2
        })
    }
    all += places(of: job)
    if usesProxy {
      all.append(
        Variation("around the proxy", words: ["--noproxy", "*"], without: ["proxy", "noproxy"]) {
          job in
          job.options.proxy.url = nil
          job.options.proxy.exclusions = "*"
        })
    }
    if !job.options.followsRedirects {
      all.append(
        Variation("redirects followed", words: ["--location"]) { job in
          job.options.followsRedirects = true
        })
    }
    all.append(
      Variation("a browser's name", words: ["--user-agent", browser], without: ["user-agent"]) {
        job in
        job.headerLines.removeAll { fieldName(of: $0) == "user-agent" }
        job.options.userAgent = browser
      })
    return all
  }

  private static let browser =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

  /// Names that servers insist on; one handshake offers all, and the server says which.
  static let knownSubprotocols = [
    "graphql-transport-ws", "graphql-ws", "mqtt", "v12.stomp", "wamp.2.json", "ocpp1.6", "sip",
    "soap", "xmpp", "actioncable-v1-json",
  ]

  private static func subprotocols(of job: Job) -> [Variation] {
    guard job.subprotocols.isEmpty else {
      return [
        Variation("no subprotocol", without: ["subprotocol"]) { job in job.subprotocols = [] }
      ]
    }
    return [
      Variation(
        "a subprotocol, one of " + knownSubprotocols.joined(separator: ", "),
        words: knownSubprotocols.flatMap { ["--subprotocol", $0] }
      ) {
        job in
        job.subprotocols = knownSubprotocols
      }
    ]
  }

  private static func places(of job: Job) -> [Variation] {
    var all: [Variation] = []
    var other = job.uri
    let (path, query) = job.uri.pathAndQuery
    other.target = (path.hasSuffix("/") ? String(path.dropLast()) : path + "/") + query
    if path != "/" {
      all.append(
        Variation(path.hasSuffix("/") ? "no slash at the end" : "a slash at the end", url: other))
    }
    var secure = job.uri
    if secure.isSecure {
      // Nothing that may be meant to be kept secret goes over a weaker scheme.
      guard !job.hasCredentials, query.isEmpty, job.subprotocols.isEmpty, job.headerLines.isEmpty
      else { return all }
      secure.scheme = secure.isWebSocket ? "ws" : "http"
      if secure.port == 443 { secure.port = nil }
    } else {
      secure.scheme = secure.isWebSocket ? "wss" : "https"
      if secure.port == 80 { secure.port = nil }
    }
    all.append(Variation(secure.isSecure ? "over TLS" : "without TLS", url: secure))
    return all
  }
}

extension URI {
  /// The target at its question mark.
  fileprivate var pathAndQuery: (path: String, query: String) {
    guard let mark = target.firstIndex(of: "?") else { return (target, "") }
    return (String(target[..<mark]), String(target[mark...]))
  }
}

extension Job {
  /// Something that was typed is nobody else's to read.
  fileprivate var hasCredentials: Bool {
    options.credentials != nil || options.bearer != nil || options.cookies != nil
      || !options.cookieFiles.isEmpty || options.netrc != .ignored || uri.userinfo != nil
      || headerLines.contains { ["authorization", "cookie"].contains(fieldName(of: $0)) }
  }
}
