import WebSocket

/// Sends `text` on an open WebSocket, and returns what comes until it is closed. `read` returns nothing at the end.
func converse(
  _ text: String, after rest: [UInt8] = [], deflate: PermessageDeflate? = nil,
  read: () throws -> [UInt8], write: ([UInt8]) throws -> Void
) throws -> [Event] {
  var connection = Connection(deflate: deflate) { UInt32.random(in: .min ... .max) }
  var events = EventList()
  // A violation is kept in the connection, and its Close waits to be sent like a Pong.
  _ = try? connection.receive(rest.span, into: &events)
  var unsent = Array(text.utf8)[...]
  repeat {
    try write(
      [UInt8](capacity: 4096) { out in
        let taken = connection.send(unsent.span, as: .text, isLast: true, into: &out)
        unsent = unsent.dropFirst(taken ?? 0)
      })
  } while connection.isMidPayload
  while !connection.isClosed {
    guard !connection.hasOutput else {
      try write([UInt8](capacity: 4096) { out in connection.flush(into: &out) })
      continue
    }
    let bytes = try read()
    if bytes.isEmpty { connection.receiveEOF() }
    _ = try? connection.receive(bytes.span, into: &events)
  }
  if let violation = connection.violation { throw violation }
  return events.take()
}
