import Streams
import Client
import HTTP
import Transfer
import WebSocket
import Platform

/// The program: words in, exit status out.
public enum Program {
  /// The version, as `--version` says it.
  public static let version = "0.1.0"

  /// Runs the command line `words`, without the program's name. Returns the exit status.
  public static func run(_ words: [String]) -> Int32 {
    Environment.openStandardDescriptors()
    // A closed pipe is an error of the write (23), as in curl, and not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let messages = Messages()
    do {
      // As the first word it is a command, and no host's name.
      let isCheck = words.first == "check"
      let arguments = try Arguments.complete(isCheck ? Array(words.dropFirst()) : words)
      if let answer = try answer(to: arguments) {
        let output = Outlet(inherited: 1)
        output.write(answer)
        return output.drain() ? 0 : 23
      }
      if isCheck { return try CheckCommand(arguments, messages).run() }
      let invocation = try Invocation(arguments)
      messages.showsErrors = invocation.saysErrors
      messages.showsSecrets = invocation.showsSecrets
      return try run(invocation, messages)
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
    case let error as InvocationError: Verdict(error)
    case let error as UsageError: Verdict(.usage(error))
    case let error as FileError: Verdict(status: 26, message: "cannot read \(error.message)")
    case let error as TransferError: Verdict(status: Int32(error.code), message: error.message)
    default: Verdict(status: 2, message: "\(error)")
    }
  }

  private static func run(_ invocation: Invocation, _ messages: Messages) throws -> Int32 {
    let recorder: Recorder?
    do throws(FileError) {
      recorder = try self.recorder(for: invocation)
    } catch {
      messages.fail(23, "--record: cannot write \(error.message)")
      return 23
    }
    var status: Int32
    do {
      status = try run(invocation, messages, recorder)
    } catch {
      _ = recorder?.write()
      throw error
    }
    if let error = recorder?.write() {
      messages.fail(23, "--record: cannot write \(error.message)")
      if status == 0 { status = 23 }
    }
    return status
  }

  /// Nothing is asked that could not be recorded.
  private static func recorder(for invocation: Invocation) throws(FileError) -> Recorder? {
    guard let path = invocation.recordFile else { return nil }
    return try Recorder(path: path)
  }

  private static func run(
    _ invocation: Invocation, _ messages: Messages, _ recorder: Recorder?
  ) throws -> Int32 {
    let session = try Session()
    var status: Int32 = 0
    var hasInput = true
    for (index, target) in invocation.targets.enumerated() {
      let visit = Visit(
        target, number: index, of: invocation, messages, hasInput: hasInput, recorder: recorder)
      status = try visit.run(on: session)
      // "Of several WebSocket URLs the first has standard input, the later ones listen in turn."
      if visit.hasConversed { hasInput = false }
      if visit.isInterrupted { break }
    }
    return status
  }

  /// What `--help`, `--version` and `--generate` print.
  private static func answer(to arguments: Arguments) throws -> String? {
    for item in arguments.items {
      switch item {
      case .option(.help, let topic, _): return try helpText(for: topic)
      case .option(.version, _, _): return "upshift \(version) (\(Library.description))\n"
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
  /// The words, with our configuration file before them and each `--config` file in its place.
  static func complete(_ words: [String]) throws -> Arguments {
    let typed = try Arguments(parsing: words)
    var all = Arguments()
    if !typed.disablesConfiguration, let file = Environment.configurationFile,
      Environment.exists(file)
    {
      try all.include(file, depth: 0)
    }
    for item in typed.items { try all.add(item, depth: 0) }
    return all
  }

  private mutating func add(_ item: Item, depth: Int) throws {
    if case .option(.config, let file?, _) = item {
      try include(file, depth: depth + 1)
    } else {
      items.append(item)
    }
  }

  private mutating func include(_ file: String, depth: Int) throws {
    guard depth < 10 else { throw UsageError("--config: files include each other: \(file)") }
    let text = String(decoding: try Environment.read(file), as: UTF8.self)
    for item in try Arguments(configuration: text, file: file).items {
      try add(item, depth: depth)
    }
  }
}
