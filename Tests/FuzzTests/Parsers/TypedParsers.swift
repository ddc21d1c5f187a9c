import Client
import HTTP
import Prompt
import Streams
import Transfer
import Upgrade
import WebSocket

@testable import CommandLine
@testable import Editor

extension Fuzzed {
  /// What is typed.
  static let typed = [
    Fuzzed(name: "options", longest: 1024) { try checkOptions($0) },
    Fuzzed(name: "form", longest: 512) { try checkForm($0) },
    Fuzzed(name: "glob", longest: 512) { try checkGlob($0) },
    Fuzzed(name: "uri", longest: 512) { try checkURI($0) },
    Fuzzed(name: "prompt", longest: 512) { try checkPrompt($0) },
    Fuzzed(name: "keys", longest: 1024) { try checkKeys($0) },
  ]
}

/// An argument vector, its words separated by NUL as in the kernel's.
private func checkOptions(_ input: [UInt8]) throws {
  let words = input.split(separator: 0, omittingEmptySubsequences: false).map { text($0) }
  let arguments: Arguments
  do throws(UsageError) {
    arguments = try Arguments(parsing: words)
  } catch {
    try hold(!error.message.isEmpty, "an error without a word")
    return
  }
  try checkSpelling(arguments)
  // What it means, without what reads files or asks somebody.
  var harmless = Arguments()
  var urls = 0
  for item in arguments.items where isHarmless(item, isFirst: urls == 0) {
    if case .url = item { urls += 1 }
    harmless.append(item, from: nil)
  }
  guard let command = try? Command(harmless) else { return }
  for operation in command.operations {
    let targets = operation.targets.makeIterator()
    for _ in 0..<3 {
      guard let target = try? targets.next() else { continue }
      let job = target.job
      try hold(job.headerLines.allSatisfy { Syntax.isFieldValue($0) }, "\(job.headerLines)")
      try hold(job.method.map { Syntax.isWord($0) } ?? true, "the method \(job.method ?? "")")
      try hold(Syntax.isWord(job.uri.target), "the target \(job.uri.target)")
      try hold(Protocols.all.contains(job.uri.scheme), "the scheme \(job.uri.scheme)")
      try hold(job.policy.maximum >= 0, "fewer upgrades than none")
    }
  }
}

private func isHarmless(_ item: Arguments.Item, isFirst: Bool) -> Bool {
  switch item {
  case .url(let url): return isFirst || !url.utf8.contains(UInt8(ascii: "@"))
  case .option(let name, let value, _):
    switch OptionTable[name].values {
    case .file, .atFile, .directory: return false
    case .none, .url, .interface, .helpTopic, .choices: break
    }
    let value = value ?? ""
    switch name {
    // A filter runs in a process of its own, whose memory is limited, which is not for AddressSanitizer.
    case .jq, .expect: return false
    case .user, .proxyUser: return value.contains(":")
    default: return !value.utf8.contains(UInt8(ascii: "@")) && !value.contains("<")
    }
  }
}

/// Values of `--form`, a line each.
private func checkForm(_ input: [UInt8]) throws {
  var form = FormFields()
  for line in input.split(separator: 0x0A) {
    _ = try? form.add(text(line)) { _ in Array("A: b\n c\n#d\n".utf8) }
    try? form.addText(text(line))
  }
  for part in form.parts ?? [] {
    try hold(part.headerLines.allSatisfy { Syntax.isFieldValue($0) }, "\(part.headerLines)")
    try hold(part.type.map { Syntax.isFieldValue($0) } ?? true, "\(part.type ?? "")")
  }
}

private func checkGlob(_ input: [UInt8]) throws {
  let typed = text(input)
  let glob: Glob
  do throws(GlobError) {
    glob = try Glob(parsing: typed)
  } catch {
    let length = typed.utf8.count
    try hold((1...length + 1).contains(error.position), "at \(error.position) of \(length)")
    return
  }
  try hold(glob.count > 0, "stands for nothing")
  let variable = glob.pieces.count { if case .text = $0 { false } else { true } }
  for index in Set([0, glob.count / 2, glob.count - 1]) {
    let (url, words) = glob.expanded(index)
    try hold(words.count == variable, "\(words)")
    for word in words {
      try hold(
        url.utf8.firstRange(of: word.utf8) != nil || word.isEmpty, "\(word) is not in \(url)")
    }
    _ = Glob.filling(typed, with: words)
  }
  if glob.count > 1, glob.count < 100 {
    let words = (0..<glob.count).map { glob.expanded($0).words }
    let isDistinct = !glob.pieces.contains { if case .words = $0 { true } else { false } }
    if isDistinct { try hold(Set(words).count == glob.count, "the same twice") }
  }
}

private func checkURI(_ input: [UInt8]) throws {
  let typed = text(input)
  for isLocation in [false, true] {
    guard let uri = try? URI(parsing: typed, isLocation: isLocation) else { continue }
    try hold(Protocols.all.contains(uri.scheme), "the scheme \(uri.scheme)")
    try hold(!uri.host.isEmpty, "no host")
    try hold(Syntax.isWord(uri.host) && Syntax.isWord(uri.target), "what ends a request line")
    try hold(uri.target.utf8.first == UInt8(ascii: "/"), "the target \(uri.target)")
    try hold(uri.port.map { (0...65535).contains($0) } ?? true, "the port \(uri.port ?? 0)")
    let again = try? URI(parsing: uri.description)
    try hold(again == uri, "\(uri) is read as \(again as Any)")
    let redacted = try? URI(parsing: uri.redacted)
    try hold(redacted?.host == uri.host, "\(uri.redacted) is at another host")
    try hold(uri.asWebSocket.asHTTP == uri.asHTTP, "there and back")
  }
  _ = URI.resolve(typed, against: "http://h.example/a/b?c")
  _ = try? URI.adding("a=b", to: typed)
  _ = try? URI.adding(nameOf: typed, to: "http://h.example/")
  _ = URI.joining("a=b", to: typed)
}

private func checkPrompt(_ input: [UInt8]) throws {
  let line = text(input)
  switch Result(catching: { () throws(Prompt.Command.Mistake) in try Prompt.Command(parsing: line) }
  ) {
  case .failure(let mistake): try holdIsTame(mistake.message)
  case .success(.message(let message)):
    try hold(line.utf8.count - message.utf8.count <= 1, "a part of the message is missing")
  case .success(.ping(let payload)): try hold(payload.utf8.count <= 125, "a ping that is too long")
  case .success(.close(let close)): try close.validate()
  case .success: break
  }
}

private func checkKeys(_ input: [UInt8]) throws {
  var choices = Choices(input)
  let isUTF8 = !choices.flag()
  var typed: [[String]] = []
  for cut in Cut.allCases {
    var parser = KeyParser(isUTF8: isUTF8)
    var keys: [Key] = []
    for piece in cut.pieces(of: choices.rest) { keys += parser.parse(piece) }
    keys += parser.flush()
    keys += parser.endPaste()
    try hold(!parser.isPending && !parser.isPasting, "nothing ends it")
    typed.append(spelled(keys))
    guard cut == .whole else { continue }
    try edit(keys, isUTF8: isUTF8)
  }
  for keys in typed { try hold(keys == typed[0], "\(keys) and \(typed[0])") }
}

/// Characters by their scalars: what continues a character, and came later, is joined to it by `Line`.
private func spelled(_ keys: [Key]) -> [String] {
  keys.flatMap { key -> [String] in
    switch key {
    case .character(let character): character.unicodeScalars.map { "\($0.value)" }
    case .meta(let character):
      character.unicodeScalars.enumerated().map {
        ($0.offset == 0 ? "meta " : "") + "\($0.element.value)"
      }
    default: ["\(key)"]
    }
  }
}

private func edit(_ keys: [Key], isUTF8: Bool) throws {
  var history = History()
  _ = history.add("one two")
  var line = Line(prompt: "> ", history: history, isUTF8: isUTF8)
  var screen = Screen(columns: 20, rows: 5)
  for key in keys {
    if case .submit(let entered) = line.handle(key) {
      try hold(line.isEmpty, "entered, and still there")
      _ = line.remember(entered)
    }
    try hold((0...line.characters.count).contains(line.cursor), "the cursor is not on the line")
    let view = line.view(cells: 100)
    try hold((0...view.text.count).contains(view.cursor), "the cursor is not in the view")
    for character in view.text { try holdIsTame(String(character)) }
    _ = screen.show(view)
  }
}
