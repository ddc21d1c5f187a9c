import Client
import Transfer

// What is asked, and by whom.
extension Reader {
  mutating func takeRequest(_ name: OptionName, _ value: String, _ isOn: Bool) throws {
    switch name {
    case .request: job.method = try Values.word(value, name)
    case .header: job.headerLines += try fieldLines(value, name)
    case .head:
      job.wantsBody = !isOn
      result.showsHeads = isOn
    case .userAgent: job.options.userAgent = try Values.field(value, name)
    case .referer: job.options.referer = try Values.field(value, name)
    case .cookie:
      if value.contains("="), !value.hasPrefix("@") {
        let value = try Values.field(value, name)
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

  /// One field's line, or those of a file, of `--header` or `--proxy-header`.
  func fieldLines(_ value: String, _ option: OptionName) throws -> [String] {
    guard value.hasPrefix("@") else { return [try Values.field(value, option)] }
    return try Environment.read(String(value.dropFirst()))
      .split(whereSeparator: { $0 == 10 || $0 == 13 })
      .map { try Values.field(String(decoding: $0, as: UTF8.self), option) }
  }

  mutating func addHeader(_ line: String) throws {
    job.headerLines.append(try Values.field(line, .header))
  }
}
