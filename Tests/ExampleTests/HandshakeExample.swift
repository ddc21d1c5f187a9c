import HTTP
import WebSocket

/// Asks for a WebSocket, and returns what was agreed on, with the bytes that came behind the head: the conversation's
/// first. `read` returns nothing at the end.
func shakeHands(
  _ host: String, _ path: String, read: () throws -> [UInt8], write: ([UInt8]) throws -> Void
) throws -> (Agreement, rest: [UInt8]) {
  let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
  let handshake = Handshake(nonce: nonce, extensions: [DeflateOffer().element])
  let fields = handshake.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
  try write(Array("GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(fields)\r\n".utf8))
  var rest: [UInt8] = []
  func line() throws -> [UInt8] {
    while true {
      if let end = rest.firstIndex(of: 0x0A) {
        defer { rest.removeFirst(end + 1) }
        return Array(rest[...end])
      }
      let bytes = try read()
      guard !bytes.isEmpty, rest.count < 65536 else { throw NoResponse() }
      rest += bytes
    }
  }
  guard var head = ResponseHead(statusLine: try line()) else { throw NoResponse() }
  while !head.isComplete, head.raw.count < 65536 { head.append(line: try line()) }
  guard head.isComplete else { throw NoResponse() }
  return (try handshake.validate(head), rest)
}

struct NoResponse: Error {}
