public import HTTP
public import WebSocket

/// One thing that happened: a line of a transcript (`NDJSON`), and what the prompt shows and keeps.
public struct Record: Hashable, Sendable {
  /// Who sent it.
  public enum Direction: String, Hashable, Sendable {
    /// The server.
    case incoming = "in"
    /// We.
    case outgoing = "out"
  }

  /// What happened.
  public enum Event: Hashable, Sendable {
    /// A request went out.
    case request(method: String, url: String, fields: Fields)
    /// The head of a response came. `method` and `url` are those of its request.
    case response(method: String, url: String, status: Int, fields: Fields)
    /// A part of the body of the response before it, decoded.
    case body([UInt8])
    /// An upgrade was decided on: the `Upgrade` field's token, what is done, and why.
    case upgrade(token: String, decision: String, reason: String)
    /// The WebSocket is open.
    case open(url: String, subprotocol: String, extensions: String)
    /// A text message: UTF-8.
    case text([UInt8])
    /// A binary message.
    case binary([UInt8])
    /// A ping with its payload.
    case ping([UInt8])
    /// A pong with its payload.
    case pong([UInt8])
    /// A Close.
    case close(Close)
    /// Nothing is known of the time since the record before this one: the connection was made anew, or
    /// records were dropped.
    case gap(reason: String)
    /// What ended the connection against somebody's will.
    case error(reason: String)
  }

  /// Seconds since the start.
  public var time: Double
  /// Who sent it; nil for what happens to the connection.
  public var direction: Direction?
  /// The number of a message, from 1 on, both directions counted together; nil for all else.
  public var number: Int?
  /// What happened.
  public var event: Event

  /// A record of an event.
  public init(_ event: Event, time: Double, direction: Direction? = nil, number: Int? = nil) {
    self.event = event
    self.time = time
    self.direction = direction
    self.number = number
  }

  /// The payload of a message, a ping, a pong or a body.
  public var payload: [UInt8]? {
    switch event {
    case .text(let payload), .binary(let payload), .ping(let payload), .pong(let payload),
      .body(let payload):
      payload
    default: nil
    }
  }

  /// A text or binary message.
  public var isMessage: Bool {
    switch event {
    case .text, .binary: true
    default: false
    }
  }
}
