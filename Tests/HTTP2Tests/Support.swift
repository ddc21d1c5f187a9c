import HTTP
import HTTP2

/// The types of frames (RFC 9113 §6) that the tests need.
enum Kind: UInt8 {
  case data, headers, priority, resetStream, settings, pushPromise, ping, goAway, windowUpdate
  case continuation
}

/// A frame, made or read by hand.
struct Frame: Hashable {
  static let endStream: UInt8 = 1
  static let acknowledges: UInt8 = 1
  static let endHeaders: UInt8 = 4

  var kind: Kind
  var flags: UInt8 = 0
  var stream: UInt32 = 0
  var payload: [UInt8] = []

  var bytes: [UInt8] {
    [UInt8](bigEndian(UInt32(payload.count)).dropFirst()) + [kind.rawValue, flags]
      + bigEndian(stream) + payload
  }

  /// The whole frames in `bytes`, which may begin with a client's preface.
  static func all(in bytes: [UInt8]) -> [Frame] {
    var rest = bytes[...]
    let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    if rest.starts(with: preface) { rest = rest.dropFirst(preface.count) }
    var frames: [Frame] = []
    while rest.count >= 9 {
      let head = Array(rest.prefix(9))
      let length = head[..<3].reduce(0) { $0 << 8 | Int($1) }
      guard let kind = Kind(rawValue: head[3]) else { break }
      frames.append(
        Frame(
          kind: kind, flags: head[4], stream: head[5...].reduce(0) { $0 << 8 | UInt32($1) },
          payload: Array(rest.dropFirst(9).prefix(length))))
      rest = rest.dropFirst(9 + length)
    }
    return frames
  }

  static func settings(_ entries: [(UInt16, UInt32)]) -> Frame {
    Frame(
      kind: .settings,
      payload: entries.flatMap { bigEndian(UInt32($0.0)).suffix(2) + bigEndian($0.1) })
  }

  static func headers(_ fields: [(String, String)], flags: UInt8 = 0) -> Frame {
    Frame(kind: .headers, flags: endHeaders | flags, stream: 1, payload: block(fields))
  }

  static func data(_ bytes: [UInt8], flags: UInt8 = 0) -> Frame {
    Frame(kind: .data, flags: flags, stream: 1, payload: bytes)
  }

  static func reset(_ code: UInt32) -> Frame {
    Frame(kind: .resetStream, stream: 1, payload: bigEndian(code))
  }

  static func goAway(_ last: UInt32, _ code: UInt32, _ text: String = "") -> Frame {
    Frame(kind: .goAway, payload: bigEndian(last) + bigEndian(code) + text.utf8)
  }

  static func windowUpdate(_ stream: UInt32, _ size: UInt32) -> Frame {
    Frame(kind: .windowUpdate, stream: stream, payload: bigEndian(size))
  }

  /// Literals without indexing (RFC 7541 §6.2.2), as plain text.
  static func block(_ fields: [(String, String)]) -> [UInt8] {
    fields.flatMap { [0] + string($0.0) + string($0.1) }
  }

  private static func string(_ text: String) -> [UInt8] {
    var length = text.utf8.count
    guard length >= 127 else { return [UInt8(length)] + text.utf8 }
    var bytes: [UInt8] = [127]
    length -= 127
    while length >= 128 {
      bytes.append(UInt8(length & 127) | 128)
      length >>= 7
    }
    return bytes + [UInt8(length)] + text.utf8
  }
}

func bigEndian(_ value: UInt32) -> [UInt8] {
  (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
}

/// A client, and what became of it.
final class Client {
  let connect: ExtendedConnect
  var events: [ExtendedConnect.Event] = []
  /// What it sent since it was last asked.
  var sent: [Frame] = []
  var data: [UInt8] = []

  static let enable: [(UInt16, UInt32)] = [(8, 1)]

  init(limits: Limits = Limits(), settings: [(UInt16, UInt32)]? = enable, answered: Bool = false) {
    let request = Request(
      scheme: "https", authority: "example.com", path: "/chat",
      fields: [Field("Sec-WebSocket-Version", "13"), Field("X-Own", "1")])
    guard let connect = ExtendedConnect(request, limits: limits) else { fatalError("no memory") }
    self.connect = connect
    settle()
    if let settings { receive([.settings(settings)]) }
    if answered {
      receive([.headers([(":status", "200")])])
      events = []
      sent = []
    }
  }

  func receive(_ frames: [Frame]) { receive(frames.flatMap(\.bytes)) }

  func receive(_ bytes: [UInt8], reads: Bool = true) {
    connect.receive(bytes.span)
    settle()
    if reads { read() }
  }

  func settle() {
    events += connect.takeEvents()
    var output: [UInt8] = []
    connect.takeOutput(into: &output, upTo: .max)
    sent += Frame.all(in: output)
  }

  func read() {
    while connect.available > 0 {
      connect.read(upTo: 16_384) { bytes in
        data += (0..<bytes.count).map { bytes[$0] }
        return true
      }
    }
    settle()
  }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, connect.room > 0 {
      connect.write { output in
        let count = min(rest.count, output.freeCapacity)
        for byte in rest.prefix(count) { output.append(byte) }
        rest = rest.dropFirst(count)
      }
      settle()
    }
  }

  func takeSent(_ kind: Kind) -> [Frame] {
    defer { sent = [] }
    return sent.filter { $0.kind == kind }
  }
}
