import CLibcurl

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
  /// `referer`: what was sent.
  public var referer: String?
  /// When the server's file was changed last, in seconds since 1970 (`Options.keepsFileTime`).
  public var fileTime: Int?
  /// `certs`: the chain's, the server's first, each as lines `name:value` and in PEM (`Options.keepsCertificates`).
  public var certificates: [String] = []
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
  /// It began TLS on a connection that was there (RFC 2817).
  public var wentOnWithTLS = false
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
  /// What a Retry-After field asks for, in seconds; 0 without one.
  public var retryAfter = 0
  /// The server has nothing newer than what was asked about: a 304, or the body was dropped (`Options.timeCondition`).
  public var isConditionUnmet = false
  /// The errno of a connection that could not be made.
  public var systemError: Int32 = 0
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

extension Report {
  /// Seconds for the address, the connection, and TLS; libcurl counts each from the beginning.
  public var setup: (lookup: Double, connect: Double, tls: Double) {
    func seconds(_ from: Int, _ to: Int) -> Double { to > from ? Double(to - from) / 1e6 : 0 }
    if wentOnWithTLS { return (0, 0, seconds(connect, appConnect)) }
    guard connects > 0 else { return (0, 0, 0) }
    return (
      seconds(0, nameLookup), seconds(nameLookup, connect), seconds(connect, appConnect)
    )
  }
}

extension EasyHandle {
  /// What `curl_easy_getinfo` has to say.
  borrowing func report() -> Report {
    var report = Report()
    report.url = string(CURLINFO_EFFECTIVE_URL) ?? ""
    report.method = string(CURLINFO_EFFECTIVE_METHOD) ?? ""
    report.status = number(CURLINFO_RESPONSE_CODE)
    report.connectStatus = number(CURLINFO_HTTP_CONNECTCODE)
    report.version =
      switch number(CURLINFO_HTTP_VERSION) {
      case CURL_HTTP_VERSION_1_0: "1.0"
      case CURL_HTTP_VERSION_1_1: "1.1"
      case CURL_HTTP_VERSION_2_0: "2"
      case CURL_HTTP_VERSION_3: "3"
      default: "0"
      }
    report.contentType = string(CURLINFO_CONTENT_TYPE)
    report.redirectURL = string(CURLINFO_REDIRECT_URL)
    report.referer = string(CURLINFO_REFERER)
    let fileTime = offset(CURLINFO_FILETIME_T)
    report.fileTime = fileTime < 0 ? nil : fileTime
    report.certificates = certificates()
    report.redirects = number(CURLINFO_REDIRECT_COUNT)
    report.connects = number(CURLINFO_NUM_CONNECTS)
    report.scheme = string(CURLINFO_SCHEME) ?? ""
    report.remoteAddress = string(CURLINFO_PRIMARY_IP) ?? ""
    report.remotePort = number(CURLINFO_PRIMARY_PORT)
    report.localAddress = string(CURLINFO_LOCAL_IP) ?? ""
    report.localPort = number(CURLINFO_LOCAL_PORT)
    report.verifyResult = number(CURLINFO_SSL_VERIFYRESULT)
    report.proxyVerifyResult = number(CURLINFO_PROXY_SSL_VERIFYRESULT)
    report.downloaded = offset(CURLINFO_SIZE_DOWNLOAD_T)
    report.uploaded = offset(CURLINFO_SIZE_UPLOAD_T)
    report.headerSize = number(CURLINFO_HEADER_SIZE)
    report.requestSize = number(CURLINFO_REQUEST_SIZE)
    report.downloadSpeed = offset(CURLINFO_SPEED_DOWNLOAD_T)
    report.uploadSpeed = offset(CURLINFO_SPEED_UPLOAD_T)
    report.retryAfter = offset(CURLINFO_RETRY_AFTER)
    report.isConditionUnmet = number(CURLINFO_CONDITION_UNMET) != 0
    report.systemError = Int32(truncatingIfNeeded: number(CURLINFO_OS_ERRNO))
    report.nameLookup = offset(CURLINFO_NAMELOOKUP_TIME_T)
    report.connect = offset(CURLINFO_CONNECT_TIME_T)
    report.appConnect = offset(CURLINFO_APPCONNECT_TIME_T)
    report.preTransfer = offset(CURLINFO_PRETRANSFER_TIME_T)
    report.startTransfer = offset(CURLINFO_STARTTRANSFER_TIME_T)
    report.redirect = offset(CURLINFO_REDIRECT_TIME_T)
    report.total = offset(CURLINFO_TOTAL_TIME_T)
    return report
  }
}

/// How far a transfer is, in bytes of bodies.
public struct Progress: Sendable {
  /// Came.
  public var received = 0
  /// Are to come, as far as it was said; else 0.
  public var expected = 0
  /// Went.
  public var sent = 0
  /// Are to go, as far as is known; else 0.
  public var toSend = 0

  /// Nothing yet.
  public init(received: Int = 0, expected: Int = 0, sent: Int = 0, toSend: Int = 0) {
    (self.received, self.expected, self.sent, self.toSend) = (received, expected, sent, toSend)
  }
}

extension EasyHandle {
  private borrowing func certificates() -> [String] {
    (0..<upshift_certificates(pointer)).map { number in
      var text = ""
      var line = upshift_certificate(pointer, number)
      while let node = line {
        let entry = String(cString: node.pointee.data)
        // The PEM is told from the fields by its own first line.
        text += entry.hasPrefix("Cert:") ? String(entry.dropFirst("Cert:".count)) : entry
        if !text.hasSuffix("\n") { text += "\n" }
        line = node.pointee.next
      }
      return text
    }
  }
}
