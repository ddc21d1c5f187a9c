public import HTTP

extension Handshake {
  /// The server's half (RFC 6455 §4.2): the fields of the 101 that answers a request with the fields
  /// `request`. That the request is a GET in HTTP/1.1 is the caller's to check.
  ///
  /// - Parameters:
  ///   - request: the request's fields.
  ///   - subprotocols: what the server speaks; of what the client offers, the first of these is chosen.
  /// - Throws: why the request is not a handshake.
  public static func answer(
    to request: Fields, subprotocols: [String] = []
  ) throws(HandshakeFailure) -> Fields {
    guard request.contains("Upgrade", token: "websocket") else {
      throw .upgrade(request.values(of: "Upgrade"))
    }
    guard request.contains("Connection", token: "upgrade") else {
      throw .connection(request.values(of: "Connection"))
    }
    let versions = request.values(of: "Sec-WebSocket-Version")
    guard versions.count == 1, areIdentical(versions[0], version) else {
      throw .webSocketVersion(versions)
    }
    let keys = request.values(of: "Sec-WebSocket-Key")
    guard keys.count == 1, Base64.isSixteenBytes(keys[0]) else { throw .key(keys) }
    guard let accept = accept(forKey: keys[0]) else { throw .noDigest }
    var fields: Fields = [
      Field("Connection", "Upgrade"),
      Field("Upgrade", "websocket"),
      Field("Sec-WebSocket-Accept", accept),
    ]
    let offered = request.list(of: "Sec-WebSocket-Protocol")
    let chosen = offered.first { one in subprotocols.contains { areIdentical($0, one) } }
    if let chosen {
      fields.append(Field("Sec-WebSocket-Protocol", chosen))
    }
    return fields
  }
}
