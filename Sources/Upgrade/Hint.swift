public import HTTP

/// What a response that is no 426 says in words.
public enum Hint {
  /// The most bytes of a body that are looked at.
  public static let longest = 2048

  /// Whether a refusal says that a WebSocket is wanted: some servers answer a plain GET so instead of with 426
  /// (aiohttp, Tornado, gorilla). It is not followed for that: it is only words.
  ///
  /// - Parameters:
  ///   - response: the refusal.
  ///   - body: how its body begins.
  public static func wantsWebSocket(_ response: ResponseHead, body: some Collection<UInt8>) -> Bool
  {
    guard (400...499).contains(response.status), response.status != 426 else { return false }
    let text = words(body)
    // A page that is not found may well speak of WebSockets; a request that makes no sense is told what would.
    return text.contains("websocket") && (response.status == 400 || text.contains("upgrade"))
  }

  /// Whether a refusal says that TLS is wanted on this port: nginx, Apache and Go answer a request in the clear
  /// so.
  ///
  /// - Parameters:
  ///   - response: the refusal.
  ///   - body: how its body begins.
  public static func wantsTLS(_ response: ResponseHead, body: some Collection<UInt8>) -> Bool {
    guard response.status == 400 else { return false }
    let text = words(body)
    return ["http request was sent to https port", "http to an ssl-enabled", "request to an https"]
      .contains { text.contains($0) }
  }

  /// Whether a HEAD is refused as such, which says nothing of a GET: python websockets knows no other method.
  ///
  /// - Parameter response: the answer to a HEAD.
  public static func refusesHEAD(_ response: ResponseHead) -> Bool {
    response.status == 405 || response.status == 501
  }

  private static func words(_ body: some Collection<UInt8>) -> String {
    String(decoding: body.prefix(longest), as: UTF8.self).lowercased()
  }
}
