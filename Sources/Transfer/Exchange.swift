public import HTTP

/// What happened: one response, and the request that it answers.
public struct Exchange: Sendable {
  /// The URL that was asked, without its fragment.
  public var url: String
  /// The method.
  public var method: String
  /// The response's head.
  public var response: ResponseHead
  /// The response is a proxy's answer to CONNECT.
  public var isFromConnect: Bool
  /// When the head was complete, in microseconds since the transfer began.
  public var time: Int
}

/// What libcurl knows of a transfer, as curl's `--write-out` names it. Times are in microseconds.
public struct Report: Sendable {
  /// Of a transfer that did nothing.
  public init() {}

  /// `url_effective`.
  public var url = ""
  /// `method`.
  public var method = ""
  /// `response_code`, of the last response.
  public var status = 0
  /// `http_connect`.
  public var connectStatus = 0
  /// `http_version`, as `1.1`.
  public var version = "0"
  /// `content_type`.
  public var contentType: String?
  /// `redirect_url`.
  public var redirectURL: String?
  /// `num_redirects`.
  public var redirects = 0
  /// `num_connects`.
  public var connects = 0
  /// `scheme`.
  public var scheme = ""
  /// `remote_ip`.
  public var remoteAddress = ""
  /// `remote_port`.
  public var remotePort = 0
  /// `local_ip`.
  public var localAddress = ""
  /// `local_port`.
  public var localPort = 0
  /// `ssl_verify_result`.
  public var verifyResult = 0
  /// `proxy_ssl_verify_result`.
  public var proxyVerifyResult = 0
  /// `size_download`, in bytes.
  public var downloaded = 0
  /// `size_upload`, in bytes.
  public var uploaded = 0
  /// `size_header`, in bytes.
  public var headerSize = 0
  /// `size_request`, in bytes.
  public var requestSize = 0
  /// `speed_download`, in bytes a second.
  public var downloadSpeed = 0
  /// `speed_upload`, in bytes a second.
  public var uploadSpeed = 0
  /// `time_namelookup`.
  public var nameLookup = 0
  /// `time_connect`.
  public var connect = 0
  /// `time_appconnect`.
  public var appConnect = 0
  /// `time_pretransfer`.
  public var preTransfer = 0
  /// `time_starttransfer`.
  public var startTransfer = 0
  /// `time_redirect`.
  public var redirect = 0
  /// `time_total`.
  public var total = 0
}
