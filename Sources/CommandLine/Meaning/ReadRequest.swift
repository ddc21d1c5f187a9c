import HTTP
import Client
import Transfer

// What is asked, and by whom.
extension Reader {
  mutating func takeRequest(_ name: OptionName, _ value: String, _ isOn: Bool) throws {
    switch name {
    case .request: job.method = value
    case .header: try takeHeader(value)
    case .head:
      job.wantsBody = !isOn
      result.showsHeads = isOn
    case .userAgent: job.options.userAgent = value
    case .referer: job.options.referer = value
    case .cookie:
      if value.contains("="), !value.hasPrefix("@") {
        job.options.cookies = job.options.cookies.map { $0 + ";" + value } ?? value
      } else {
        job.options.cookieFiles.append(value.hasPrefix("@") ? String(value.dropFirst()) : value)
      }
    case .cookieJar: job.options.cookieJar = value
    case .location: job.options.followsRedirects = isOn
    case .locationTrusted:
      job.options.followsRedirects = isOn
      job.options.trustsRedirects = isOn
    case .maxRedirs: job.options.maximumRedirects = try Values.number(value, name, from: -1)
    case .compressed: job.options.decompresses = isOn
    case .maxHead: job.options.maximumHead = try Values.size(value, name)
    default: break
    }
  }

  private mutating func takeHeader(_ value: String) throws {
    guard value.hasPrefix("@") else { return try addHeader(value) }
    let file = String(value.dropFirst())
    for line in try Environment.read(file).split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      try addHeader(String(decoding: line, as: UTF8.self))
    }
  }

  mutating func addHeader(_ line: String) throws {
    guard Syntax.isFieldValue(line) else {
      throw UsageError("--header: a field may not hold a line end or NUL: '\(line)'")
    }
    job.headerLines.append(line)
  }
}
