import Client
import HTTP
import Text
import Transfer

/// `--write-out`: a text with variables of the finished transfer.
struct WriteOut {
  /// What its variables say.
  struct Facts {
    var reports: [Report]
    var last: ResponseHead? = nil
    var url: String
    var effectiveURL: String
    var number: Int
    var file: String? = nil
    var status: Int32
    var message: String
    var upgrades = Upgrades()
  }

  let format: String
  let facts: Facts

  /// Where a piece of the result goes.
  enum Channel: Equatable {
    case standardOutput
    /// After `%{stderr}`.
    case standardError
    /// After `%output{path}`, or `%output{>>path}`.
    case file(String, isAppended: Bool)
  }

  /// A piece of the result; one for a file may be empty.
  struct Piece: Equatable {
    var text = ""
    /// The same for a terminal: what a server said has its control characters shown.
    var shown = ""
    var channel: Channel

    static func += (piece: inout Piece, text: String) {
      piece.text += text
      piece.shown += text
    }
  }

  /// The pieces with everything filled in, in order.
  var pieces: [Piece] {
    var pieces: [Piece] = []
    var result = Piece(channel: .standardOutput)
    func cut(_ next: Channel? = nil) {
      if case .file(let path, _) = result.channel {
        pieces.append(result)
        result.channel = .file(path, isAppended: true)
      } else if !result.text.isEmpty {
        pieces.append(result)
      }
      result = Piece(channel: next ?? result.channel)
    }
    var rest = format[...]
    while let character = rest.popFirst() {
      switch (character, rest.first) {
      case ("%", "%"):
        rest.removeFirst()
        result += "%"
      case ("%", "{"):
        guard let end = rest.firstIndex(of: "}") else {
          result += "%"
          continue
        }
        let name = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        switch name {
        case "stderr", "stdout":
          cut(name == "stderr" ? .standardError : .standardOutput)
        case "onerror":
          // What follows is for failures only.
          guard facts.status != 0 else {
            cut()
            return pieces
          }
        default:
          guard let value = value(of: name) else {
            cut()
            let complaint = "upshift: unknown --write-out variable: '\(Escape.text(name))'\n"
            pieces.append(Piece(text: complaint, shown: complaint, channel: .standardError))
            continue
          }
          result.text += value
          result.shown += Escape.text(value.utf8, keeping: ["\n"])
        }
      case ("%", _):
        if let name = Self.braced("header", &rest) {
          let value = facts.last?.fields.first(name) ?? ""
          result.text += value
          result.shown += Escape.text(value)
        } else if let path = Self.braced("output", &rest) {
          let isAppended = path.hasPrefix(">>")
          cut(.file(isAppended ? String(path.dropFirst(2)) : path, isAppended: isAppended))
        } else {
          result += "%"
        }
      case ("\\", let next?):
        rest.removeFirst()
        switch next {
        case "n": result += "\n"
        case "r": result += "\r"
        case "t": result += "\t"
        default: result += "\\\(next)"
        }
      default: result += String(character)
      }
    }
    cut()
    return pieces
  }

  /// What curl 7.88 would not fill in, each as it is written.
  static func ownVariables(in format: String) -> [String] {
    var found = format.contains("%output{") ? ["%output{}"] : []
    for part in format.split(separator: "%{", omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0 != "}" }
      let isOurs =
        name == "time_upgrade" || Upgrades().text(of: name) != nil
        || Upgrades().size(of: name) != nil
      if isOurs { found.append("%{\(name)}") }
    }
    return found
  }

  /// Takes `word{…}` from the front; nil if it is not there.
  private static func braced(_ word: String, _ rest: inout Substring) -> String? {
    guard rest.hasPrefix(word + "{"), let end = rest.firstIndex(of: "}") else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end].dropFirst(word.count + 1))
  }

  var report: Report { facts.reports.last ?? Self.beforeAll }

  /// As it is where no request was made.
  private static let beforeAll = {
    var report = Report()
    report.method = "GET"
    return report
  }()

  /// Redirects and upgrades before the last transfer count as curl counts redirects.
  private var before: Int { facts.reports.dropLast().map(\.total).reduce(0, +) }

  func value(of name: Substring) -> String? {
    text(of: name) ?? facts.upgrades.text(of: name)
      ?? (size(of: name) ?? facts.upgrades.size(of: name)).map(String.init)
      ?? time(of: name).map(Self.seconds)
  }

  private func text(of name: Substring) -> String? {
    switch name {
    case "json": json
    case "header_json": fieldsJSON
    case "certs": report.certificates.joined()
    case "ftp_entry_path": ""
    case "referer": report.referer ?? ""
    case "content_type": report.contentType ?? ""
    case "errormsg": facts.message
    case "filename_effective": facts.file ?? ""
    case "http_version": report.version
    case "local_ip": report.localAddress
    case "method": report.method
    case "redirect_url": report.redirectURL ?? ""
    case "remote_ip": report.remoteAddress
    case "response_code", "http_code": Self.padded(report.status)
    case "http_connect": Self.padded(report.connectStatus)
    case "scheme": report.scheme
    case "url": facts.url
    case "url_effective": facts.effectiveURL
    default: nil
    }
  }

  private func size(of name: Substring) -> Int? {
    switch name {
    case "exitcode": Int(facts.status)
    case "local_port": report.localPort
    case "num_certs": report.certificates.count
    case "num_connects": facts.reports.map(\.connects).reduce(0, +)
    case "num_headers": facts.last?.fields.count ?? 0
    case "num_redirects": facts.reports.map(\.redirects).reduce(0, +)
    case "proxy_ssl_verify_result": report.proxyVerifyResult
    case "remote_port": report.remotePort
    case "size_download": report.downloaded
    case "size_header": report.headerSize
    case "size_request": report.requestSize
    case "size_upload": report.uploaded
    case "speed_download": report.downloadSpeed
    case "speed_upload": report.uploadSpeed
    case "ssl_verify_result": report.verifyResult
    case "urlnum": facts.number
    default: nil
    }
  }

  /// Its value is a string in JSON.
  func isText(_ name: Substring) -> Bool { text(of: name) != nil }

  private func time(of name: Substring) -> Int? {
    switch name {
    case "time_namelookup": before + report.nameLookup
    case "time_connect": before + report.connect
    case "time_appconnect": report.appConnect == 0 ? 0 : before + report.appConnect
    case "time_pretransfer": before + report.preTransfer
    case "time_starttransfer": before + report.startTransfer
    case "time_redirect": before + report.redirect
    case "time_upgrade": facts.upgrades.time == 0 ? 0 : before + facts.upgrades.time
    case "time_total": before + report.total
    default: nil
    }
  }

  private static func padded(_ status: Int) -> String {
    String(repeating: "0", count: max(0, 3 - String(status).count)) + String(status)
  }

  /// Microseconds as curl writes them: `0.001234`.
  private static func seconds(_ microseconds: Int) -> String {
    let fraction = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)."
      + String(repeating: "0", count: 6 - fraction.count) + fraction
  }
}
