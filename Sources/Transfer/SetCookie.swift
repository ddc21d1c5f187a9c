import CLibcurl
import HTTP

/// A `Set-Cookie` field that came where libcurl does not look, taken as RFC 6265 §5.2 and §5.3 want it: libcurl reads it, and
/// what depends on where it came from is settled here.
struct SetCookie {
  /// Name and value.
  private let pair: Substring
  /// The attributes, but for Domain and Path, as they came.
  private var attributes: [Substring] = []
  private var (domain, path): (String?, String?)

  init(_ field: String) {
    var path: Substring?
    let parts = field.split(separator: ";", omittingEmptySubsequences: false)
    pair = parts.first ?? ""
    for part in parts.dropFirst() {
      let value = Self.trimmed(part.drop { $0 != "=" }.dropFirst())
      switch Self.name(of: part) {
      case "domain": domain = (value.hasPrefix(".") ? value.dropFirst() : value).lowercased()
      case "path": path = value
      default: attributes.append(part)
      }
    }
    // "If the attribute-value is empty or if the first character of the attribute-value is not %x2F" it is the default-path.
    if let path, path.hasPrefix("/") { self.path = String(path) }
  }

  /// The line of Netscape's file format for libcurl; nil if the cookie is to be ignored. That of a cookie that is to be
  /// deleted has expired.
  func line(from uri: URI) throws(TransferError) -> String? {
    let host = uri.bareHost
    guard accepts(host) else { return nil }
    if let columns = try read(attributes, from: uri) {
      return line(columns, host, expiry: columns[4])
    }
    // What libcurl drops as expired takes away what has its name.
    let lasting = attributes.filter { !["expires", "max-age"].contains(Self.name(of: $0)) }
    guard lasting.count < attributes.count, let columns = try read(lasting, from: uri) else {
      return nil
    }
    return line(columns, host, expiry: "1")
  }

  /// "If the canonicalized request-host does not domain-match the domain-attribute: Ignore the cookie entirely".
  private func accepts(_ host: String) -> Bool {
    guard let domain, !domain.isEmpty else { return true }
    let isHosts = Self.trimmed(pair).hasPrefix("__Host-")
    return !isHosts && (host == domain || host.hasSuffix("." + domain))
  }

  private func line(_ columns: [Substring], _ host: String, expiry: Substring) -> String {
    let isHidden = columns[0].hasPrefix("#HttpOnly_")
    // Which parents are public suffixes only libcurl knows: a cookie for one of them stays with this host.
    let first = [isHidden ? "#HttpOnly_" + host : host, domain == host ? "TRUE" : "FALSE"]
    return
      (first + columns[2...3].map(String.init) + [String(expiry)] + columns[5...].map(String.init))
      .joined(separator: "\t")
  }

  /// The columns that libcurl makes of it, on a handle of its own, where its host is an address: those have no subdomains.
  /// Nil for what it ignores, and for a secure one that came in the clear.
  private func read(
    _ attributes: [Substring], from uri: URI
  ) throws(TransferError) -> [Substring]? {
    let parts = [pair] + attributes + [" domain=127.0.0.1; path=\(path ?? uri.defaultPath)"]
    let easy = try EasyHandle()
    try easy.set(CURLOPT_COOKIELIST, "Set-Cookie: " + parts.joined(separator: ";"))
    var list: UnsafeMutablePointer<curl_slist>?
    upshift_getinfo_list(easy.pointer, CURLINFO_COOKIELIST, &list)
    defer { curl_slist_free_all(list) }
    guard let list else { return nil }
    let columns = String(cString: list.pointee.data)
      .split(separator: "\t", omittingEmptySubsequences: false)
    // What is secure libcurl says: it ends an attribute's name at a tab too.
    return columns.count == 7 && (uri.isSecure || columns[3] == "FALSE") ? columns : nil
  }

  private static func name(of attribute: Substring) -> String {
    trimmed(attribute.prefix { $0 != "=" }).lowercased()
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}

extension URI {
  /// In lower case, an IPv6 address without its brackets, as libcurl keeps the host of a cookie.
  var bareHost: String {
    let name = host.lowercased()
    return name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
  }

  /// RFC 6265 §5.1.4: "up to, but not including, the right-most %x2F", or that alone.
  fileprivate var defaultPath: String {
    // In bytes: a combining mark makes another character of a slash before it.
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else {
      return "/"
    }
    return String(target[..<slash])
  }
}
