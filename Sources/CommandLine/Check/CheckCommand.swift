import CSystem
import Check
import Client
import HTTP
import Platform
import Streams
import Text
import Transfer
import Upgrade
import WebSocket

/// `upshift check FILE...`
struct CheckCommand {
  private let settings: CheckSettings
  private let words: [String]
  private let plan: Plan
  private let messages: Messages
  private let (isSilent, isVerbose): (Bool, Bool)
  private let palette: Palette

  /// Reads the words after `check`.
  ///
  /// - Parameter typed: what of them stood on the command line, and not in a configuration file, which is for
  ///   all uses of the program.
  init(_ arguments: Arguments, typed: Arguments, _ messages: Messages) throws {
    var reader = Reader()
    reader.check = CheckSettings()
    try reader.take(arguments)
    if case .option(let name, _, _)? = typed.items.first(where: {
      if case .option(let name, _, _) = $0 { Reader.ofRequests.contains(name) } else { false }
    }) {
      throw UsageError(
        "--\(name.rawValue) does not go with upshift check: the file says what to ask")
    }
    guard !reader.urls.isEmpty else {
      throw UsageError("no file: upshift check FILE, a folder, or a pattern in quotes")
    }
    words = reader.urls
    settings = reader.check ?? CheckSettings()
    let job = reader.checkJob()
    var plan = Plan(job: job) { outcome, uri in
      let verdict = Verdict(outcome, at: uri)
      return (verdict.status, verdict.message ?? "")
    }
    plan.variables = settings.variables
    plan.secrets = settings.secrets
    plan.retries = settings.retries
    plan.retryInterval = settings.retryInterval
    plan.continuesOnError = settings.continuesOnError
    plan.fileRoot = settings.fileRoot
    plan.maximumTime = job.options.maximumTime.map { Double($0) / 1000 }
    plan.job.options.maximumTime = nil
    self.plan = plan
    self.messages = messages
    messages.showsErrors = reader.globals.saysErrors
    for warning in arguments.warnings + reader.globals.warnings {
      messages.warn(Escape.text(warning))
    }
    (isSilent, isVerbose) = (reader.globals.isSilent, reader.globals.isVerbose)
    palette = Palette(isColored: Style(reader.globals.color).isColored(Outlet(inherited: 2)))
  }

  /// Returns the exit status.
  func run() throws -> Int32 {
    guard let files = try read() else { return 2 }
    let run = Run(files, plan)
    let objections = run.objections()
    for objection in objections { messages.say(objection.description) }
    guard objections.isEmpty else { return 2 }
    var display = CheckDisplay(
      names: files.map(\.name), isTest: settings.isTest, isSilent: isSilent, isVerbose: isVerbose,
      palette, messages)
    let jobs = settings.jobs ?? min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), 64)
    let (summary, signal) = run.run(jobs: jobs) { display.show($0) }
    display.sumUp(summary)
    let isWritten = report(summary)
    if let signal { return 128 + signal }
    let status = Self.status(of: summary)
    return status == 0 && !isWritten ? 23 : status
  }

  /// 117 if an expectation was not met, else the status of the first error.
  private static func status(of summary: Summary) -> Int32 {
    let findings = summary.checks.flatMap(\.entries).flatMap(\.findings)
    if findings.contains(where: { $0.kind == .failure }) { return 117 }
    return findings.first?.status ?? 0
  }

  /// All files, or nil if one of them cannot be used, after saying so of each.
  private func read() throws -> [File]? {
    var files: [File] = []
    var isRight = true
    for name in try CheckFiles.expanded(words) {
      do {
        files.append(try CheckFiles.read(name))
      } catch let error as SyntaxError {
        isRight = false
        messages.say(error.description)
      }
    }
    guard isRight else { return nil }
    for file in files where file.entries.isEmpty {
      messages.warn("\(Escape.text(file.name)): there is no request in it, and nothing is checked")
    }
    if [settings.junit, settings.tap, settings.json, settings.html].count(where: { $0 == "-" }) > 1
    {
      throw UsageError("only one report fits on standard output")
    }
    return (0..<settings.repeats).flatMap { _ in files }
  }

  // MARK: Reports

  private func report(_ summary: Summary) -> Bool {
    let reports: [(String?, String?, (Summary) -> [UInt8])] = [
      (settings.junit, nil, JUnit.report), (settings.tap, nil, TAP.report),
      (settings.json, "report.json", JSONReport.report),
      (settings.html, "index.html", HTML.report),
    ]
    var isWritten = true
    for (place, name, make) in reports {
      guard let place else { continue }
      isWritten = write(make(summary), to: place, name) && isWritten
    }
    return isWritten
  }

  /// Into a folder, if there is a `name`; to standard output for `-`.
  private func write(_ bytes: [UInt8], to place: String, _ name: String?) -> Bool {
    var path = place
    if let name, place != "-" {
      path = place.hasSuffix("/") ? place + name : place + "/" + name
    }
    if let slash = path.lastIndex(of: "/") { makeFolders(String(path[..<slash])) }
    do throws(FileError) {
      let output = path == "-" ? Outlet(inherited: 1) : try Outlet(creating: path)
      output.write(bytes.span)
      try output.finish(at: path)
      return true
    } catch {
      messages.fail(23, "cannot write \(Escape.text(error.message))")
      return false
    }
  }
}
