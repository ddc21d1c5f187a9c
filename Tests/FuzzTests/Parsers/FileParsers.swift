import Editor
import HTTP
import JSON
import Platform

@testable import Check
@testable import CommandLine

extension Fuzzed {
  /// What stands in files and comes on standard input.
  static let files = [
    Fuzzed(name: "check") { try checkCheck($0) },
    Fuzzed(name: "spelling", longest: 512) { try checkSpelled($0) },
    Fuzzed(name: "jsonpath", longest: 512) { try checkJSONPath($0) },
    Fuzzed(name: "config") { try checkConfiguration($0) },
    Fuzzed(name: "input") { try checkInput($0) },
    Fuzzed(name: "history") { try checkHistory($0) },
  ]
}

private func checkCheck(_ input: [UInt8]) throws {
  let content = text(input)
  let file: File
  do throws(SyntaxError) {
    file = try File(parsing: content, name: "x.check")
  } catch {
    let message = error.description
    try holdIsTame(message, keeping: "\n")
    try hold(message.utf8.count(where: { $0 == 0x0A }) == 2, "not three lines: \(message)")
    let lines = content.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let position = error.position
    try hold((1...lines.count).contains(position.line), "line \(position.line)")
    let length = lines[position.line - 1].count + (position.line == 1 ? 1 : 0)
    try hold((1...length + 1).contains(position.column), "column \(position.column) of \(length)")
    return
  }
  let again = try File(parsing: content + "\n", name: "x.check")
  try hold(again.entries == file.entries, "a line end at the end means something")
}

/// What a recording spells is read again as it was, wherever it stands. The first byte says where a variable is in it.
private func checkSpelled(_ input: [UInt8]) throws {
  var choices = Choices(input)
  let place = Int(choices.byte())
  let whole = text(choices.rest)
  guard !whole.isEmpty else { return }
  let scalars = whole.unicodeScalars
  let split = scalars.index(
    scalars.startIndex, offsetBy: place, limitedBy: scalars.endIndex)
  var pieces = [Piece.text(Array(whole.utf8)[...])]
  if place > 0, let split {
    pieces = [
      .text(Array(whole[..<split].utf8)[...]), .variable("v"),
      .text(Array(whole[split...].utf8)[...]),
    ].filter { $0 != .text([]) }
  }

  var request = Spelling()
  request.write("POST http://x\nA: ")
  request.write(pieces, in: .line)
  // A field's name is a token.
  let isName = pieces.count == 1 && Syntax.isToken(whole)
  if isName {
    request.write("\n")
    request.write(pieces, in: .key)
    request.write(": b")
  }
  request.write("\nPOST http://x\n")
  request.write(body: pieces)
  request.write("\nHTTP 200\n[Asserts]\nbody == \"")
  request.write(pieces, in: .quoted)
  request.write("\"\n")
  let content = text(request.bytes)
  try holdIsTame(content, keeping: "\n")
  let entries = try File(parsing: content, name: "x").entries
  try hold(entries.count == 2, content)
  let expected = pieces.map { piece in
    switch piece {
    case .text(let text): Array(text)
    case .variable(let name): Array("{{\(name)}}".utf8)
    case .hidden: Array("***".utf8)
    }
  }
  func isSame(_ template: Template?) -> Bool {
    var read: [[UInt8]] = []
    var isText = false
    for part in template?.parts ?? [] {
      switch part {
      case .text(let text) where isText: read[read.count - 1] += text.utf8
      case .text(let text): read.append(Array(text.utf8))
      case .variable(let name, _), .quotedVariable(let name, _):
        read.append(Array("{{\(name)}}".utf8))
      }
      if case .text = part { isText = true } else { isText = false }
    }
    return read == expected
  }
  try hold(isSame(entries[0].fields.first?.value), "a field: \(content)")
  try hold(!isName || isSame(entries[0].fields.last?.name), "a name: \(content)")
  guard case .text(let body)? = entries[1].body else { throw Broken(description: content) }
  try hold(isSame(body), "a body: \(content)")
  guard case .equals(.string(let quoted))? = entries[1].answer?.asserts.first?.predicate?.test
  else {
    throw Broken(description: content)
  }
  try hold(isSame(quoted), "a string: \(content)")
}

/// The first line is a path, the rest a JSON text.
private func checkJSONPath(_ input: [UInt8]) throws {
  let halves = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
  let line = text(halves[0])
  let plain = PlainPath(jq: line)
  let tree = halves.count > 1 ? try? Tree(Array(halves[1])) : nil
  if let plain, let tree { _ = try? plain.answer(in: tree) }
  do throws(JSONPath.Unsupported) {
    let path = try JSONPath(line)
    switch path.form {
    case .plain(let path): if let tree { _ = path.found(in: tree) }
    case .jq(let filter):
      // What a peer's document holds is not in the filter; what is, is quoted.
      var depth = 0
      for byte in filter.utf8 {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
      }
      let isQuoted = line.utf8.contains { [0x22, 0x27, 0x28, 0x29].contains($0) }
      let isBalanced = depth == 0 || isQuoted
      if !isBalanced { preconditionFailure(filter) }
    }
  } catch {
    let count = line.unicodeScalars.count
    try hold((0...count).contains(error.offset), "at \(error.offset) of \(count)")
  }
}

/// What was read, spelled in full, is read the same.
func checkSpelling(_ arguments: Arguments) throws {
  let words = arguments.items.map { item in
    switch item {
    case .url(let url): "--url=\(url)"
    case .option(let name, let value?, _): "--\(name.rawValue)=\(value)"
    case .option(let name, nil, true): "--\(name.rawValue)"
    case .option(let name, nil, false):
      name.rawValue.hasPrefix("no-")
        ? "--\(name.rawValue.dropFirst(3))" : "--no-\(name.rawValue)"
    }
  }
  let again = try Arguments(parsing: words)
  try hold(again.items == arguments.items, "\(words) are read as \(again.items)")
}

private func checkConfiguration(_ input: [UInt8]) throws {
  let whole = text(input)
  let read = Arguments(configuration: whole, file: "x")
  for warning in read.warnings { try hold(warning.hasPrefix("x:"), "where: \(warning)") }
  try hold(read.places.count == read.items.count, "an item without a place")
  try checkSpelling(read)

  // Lines do not know of one another.
  let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
  let middle = lines.count / 2
  guard middle > 0, !lines[middle].starts(with: [0xEF, 0xBB, 0xBF]) else { return }
  let halves = [lines[..<middle], lines[middle...]].map {
    Arguments(configuration: text(Array($0.joined(separator: [0x0A]))), file: "x")
  }
  try hold(read.items == halves.flatMap(\.items), "two halves are not the whole")
  try hold(read.warnings.count == halves.flatMap(\.warnings).count, "warnings differ")
}

/// The first byte chooses how messages are told apart.
private func checkInput(_ input: [UInt8]) throws {
  var choices = Choices(input)
  let format = choices.one(of: [MessageFormat.lines, .nul, .ndjson])
  let separator = format.separator ?? 0
  var expected = choices.rest.split(separator: separator, omittingEmptySubsequences: false)
    .map { Array($0) }
  // The last one has no separator behind it, and is none if it is empty.
  let last = expected.popLast() ?? []
  if format == .lines {
    expected = expected.map { $0.last == 0x0D ? $0.dropLast() : $0 }
  }
  if !last.isEmpty { expected.append(last) }

  for cut in Cut.allCases {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    defer { close(ends[0]) }
    var source = Input(format, capacity: 16)
    var messages: [[UInt8]] = []
    var message: [UInt8] = []
    func take() {
      while let piece = source.next() {
        message += source.bytes[piece.range]
        guard piece.isLast else { continue }
        messages.append(message)
        message = []
      }
    }
    for piece in cut.pieces(of: choices.rest) {
      var (written, idle) = (0, 0)
      written = piece.withUnsafeBytes { writeBytes($0, to: ends[1]) }
      try hold(written == piece.count, "the pipe is full")
      var left = written
      while left > 0, idle < 10_000 {
        let nonblocking = fcntl(ends[0], F_GETFL)
        _ = fcntl(ends[0], F_SETFL, nonblocking | O_NONBLOCK)
        let before = source.bytes.count
        _ = source.read(from: ends[0])
        take()
        idle += 1
        left = before == 0 ? 0 : left
        var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, 0) == 0 { left = 0 }
      }
    }
    close(ends[1])
    var reads = 0
    while !source.isAtEnd {
      _ = source.read(from: ends[0])
      take()
      reads += 1
      try hold(reads < 10_000, "no end")
    }
    take()
    try hold(messages == expected, "\(messages) and not \(expected)")
    try hold(message.isEmpty, "a part that is left over")
  }
}

private func checkHistory(_ input: [UInt8]) throws {
  let history = History(parsing: input)
  try hold(history.entries.count <= History.limit, "too many lines")
  let again = History(parsing: history.serialized)
  try hold(again.entries.elementsEqual(history.entries, by: areSame), "other lines")
  try hold(!again.isStale, "a file of our own is stale")
}
