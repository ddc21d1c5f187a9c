import Check
import Client
import HTTP
import Jq
import Streams
import Text
import Transcript
import Transfer
import Upgrade
import WebSocket

/// What only makes sense once every option was seen.
extension Reader {
  mutating func invocation() throws(InvocationError) -> Invocation {
    guard !urls.isEmpty else {
      let why =
        taken.map { "--\($0.by.rawValue) took \(Secrets.hidden(url: $0.url)) for its value" }
        ?? "upshift URL, as in upshift http://127.0.0.1:8080/ws"
      throw .usage(UsageError("no URL: \(why)"))
    }
    // As HTTPie has it.
    if urls.count > 1, RequestItem.methods.contains(urls[0]) {
      throw .usage(
        UsageError(
          "\(urls[0]) would be a host: -X \(urls[0]) names the method, http://\(urls[0])/ the host")
      )
    }
    if globals.recordFile != nil, let obstacle = Recording.obstacle(to: job) {
      throw .usage(UsageError("--record: \(obstacle)"))
    }
    try settleRequest()
    settleEnvironment()
    try settleFiles()
    try settleTargets()
    try settleScenario()
    try settleEvents()
    try settleFilter()
    result.globals = globals
    return result
  }

  /// What every request of a run of checks begins with.
  mutating func checkJob() -> Job {
    settleEnvironment()
    (job.method, job.wantsBody) = (nil, true)
    return job
  }

  /// A filter that is none is a wrong command line.
  private func settleFilter() throws(InvocationError) {
    guard let filter = result.bodyFilter, let why = result.filters.objection(to: filter) else {
      return
    }
    let hint =
      Self.isOption(filter)
      ? "; jq's options have no place here: a string is shown without its quotation marks, and a "
        + "result on one line, as by jq -rc" : ""
    throw .usage(UsageError("--jq '\(Escape.text(filter))': \(Escape.text(why))\(hint)"))
  }

  /// `-r`, `-rc`, `--raw-output`; `-.a` is a filter.
  private static func isOption(_ filter: String) -> Bool {
    let name = filter.drop { $0 == "-" }
    return name.first?.isLetter == true && 1...2 ~= filter.count - name.count
      && name.allSatisfy { $0.isLetter || $0 == "-" }
  }

  /// What follows the last `--expect` is sent too; an expectation that is none is a wrong command line.
  private mutating func settleScenario() throws(InvocationError) {
    guard !result.scenario.isEmpty else { return }
    result.scenario = sent
    if result.pipe.kind == .binary {
      result.scenario = sent.map {
        if case .send(let text) = $0 { .sendBinary(Array(text.utf8)) } else { $0 }
      }
    }
    do throws(SyntaxError) {
      _ = try Scenario(result.scenario, filters: result.filters, patience: 1) { _, _ in }
    } catch {
      throw .usage(UsageError("--expect '\(error.line)': \(error.message)"))
    }
  }

  /// What is to be replayed is read before anything is sent.
  private mutating func settleEvents() throws(InvocationError) {
    if result.isInteractive == true, result.pipe.format == .ndjson {
      throw .usage(
        UsageError(
          "--interactive and --ws-format ndjson exclude each other: at the prompt /save writes the events"
        ))
    }
    guard let path = result.replayFile else { return }
    let wrong: String? =
      if !result.scenario.isEmpty {
        "--expect exclude each other: without --replay, --send and --expect go in turn"
      } else if result.pipe.listens {
        "--listen exclude each other: after the last event --linger SECONDS waits longer"
      } else if result.isInteractive == true {
        "--interactive exclude each other"
      } else {
        nil
      }
    if let wrong { throw .usage(UsageError("--replay and \(wrong)")) }
    let text: [UInt8]
    do throws(FileError) {
      text = try Environment.read(path, limit: Self.longestReplay)
    } catch {
      throw .file("--replay", error)
    }
    do throws(InvalidLine) {
      result.pipe.replay = try Replay(text, isAtOnce: result.replaysAtOnce)
    } catch {
      let place = "\(Escape.text(path)):\(error.number)"
      throw .usage(UsageError("--replay: \(place): this line \(error.message)"))
    }
  }

  private static var longestReplay: Int { 1 << 30 }

  private mutating func settleEnvironment() {
    defer { settleTLS() }
    job.options.traces = globals.isVerbose || globals.trace != nil
    if job.options.tls.authoritiesFile == nil, job.options.tls.authoritiesFolder == nil {
      // As in curl 7.88 the first one that is set takes the place of the others.
      if let bundle = Environment["CURL_CA_BUNDLE"] {
        job.options.tls.authoritiesFile = bundle
      } else if let folder = Environment["SSL_CERT_DIR"] {
        job.options.tls.authoritiesFolder = folder
      } else {
        job.options.tls.authoritiesFile = Environment["SSL_CERT_FILE"]
      }
    }
    if job.options.userAgent == nil { job.options.userAgent = "upshift/\(Program.version)" }
    job.options.proxy.inherited = Environment.proxies
    // A proxy that forwards is known by the request that it is sent.
    if job.options.proxy.url != nil || Environment.namesProxy { job.options.keepsRequests = true }
    job.policy.hasHTTP2 = Library.hasHTTP2
    job.policy.hasHTTP3 = Library.hasHTTP3
  }

  /// What stands after the URL is sent as `--json` would.
  private mutating func settleItems() throws(InvocationError) {
    guard let json = items.body else { return }
    guard !putsBodyInQuery else {
      throw .usage(
        UsageError(
          "--get and NAME=VALUE, which is a body, exclude each other; NAME==VALUE is for the query")
      )
    }
    guard body.bytes == nil else {
      throw .usage(UsageError("NAME=VALUE and --data exclude each other: both are the body"))
    }
    body.addJSON(json)
  }

  private mutating func settleRequest() throws(InvocationError) {
    try settleItems()
    if body.isJSON {
      for (name, value) in [
        ("content-type", "Content-Type: application/json"),
        ("accept", "Accept: application/json"),
      ]
      where !job.headerLines.contains(where: { fieldName(of: $0) == name }) {
        job.headerLines.append(value)
      }
    }
    if let parts = form.parts {
      job.body = .form(parts)
      // libcurl percent-encodes a line end, or, with --form-escape, leaves it as it is.
      let isEscaped = job.options.escapesForms
      for name in parts.flatMap(\.names)
      where isEscaped ? !Syntax.isFieldValue(name) : name.utf8.contains(0) {
        let option = isEscaped ? "--form-escape" : "--form"
        throw .usage(
          UsageError("\(option): a name may not hold a line end or NUL: '\(Escape.text(name))'"))
      }
      guard body.bytes == nil else { throw exclusive("--form", "--data") }
      guard job.wantsBody else { throw exclusive("--head", "--form") }
      guard globals.recordFile == nil else {
        throw .usage(UsageError("--record does not go with --form"))
      }
    } else if !putsBodyInQuery {
      job.body = body.bytes.map { .bytes($0) }
    }
    if !job.wantsBody, job.body != nil {
      throw .usage(
        UsageError("--head and --data exclude each other: add --get to put the data into the URL"))
    }
    if let tagFile { try compareTag(in: tagFile) }
    try settleOffer()
    try checkInPlace()
  }

  /// The socket that is handed to libcurl a second time is bound and connected.
  private func checkInPlace() throws(InvocationError) {
    guard job.policy.tlsUpgrade == .inPlace else { return }
    for (option, isGiven) in [
      ("--interface", job.options.interface != nil),
      ("--unix-socket", job.options.unixSocket != nil && !job.options.isAbstractSocket),
      ("--abstract-unix-socket", job.options.isAbstractSocket),
      ("--local-port", job.options.sockets.localPorts != nil),
      ("--haproxy-protocol", job.options.sockets.introduces),
    ] where isGiven {
      throw .usage(UsageError("--tls-upgrade in-place does not go with \(option)"))
    }
  }

  private mutating func settleOffer() throws(InvocationError) {
    guard let offered else { return }
    switch offered.name.lowercased() {
    case "websocket": job.beginsWithHandshake = true
    case "h2c" where offered.version == nil, "http" where offered.version?.hasPrefix("2") == true:
      job.options.version = .http2
    case "tls" where job.policy.tlsUpgrade == .inPlace: job.beginsWithTLSInPlace = true
    case "tls":
      throw .usage(
        UsageError(
          "--upgrade \(offered): TLS is followed when a 426 asks; else ask with https://, or add --tls-upgrade in-place"
        ))
    default:
      job.offer = offered
      if globals.recordFile != nil {
        throw .usage(
          UsageError("--record: a check has no words for the stream of --upgrade \(offered)"))
      }
      if let option = optionOfMessages {
        throw .usage(
          UsageError("\(option) goes with a WebSocket; --upgrade \(offered) is a stream of bytes"))
      }
      if !job.wantsBody || body.bytes != nil || job.body != nil || !uploads.isEmpty {
        throw .usage(
          UsageError("--upgrade \(offered) goes with a request without a body, and no --head"))
      }
    }
  }

  /// What a stream of bytes, which has no messages, cannot do: the option, to be named.
  private var optionOfMessages: String? {
    if let option = result.conversationOption, !["--send", "--listen"].contains(option) {
      return option
    }
    if result.pipe.format == .ndjson { return "--ws-format ndjson" }
    return job.subprotocols.isEmpty ? nil : "--subprotocol"
  }

  /// The URLs, and what is wrong with them as far as that can be told before one is asked.
  private mutating func settleTargets() throws(InvocationError) {
    result.targets.job = job
    result.targets.isForHandshakes = result.isDoctor
    result.targets.filtersBody = result.bodyFilter != nil
    result.targets.query = ((putsBodyInQuery ? body.bytes : nil) ?? query.bytes)
      .map { String(decoding: $0, as: UTF8.self) }
    result.targets.parameters = items.query
    result.targets.isTold = globals.printsCurl
    result.targets.writeOut = result.writeOut
    result.targets.hasMembers = items.body != nil
    try checkUploads()
    result.targets.files = result.files
    result.targets.defaultScheme = result.defaultScheme
    for (index, url) in urls.enumerated() {
      let glob: Glob
      do {
        glob = try hasGlobs ? Glob(parsing: url) : Glob(literal: url)
      } catch {
        throw .glob(url, error)
      }
      result.targets.sources.append(
        .init(glob: glob, place: place(index), upload: try upload(index)))
    }
    try result.targets.check()
  }

  /// What is said of files must be possible.
  private mutating func settleFiles() throws(InvocationError) {
    let files = result.files
    if files.takesServersName, result.showsHeads {
      throw .usage(
        UsageError(
          "--remote-header-name goes with neither --include nor --head: use --dump-header FILE"))
    }
    if files.takesServersName, files.resumption != nil {
      throw .usage(
        UsageError("--continue-at and --remote-header-name exclude each other: use --output FILE"))
    }
    job.options.keepsFileTime = files.keepsTime
    job.policy.wantsRestOfFile = files.resumption != nil
    if let format = result.writeOut, WriteOut.needsCertificates(format) {
      job.options.keepsCertificates = true
    }
  }
}
