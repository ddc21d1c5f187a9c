/// What the peer did that RFC 6455 forbids, or that exceeds a limit of ours; the connection is failed
/// for it (RFC 6455 §7.1.7).
public struct ProtocolViolation: Error, Hashable, Sendable {
  /// The code of the Close frame that tells the peer: 1002, 1007 or 1009; 1011 where we are to blame.
  public let code: CloseCode
  /// One sentence for a person, which is also the reason in that Close frame.
  public let message: String

  private init(_ message: String, code: CloseCode = .protocolError) {
    self.code = code
    self.message = message
  }
}

extension ProtocolViolation {
  static func reservedBits(_ bits: UInt8) -> Self {
    let names = [(4, "RSV1"), (2, "RSV2"), (1, "RSV3")].filter { bits & $0.0 != 0 }.map(\.1)
    return Self(
      "reserved bit \(names.joined(separator: "+")) is set, and no extension uses it (RFC 6455 §5.2)"
    )
  }

  static func compressed(_ opcode: Opcode) -> Self {
    Self("RSV1 is set on a \(opcode) frame, which begins no message (RFC 7692 §6)")
  }

  static func deflate(_ reason: String) -> Self {
    Self("a compressed message is not valid: \(reason) (RFC 7692 §7.2.2)", code: .invalidPayload)
  }

  static var noMemory: Self {
    Self("there is no memory to decompress a message with", code: .internalError)
  }

  static func reservedOpcode(_ opcode: UInt8) -> Self {
    Self("opcode \(opcode) is reserved (RFC 6455 §5.2)")
  }

  static func lengthNotMinimal(_ length: UInt64) -> Self {
    Self("length \(length) is not encoded in the fewest bytes (RFC 6455 §5.2)")
  }

  static var lengthTopBit: Self {
    Self("a 64-bit length has its top bit set (RFC 6455 §5.2)")
  }

  static func fragmentedControl(_ opcode: Opcode) -> Self {
    Self("a \(opcode) frame is fragmented (RFC 6455 §5.5)")
  }

  static func longControl(_ opcode: Opcode, length: UInt64) -> Self {
    Self("a \(opcode) frame has \(length) bytes, more than 125 (RFC 6455 §5.5)")
  }

  static var maskedByServer: Self {
    Self("a server sent a masked frame (RFC 6455 §5.1)")
  }

  static var unmaskedByClient: Self {
    Self("a client sent a frame that is not masked (RFC 6455 §5.1)")
  }

  static var nothingToContinue: Self {
    Self("a continuation frame came without a message to continue (RFC 6455 §5.4)")
  }

  static func messageInMessage(_ opcode: Opcode) -> Self {
    Self("a \(opcode) frame came inside a fragmented message (RFC 6455 §5.4)")
  }

  static var closeOfOneByte: Self {
    Self("a Close frame has a payload of one byte (RFC 6455 §5.5.1)")
  }

  static func closeCode(_ code: CloseCode) -> Self {
    Self("close code \(code.rawValue) may not be sent (RFC 6455 §7.4)")
  }

  static var closeReason: Self {
    Self("a close reason is not UTF-8 (RFC 6455 §5.5.1)", code: .invalidPayload)
  }

  static var textNotUTF8: Self {
    Self("a text message is not UTF-8 (RFC 6455 §8.1)", code: .invalidPayload)
  }

  static func frameTooBig(_ length: UInt64, limit: UInt64) -> Self {
    Self(
      "a frame of \(length) bytes exceeds the limit of \(limit) (RFC 6455 §10.4)",
      code: .messageTooBig)
  }

  static func messageTooBig(limit: UInt64) -> Self {
    Self("a message exceeds the limit of \(limit) bytes (RFC 6455 §10.4)", code: .messageTooBig)
  }
}
