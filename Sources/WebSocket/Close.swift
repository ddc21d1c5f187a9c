/// Why a WebSocket was closed: a status code of RFC 6455 §7.4 or of the IANA registry it founded.
public struct CloseCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The number.
  public let rawValue: UInt16

  /// The code with that number, whatever it is.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// 1000: the purpose of the connection was fulfilled.
  public static let normal = CloseCode(rawValue: 1000)
  /// 1001: a server goes down, or a browser leaves the page.
  public static let goingAway = CloseCode(rawValue: 1001)
  /// 1002: the peer broke the protocol.
  public static let protocolError = CloseCode(rawValue: 1002)
  /// 1003: a kind of message that the endpoint cannot accept.
  public static let unsupportedData = CloseCode(rawValue: 1003)
  /// 1005: stands for a Close frame without a code; never on the wire.
  public static let noStatus = CloseCode(rawValue: 1005)
  /// 1006: stands for a connection that ended without a Close frame; never on the wire.
  public static let abnormal = CloseCode(rawValue: 1006)
  /// 1007: a message that is not what its kind promises, such as text that is not UTF-8.
  public static let invalidPayload = CloseCode(rawValue: 1007)
  /// 1008: a message that the endpoint's policy forbids.
  public static let policyViolation = CloseCode(rawValue: 1008)
  /// 1009: a message that is too big to be processed.
  public static let messageTooBig = CloseCode(rawValue: 1009)
  /// 1010: the server did not agree to an extension that the client needs.
  public static let mandatoryExtension = CloseCode(rawValue: 1010)
  /// 1011: the server met with something unexpected.
  public static let internalError = CloseCode(rawValue: 1011)
  /// 1012: the service restarts.
  public static let serviceRestart = CloseCode(rawValue: 1012)
  /// 1013: the service is overloaded.
  public static let tryAgainLater = CloseCode(rawValue: 1013)
  /// 1014: a gateway had an invalid answer from the server behind it.
  public static let badGateway = CloseCode(rawValue: 1014)

  /// What the code is called, in small letters, or nil if it has no name.
  public var name: String? {
    switch rawValue {
    case 1000: "normal closure"
    case 1001: "going away"
    case 1002: "protocol error"
    case 1003: "unsupported data"
    case 1005: "no status received"
    case 1006: "abnormal closure"
    case 1007: "invalid payload data"
    case 1008: "policy violation"
    case 1009: "message too big"
    case 1010: "mandatory extension"
    case 1011: "internal error"
    case 1012: "service restart"
    case 1013: "try again later"
    case 1014: "bad gateway"
    case 1015: "TLS handshake failed"
    default: nil
    }
  }

  /// `1000 (normal closure)`, or the number alone if it has no name.
  public var description: String { "\(rawValue)" + (name.map { " (\($0))" } ?? "") }

  /// Whether the code may stand in a Close frame: assigned and not one of those that only describe what
  /// an endpoint saw (1005, 1006, 1015), or in the ranges for libraries and applications, 3000 to 4999
  /// (RFC 6455 §7.4.2).
  public var mayBeSent: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}

/// What a Close frame says (RFC 6455 §5.5.1).
public struct Close: Hashable, Sendable {
  /// The code, or nil if the frame is empty, which readers of it call 1005.
  public var code: CloseCode?
  /// The reason, meant for a person who debugs; empty if there is none.
  public var reason: String

  /// What a Close frame with that code and reason says.
  public init(_ code: CloseCode? = nil, reason: String = "") {
    self.code = code
    self.reason = reason
  }

  /// The most UTF-8 bytes that a reason may have: a control frame's payload less the code.
  public static let maximumReason = FrameHeader.maximumControlPayload - 2

  /// Reads the payload of a Close frame.
  init(payload: Span<UInt8>) throws(ProtocolViolation) {
    guard payload.count > 0 else {
      self.init()
      return
    }
    // "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer"
    guard payload.count > 1 else { throw .closeOfOneByte }
    let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
    guard code.mayBeSent else { throw .closeCode(code) }
    let reason = payload.extracting(2..<payload.count)
    var validator = UTF8Validator()
    guard validator.firstInvalid(in: reason) == nil, validator.isComplete else {
      throw .closeReason
    }
    self.init(code, reason: String(decoding: [UInt8](reason), as: UTF8.self))
  }

  /// Throws if no Close frame can say this.
  public func validate() throws(InvalidClose) {
    guard let code else {
      guard reason.isEmpty else { throw .reasonWithoutCode }
      return
    }
    guard code.mayBeSent else { throw .code(code) }
    let length = reason.utf8.count
    guard length <= Self.maximumReason else { throw .longReason(length) }
  }

  /// The payload of the frame.
  @usableFromInline var payload: [UInt8] {
    guard let code else { return [] }
    return [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)] + reason.utf8
  }
}

/// Why no Close frame can say what was asked for.
public enum InvalidClose: Error, Hashable, Sendable {
  /// A code that RFC 6455 §7.4 keeps off the wire, or that nobody assigned.
  case code(CloseCode)
  /// A reason of that many UTF-8 bytes, more than 123 (RFC 6455 §5.5).
  case longReason(Int)
  /// A reason, but no code to go before it.
  case reasonWithoutCode

  /// One sentence for a person.
  public var message: String {
    switch self {
    case .code(let code):
      "close code \(code.rawValue) may not be sent: use 1000 to 1003, 1007 to 1014 or 3000 to 4999 "
        + "(RFC 6455 §7.4)"
    case .longReason(let length):
      "a close reason may have \(Close.maximumReason) bytes of UTF-8, not \(length) (RFC 6455 §5.5)"
    case .reasonWithoutCode:
      "a close reason needs a close code before it (RFC 6455 §5.5.1)"
    }
  }
}
