public import HTTP

/// What happened: one response, and the request that it answers.
public struct Exchange: Sendable {
  /// The URL that was asked, without its fragment.
  public var url: String
  /// The method.
  public var method: String
  /// The request's head as it was sent, if `Options.keepsRequests`; for HTTP/2 in HTTP/1.1's form.
  public var requestHead: [UInt8]
  /// The response's head.
  public var response: ResponseHead
  /// The response is a proxy's answer to CONNECT.
  public var isFromConnect: Bool
  /// A proxy was asked to forward the request, whose target is then a whole URL (RFC 9112 §3.2.2); known if
  /// `Options.keepsRequests`.
  public var isForwarded: Bool {
    requestHead.firstRange(of: Array(" http://".utf8)).map { range in
      !requestHead[..<range.lowerBound].contains(UInt8(ascii: " "))
    } ?? false
  }
  /// The response is the answer to `OPTIONS *` that came over TLS, after that one's 101 (RFC 2817 §3.3).
  public var isAfterSwitch = false
  /// When the request went out, if `Options.keepsRequests`, and when the response's head was complete: for whoever has
  /// a clock to set.
  public var sent: Double?, received: Double?

  /// An exchange without times.
  public init(
    url: String, method: String, requestHead: [UInt8], response: ResponseHead,
    isFromConnect: Bool = false, isAfterSwitch: Bool = false
  ) {
    self.url = url
    self.method = method
    self.requestHead = requestHead
    self.response = response
    self.isFromConnect = isFromConnect
    self.isAfterSwitch = isAfterSwitch
  }
}
