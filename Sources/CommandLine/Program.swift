import Streams
import Client
import HTTP
import Transfer
import Text
import WebSocket
import Platform

/// The program: words in, exit status out.
public enum Program {
  /// The version, as `--version` says it.
  public static let version = "0.1.0"

  /// Runs the command line `words`, without the program's name. Returns the exit status.
  ///
  /// - Parameter blot: is given the number of a word, and where in its UTF-8 there is a secret.
  public static func run(
    _ words: [String], blot: (_ word: Int, _ bytes: Range<Int>) -> Void = { _, _ in }
  ) -> Int32 {
    Environment.openStandardDescriptors()
    // A closed pipe is an error of the write (23), as in curl, and not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let messages = Messages()
    do {
      // As the first word each is a command, and no host's name.
      if words.first == "help" { return say(try help(on: Array(words.dropFirst()))) }
      let isCheck = words.first == "check"
      let typed = try Arguments(
        parsing: isCheck ? Array(words.dropFirst()) : words, namesFiles: isCheck)
      for secret in typed.secrets { blot(secret.word + (isCheck ? 1 : 0), secret.bytes) }
      let arguments = try typed.completed()
      if let answer = try answer(to: arguments, isCheck: isCheck) {
        return say(answer)
      }
      if let file = arguments.errorFile, let error = Environment.redirectErrors(to: file) {
        messages.warn("--stderr: cannot write \(error.message)")
      }
      if isCheck { return try CheckCommand(arguments, typed: typed, messages).run() }
      let command = try Command(arguments)
      messages.showsErrors = command.globals.saysErrors
      messages.showsSecrets = command.globals.showsSecrets
      // As for curl, `--show-error` is for errors.
      if !command.globals.isSilent {
        for warning in arguments.warnings + command.globals.warnings {
          messages.warn(Escape.text(warning))
        }
      }
      if command.globals.printsCurl { return try printCurl(arguments, messages) }
      if command.operations.contains(where: \.isDoctor) {
        return try cure(command.operations, typed)
      }
      return try run(command, messages)
    } catch let error as InvocationError {
      return messages.refuse(error, on: Outlet(inherited: 1))
    } catch {
      let verdict = verdict(on: error)
      messages.fail(verdict.status, verdict.message ?? "")
      return verdict.status
    }
  }

  /// Says that argument number `index` is not UTF-8. Returns the exit status.
  public static func refuse(argument index: Int) -> Int32 {
    Messages().fail(
      2, "argument \(index) is not UTF-8: give such bytes in a file or on standard input")
    return 2
  }

  private static func verdict(on error: any Error) -> Verdict {
    switch error {
    case let error as UsageError: Verdict(.usage(error))
    case let error as FileError: Verdict(status: 26, message: "cannot read \(error.message)")
    case let error as TransferError: Verdict(status: Int32(error.code), message: error.message)
    default: Verdict(status: 2, message: "\(error)")
    }
  }

  /// `--curl`.
  private static func printCurl(_ arguments: Arguments, _ messages: Messages) throws -> Int32 {
    let curl = try CurlCommand(arguments)
    for sentence in curl.lacks { messages.warn(sentence) }
    return say(curl.text + "\n")
  }

  /// Returns the exit status.
  private static func say(_ text: String) -> Int32 {
    let output = Outlet(inherited: 1)
    output.write(text)
    return output.drain() ? 0 : 23
  }

  private static func help(on topics: [String]) throws -> String {
    guard topics.count < 2 else { throw UsageError("help takes one topic: \(ManualText.topics)") }
    return try helpText(for: topics.first)
  }

  /// `--doctor`, of one URL.
  private static func cure(
    _ operations: [Invocation], _ typed: Arguments
  ) throws -> Int32 {
    let invocation = operations[0]
    let targets = invocation.targets.makeIterator()
    guard operations.count == 1, invocation.targets.count == 1, let found = try targets.next()
    else {
      throw UsageError("--doctor takes one URL")
    }
    if let offer = found.job.offer {
      throw UsageError(
        "--doctor is for a WebSocket; of --upgrade \(offer), --explain says what happens")
    }
    return Doctor(invocation, found, typed: typed).run(on: try Session())
  }

  private static func run(_ command: Command, _ messages: Messages) throws -> Int32 {
    guard let path = command.globals.recordFile else {
      return try Runner(command, messages, nil).run()
    }
    let outcome: Result<Int32, any Error>
    do throws(FileError) {
      // First, so that nothing is asked that could not be recorded.
      let recorder = try Recorder(path: path)
      outcome = Result { try Runner(command, messages, recorder).run() }
      try recorder.write()
    } catch {
      messages.fail(23, "--record: cannot write \(error.message)")
      return 23
    }
    return try outcome.get()
  }

  /// What `--help`, `--version`, `--engine list` and `--generate` print.
  private static func answer(to arguments: Arguments, isCheck: Bool) throws -> String? {
    for item in arguments.items {
      switch item {
      case .option(.help, let topic, _): return try helpText(for: topic, isCheck: isCheck)
      case .option(.manual, _, _): return manualPages()
      case .option(.version, _, _):
        return """
          upshift \(version) (\(Library.description))
          Protocols: http https ws wss
          Features: \(Library.features.joined(separator: " "))

          """
      case .option(.engine, let name?, _) where name.lowercased() == "list":
        return "Build-time engines:\n"
          + (Library.engines.isEmpty ? ["<none>"] : Library.engines).map { "  \($0)\n" }.joined()
      case .option(.generate, let kind, _): return try generated(kind ?? "")
      default: break
      }
    }
    return nil
  }

  private static func generated(_ kind: String) throws -> String {
    if kind == "man" { return manualPage() }
    guard let shell = Shell(rawValue: kind) else {
      throw UsageError("--generate takes one of man, bash, zsh, fish, not '\(kind)'")
    }
    return completion(for: shell)
  }
}

extension Arguments {
  /// The last `--stderr`, `-` being standard output.
  var errorFile: String? {
    for case .option(.stderr, let file?, _) in items.reversed() { return file }
    return nil
  }

  /// The same with curl's configuration file and then ours before it, and each `--config` file in its place.
  func completed() throws -> Arguments {
    var all = Arguments()
    if !disablesConfiguration {
      if let file = Environment.curlConfigurationFile { try all.include(file, depth: 0) }
      if let file = Environment.configurationFile, Environment.exists(file) {
        // Nobody but us reads it: what is wrong there was meant for us.
        try all.include(file, depth: 0, isStrict: true)
      }
    }
    for item in items { try all.add(item, from: nil, depth: 0) }
    return all
  }

  private mutating func add(_ item: Item, from place: String?, depth: Int) throws {
    guard case .option(.config, let file?, _) = item else { return append(item, from: place) }
    do {
      try include(file, depth: depth + 1)
    } catch let error as FileError {
      guard let place else { throw InvocationError.file("--config", error) }
      warnings.append("\(place): cannot read \(error.message)")
    }
  }

  private mutating func include(_ file: String, depth: Int, isStrict: Bool = false) throws {
    guard depth < 10 else { throw UsageError("--config: files include each other: \(file)") }
    let text = String(decoding: try Environment.read(file), as: UTF8.self)
    let read = Arguments(configuration: text, file: file == "-" ? "<stdin>" : file)
    if isStrict, let mistake = read.warnings.first { throw UsageError(mistake) }
    warnings += read.warnings
    for (index, item) in read.items.enumerated() {
      try add(item, from: isStrict ? nil : read.places[index], depth: depth)
    }
  }
}
