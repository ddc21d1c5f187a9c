import WebSocket

/// `-v` on a WebSocket: one line a frame on standard error, direction, opcode, length, flags and the
/// start of the payload.
final class FramePrinter {
  private let messages: Messages
  private var header: FrameHeader?

  init(_ messages: Messages) { self.messages = messages }

  /// The head of a frame came; the line waits for its payload.
  func received(_ header: FrameHeader) {
    guard header.opcode.rawValue < 8 else { return }
    self.header = header
  }

  /// The first part of that frame's payload.
  func received(payload: Span<UInt8>) {
    guard let header else { return }
    self.header = nil
    line("<", header.opcode, Int(clamping: header.payloadLength), header.fin, payload)
  }

  /// A frame of data is about to be sent.
  func sending(_ kind: MessageKind, payload: Span<UInt8>, isFirst: Bool, isLast: Bool) {
    let opcode: Opcode = isFirst ? (kind == .text ? .text : .binary) : .continuation
    line(">", opcode, payload.count, isLast, payload)
  }

  /// A ping or a pong came or is being sent.
  func control(_ opcode: Opcode, payload: Span<UInt8>, isOutgoing: Bool) {
    line(isOutgoing ? ">" : "<", opcode, payload.count, true, payload)
  }

  /// A Close came or is being sent.
  func closed(_ close: Close, isOutgoing: Bool) {
    let reason = close.reason.isEmpty ? "" : " \"\(Escape.text(close.reason))\""
    messages.say("\(isOutgoing ? ">" : "<") close \(Self.describe(close.code))\(reason)")
  }

  /// `1000 (normal closure)`.
  static func describe(_ code: CloseCode?) -> String {
    guard let code else { return "without a code" }
    return "\(code.rawValue)" + (code.name.map { " (\($0))" } ?? "")
  }

  private func line(
    _ sign: String, _ opcode: Opcode, _ length: Int, _ isFinal: Bool, _ payload: Span<UInt8>
  ) {
    let isText = opcode != .binary && opcode != .continuation
    let start =
      isText
      ? "\"\(Escape.start(of: payload))\""
      : (0..<min(payload.count, 16)).map { Self.hex(payload[$0]) }.joined(separator: " ")
        + (payload.count > 16 ? " …" : "")
    messages.say("\(sign) \(opcode) \(length) \(isFinal ? "fin" : "more") \(start)")
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
