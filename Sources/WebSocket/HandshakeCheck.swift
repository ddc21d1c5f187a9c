public import HTTP

/// One of the things that RFC 6455 §4.1 asks of the answer to a handshake, and how that fares.
public struct HandshakeCheck: Hashable, Sendable {
  /// What is looked at: `Sec-WebSocket-Accept`.
  public let name: String
  /// What was found, in a few words, if it is as it should be; the peer's bytes are not escaped.
  public let found: String
  /// Why not.
  public let failure: HandshakeFailure?
}

extension Handshake {
  /// All checks of ``validate(_:)``, each for itself, for a person who wants to know them.
  ///
  /// - Parameters:
  ///   - head: the answer.
  ///   - isConnect: it answers an extended CONNECT (RFC 8441 §5), which has no key and no connection to switch.
  public func checks(of head: ResponseHead, isConnect: Bool = false) -> [HandshakeCheck] {
    func check(
      _ name: String, _ found: String, _ body: () throws(HandshakeFailure) -> Void
    ) -> HandshakeCheck {
      do throws(HandshakeFailure) {
        try body()
        return HandshakeCheck(name: name, found: found, failure: nil)
      } catch {
        return HandshakeCheck(name: name, found: "", failure: error)
      }
    }
    let accepted = head.fields.list(of: "Sec-WebSocket-Extensions")
    let agreed = [
      check(
        "Sec-WebSocket-Extensions",
        accepted.isEmpty
          ? extensions.isEmpty ? "none offered, none used" : "offered, and not used"
          : accepted.joined(separator: ", ")
      ) { () throws(HandshakeFailure) in _ = try deflate(in: accepted) },
      check(
        "Sec-WebSocket-Protocol",
        head.fields.first("Sec-WebSocket-Protocol")
          ?? (subprotocols.isEmpty ? "none offered, none chosen" : "offered, and none chosen")
      ) { () throws(HandshakeFailure) in _ = try subprotocol(in: head.fields) },
    ]
    guard !isConnect else {
      // It is not asked before the server has said so.
      let setting = check("SETTINGS_ENABLE_CONNECT_PROTOCOL", "1") { () throws(HandshakeFailure) in
      }
      let status = check("status", "\(head.status) over \(head.version)") {
        () throws(HandshakeFailure) in
        guard (200...299).contains(head.status) else { throw .status(head.status) }
      }
      return [setting, status] + agreed
    }
    return [
      check("status", "101 over \(head.version)") { () throws(HandshakeFailure) in
        try checkSwitch(head)
      },
      check("Upgrade", head.fields.values(of: "Upgrade").joined(separator: ", ")) {
        () throws(HandshakeFailure) in try checkUpgrade(head)
      },
      check("Connection", "lists upgrade") { () throws(HandshakeFailure) in
        try checkConnection(head)
      },
      check("Sec-WebSocket-Accept", "the digest of our key") { () throws(HandshakeFailure) in
        try checkAccept(head)
      },
    ] + agreed
  }
}
