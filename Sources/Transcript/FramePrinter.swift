import Text
public import WebSocket

/// `-v` on a WebSocket: one line a frame, direction, opcode, length, flags and the start of the payload.
public final class FramePrinter {
  private let say: (String) -> Void
  private var header: FrameHeader?

  /// A printer whose lines go to `say`; they are safe for a terminal.
  public init(_ say: @escaping (String) -> Void) { self.say = say }

  /// The head of a frame came; the line waits for its payload.
  public func received(_ header: FrameHeader) {
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
  public func received(payload: Span<UInt8>) {
    guard let header else { return }
    self.header = nil
    line("<", header, payload)
  }

  /// A frame of data was begun; `payload` is what it comes from.
  public func sending(_ header: FrameHeader, payload: Span<UInt8>) { line(">", header, payload) }

  /// A ping or a pong came or is being sent.
  public func control(_ opcode: Opcode, payload: Span<UInt8>, isOutgoing: Bool) {
    settle()
    let header = FrameHeader(opcode: opcode, payloadLength: UInt64(payload.count))
    line(isOutgoing ? ">" : "<", header, payload)
  }

  /// A Close came or is being sent.
  public func closed(_ close: Close, isOutgoing: Bool) {
    settle()
    let reason = close.reason.isEmpty ? "" : " \"\(Escape.text(close.reason))\""
    say("\(isOutgoing ? ">" : "<") close \(Self.describe(close.code))\(reason)")
  }

  /// `1000 (normal closure)`.
  public static func describe(_ code: CloseCode?) -> String {
    code?.description ?? "without a code"
  }

  private func line(_ sign: String, _ header: FrameHeader, _ payload: Span<UInt8>) {
    let isText =
      header.opcode == .text || header.opcode.isControl && UTF8Validator.accepts(payload)
    let flags = (header.fin ? "fin" : "more") + (header.isCompressed ? " deflate" : "")
    let start =
      isText
      ? "\"\(Escape.start(of: payload))\""
      : Escape.hex(payload)
    say("\(sign) \(header.opcode) \(header.payloadLength) \(flags) \(start)")
  }
}
