import Prompt
import Text
import Transcript
import WebSocket

@testable import JSON

extension Fuzzed {
  /// What messages and bodies are read as.
  static let json = [
    Fuzzed(name: "json") { try checkJSON($0) },
    Fuzzed(name: "indenter") { try checkIndenter($0) },
    Fuzzed(name: "ndjson") { try checkNDJSON($0) },
  ]
}

/// The tokens of a text, each with what it says: strings without their escapes. Nil if it is no JSON.
private func tokens(_ bytes: [UInt8]) -> [String]? {
  var tokens = Tokens(bytes)
  var all: [String] = []
  do throws(Malformed) {
    while let token = try tokens.next() {
      let text = bytes[token.range]
      switch token.kind {
      case .key, .string: all.append("\"" + Quoted.text(in: text.dropFirst().dropLast()))
      default: all.append(String(decoding: text, as: UTF8.self))
      }
    }
    return all
  } catch {
    return nil
  }
}

private func checkJSON(_ input: [UInt8]) throws {
  let tree = try? Tree(input)
  let said = tokens(input)
  try hold((tree == nil) == (said == nil), "tokens and tree differ")

  // Whatever it says, a string that is written can be read.
  let content = text(input)
  let quoted = Array(Quoted.string(content).utf8)
  try hold(tokens(quoted).map { $0.count == 1 && areSame($0[0], "\"" + content) } == true, "quoted")
  var writer = JSONWriter()
  writer.object { $0.string("a", content) }
  let written = try? Tree(writer.bytes)
  try hold(areSame(written?.member("a")?.string ?? "-", content), "written another way")
  try holdIsTame(text(writer.bytes))

  guard let tree else { return }
  try walk(tree)
  // The prompt shows the same tokens.
  let record = Record(.text(input), time: 0, direction: .incoming)
  let presenter = Presenter(Palette(isColored: false))
  let lines = presenter.lines(record, fold: .whole)
  for line in lines { try holdIsTame(line) }
  guard lines.count < 1000, UTF8Validator.accepts(input.span) else { return }
  let shown = Array(lines.joined(separator: "\n").utf8.dropFirst(2))
  try hold(tokens(shown).map { $0.elementsEqual(said ?? [], by: areSame) } == true, "\(lines)")
}

private func walk(_ tree: Tree) throws {
  var count = 0
  for element in tree.elements {
    count += 1
    try walk(element)
  }
  for (name, value) in tree.members {
    count += 1
    try hold(name.string != nil, "a name that is no string")
    try walk(value)
  }
  try hold(count == 0 || tree.kind == .array || tree.kind == .object, "a scalar has children")
  let again = try? Tree(Array(tree.text))
  try hold(again == tree, "a part that is no text")
  if count < 20 {
    try hold((tree.element(-1) == nil) == (tree.kind != .array || count == 0), "the last element")
    for (name, _) in tree.members {
      try hold(name.string.flatMap { tree.member($0) } != nil, "a name is not found")
    }
  }
}

private func checkIndenter(_ input: [UInt8]) throws {
  var outputs: [[UInt8]] = []
  for cut in Cut.allCases {
    var indenter = Indenter()
    var output: [UInt8] = []
    for piece in cut.pieces(of: input) { indenter.write(piece.span, to: &output) }
    indenter.end(&output)
    outputs.append(output)
  }
  try hold(outputs.allSatisfy { $0 == outputs[0] }, "cut elsewhere, indented otherwise")
  var wild = outputs[0].indices.lazy.filter { index in
    switch outputs[0][index] {
    case 0x0A: false
    case 0..<0x20, 0x7F: true
    case 0x80..<0xA0: index > 0 && outputs[0][index - 1] == 0xC2
    default: false
    }
  }.makeIterator()
  try hold(wild.next() == nil, "a control character is passed on")
  guard let said = tokens(input) else { return }
  try hold(
    tokens(outputs[0]).map { $0.elementsEqual(said, by: areSame) } == true,
    "\(text(outputs[0]))")
}

/// Lines of events; each that can be sent is read again as it was recorded.
private func checkNDJSON(_ input: [UInt8]) throws {
  var reader = CueReader()
  for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
    let result = Result { () throws(InvalidLine) in try reader.read(line) }
    switch result {
    case .failure(let mistake):
      try holdIsTame(mistake.message)
      try hold(mistake.number == reader.lines, "line \(mistake.number) of \(reader.lines)")
    case .success(nil): break
    case .success(let cue?):
      let record = Record(cue.event, time: cue.time ?? 0)
      try holdIsTame(text(record.line), keeping: "\n")
      try hold(record.line.firstIndex(of: 0x0A) == record.line.count - 1, "not one line")
      var second = CueReader()
      let again = try? second.read(record.line.dropLast())
      try hold(again?.event == cue.event, "\(text(record.line)) is read as \(again as Any)")
    }
  }
}
