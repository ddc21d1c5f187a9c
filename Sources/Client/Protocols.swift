/// Which schemes may be used: `http`, `https`, `ws`, `wss`.
public struct Protocols: Hashable, Sendable {
  /// Each of them.
  public static let all = ["http", "https", "ws", "wss"]

  /// For any request (`--proto`).
  public var allowed = Protocols.all
  /// To be redirected to (`--proto-redir`); what `allowed` lacks stays forbidden.
  public var redirects = Protocols.all

  /// All of them.
  public init() {}

  /// Of these, in libcurl's words.
  static func ofHTTP(_ schemes: [String]) -> [String] {
    schemes == all ? ["http", "https"] : ["http", "https"].filter(schemes.contains)
  }

  /// The same for handshakes, which are libcurl's requests of HTTP.
  static func ofWebSocket(_ schemes: [String]) -> [String] {
    [("ws", "http"), ("wss", "https")].filter { schemes.contains($0.0) }.map(\.1)
  }
}
