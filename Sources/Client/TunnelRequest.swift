import HTTP
import HTTP2
import Transfer
import WebSocket

// What an extended CONNECT asks, and how what ends one is told.
extension Hop {
  /// The extended CONNECT with all that libcurl would have put into a GET.
  func tunnelRequest(
    _ headerLines: [String], _ options: Options, _ handshake: Fields, cookies: String?
  ) -> HTTP2.Request {
    var fields = Fields()
    var removed: Set<String> = []
    var typed = Fields()
    for line in headerLines {
      let name = fieldName(of: line)
      let value = line.drop { $0 != ":" && $0 != ";" }
      let text = value.dropFirst().drop { $0 == " " || $0 == "\t" }
      // `Name:` takes away what libcurl would send, `Name;` has an empty value.
      if value.first == ":", text.isEmpty {
        removed.insert(name)
      } else if value.first == ":" || text.isEmpty {
        typed.append(Field(name, value.first == ":" ? String(text) : ""))
      }
    }
    func add(_ name: String, _ value: String?) {
      guard let value, !value.isEmpty, !removed.contains(name), typed.first(name) == nil else {
        return
      }
      fields.append(Field(name, value))
    }
    add("user-agent", options.userAgent)
    add("accept", "*/*")
    add("referer", options.referer.map { $0.hasSuffix(";auto") ? String($0.dropLast(5)) : $0 })
    add("authorization", authorization(options))
    add("cookie", [cookies, options.cookies].compactMap(\.self).joined(separator: "; "))
    for field in typed where !Self.isOfHTTP1(field.name) { fields.append(field) }
    for field in handshake { fields.append(field) }
    return HTTP2.Request(
      scheme: uri.isSecure ? "https" : "http", authority: typed.first("host") ?? authority,
      path: uri.target, fields: fields)
  }

  /// RFC 8441 §5: what of a handshake is superseded by `:protocol`.
  private static func isOfHTTP1(_ name: String) -> Bool {
    ["sec-websocket-key", "sec-websocket-accept", "host", "expect"].contains(name)
  }

  /// A scoped address is scoped for us only.
  private var authority: String {
    let host = uri.host.firstRange(of: "%25").map { uri.host[..<$0.lowerBound] + "]" }
    let port = uri.effectivePort == (uri.isSecure ? 443 : 80) ? "" : ":\(uri.effectivePort)"
    return String(host ?? uri.host[...]) + port
  }

  private func authorization(_ options: Options) -> String? {
    if let bearer = options.bearer { return "Bearer " + bearer }
    guard options.schemes == .basic else { return nil }
    let user =
      options.credentials.map { Array($0.utf8) } ?? uri.userinfo.map { Library.percentDecoded($0) }
    guard var user else { return nil }
    if !user.contains(UInt8(ascii: ":")) { user.append(UInt8(ascii: ":")) }
    return "Basic " + Base64.encode(user)
  }
}

extension HTTP2.Request {
  /// As a head in HTTP/1.1's form, which is how libcurl shows one of HTTP/2.
  var head: [UInt8] {
    var lines = "CONNECT \(path) HTTP/2\r\nHost: \(authority)\r\n"
    for field in section where !field.name.hasPrefix(":") {
      lines += "\(field.name): \(field.value)\r\n"
    }
    return Array((lines + "\r\n").utf8)
  }
}

extension HTTP2.Ending {
  /// Why the handshake is to be sent again; nil if it was heard.
  var asksForHTTP1: String? {
    switch self {
    case .refused, .reset(.refusedStream): "the server refused the stream"
    case .reset(.http11Required): "the server requires HTTP/1.1"
    default: nil
    }
  }

  /// As libcurl would have it; `limit` is that of a head.
  func error(limit: Int) -> TransferError {
    switch self {
    case .endOfStream:
      TransferError(code: TransferError.http2Stream, message: "the HTTP/2 stream has ended")
    case .reset(let code):
      TransferError(
        code: TransferError.http2Stream, message: "the server reset the HTTP/2 stream (\(code))")
    case .refused:
      TransferError(
        code: TransferError.http2Stream, message: "the server refused the HTTP/2 stream")
    case .headTooLarge:
      TransferError(
        code: TransferError.headTooLarge,
        message: "the response head has over \(limit) bytes, counted as HTTP/2 does")
    case .violation(let what):
      TransferError(code: TransferError.http2, message: "the server broke HTTP/2: \(what)")
    case .lost(let code?, let text) where code != .noError || !text.isEmpty:
      TransferError(
        code: TransferError.http2Stream,
        message: "the server ended the connection: GOAWAY \(code)"
          + (text.isEmpty ? "" : ", \"\(text)\""))
    case .lost:
      TransferError(code: TransferError.received, message: "the server closed the connection")
    }
  }
}
