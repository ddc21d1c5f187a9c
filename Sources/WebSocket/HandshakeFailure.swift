public import HTTP

/// Why a 101 does not open a WebSocket (RFC 6455 §4.1), or why a server cannot answer with one (§4.2).
public enum HandshakeFailure: Error, Hashable, Sendable {
  /// A status that is not 101.
  case status(Int)
  /// A version of HTTP that cannot switch protocols.
  case version(HTTPVersion)
  /// `Upgrade` is not exactly `websocket`: its field lines.
  case upgrade([String])
  /// `Connection` does not list `upgrade`: its field lines.
  case connection([String])
  /// `Sec-WebSocket-Accept` is missing, repeated, or not the one for our key: its field lines.
  case accept([String], expected: String)
  /// An extension that was not offered, or one twice: the elements, and ours.
  case extensions([String], offered: [String])
  /// An answer to the offer of compression that RFC 7692 §7.1 does not allow: the element.
  case deflate(String, InvalidParameters)
  /// A subprotocol that was not offered, or more than one field line: the lines.
  case subprotocol([String], offered: [String])
  /// libcrypto refused to compute SHA-1, so that nothing can be checked.
  case noDigest
  /// A request whose `Sec-WebSocket-Key` is missing, repeated, or not 16 bytes: its field lines.
  case key([String])
  /// A request for another version of the protocol, to be answered 426: its field lines.
  case webSocketVersion([String])

  /// One sentence for a person: what was wrong, what came instead, and which rule says so. What the peer
  /// sent is cut short, but not escaped.
  public var message: String {
    switch self {
    case .status(let status):
      "the handshake was answered with status \(status), not 101 (RFC 6455 §4.1)"
    case .version(let version):
      "the 101 is \(version), but only HTTP/1.1 can switch protocols (RFC 9110 §7.8)"
    case .upgrade(let lines):
      "Upgrade must be \"websocket\" and is \(Self.shown(lines)) (RFC 6455 §4.1)"
    case .connection(let lines):
      "Connection must list \"upgrade\" and is \(Self.shown(lines)) (RFC 6455 §4.1)"
    case .accept(let lines, let expected):
      "Sec-WebSocket-Accept must be \"\(expected)\", once, and is \(Self.shown(lines)) (RFC 6455 §4.1)"
    case .extensions(let elements, offered: []):
      "the server uses an extension that was not offered: \(Self.shown(elements)) (RFC 6455 §4.1)"
    case .extensions(let elements, let offered):
      "the server uses \(Self.shown(elements)), but \(Self.shown(offered)) was offered "
        + "(RFC 6455 §4.1)"
    case .deflate(let element, let reason):
      "the server answers with \(Self.shown([element])): \(Self.cut(reason.message)) (RFC 7692 §7.1)"
    case .subprotocol(let lines, offered: []):
      "the server chose the subprotocol \(Self.shown(lines)), but none was offered (RFC 6455 §4.1)"
    case .subprotocol(let lines, let offered):
      "the server chose the subprotocol \(Self.shown(lines)), "
        + "which is not one of \(Self.shown(offered)) (RFC 6455 §4.1)"
    case .noDigest:
      "libcrypto refuses to compute SHA-1, which the handshake needs (RFC 6455 §4.2.2)"
    case .key(let lines):
      "Sec-WebSocket-Key must be 16 bytes in base64, once, and is \(Self.shown(lines)) "
        + "(RFC 6455 §4.2.1)"
    case .webSocketVersion(let lines):
      "Sec-WebSocket-Version must be \(Handshake.version) and is \(Self.shown(lines)) "
        + "(RFC 6455 §4.2.1)"
    }
  }

  /// The values in quotes, the first few and each cut short, for a peer may send very many or very long.
  private static func shown(_ values: [String]) -> String {
    guard !values.isEmpty else { return "missing" }
    var texts = values.prefix(4).map { "\"\(cut($0))\"" }
    if values.count > texts.count { texts.append("…") }
    return texts.joined(separator: ", ")
  }

  private static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let start = scalars.prefix(100)
    return "\(Substring(start))\(start.endIndex == scalars.endIndex ? "" : "…")"
  }
}
