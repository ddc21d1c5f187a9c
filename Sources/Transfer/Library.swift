import CLibcurl

/// What this libcurl can do.
public enum Library {
  /// `libcurl/7.88.1 OpenSSL/3.0 …`.
  public static var description: String { String(cString: curl_version()) }
  /// Its features by their names, such as `HTTP2` and `zstd`; none if it is too old to tell.
  public static var features: [String] {
    let info = upshift_version_info().pointee
    guard info.age.rawValue >= CURLVERSION_ELEVENTH.rawValue, let names = info.feature_names else {
      return []
    }
    return sequence(first: names, next: { $0 + 1 }).lazy.map(\.pointee).prefix { $0 != nil }
      .compactMap { $0.map { String(cString: $0) } }
  }
  /// HTTP/2.
  public static var hasHTTP2: Bool { has(CURL_VERSION_HTTP2) }
  /// HTTP/3.
  public static var hasHTTP3: Bool { has(CURL_VERSION_HTTP3) }
  /// Name servers can be chosen: libcurl has c-ares.
  public static var hasNameServers: Bool { upshift_version_info().pointee.ares_num != 0 }
  /// The engines of the TLS library that it was built with.
  public static var engines: [String] {
    guard let easy = try? EasyHandle() else { return [] }
    var list: UnsafeMutablePointer<curl_slist>?
    guard upshift_getinfo_list(easy.pointer, CURLINFO_SSL_ENGINES, &list) == CURLE_OK else {
      return []
    }
    defer { curl_slist_free_all(list) }
    return sequence(first: list, next: { $0?.pointee.next }).prefix { $0 != nil }
      .compactMap { $0.map { String(cString: $0.pointee.data) } }
  }

  private static func has(_ feature: Int32) -> Bool {
    upshift_version_info().pointee.features & feature != 0
  }

  /// The bytes that percent-encoded text stands for.
  public static func percentDecoded(_ text: String) -> [UInt8] {
    var count: Int32 = 0
    guard let decoded = curl_easy_unescape(nil, text, Int32(clamping: text.utf8.count), &count)
    else { return Array(text.utf8) }
    defer { curl_free(decoded) }
    return UnsafeRawBufferPointer(start: decoded, count: Int(count)).map(\.self)
  }

  /// `text` percent-encoded, all but RFC 3986's unreserved characters, as curl's
  /// `--data-urlencode` does.
  public static func percentEncoded(_ bytes: [UInt8]) -> String {
    guard !bytes.isEmpty else { return "" }
    let encoded = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        curl_easy_escape(nil, $0.baseAddress, Int32(clamping: $0.count))
      }
    }
    guard let encoded else { return "" }
    defer { curl_free(encoded) }
    return String(cString: encoded)
  }

  /// A date in one of the many forms of `man curl_getdate`, in seconds since 1970; nil if it is none.
  public static func date(_ text: String) -> Int? {
    let time = curl_getdate(text, nil)
    return time == -1 ? nil : Int(time)
  }
}
