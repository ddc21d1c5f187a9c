/// A version of HTTP, as a status line names it (RFC 9110 §2.5).
public struct HTTPVersion: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// The number before the dot.
  public let major: Int
  /// The number after the dot; 0 where the version has none, as in HTTP/2.
  public let minor: Int

  /// The version `major.minor`.
  public init(major: Int, minor: Int = 0) {
    self.major = major
    self.minor = minor
  }

  /// HTTP/1.0 (RFC 1945).
  public static let http10 = Self(major: 1, minor: 0)
  /// HTTP/1.1 (RFC 9112).
  public static let http11 = Self(major: 1, minor: 1)
  /// HTTP/2 (RFC 9113).
  public static let http2 = Self(major: 2)
  /// HTTP/3 (RFC 9114).
  public static let http3 = Self(major: 3)

  /// By major, then by minor number.
  public static func < (one: Self, other: Self) -> Bool {
    (one.major, one.minor) < (other.major, other.minor)
  }

  /// `HTTP/1.0`, `HTTP/1.1`, `HTTP/2`, `HTTP/3`.
  public var description: String {
    major > 1 && minor == 0 ? "HTTP/\(major)" : "HTTP/\(major).\(minor)"
  }
}
