internal import CLibcrypto
public import HTTP

/// A client's opening handshake (RFC 6455 §4.1): the fields that make a GET one, and the checks that its
/// 101 must pass before a byte is sent.
public struct Handshake: Hashable, Sendable {
  /// The value of `Sec-WebSocket-Key`.
  public let key: String
  /// The subprotocols that are offered, the preferred first.
  public let subprotocols: [String]
  /// The extensions that are offered, the preferred first: elements of `Sec-WebSocket-Extensions`. Those that
  /// no `DeflateOffer` can be made of are offered in vain.
  public let extensions: [String]

  /// A handshake.
  ///
  /// - Parameters:
  ///   - nonce: 16 random bytes, fresh for each request.
  ///   - subprotocols: what is offered, the preferred first: distinct tokens (`Syntax.isToken`).
  ///   - extensions: the extensions that are offered, as the field has them.
  public init(nonce: [UInt8], subprotocols: [String] = [], extensions: [String] = []) {
    key = Base64.encode(nonce)
    self.subprotocols = subprotocols
    self.extensions = extensions
  }

  /// The fields that the request needs besides its own.
  public var fields: Fields {
    offering([
      Field("Connection", "Upgrade"),
      Field("Upgrade", "websocket"),
      Field("Sec-WebSocket-Version", Self.version),
      Field("Sec-WebSocket-Key", key),
    ])
  }

  /// The fields that an extended CONNECT, which asks for the same over HTTP/2, needs besides its own (RFC 8441 §5):
  /// "Implementations using this extended CONNECT to bootstrap WebSockets do not do the processing of the
  /// Sec-WebSocket-Key and Sec-WebSocket-Accept header fields".
  public var connectFields: Fields { offering([Field("Sec-WebSocket-Version", Self.version)]) }

  private func offering(_ fields: Fields) -> Fields {
    var fields = fields
    if !subprotocols.isEmpty {
      fields.append(Field("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", ")))
    }
    if !extensions.isEmpty {
      fields.append(Field("Sec-WebSocket-Extensions", extensions.joined(separator: ", ")))
    }
    return fields
  }

  /// The version of the protocol that we speak, the only one there is.
  public static let version = "13"

  /// Checks the response that claims to accept the handshake, by the steps of RFC 6455 §4.1.
  ///
  /// - Returns: what was agreed on.
  /// - Throws: the first rule that the response broke; not a byte may be sent then.
  public func validate(_ head: ResponseHead) throws(HandshakeFailure) -> Agreement {
    try checkSwitch(head)
    try checkUpgrade(head)
    try checkConnection(head)
    try checkAccept(head)
    return try agreement(in: head.fields)
  }

  func checkSwitch(_ head: ResponseHead) throws(HandshakeFailure) {
    guard head.status == 101 else { throw .status(head.status) }
    // RFC 9110 §7.8: "A server MUST ignore an Upgrade header field that is received in an HTTP/1.0
    // request", and no later version has a 101.
    guard head.version == .http11 else { throw .version(head.version) }
  }

  func checkUpgrade(_ head: ResponseHead) throws(HandshakeFailure) {
    // "If the response lacks an |Upgrade| header field or the |Upgrade| header field contains a value
    // that is not an ASCII case-insensitive match for the value "websocket""
    let upgrade = head.fields.list(of: "Upgrade", limit: 2)
    guard upgrade.count == 1, Syntax.areEqual(upgrade[0], "websocket") else {
      throw .upgrade(head.fields.values(of: "Upgrade"))
    }
  }

  func checkConnection(_ head: ResponseHead) throws(HandshakeFailure) {
    // "If the response lacks a |Connection| header field or the |Connection| header field doesn't
    // contain a token that is an ASCII case-insensitive match for the value "Upgrade""
    guard head.fields.contains("Connection", token: "upgrade") else {
      throw .connection(head.fields.values(of: "Connection"))
    }
  }

  func checkAccept(_ head: ResponseHead) throws(HandshakeFailure) {
    // RFC 6455 §11.3.3: "The |Sec-WebSocket-Accept| header MUST NOT appear more than once in an HTTP
    // response."
    let accepts = head.fields.values(of: "Sec-WebSocket-Accept")
    guard let expected = Self.accept(forKey: key) else { throw .noDigest }
    guard accepts.count == 1, Self.areIdentical(accepts[0], expected) else {
      throw .accept(accepts, expected: expected)
    }
  }

  /// Checks the response that claims to accept an extended CONNECT (RFC 8441 §5): any status of 2xx, and what of the
  /// steps of RFC 6455 §4.1 is not about a connection of HTTP/1.1.
  ///
  /// - Returns: what was agreed on.
  /// - Throws: the first rule that the response broke; not a byte may be sent then.
  public func validateConnect(_ head: ResponseHead) throws(HandshakeFailure) -> Agreement {
    guard (200...299).contains(head.status) else { throw .status(head.status) }
    return try agreement(in: head.fields)
  }

  private func agreement(in fields: Fields) throws(HandshakeFailure) -> Agreement {
    let accepted = fields.list(of: "Sec-WebSocket-Extensions")
    return Agreement(
      subprotocol: try subprotocol(in: fields), extensions: accepted,
      deflate: try deflate(in: accepted))
  }

  func deflate(in accepted: [String]) throws(HandshakeFailure) -> PermessageDeflate? {
    guard let first = accepted.first else { return nil }
    // "if the header field indicates the use of an extension that was not present in the client's
    // handshake […], the client MUST _Fail the WebSocket Connection_"
    let offers = extensions.compactMap { DeflateOffer(element: $0) }
    guard !offers.isEmpty, accepted.count == 1, let answer = Extension(parsing: first),
      answer.name == PermessageDeflate.name
    else { throw .extensions(accepted, offered: extensions) }
    var reason: InvalidParameters?
    for offer in offers {
      do throws(InvalidParameters) {
        return try offer.agreement(from: answer)
      } catch {
        reason = reason ?? error
      }
    }
    throw .deflate(first, reason ?? InvalidParameters("it answers no offer"))
  }

  func subprotocol(in fields: Fields) throws(HandshakeFailure) -> String? {
    // RFC 6455 §11.3.4: "The |Sec-WebSocket-Protocol| header field MUST NOT appear more than once in
    // an HTTP response."
    let chosen = fields.values(of: "Sec-WebSocket-Protocol")
    guard let first = chosen.first else { return nil }
    guard chosen.count == 1, subprotocols.contains(where: { Self.areIdentical($0, first) }) else {
      throw .subprotocol(chosen, offered: subprotocols)
    }
    return first
  }

  /// Whether two strings are the same byte for byte; `==` would take U+212A for a `K`.
  static func areIdentical(_ one: String, _ other: String) -> Bool {
    one.utf8.elementsEqual(other.utf8)
  }

  /// The `Sec-WebSocket-Accept` that answers `key`: the base64 of the SHA-1 of the key and a fixed GUID
  /// (RFC 6455 §4.2.2); nil if libcrypto refuses to compute SHA-1.
  public static func accept(forKey key: String) -> String? {
    let text = Array(key.utf8) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8
    var digest = [UInt8](repeating: 0, count: 20)
    let isDone = unsafe text.withUnsafeBufferPointer { text in
      unsafe digest.withUnsafeMutableBufferPointer { digest in
        guard let from = text.baseAddress, let to = digest.baseAddress else { return false }
        return unsafe upshift_sha1(from, text.count, to)
      }
    }
    return isDone ? Base64.encode(digest) : nil
  }
}

/// What a handshake settled besides the protocol itself.
public struct Agreement: Hashable, Sendable {
  /// The subprotocol that the server chose of those offered, or nil.
  public let subprotocol: String?
  /// The extensions in use, as the server wrote them.
  public let extensions: [String]
  /// How messages are compressed, or nil.
  public let deflate: PermessageDeflate?
}
