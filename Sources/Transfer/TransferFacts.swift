import CLibcurl

// What libcurl knows of a transfer while it is under way, or just after.
extension Transfer {
  /// The version of TLS that the connection speaks, as `TLS 1.3`; nil without TLS, or where libcurl's TLS is not
  /// OpenSSL.
  public var tlsVersion: String? {
    guard outcome == nil, let version = upshift_tls_version(easy) else { return nil }
    return String(cString: version).replacing("TLSv", with: "TLS ")
  }

  /// How far it is, or how far it came.
  public var progress: Progress {
    guard outcome == nil else {
      return Progress(
        received: report.downloaded, expected: report.downloaded, sent: report.uploaded,
        toSend: report.uploaded)
    }
    func size(_ info: CURLINFO) -> Int {
      var value: curl_off_t = 0
      return upshift_getinfo_offset(easy, info, &value) == CURLE_OK ? max(0, Int(value)) : 0
    }
    return Progress(
      received: size(CURLINFO_SIZE_DOWNLOAD_T), expected: size(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T),
      sent: size(CURLINFO_SIZE_UPLOAD_T), toSend: size(CURLINFO_CONTENT_LENGTH_UPLOAD_T))
  }

  /// Where the connection in use leads, `127.0.0.1:8080`, and how many this transfer has made so far.
  public var connectionInUse: (address: String, made: Int)? {
    guard hasHandle else { return nil }
    let host = string(CURLINFO_PRIMARY_IP)
    var (port, made) = (0, 0)
    upshift_getinfo_long(easy, CURLINFO_PRIMARY_PORT, &port)
    upshift_getinfo_long(easy, CURLINFO_NUM_CONNECTS, &made)
    return ("\(host.contains(":") ? "[\(host)]" : host):\(port)", made)
  }

  /// The server's certificate as pairs of a name and a value in libcurl's spelling (`Subject`, `Start date`), if
  /// `Options.keepsCertificates`; to be asked before the next transfer begins. Of one that was refused there are the names
  /// and the dates only.
  public var certificate: [(name: String, value: String)] {
    guard hasHandle else { return [] }
    var line = upshift_certificate(easy, 0) ?? upshift_refused_certificate(easy)
    var pairs: [(String, String)] = []
    while let node = line {
      let text = String(cString: node.pointee.data)
      if let colon = text.firstIndex(of: ":") {
        pairs.append((String(text[..<colon]), String(text[text.index(after: colon)...])))
      }
      line = node.pointee.next
    }
    return pairs
  }

  func string(_ info: CURLINFO) -> String {
    var value: UnsafePointer<CChar>?
    upshift_getinfo_string(easy, info, &value)
    return value.map { String(cString: $0) } ?? ""
  }
}
