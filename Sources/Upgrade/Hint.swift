public import HTTP

/// What a response that is no 426 says in words.
public enum Hint {
  /// The most bytes of a body that are looked at.
  public static let longest = 2048

  /// Whether a refusal says that a WebSocket is wanted: some servers answer a plain GET so instead of with 426
  /// (aiohttp, Tornado, gorilla). It is not followed for that: it is only words.
  ///
  /// - Parameter body: how the response's body begins.
  public static func wantsWebSocket(_ response: ResponseHead, body: some Collection<UInt8>) -> Bool
  {
    guard (400...499).contains(response.status), response.status != 426 else { return false }
    let text = String(decoding: body.prefix(longest), as: UTF8.self).lowercased()
    return text.contains("websocket") && text.contains("upgrade")
  }
}
