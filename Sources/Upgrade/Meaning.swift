public import HTTP

/// What a response is, for somebody who waits for an upgrade: told apart from one where it is none.
public struct Meaning: Hashable, Sendable {
  /// One sentence without a full stop.
  public let sentence: String
  /// Where it says so: `RFC 9110 §15.5.22`.
  public let source: String

  /// What was asked.
  public enum Asked: Sendable {
    /// No upgrade.
    case plain
    /// Something with an upgrade offered.
    case offer
    /// The server, by CONNECT, for a WebSocket over HTTP/2.
    case webSocketStream
    /// A proxy, by CONNECT, for a tunnel.
    case proxy
  }

  /// What the status of a response means.
  public init(of response: ResponseHead, to asked: Asked = .plain) {
    let status = response.status
    let (sentence, source) = Self.known[status] ?? Self.ofClass(status)
    switch asked {
    case .webSocketStream where (200...299).contains(status):
      self.init("the stream is a WebSocket from here on", "RFC 8441 §5")
    case .proxy where (200...299).contains(status):
      self.init("the proxy has opened a tunnel to the server", "RFC 9110 §9.3.6")
    // What speaks of the proxy already.
    case .proxy where status != 407: self.init("the proxy says: \(sentence)", source)
    case .offer where (200...299).contains(status):
      self.init(
        "an answer as to any request: the upgrade that was offered is not taken up",
        "RFC 9110 §7.8")
    default: self.init(sentence, source)
    }
  }

  private init(_ sentence: String, _ source: String) {
    (self.sentence, self.source) = (sentence, source)
  }

  private static func ofClass(_ status: Int) -> (String, String) {
    switch status {
    case 100...199: ("an interim answer: the final one follows", "RFC 9110 §15.2")
    case 200...299: ("a success: no upgrade is required", "RFC 9110 §15.3")
    case 300...399: ("a redirection, which is no upgrade", "RFC 9110 §15.4")
    case 400...499: ("a refusal of this request, which is no upgrade", "RFC 9110 §15.5")
    default: ("a failure of the server, which is no upgrade", "RFC 9110 §15.6")
    }
  }

  private static let known: [Int: (String, String)] = [
    100: ("the server wants the body of the request", "RFC 9110 §15.2.1"),
    101: (
      "the connection changes its protocol, from behind this head on", "RFC 9110 §15.2.2"
    ),
    102: ("the server is still at it", "RFC 2518 §10.1"),
    103: ("hints ahead of the final answer", "RFC 8297"),
    200: ("a success: no upgrade is required", "RFC 9110 §15.3.1"),
    204: ("a success without a body: no upgrade is required", "RFC 9110 §15.3.5"),
    300: ("a choice of addresses, which is no upgrade", "RFC 9110 §15.4.1"),
    301: ("moved for good: another address, the same protocol", "RFC 9110 §15.4.2"),
    302: ("moved for now: another address, the same protocol", "RFC 9110 §15.4.3"),
    303: ("the answer is at another address, for GET", "RFC 9110 §15.4.4"),
    304: ("not changed since the copy that the request speaks of", "RFC 9110 §15.4.5"),
    307: ("moved for now, method and body stay: no upgrade", "RFC 9110 §15.4.8"),
    308: ("moved for good, method and body stay: no upgrade", "RFC 9110 §15.4.9"),
    400: (
      "the request makes no sense to the server; some that want a WebSocket say so, instead of 426",
      "RFC 9110 §15.5.1"
    ),
    401: ("the server wants a log-in first", "RFC 9110 §15.5.2"),
    403: (
      "refused, whoever asks; to a handshake often because of its Origin", "RFC 9110 §15.5.4"
    ),
    404: ("there is nothing at this path", "RFC 9110 §15.5.5"),
    405: ("not with this method; a WebSocket is opened by GET", "RFC 9110 §15.5.6"),
    407: ("the proxy wants a log-in first", "RFC 9110 §15.5.8"),
    408: ("the server waited too long for the request", "RFC 9110 §15.5.9"),
    421: ("this server does not speak for that host on this connection", "RFC 9110 §15.5.20"),
    425: (
      "too early: sent before TLS was complete, and could be a replay; no upgrade", "RFC 8470 §5.2"
    ),
    426: ("the request is refused over this protocol: an upgrade is required", "RFC 9110 §15.5.22"),
    428: ("the server wants a condition in the request", "RFC 6585 §3"),
    429: ("too many requests", "RFC 6585 §4"),
    431: ("the fields of the request are too large", "RFC 6585 §5"),
    451: ("withheld for legal reasons", "RFC 7725 §3"),
    500: ("the server failed", "RFC 9110 §15.6.1"),
    501: ("the server cannot do this method", "RFC 9110 §15.6.2"),
    502: ("a gateway got no good answer from the server behind it", "RFC 9110 §15.6.3"),
    503: ("the server is busy or down for now", "RFC 9110 §15.6.4"),
    504: ("a gateway got no answer in time from the server behind it", "RFC 9110 §15.6.5"),
    505: (
      "this version of HTTP is not spoken here; which one is, an Upgrade field would say",
      "RFC 9110 §15.6.6"
    ),
    510: (
      "an extension of HTTP by itself is wanted (obsolete), which is no upgrade", "RFC 2774 §7"
    ),
    511: ("the network wants a log-in before it lets anything through", "RFC 6585 §6"),
  ]
}
