import CLibcurl
import HTTP

/// The cookies that libcurl holds, for a request that is not libcurl's to make.
struct CookieList {
  private struct Cookie {
    var domain: String
    var isForSubdomains: Bool
    var path: String
    var isSecure: Bool
    var pair: String
  }

  private var cookies: [Cookie] = []

  init(of easy: UnsafeMutableRawPointer) {
    var list: UnsafeMutablePointer<curl_slist>?
    upshift_getinfo_list(easy, CURLINFO_COOKIELIST, &list)
    defer { curl_slist_free_all(list) }
    var next = list
    while let node = next {
      if let cookie = Self.cookie(String(cString: node.pointee.data)) { cookies.append(cookie) }
      next = node.pointee.next
    }
  }

  /// A line of Netscape's file format: domain, subdomains too, path, secure, expiry, name, value.
  private static func cookie(_ line: String) -> Cookie? {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard columns.count == 7 else { return nil }
    var domain = columns[0]
    if domain.hasPrefix("#HttpOnly_") { domain.removeFirst("#HttpOnly_".count) }
    if domain.hasPrefix(".") { domain.removeFirst() }
    return Cookie(
      domain: domain.lowercased(), isForSubdomains: columns[1] == "TRUE", path: String(columns[2]),
      isSecure: columns[3] == "TRUE", pair: "\(columns[5])=\(columns[6])")
  }

  /// RFC 6265 §5.4: "Cookies with longer paths are listed before cookies with shorter paths."
  func field(for uri: URI) -> String? {
    let host = uri.bareHost
    let path = Substring(uri.target.utf8.prefix { $0 != UInt8(ascii: "?") })
    let fitting = cookies.filter { cookie in
      (host == cookie.domain || (cookie.isForSubdomains && host.hasSuffix("." + cookie.domain)))
        && (!cookie.isSecure || uri.isSecure) && Self.matches(path, cookie.path)
    }
    guard !fitting.isEmpty else { return nil }
    return fitting.enumerated()
      .sorted { ($1.element.path.count, $0.offset) < ($0.element.path.count, $1.offset) }
      .map(\.element.pair).joined(separator: "; ")
  }

  /// RFC 6265 §5.1.4.
  private static func matches(_ path: Substring, _ cookiePath: String) -> Bool {
    guard path.hasPrefix(cookiePath) else { return false }
    return path.count == cookiePath.count || cookiePath.hasSuffix("/")
      || path.dropFirst(cookiePath.count).first == "/"
  }
}
