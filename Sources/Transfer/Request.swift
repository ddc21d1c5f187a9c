public import HTTP

/// What is asked: one request, and with redirects or authentication the few that libcurl makes of it.
public struct Request: Sendable {
  /// What the request is for.
  public enum Kind: Sendable {
    /// An HTTP exchange.
    case plain
    /// An HTTP/1.1 exchange that may turn the connection into a stream of bytes both ways. It holds
    /// the fields that ask for it; they come after `headerLines`.
    case upgrade(Fields)
    /// No request: only the connection is made, proxies and TLS included, and `Transfer.connection` carries bytes both
    /// ways. With TLS, HTTP/2 is offered by ALPN, and HTTP/1.1 after it.
    case connection
  }

  /// The part that a request has in TLS on a connection that began without (RFC 2817).
  public enum InPlace: Sendable {
    /// None.
    case none
    /// It is the `OPTIONS *` that asks for it, with no cookie that the session knows. After its 101 `Session.keepConnection`
    /// has the connection for the next transfer.
    case asking
    /// It goes over the connection that was kept, or again over one that was switched before.
    case switched
  }

  /// The URL as libcurl takes it: http or https; no scheme means what curl guesses.
  public var url: String
  /// The method (`--request`); `nil` for what `body` and `wantsBody` say.
  public var method: String?
  /// The request has a body.
  public var body: Body?
  /// False for HEAD (`--head`).
  public var wantsBody = true
  /// Field lines in curl's syntax: `Name: value`, `Name;` for an empty value, `Name:` to remove one
  /// that libcurl would send.
  public var headerLines: [String] = []
  /// What the request is for.
  public var kind: Kind = .plain
  /// A connection of its own is made, none is used again.
  public var usesFreshConnection = false

  /// What is to do with TLS in place.
  public var inPlace: InPlace = .none

  /// A GET.
  public init(url: String) { self.url = url }

  var isConnection: Bool { if case .connection = kind { true } else { false } }

  /// The method as it goes out.
  public var effectiveMethod: String {
    if let method { return method }
    guard wantsBody else { return "HEAD" }
    return switch body {
    case nil: "GET"
    case .upload: "PUT"
    case .bytes, .form: "POST"
    }
  }
}
