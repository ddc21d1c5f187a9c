import HTTP
import Text
import Transfer

// `%{json}` and `%{header_json}`: curl's objects, member by member.
extension WriteOut {
  /// The certificate of a server is kept for who asks only.
  static func needsCertificates(_ format: String) -> Bool {
    ["%{certs}", "%{num_certs}", "%{json}"].contains { format.contains($0) }
  }

  private static let members: [Substring] = [
    "certs", "content_type", "errormsg", "exitcode", "filename_effective", "ftp_entry_path",
    "http_code", "http_connect", "http_version", "local_ip", "local_port", "method", "num_certs",
    "num_connects", "num_headers", "num_redirects", "proxy_ssl_verify_result", "redirect_url",
    "referer", "remote_ip", "remote_port", "response_code", "scheme", "size_download",
    "size_header", "size_request", "size_upload", "speed_download", "speed_upload",
    "ssl_verify_result", "time_appconnect", "time_connect", "time_namelookup", "time_pretransfer",
    "time_redirect", "time_starttransfer", "time_total", "url", "url_effective", "urlnum",
    "curl_version",
  ]

  /// All variables that curl has, in its order.
  var json: String {
    let members = Self.members.map { "\"\($0)\":" + literal(of: $0) }
    return "{" + members.joined(separator: ",") + "}"
  }

  private func literal(of name: Substring) -> String {
    switch name {
    case "http_code", "response_code": return String(report.status)
    case "http_connect": return String(report.connectStatus)
    case "curl_version": return Self.quoted(Library.description)
    // What is there but empty is no null.
    case "certs", "local_ip", "remote_ip": return Self.quoted(value(of: name) ?? "")
    default: break
    }
    guard let value = value(of: name) else { return "null" }
    guard isText(name) else { return value }
    return value.isEmpty ? "null" : Self.quoted(value)
  }

  /// The last response's fields: names in lower case, all values of a name in one array.
  var fieldsJSON: String {
    var names: [String] = []
    var values: [String: [String]] = [:]
    for field in facts.last?.fields ?? Fields() {
      let name = field.name.lowercased()
      if values[name] == nil { names.append(name) }
      values[name, default: []].append(Self.quoted(field.value))
    }
    let members = names.map {
      Self.quoted($0) + ":[" + (values[$0] ?? []).joined(separator: ",") + "]"
    }
    return "{" + members.joined(separator: ",\n") + "\n}"
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    Escape.json(Array(text.utf8).span, to: &bytes)
    return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
  }
}
