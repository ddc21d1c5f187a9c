import Client
import Platform
import Transfer

// Which part of a resource is wanted, in which form, and how fast.
extension Reader {
  mutating func takeResource(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .range: job.options.range = try range(Values.field(value, name))
    case .timeCond: job.options.timeCondition = timeCondition(value)
    case .etagSave: result.tagFile = value
    case .etagCompare: tagFile = value
    case .urlQuery:
      if value.hasPrefix("+") {
        query.addRaw(String(value.dropFirst()))
      } else {
        try query.addEncoded(value)
      }
    case .requestTarget: job.options.requestTarget = try Values.word(value, name)
    case .pathAsIs: job.options.keepsPath = isOn
    case .raw: job.options.decodes = !isOn
    case .trEncoding: job.options.asksForTransferCodings = isOn
    case .ignoreContentLength: job.options.ignoresLength = isOn
    case .junkSessionCookies: job.options.dropsSessionCookies = isOn
    case .post301: keepPost(.after301, isOn)
    case .post302: keepPost(.after302, isOn)
    case .post303: keepPost(.after303, isOn)
    case .limitRate: job.options.rateLimit = try Values.speed(value, name)
    case .maxFilesize: job.options.maximumSize = try Values.speed(value, name)
    case .speedTime:
      let seconds = try Values.number(value, name, from: 0)
      job.options.slowness = .init(rate: job.options.slowness?.rate ?? 1, seconds: seconds)
    case .speedLimit:
      let rate = try Values.number(value, name, from: 0)
      job.options.slowness = .init(rate: rate, seconds: job.options.slowness?.seconds ?? 30)
    default: return false
    }
    return true
  }

  private mutating func keepPost(_ redirect: Options.KeptPosts, _ isOn: Bool) {
    if isOn {
      job.options.keepsPost.insert(redirect)
    } else {
      job.options.keepsPost.remove(redirect)
    }
  }

  /// curl completes a number alone, which would be no range.
  private mutating func range(_ value: String) throws(UsageError) -> String {
    guard value.first?.isASCIIDigit == true, !value.contains("-") else { return value }
    guard let first = Int(value.prefix(while: \.isASCIIDigit)) else {
      throw UsageError("--range takes bytes such as 0-499, not '\(value)'")
    }
    globals.warnings.append("--range \(value): taken for \(first)-")
    return "\(first)-"
  }

  /// `-`: if it has not changed since; `=`: as if it were said of what is sent.
  private mutating func timeCondition(_ value: String) -> Options.TimeCondition? {
    let relations: [Character: Options.TimeCondition.Relation] = [
      "+": .modifiedSince, "-": .unmodifiedSince, "=": .lastModified,
    ]
    let relation = value.first.flatMap { relations[$0] }
    let text = relation == nil ? value : String(value.dropFirst())
    guard let time = Library.date(text) ?? Environment.modificationTime(of: text) else {
      globals.warnings.append(
        "--time-cond: '\(text)' is neither a date nor a file: it asks for nothing")
      return nil
    }
    return .init(relation ?? .modifiedSince, time)
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
