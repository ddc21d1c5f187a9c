// A small endpoint to try upshift on: it answers 426 the way the Node example in any guide does, and
// echoes what comes over WebSocket. For a demonstration on this machine, not for the world.

import HTTP
import WebSocket
import Platform

/// A connection's descriptor with just enough around it.
struct Peer {
  let descriptor: Int32

  func send(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    let count = read(descriptor, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : nil
  }
}

/// Sends each message back as it came.
struct Echo: EventSink {
  var replies: [(kind: MessageKind, bytes: [UInt8])] = []
  private var message: [UInt8] = []

  mutating func message(_ kind: MessageKind, part: Span<UInt8>, isFirst: Bool, isLast: Bool) {
    part.withUnsafeBufferPointer { message.append(contentsOf: $0) }
    guard isLast else { return }
    replies.append((kind, message))
    message = []
  }
  mutating func ping(_ payload: Span<UInt8>) {}
  mutating func pong(_ payload: Span<UInt8>) {}
  mutating func close(_ close: Close) {}
}

func response(_ status: String, _ fields: Fields, body: String = "") -> [UInt8] {
  let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
  return Array("HTTP/1.1 \(status)\r\n\(lines)\r\n\(body)".utf8)
}

/// The request's fields, and what came behind its head.
func request(_ peer: Peer) -> (fields: Fields, rest: [UInt8])? {
  var bytes: [UInt8] = []
  while bytes.count < 64 << 10 {
    guard let more = peer.receive() else { return nil }
    bytes += more
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
    var fields = Fields()
    for line in String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
      .dropFirst()
    {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      fields.append(Field(String(line[..<colon]), String(value)))
    }
    return (fields, Array(bytes[end.upperBound...]))
  }
  return nil
}

func serve(_ peer: Peer) {
  while let (fields, rest) = request(peer) {
    guard fields.contains("Upgrade", token: "websocket") else {
      let body = "This endpoint speaks WebSocket.\n"
      guard
        peer.send(
          response(
            "426 Upgrade Required",
            [
              Field("Upgrade", "websocket"), Field("Connection", "Upgrade"),
              Field("Content-Type", "text/plain"), Field("Content-Length", "\(body.utf8.count)"),
            ], body: body))
      else { return }
      continue
    }
    guard let answer = try? Handshake.answer(to: fields) else {
      _ = peer.send(response("400 Bad Request", [Field("Content-Length", "0")]))
      return
    }
    guard peer.send(response("101 Switching Protocols", answer)) else { return }
    return echo(peer, rest)
  }
}

func echo(_ peer: Peer, _ first: [UInt8]) {
  var connection = Connection(
    role: .server, limits: Limits(maximumMessage: 16 << 20), maskingKey: { 0 })
  var sink = Echo()
  var bytes = first
  while !connection.isClosed {
    _ = try? connection.receive(bytes.span, into: &sink)
    for reply in sink.replies {
      let message = [UInt8](capacity: reply.bytes.count + 256) { out in
        _ = connection.send(reply.bytes.span, as: reply.kind, isLast: true, into: &out)
      }
      guard peer.send(message) else { return }
    }
    sink.replies = []
    let control = [UInt8](capacity: 512) { connection.flush(into: &$0) }
    guard control.isEmpty || peer.send(control), !connection.isClosed else { return }
    guard let more = peer.receive() else { return }
    bytes = more
  }
}

func listen(port: UInt16) -> (descriptor: Int32, port: UInt16)? {
  #if canImport(Darwin)
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
  #else
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  #endif
  var yes: Int32 = 1
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = inet_addr("127.0.0.1")
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
      bind(descriptor, pointer, size) == 0 && listen(descriptor, 16) == 0
        && getsockname(descriptor, pointer, &size) == 0
    }
  }
  return isBound ? (descriptor, UInt16(bigEndian: address.sin_port)) : nil
}

/// Serves one connection on a thread of its own.
func serveOnThread(_ descriptor: Int32) {
  // The descriptor is the context; one more, so that it is never a null pointer.
  let context = UnsafeMutableRawPointer(bitPattern: Int(descriptor) + 1)
  #if canImport(Darwin)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  let status = pthread_create(
    &thread, nil,
    { context in
      let peer = Peer(descriptor: Int32(Int(bitPattern: context) - 1))
      serve(peer)
      close(peer.descriptor)
      return nil
    }, context)
  if status != 0 { close(descriptor) }
}
