/// How a stream ended on the peer's side.
public enum Ending: Hashable, Sendable {
  /// In good order, with END_STREAM (RFC 9113 §5.1). What we still have to say may be said.
  case endOfStream
  /// With RST_STREAM (§6.4).
  case reset(ErrorCode)
  /// The peer takes no (more) requests (§6.8): what was asked was not heard.
  case refused
  /// The response's head has more bytes than `Limits.maximumHead`, counted as §6.5.2 does.
  case headTooLarge
  /// The peer broke a rule of HTTP/2: what it did, for a person, who is not to trust its words.
  case violation(String)
  /// The connection ended before the stream did; with the code and the words of a GOAWAY that had come.
  case lost(ErrorCode?, String)
}

/// Why a stream or a connection ended (RFC 9113 §7).
public struct ErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The number on the wire.
  public let rawValue: UInt32

  /// The code of a number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Not an error.
  public static let noError = Self(rawValue: 0)
  /// The peer detected an unspecific error of protocol.
  public static let protocolError = Self(rawValue: 1)
  /// The stream was refused before anything was done about it.
  public static let refusedStream = Self(rawValue: 7)
  /// "The endpoint requires that HTTP/1.1 be used instead of HTTP/2."
  public static let http11Required = Self(rawValue: 13)

  private static let names = [
    "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
    "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR",
    "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
  ]

  /// `PROTOCOL_ERROR`, or `error code 99`.
  public var description: String {
    Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "error code \(rawValue)"
  }
}

/// What a peer may make us keep.
public struct Limits: Hashable, Sendable {
  /// The most bytes of a response's head, interim ones before it included, as RFC 9113 §6.5.2 counts: of each field
  /// its name, its value, and 32.
  public var maximumHead: Int
  /// The most bytes of data that wait to be read: the flow-control window (§5.2), 65,535 at least.
  public var window: Int

  /// The given limits.
  public init(maximumHead: Int = 300 * 1024, window: Int = 1 << 20) {
    self.maximumHead = maximumHead
    self.window = max(window, 65_535)
  }
}
