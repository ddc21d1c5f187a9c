import Streams
import Check
import Client
import HTTP
import Jq
import Transfer
import Upgrade
import WebSocket

/// What a command line means.
struct Invocation {
  /// One URL, and where what it gives is to go.
  struct Target {
    var job: Job
    /// `--output` or `--remote-name`; `nil` for standard output.
    var file: String?
  }

  /// `--explain`.
  enum Explained: String { case text, json }

  /// `--color`.
  enum Color: String, CaseIterable { case auto, always, never }

  var targets: [Target] = []
  var pipe = PipeSettings()
  /// `--send` and `--expect` in their order, if there is an `--expect`.
  var scenario: [Scenario.Line] = []
  /// `--replay`, and `--replay-at-once`.
  var (replayFile, replaysAtOnce) = (nil as String?, false)
  /// Those of `--expect`, compiled once.
  private(set) var filters = Jq.Filters()
  /// `--within`, in seconds.
  var patience = 10.0
  var okCodes = Self.okCodes

  /// `--ok-close`, unless told.
  static let okCodes: Set<UInt16> = [1000, 1001, 1005]

  /// `--include`, or `--head`: heads are payload.
  var showsHeads = false
  /// `--dump-header`.
  var headFile: String?
  /// `--write-out`, its text.
  var writeOut: String?
  var isVerbose = false
  var isSilent = false
  var showsError = false
  var showsSecrets = false
  var color = Color.auto
  /// `--explain`: in which form.
  var explanation: Explained?
  /// `--doctor`.
  var isDoctor = false
  /// `--record`.
  var recordFile: String?
  /// `--fail`.
  var fails = false
  /// `--fail-with-body`.
  var failsWithBody = false

  /// `--interactive` and `--no-interactive`; `nil` for what suits.
  var isInteractive: Bool?
  /// `--reconnect`.
  var reconnects = false

  /// A conversation is a prompt's.
  func opensPrompt(for target: Target) -> Bool {
    if let isInteractive { return isInteractive }
    return explanation == nil && scenario.isEmpty && target.file == nil && !pipe.listens
      && pipe.count == nil && pipe.until == nil && !pipe.hasLinger && pipe.replay == nil
      && pipe.format != .ndjson && Environment.isTerminal(0) && Environment.isTerminal(1)
  }

  /// What was asked of a conversation, if anything: the option, to be named.
  var conversationOption: String? {
    if !scenario.isEmpty { return "--expect" }
    if pipe.until != nil { return "--until" }
    if pipe.count != nil { return "--count" }
    if pipe.replay != nil { return "--replay" }
    return pipe.preamble.isEmpty ? nil : "--send"
  }

  /// Errors are to be said.
  var saysErrors: Bool { !isSilent || showsError }
}

/// A wrong command line, or a file that it names and that cannot be read.
enum InvocationError: Error {
  case usage(UsageError)
  case file(OptionName, FileError)
  case url(String, TransferError)
  /// There is no name for a file to write.
  case name(String)
}

extension Invocation {
  /// Reads what was typed; the files it names are read here too.
  init(_ arguments: Arguments) throws(InvocationError) {
    var reader = Reader()
    try reader.take(arguments)
    self = try reader.invocation()
  }
}

/// Options as they come, until all are known.
struct Reader {
  var urls: [String] = []
  var job = Job(url: "", uri: URI(scheme: "http", host: ""))
  var result = Invocation()
  var body = Body()
  var putsBodyInQuery = false
  /// `--output` FILE, or `nil` for `--remote-name`, one a URL.
  var files: [String?] = []
  var offered: Token?
  /// `--send` and `--expect` so far.
  var sent: [Scenario.Line] = []
  /// `upshift check`, if it is that.
  var check: CheckSettings?

  /// All that was typed; the files it names are read here.
  mutating func take(_ arguments: Arguments) throws(InvocationError) {
    for item in arguments.items {
      switch item {
      case .url(let url): urls.append(url)
      case .option(let name, let value, let isOn):
        do {
          try take(name, value ?? "", isOn)
        } catch let error as UsageError {
          throw .usage(error)
        } catch let error as FileError {
          throw .file(name, error)
        } catch {
          throw .usage(UsageError("\(error)"))
        }
      }
    }
  }

  /// Throws a `UsageError` or a `FileError`.
  private mutating func take(_ name: OptionName, _ value: String, _ isOn: Bool) throws {
    if try takeBody(name, value, isOn) { return }
    if try takeConnection(name, value, isOn) { return }
    if try takeWebSocket(name, value, isOn) { return }
    if try takeOutput(name, value, isOn) { return }
    if try takeCheck(name, value, isOn) { return }
    try takeRequest(name, value, isOn)
  }

  private mutating func takeBody(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .data: try body.addData(value)
    case .dataRaw: body.addRaw(value)
    case .dataBinary: try body.addBinary(value)
    case .dataUrlencode: try body.addEncoded(value)
    case .json: try body.addJSON(value)
    case .get: putsBodyInQuery = isOn
    default: return false
    }
    return true
  }

  private mutating func takeRequest(_ name: OptionName, _ value: String, _ isOn: Bool) throws {
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
    case .user: job.options.credentials = withPassword(value, "host")
    case .basic: toggle(.basic, isOn)
    case .digest: toggle(.digest, isOn)
    case .ntlm: toggle(.ntlm, isOn)
    case .negotiate: toggle(.negotiate, isOn)
    case .anyauth: job.options.schemes = isOn ? .any : .basic
    case .oauth2Bearer: job.options.bearer = value
    case .netrc: job.options.netrc = isOn ? .required : .ignored
    case .netrcOptional: job.options.netrc = isOn ? .optional : .ignored
    case .netrcFile:
      job.options.netrcFile = value
      if job.options.netrc == .ignored { job.options.netrc = .required }
    default: break
    }
  }

  /// As in curl, naming a scheme takes Basic away.
  private mutating func toggle(_ scheme: Options.AuthenticationSchemes, _ isOn: Bool) {
    if job.options.schemes == .basic, scheme != .basic, isOn { job.options.schemes = [] }
    if isOn { job.options.schemes.insert(scheme) } else { job.options.schemes.remove(scheme) }
    if job.options.schemes.isEmpty { job.options.schemes = .basic }
  }

  private func withPassword(_ value: String, _ whose: String) -> String {
    guard !value.contains(":"), !value.contains(";"),
      let password = Environment.password("Enter \(whose) password for user '\(value)':")
    else { return value }
    return value + ":" + password
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

  private mutating func takeConnection(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .insecure: job.options.verifiesPeer = !isOn
    case .cacert: job.options.authoritiesFile = value
    case .capath: job.options.authoritiesFolder = value
    case .cert: job.options.setCertificate(value)
    case .key: job.options.key = value
    case .pass: job.options.passphrase = value
    case .tlsv12: job.options.minimumTLS = .tls12
    case .tlsv13: job.options.minimumTLS = .tls13
    case .proxy: job.options.proxy = value
    case .proxyUser: job.options.proxyCredentials = withPassword(value, "proxy")
    case .noproxy: job.options.noProxy = value
    case .proxytunnel: job.options.tunnels = isOn
    case .proxyCacert: job.options.proxyAuthoritiesFile = value
    case .proxyInsecure: job.options.verifiesProxy = !isOn
    case .connectTimeout: job.options.connectTimeout = try Values.milliseconds(value, name)
    case .maxTime: job.options.maximumTime = try Values.milliseconds(value, name)
    case .resolve: job.options.resolve.append(value)
    case .connectTo: job.options.connectTo.append(value)
    case .unixSocket: job.options.unixSocket = value
    case .interface: job.options.interface = value
    case .ipv4: job.options.addressFamily = .ipv4
    case .ipv6: job.options.addressFamily = .ipv6
    case .http10: (job.options.version, job.policy.explicitVersion) = (.http10, .http10)
    case .http11: (job.options.version, job.policy.explicitVersion) = (.http11, .http11)
    case .http2: (job.options.version, job.policy.explicitVersion) = (.http2, .http2)
    case .http2PriorKnowledge:
      (job.options.version, job.policy.explicitVersion) = (.http2PriorKnowledge, .http2)
    default: return false
    }
    return true
  }

  private mutating func takeOutput(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .include: result.showsHeads = isOn
    case .output: files.append(value)
    case .remoteName: files.append(nil)
    case .dumpHeader: result.headFile = value
    case .record: result.recordFile = value
    case .writeOut:
      result.writeOut =
        value.hasPrefix("@")
        ? String(decoding: try Environment.read(String(value.dropFirst())), as: UTF8.self) : value
    case .fail: (result.fails, result.failsWithBody) = (isOn, false)
    case .failWithBody: (result.fails, result.failsWithBody) = (false, isOn)
    case .verbose: result.isVerbose = isOn
    case .silent: result.isSilent = isOn
    case .showError: result.showsError = isOn
    case .showSecrets: result.showsSecrets = isOn
    case .color: result.color = try Values.choice(value, name)
    default: return false
    }
    return true
  }
}
