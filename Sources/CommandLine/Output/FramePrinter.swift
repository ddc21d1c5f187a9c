import Streams
import Text
import WebSocket

/// `-v` on a WebSocket: one line a frame on standard error, direction, opcode, length, flags and the
/// start of the payload.
final class FramePrinter {
  private let messages: Messages
  private var header: FrameHeader?

  init(_ messages: Messages) { self.messages = messages }

  /// The head of a frame came; the line waits for its payload.
  func received(_ header: FrameHeader) {
    guard !header.opcode.isControl else { return }
    settle()
    self.header = header
  }

  /// A frame whose payload brought nothing: a compressed one that only goes on.
  private func settle() {
    if let header { line("<", header, [UInt8]().span) }
    header = nil
  }

  /// The first part of that frame's payload.
  func received(payload: Span<UInt8>) {
    guard let header else { return }
    self.header = nil
    line("<", header, payload)
  }

  /// A frame of data was begun; `payload` is what it comes from.
  func sending(_ header: FrameHeader, payload: Span<UInt8>) { line(">", header, payload) }

  /// A ping or a pong came or is being sent.
  func control(_ opcode: Opcode, payload: Span<UInt8>, isOutgoing: Bool) {
    settle()
    let header = FrameHeader(opcode: opcode, payloadLength: UInt64(payload.count))
    line(isOutgoing ? ">" : "<", header, payload)
  }

  /// A Close came or is being sent.
  func closed(_ close: Close, isOutgoing: Bool) {
    settle()
    let reason = close.reason.isEmpty ? "" : " \"\(Escape.text(close.reason))\""
    messages.say("\(isOutgoing ? ">" : "<") close \(Self.describe(close.code))\(reason)")
  }

  /// `1000 (normal closure)`.
  static func describe(_ code: CloseCode?) -> String {
    code?.description ?? "without a code"
  }

  private func line(_ sign: String, _ header: FrameHeader, _ payload: Span<UInt8>) {
    let isText = header.opcode != .binary && header.opcode != .continuation
    let flags = (header.fin ? "fin" : "more") + (header.isCompressed ? " deflate" : "")
    let start =
      isText
      ? "\"\(Escape.start(of: payload))\""
      : (0..<min(payload.count, 16)).map { Self.hex(payload[$0]) }.joined(separator: " ")
        + (payload.count > 16 ? " …" : "")
    messages.say("\(sign) \(header.opcode) \(header.payloadLength) \(flags) \(start)")
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
