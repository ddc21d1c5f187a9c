import CLibcurl
public import HTTP

extension URI {
  /// Reads a URL as curl does: without a scheme it is `http`, dots are removed from the path.
  ///
  /// Throws libcurl's number and reason: 3 for a URL that has no valid form, 1 for a scheme other
  /// than http, https, ws and wss.
  ///
  /// - Parameters:
  ///   - isLocation: it stands in a Location field, where a space is forgiven.
  ///   - keepsPath: dots stay in the path.
  public init(
    parsing text: String, isLocation: Bool = false, keepsPath: Bool = false
  ) throws(TransferError) {
    guard let handle = curl_url() else { throw TransferError(CURLE_OUT_OF_MEMORY) }
    defer { curl_url_cleanup(handle) }
    let result = curl_url_set(
      handle, CURLUPART_URL, Self.hasScheme(text) ? text : "http://" + text,
      UInt32(
        CURLU_NON_SUPPORT_SCHEME | (isLocation ? CURLU_URLENCODE : 0)
          | (keepsPath ? CURLU_PATH_AS_IS : 0)))
    guard result == CURLUE_OK else {
      throw TransferError(
        code: TransferError.malformedURL,
        message: "the URL is malformed: \(String(cString: curl_url_strerror(result)))")
    }
    func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard curl_url_get(handle, part, &value, UInt32(flags)) == CURLUE_OK, let value else {
        return nil
      }
      defer { curl_free(value) }
      return String(cString: value)
    }
    let scheme = part(CURLUPART_SCHEME)?.lowercased() ?? "http"
    guard ["http", "https", "ws", "wss"].contains(scheme) else {
      throw TransferError(
        code: TransferError.unsupportedProtocol,
        message: "the scheme \"\(scheme)\" is not one of http, https, ws, wss")
    }
    let user = part(CURLUPART_USER)
    let password = part(CURLUPART_PASSWORD)
    // libcurl lets a line end through, and with it whatever comes after.
    for (text, name) in [(user, CURLUPART_USER), (password, CURLUPART_PASSWORD)]
    where text != nil && part(name, CURLU_URLDECODE) == nil {
      throw TransferError(
        code: TransferError.malformedURL,
        message: "the URL is malformed: its user or password has a control character")
    }
    let host = part(CURLUPART_HOST) ?? ""
    let query = part(CURLUPART_QUERY).map { "?" + $0 } ?? ""
    self.init(
      scheme: scheme,
      userinfo: user == nil && password == nil
        ? nil : (user ?? "") + (password.map { ":" + $0 } ?? ""),
      host: Self.host(
        text.utf8.contains(UInt8(ascii: "%")) ? Self.address(host) : host,
        zone: part(CURLUPART_ZONEID)),
      port: part(CURLUPART_PORT).flatMap { Int($0) },
      target: (part(CURLUPART_PATH) ?? "/") + query)
  }
}

extension URI {
  /// The address that a name in numbers stands for, `127.1` say: libcurl looks for one before it decodes the name.
  private static func address(_ host: String) -> String {
    guard host.utf8.allSatisfy({ !"%[".utf8.contains($0) }), let handle = curl_url() else {
      return host
    }
    defer { curl_url_cleanup(handle) }
    var value: UnsafeMutablePointer<CChar>?
    guard curl_url_set(handle, CURLUPART_URL, "http://\(host)/", 0) == CURLUE_OK,
      curl_url_get(handle, CURLUPART_HOST, &value, 0) == CURLUE_OK, let value
    else { return host }
    defer { curl_free(value) }
    return String(cString: value)
  }

  /// The text of a URL begins with a scheme and a slash, as libcurl tells one: it takes one to three slashes for two, and
  /// a digit at the beginning.
  public static func hasScheme(_ text: String) -> Bool {
    let scheme = text.utf8.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    return !scheme.isEmpty && text.utf8[scheme.endIndex...].starts(with: ":/".utf8)
  }

  /// RFC 6874's form of a scoped address, which is how libcurl takes it.
  private static func host(_ host: String, zone: String?) -> String {
    guard let zone, host.hasSuffix("]") else { return host }
    return host.dropLast() + "%25" + zone + "]"
  }

  /// The absolute URL that a reference stands for (RFC 3986 §5.2); `nil` if it has no valid form.
  public static func resolve(_ reference: String, against base: String) -> String? {
    guard let handle = curl_url() else { return nil }
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE)
    var value: UnsafeMutablePointer<CChar>?
    guard curl_url_set(handle, CURLUPART_URL, base, flags) == CURLUE_OK,
      curl_url_set(handle, CURLUPART_URL, reference, flags) == CURLUE_OK,
      curl_url_get(handle, CURLUPART_URL, &value, 0) == CURLUE_OK, let value
    else { return nil }
    defer { curl_free(value) }
    return String(cString: value)
  }

  /// This URL, as it is spelled, with data added to its query: before a fragment, after an `&` if there is something
  /// already.
  public static func joining(_ data: String, to url: String) -> String {
    let fragment = url.firstIndex(of: "#").map { url[$0...] } ?? ""
    let rest = url.dropLast(fragment.count)
    let joint = !rest.contains("?") ? "?" : rest.hasSuffix("?") || rest.hasSuffix("&") ? "" : "&"
    return rest + joint + data + fragment
  }

  /// This URL with data added to its query, as `--get` and `--url-query` do: before a fragment, after an `&` if there is
  /// something already. As in curl, it is parsed and spelled anew on the way.
  public static func adding(_ data: String, to url: String) throws(TransferError) -> String {
    try changed(url) { _ in (CURLUPART_QUERY, data, CURLU_APPENDQUERY) }
  }

  /// This URL with the last part of `path` as its file name, if it has none: where an upload goes to.
  public static func adding(nameOf path: String, to url: String) throws(TransferError) -> String {
    try changed(url) { handle in
      var value: UnsafeMutablePointer<CChar>?
      guard curl_url_get(handle, CURLUPART_PATH, &value, 0) == CURLUE_OK, let value else {
        return nil
      }
      defer { curl_free(value) }
      let folder = String(cString: value)
      guard folder.hasSuffix("/") else { return nil }
      // curl takes both for separators, everywhere.
      let name = path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? ""
      return (CURLUPART_PATH, folder + Library.percentEncoded(Array(name.utf8)), 0)
    }
  }

  /// This URL with one part changed; as it is if none is to be.
  private static func changed(
    _ url: String, _ change: (OpaquePointer) -> (CURLUPart, String, Int32)?
  ) throws(TransferError) -> String {
    guard let handle = curl_url() else { throw TransferError(CURLE_OUT_OF_MEMORY) }
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
    var result = curl_url_set(
      handle, CURLUPART_URL, hasScheme(url) ? url : "http://" + url, flags)
    if result == CURLUE_OK {
      guard let (part, text, how) = change(handle) else { return url }
      result = curl_url_set(handle, part, text, UInt32(how))
    }
    var value: UnsafeMutablePointer<CChar>?
    if result == CURLUE_OK { result = curl_url_get(handle, CURLUPART_URL, &value, flags) }
    guard result == CURLUE_OK, let value else {
      throw TransferError(
        code: TransferError.malformedURL,
        message: "the URL is malformed: \(String(cString: curl_url_strerror(result)))")
    }
    defer { curl_free(value) }
    return String(cString: value)
  }
}
