// What is written where, and said.
extension Reader {
  mutating func takeOutput(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .include: result.showsHeads = isOn
    case .output: files.append(value)
    case .remoteName: files.append(nil)
    case .dumpHeader: result.headFile = value
    case .record: globals.recordFile = value
    case .writeOut:
      result.writeOut =
        value.hasPrefix("@")
        ? String(decoding: try Environment.read(String(value.dropFirst())), as: UTF8.self) : value
    case .fail: (result.fails, result.failsWithBody) = (isOn, false)
    case .pretty: result.pretty = try Values.choice(value, name)
    case .jq: result.bodyFilter = value
    case .failWithBody: (result.fails, result.failsWithBody) = (false, isOn)
    case .verbose: (globals.isVerbose, globals.trace) = (isOn, nil)
    case .trace, .traceAscii:
      globals.trace = .init(file: value, isASCII: name == .traceAscii)
      globals.isVerbose = false
    case .traceTime: globals.tellsTime = isOn
    case .progressBar: globals.drawsBar = isOn
    case .noProgressMeter: globals.meter = !isOn
    case .curl: globals.printsCurl = isOn
    case .libcurl: globals.programFile = value
    case .silent: globals.isSilent = isOn
    case .showError: globals.showsError = isOn
    case .showSecrets: globals.showsSecrets = isOn
    case .color: globals.color = try Values.choice(value, name)
    default: return false
    }
    return true
  }
}
