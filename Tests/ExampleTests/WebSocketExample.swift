import WebSocket

/// Sends `text` on an open WebSocket, and returns what comes until the peer has closed. `read` returns nothing at the end.
func converse(
  _ text: String, read: () throws -> [UInt8], write: ([UInt8]) throws -> Void
) throws -> [Event] {
  var connection = Connection(maskingKey: { UInt32.random(in: .min ... .max) })
  var events = EventList()
  let payload = Array(text.utf8)
  try write(
    [UInt8](capacity: payload.count + 14) { out in
      _ = connection.send(payload.span, as: .text, isLast: true, into: &out)
    })
  while !connection.isClosed {
    let bytes = try read()
    if bytes.isEmpty { connection.receiveEOF() }
    try connection.receive(bytes.span, into: &events)
    try write([UInt8](capacity: 256) { out in connection.flush(into: &out) })
  }
  return events.take()
}
