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
  /// When the request went out, if `Options.keepsRequests`, and when the response's head was complete: for whoever has
  /// a clock to set.
  public var sent: Double?, received: Double?

  /// An exchange without times.
  public init(
    url: String, method: String, requestHead: [UInt8], response: ResponseHead,
    isFromConnect: Bool = false
  ) {
    self.url = url
    self.method = method
    self.requestHead = requestHead
    self.response = response
    self.isFromConnect = isFromConnect
  }
}
