// What is written where, and said.
extension Reader {
  mutating func takeOutput(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .include: result.showsHeads = isOn
    case .output:
      guard !value.isEmpty else { throw UsageError("--output takes the name of a file") }
      places.append(value == "-" ? .dash : .file(value))
      notePlaces()
    case .remoteName:
      places.append(isOn ? .remote("") : .standardOutput)
      notePlaces()
    case .remoteNameAll: namesRemotely = isOn
    case .remoteHeaderName: result.files.takesServersName = isOn
    case .outputDir: result.files.folder = value
    case .createDirs: result.files.makesFolders = isOn
    case .noClobber: result.files.clobbers = !isOn
    case .createFileMode: try checkFileMode(value)
    case .continueAt: result.files.resumption = try resumption(value)
    case .removeOnError: result.files.removesOnError = isOn
    case .remoteTime: result.files.keepsTime = isOn
    case .xattr: result.files.keepsOrigin = isOn
    // Obeyed before anything else could be said.
    case .stderr: break
    case .globoff: hasGlobs = !isOn
    case .styledOutput: globals.stylesHeads = isOn
    case .dumpHeader: result.headFile = value
    case .record: globals.recordFile = value
    case .writeOut:
      result.writeOut =
        value.hasPrefix("@") ? try format(in: String(value.dropFirst())) : value
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

  /// A file's text, whose line ends are no part of it, as for curl.
  private func format(in file: String) throws -> String {
    String(decoding: try Environment.read(file).filter { $0 != 10 && $0 != 13 }, as: UTF8.self)
  }

  /// `-`, or a number of bytes, of which 0 is the beginning: nothing is resumed.
  private func resumption(_ value: String) throws -> FilePolicy.Resumption? {
    if value == "-" { return .end }
    guard let offset = Int(value), offset >= 0, value.first != "+" else {
      throw UsageError(
        "--continue-at takes a number of bytes, or - for the file's size, not '\(value)'")
    }
    return offset == 0 ? nil : .at(offset)
  }

  /// It is for files on a server; curl reads it, and so do we.
  private func checkFileMode(_ value: String) throws {
    guard let mode = Int(value, radix: 8), (0...0o777).contains(mode) else {
      throw UsageError("--create-file-mode takes an octal number up to 0777, not '\(value)'")
    }
  }
}
