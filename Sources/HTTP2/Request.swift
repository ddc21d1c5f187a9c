public import HTTP

/// The request that opens a stream: an extended CONNECT (RFC 8441 §4).
public struct Request: Hashable, Sendable {
  /// `:protocol`, what is to be spoken on the stream.
  public var protocolName: String
  /// `:scheme`: `http` or `https`.
  public var scheme: String
  /// `:authority`: the host, and the port unless it is the scheme's own.
  public var authority: String
  /// `:path`: path and query.
  public var path: String
  /// What else is asked. Names go out in lower case, those that only a connection of HTTP/1.1 has not at all.
  public var fields: Fields

  /// A request for a WebSocket, unless `protocolName` says otherwise.
  public init(
    protocolName: String = "websocket", scheme: String, authority: String, path: String,
    fields: Fields = []
  ) {
    self.protocolName = protocolName
    self.scheme = scheme
    self.authority = authority
    self.path = path
    self.fields = fields
  }

  /// The field section, pseudo-fields first (RFC 9113 §8.3).
  ///
  /// "On requests bearing the :protocol pseudo-header field, the :authority pseudo-header field is interpreted
  /// according to Section 8.1.2.3 of [RFC7540] instead of Section 8.3 of that document": it is the target's, as in any request.
  public var section: [Field] {
    [
      Field(":method", "CONNECT"), Field(":protocol", protocolName), Field(":scheme", scheme),
      Field(":authority", authority), Field(":path", path),
    ]
      + fields.lazy.map { Field($0.name.lowercased(), $0.value) }
      .filter { !Self.isOfConnection($0) }
  }

  /// "An endpoint MUST NOT generate an HTTP/2 message containing connection-specific header fields" (RFC 9113
  /// §8.2.2), but for `TE: trailers`. Content-Length would count what has no end.
  private static func isOfConnection(_ field: Field) -> Bool {
    switch field.name {
    case "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade", "host",
      "content-length", "http2-settings":
      true
    case "te": !Syntax.areEqual(field.value, "trailers")
    default: field.name.hasPrefix(":")
    }
  }
}
