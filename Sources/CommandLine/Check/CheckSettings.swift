import Check
import Platform

/// What the options of `upshift check` say.
struct CheckSettings {
  /// `--jobs`; nil for what suits.
  var jobs: Int?
  /// `--test`.
  var isTest = false
  var variables: [String: Value] = [:]
  var secrets: [String] = []
  var retries = 0
  /// In seconds.
  var retryInterval = 1.0
  var repeats = 1
  var continuesOnError = false
  var fileRoot: String?
  var junit: String?
  var tap: String?
  var json: String?
  var html: String?

  /// With the variables of the environment.
  init() {
    for (name, value) in Environment.variables(after: "UPSHIFT_VARIABLE_") {
      variables[name] = Self.value(value)
    }
    for (name, value) in Environment.variables(after: "UPSHIFT_SECRET_") {
      variables[name] = .string(value)
      secrets.append(value)
    }
  }

  mutating func addVariable(_ text: String, _ option: OptionName) throws(UsageError) {
    let (name, value) = try Self.halves(text, option)
    variables[name] = Self.value(value)
  }

  mutating func addSecret(_ text: String) throws(UsageError) {
    let (name, value) = try Self.halves(text, .secret)
    guard !value.isEmpty else { throw UsageError("--secret \(name): an empty text is no secret") }
    variables[name] = .string(value)
    secrets.append(value)
  }

  mutating func addVariables(_ text: String) throws(UsageError) {
    for line in text.split(whereSeparator: \.isNewline) {
      let line = String(line.drop(while: \.isWhitespace))
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      try addVariable(line, .variablesFile)
    }
  }

  private static func halves(
    _ text: String, _ option: OptionName
  ) throws(UsageError) -> (name: String, value: String) {
    let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    guard !name.isEmpty, text.dropFirst(name.count).first == "=" else {
      // What was given may be the secret alone.
      let given = option == .secret ? "" : ", not '\(text)'"
      throw UsageError("--\(option.rawValue) takes NAME=VALUE\(given)")
    }
    return (String(name), String(text.dropFirst(name.count + 1)))
  }

  /// A number, `true`, `false` or `null`, or else text.
  private static func value(_ text: String) -> Value {
    if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") {
      return .string(String(text.dropFirst().dropLast()))
    }
    return Value(literal: text) ?? .string(text)
  }
}

extension Environment {
  /// The variables whose names begin so, by the rest of their names.
  fileprivate static func variables(after prefix: String) -> [(name: String, value: String)] {
    var all: [(String, String)] = []
    var place = environ
    while let entry = place.pointee {
      let text = String(cString: entry)
      if text.hasPrefix(prefix), let equals = text.firstIndex(of: "=") {
        let name = text[text.index(text.startIndex, offsetBy: prefix.count)..<equals]
        if !name.isEmpty { all.append((String(name), String(text[text.index(after: equals)...]))) }
      }
      place += 1
    }
    return all
  }
}

extension Reader {
  /// The options that go with `upshift check` only.
  mutating func takeCheck(_ name: OptionName, _ value: String, _ isOn: Bool) throws -> Bool {
    guard OptionTable[name].category == .check else { return false }
    guard check != nil else {
      throw UsageError(
        "--\(name.rawValue) goes with upshift check FILE..., where `check` comes first")
    }
    switch name {
    case .jobs: check?.jobs = try Values.number(value, name, from: 1)
    case .test: check?.isTest = isOn
    case .variable: try check?.addVariable(value, name)
    case .variablesFile:
      try check?.addVariables(String(decoding: Environment.read(value), as: UTF8.self))
    case .secret: try check?.addSecret(value)
    case .retryInterval:
      guard let time = Time.milliseconds(value, unit: "ms") else {
        throw UsageError("--retry-interval takes a time such as 500ms or 2s, not '\(value)'")
      }
      check?.retryInterval = Double(time) / 1000
    case .repeat: check?.repeats = try Values.number(value, name, from: 1)
    case .continueOnError: check?.continuesOnError = isOn
    case .fileRoot: check?.fileRoot = value
    case .reportJUnit: check?.junit = value
    case .reportTAP: check?.tap = value
    case .reportJSON: check?.json = value
    case .reportHTML: check?.html = value
    default: return false
    }
    return true
  }

  /// Options that make a request, which in a check the file does.
  static let ofRequests: Set<OptionName> = [
    .data, .dataRaw, .dataBinary, .dataUrlencode, .json, .get, .request, .head, .include, .output,
    .remoteName, .dumpHeader, .record, .writeOut, .fail, .failWithBody, .send, .wsFormat, .wsSend,
    .linger,
    .count, .until, .listen, .okClose, .interactive, .noInteractive, .reconnect, .noUpgrade,
    .upgrade, .expect, .within, .next, .parallel, .parallelMax, .parallelImmediate, .rate,
    .failEarly,
    .retryDelay, .retryMaxTime, .retryAllErrors, .retryConnrefused, .progressBar, .noProgressMeter,
    .pretty, .jq, .curl, .libcurl, .suppressConnectHeaders,
    .remoteNameAll, .remoteHeaderName, .outputDir, .createDirs, .noClobber, .createFileMode,
    .continueAt, .removeOnError, .remoteTime, .xattr, .globoff,
    .form, .formString, .formEscape, .uploadFile, .append, .crlf, .range, .timeCond, .etagSave,
    .etagCompare, .urlQuery, .requestTarget,
  ]
}
