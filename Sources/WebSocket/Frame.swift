/// Which end of the connection an engine is. A client masks what it sends, a server must not
/// (RFC 6455 §5.1).
public enum Role: Hashable, Sendable {
  /// The end that asked for the WebSocket.
  case client
  /// The end that answered 101.
  case server
}

/// What a message holds (RFC 6455 §5.6).
public enum MessageKind: Hashable, Sendable {
  /// UTF-8 text.
  case text
  /// Bytes without a further meaning.
  case binary
}

/// The opcodes that RFC 6455 §5.2 defines; all others are reserved.
public enum Opcode: UInt8, Hashable, Sendable {
  /// A further fragment of the message in progress.
  case continuation = 0
  /// The first frame of a text message.
  case text = 1
  /// The first frame of a binary message.
  case binary = 2
  /// The last frame of a direction.
  case close = 8
  /// A request for a pong.
  case ping = 9
  /// The answer to a ping, or a sign of life.
  case pong = 10

  /// Whether the frame is a control frame (RFC 6455 §5.5), which is never fragmented.
  public var isControl: Bool { rawValue & 8 != 0 }
}

/// The head of a frame: 2 to 14 bytes (RFC 6455 §5.2).
public struct FrameHeader: Hashable, Sendable {
  /// Whether the frame is the last of its message.
  public var fin: Bool
  /// The reserved bits: RSV1 is 4, RSV2 is 2, RSV3 is 1.
  public var reserved: UInt8
  /// What the payload is.
  public var opcode: Opcode
  /// The masking key, its first byte on the wire uppermost; nil if the payload is not masked.
  public var mask: UInt32?
  /// The payload's length in bytes, below 2^63.
  public var payloadLength: UInt64

  /// The head of a frame with `payloadLength` bytes of payload.
  @inlinable
  public init(
    fin: Bool = true, reserved: UInt8 = 0, opcode: Opcode, mask: UInt32? = nil,
    payloadLength: UInt64
  ) {
    self.fin = fin
    self.reserved = reserved
    self.opcode = opcode
    self.mask = mask
    self.payloadLength = payloadLength
  }

  /// RSV1 in `reserved`, which permessage-deflate sets on the first frame of a compressed message (RFC 7692
  /// §6).
  static let rsv1: UInt8 = 4

  /// Whether the frame begins a message that is compressed.
  public var isCompressed: Bool { reserved & Self.rsv1 != 0 }

  /// The most payload that a control frame may have (RFC 6455 §5.5).
  public static let maximumControlPayload = 125

  /// The most bytes that a head can take.
  public static let maximumSize = 14

  /// How many bytes the head takes.
  public var size: Int {
    let extended = payloadLength < 126 ? 0 : payloadLength <= 0xFFFF ? 2 : 8
    return 2 + extended + (mask == nil ? 0 : 4)
  }

  /// How many bytes a head takes whose second byte is `second`.
  static func size(secondByte second: UInt8) -> Int {
    let extended =
      switch second & 0x7F {
      case 126: 2
      case 127: 8
      default: 0
      }
    return 2 + extended + (second & 0x80 == 0 ? 0 : 4)
  }

  /// Reads the head that begins at `start` and lies whole in `bytes`, and checks what can be checked
  /// without knowing the connection: opcode, length, and the rules of control frames.
  @inline(__always)
  init(_ bytes: Span<UInt8>, at start: Int = 0) throws(ProtocolViolation) {
    let first = bytes[start]
    let second = bytes[start + 1]
    guard let opcode = Opcode(rawValue: first & 0x0F) else {
      throw .reservedOpcode(first & 0x0F)
    }
    var index = start + 2
    var length = UInt64(second & 0x7F)
    if length >= 126 {
      let shortest: UInt64 = length == 126 ? 126 : 0x1_0000
      let end = index + (length == 126 ? 2 : 8)
      length = 0
      while index < end {
        length = length << 8 | UInt64(bytes[index])
        index += 1
      }
      // "in all cases, the minimal number of bytes MUST be used to encode the length"
      guard length >= shortest else { throw .lengthNotMinimal(length) }
      // "(the most significant bit MUST be 0)"
      guard length < 1 << 63 else { throw .lengthTopBit }
    }
    fin = first & 0x80 != 0
    reserved = first >> 4 & 7
    self.opcode = opcode
    payloadLength = length
    if opcode.isControl {
      // "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be
      // fragmented."
      guard fin else { throw .fragmentedControl(opcode) }
      guard length <= UInt64(Self.maximumControlPayload) else {
        throw .longControl(opcode, length: length)
      }
    }
    guard second & 0x80 != 0 else {
      mask = nil
      return
    }
    var key: UInt32 = 0
    for offset in 0..<4 { key = key << 8 | UInt32(bytes[index + offset]) }
    mask = key
  }

  /// Writes the head, `size` bytes, to `out`, which has room for it.
  public func write(into out: inout OutputSpan<UInt8>) {
    out.append((fin ? 0x80 : 0) | (reserved & 7) << 4 | opcode.rawValue)
    let masked: UInt8 = mask == nil ? 0 : 0x80
    if payloadLength < 126 {
      out.append(masked | UInt8(payloadLength))
    } else if payloadLength <= 0xFFFF {
      out.append(masked | 126)
      Self.write(UInt16(payloadLength), into: &out)
    } else {
      out.append(masked | 127)
      Self.write(payloadLength, into: &out)
    }
    if let mask { Self.write(mask, into: &out) }
  }

  /// Most significant byte first.
  @inline(__always)
  private static func write<Value: FixedWidthInteger>(
    _ value: Value, into out: inout OutputSpan<UInt8>
  ) {
    var rest = value.bigEndian
    for _ in 0..<Value.bitWidth / 8 {
      out.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}
