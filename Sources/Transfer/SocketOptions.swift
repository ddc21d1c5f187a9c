/// How the socket of a connection is made and kept.
public struct SocketOptions: Sendable {
  /// Probes are sent over a connection that is idle; `--no-keepalive` says no.
  public var keepsAlive = true
  /// How long it is idle before a probe, and between probes, in seconds (`--keepalive-time`); `nil` for libcurl's 60.
  public var keepaliveTime: Int?
  /// Small pieces go out at once, without Nagle's algorithm; `--no-tcp-nodelay` says no.
  public var sendsAtOnce = true
  /// The first bytes go with the first segment (RFC 7413, `--tcp-fastopen`).
  public var opensFast = false
  /// The local ports to choose from (`--local-port`).
  public var localPorts: ClosedRange<Int>?
  /// How long IPv6 is alone in trying, in milliseconds (`--happy-eyeballs-timeout-ms`); `nil` for libcurl's 200.
  public var headStart: Int?
  /// It begins with a line that says who is connected with whom (`--haproxy-protocol`).
  public var introduces = false

  /// libcurl's defaults.
  public init() {}
}
