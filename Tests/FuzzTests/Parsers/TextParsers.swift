import HTTP
import JSON
import Prompt
import Text
import Transcript
import Transfer
import WebSocket

@testable import Check

extension Fuzzed {
  /// What is shown to a person, and what text is made of.
  static let texts = [
    Fuzzed(name: "escape") { try checkEscape($0) },
    Fuzzed(name: "secrets", longest: 512) { try checkSecrets($0) },
    Fuzzed(name: "codings", longest: 512) { try checkCodings($0) },
    Fuzzed(name: "decimal", longest: 200) { try checkDecimal($0) },
    Fuzzed(name: "set-cookie", longest: 512) { try checkSetCookie($0) },
  ]
}

private func checkEscape(_ input: [UInt8]) throws {
  let escaped = Escape.text(input)
  try holdIsTame(escaped)
  try hold(areSame(Escape.text(escaped), escaped), "escaped twice, another text")
  try holdIsTame(Escape.text(input, keeping: ["\n"]), keeping: "\n")
  for limit in [1, 7, 60] {
    let start = Escape.start(of: input.span, limit: limit)
    try holdIsTame(start)
    try hold(start.count <= limit + 1, "\(start.count) characters of \(limit)")
  }
  try hold(Escape.hex(input.span).utf8.count <= 16 * 3 + 4, "hex without an end")
  try hold(Escape.ascii(escaped).utf8.allSatisfy { 0x20..<0x7F ~= $0 }, "not ASCII")

  // Whatever a peer says.
  let words = text(input)
  let events: [Record.Event] = [
    .text(input), .binary(input), .ping(input), .pong(input), .close(Close(.normal, reason: words)),
    .error(reason: words), .gap(reason: words),
    .open(url: words, subprotocol: words, extensions: words),
    .request(method: words, url: words, fields: []),
    .upgrade(token: words, decision: words, reason: words),
    .body(input),
  ]
  let presenter = Presenter(Palette(isColored: false))
  for event in events {
    let record = Record(event, time: 1, direction: .incoming, number: 1)
    for line in presenter.lines(record) { try holdIsTame(line) }
    for line in presenter.lines(record, fold: .whole) { try holdIsTame(line) }
    try holdIsTame(text(record.line), keeping: "\n")
    let again = try? Tree(Array(record.line.dropLast()))
    try hold(again?.kind == .object, "\(text(record.line))")
  }
  var said: [String] = []
  let printer = FramePrinter { said.append($0) }
  for opcode in [Opcode.text, .binary, .continuation] {
    printer.received(FrameHeader(opcode: opcode, payloadLength: UInt64(input.count)))
    printer.received(payload: input.span)
  }
  printer.control(.ping, payload: input.span, isOutgoing: false)
  printer.closed(Close(.normal, reason: words), isOutgoing: false)
  for line in said { try holdIsTame(line) }
}

private func checkSecrets(_ input: [UInt8]) throws {
  let line = text(input)
  let url = Secrets.hidden(url: line)
  if let userinfo = Secrets.userinfo(of: url) { try hold(userinfo == "***", "\(url)") }
  // What libcurl takes for a password, whatever stands around it.
  let secret = "s3cr3t"
  let isOnce = line.utf8.ranges(of: secret.utf8).count == 1
  if isOnce, (try? URI(parsing: line))?.userinfo?.utf8.firstRange(of: secret.utf8) != nil {
    // In the midst of a line a URL is known by its scheme.
    for shown in URI.hasScheme(line) ? [url, Secrets.hidden(line)] : [url] {
      try hold(shown.utf8.firstRange(of: secret.utf8) == nil, shown)
    }
  }
  for name in ["Authorization: Basic ", "Cookie: a=", "Proxy-Authorization: x "] {
    for (start, end) in [("", ""), ("h2h3 [", "]"), ("[HTTP/2] [1] [", "]")] {
      let hidden = Secrets.hidden(start + name + line + secret + end)
      try hold(hidden.utf8.firstRange(of: secret.utf8) == nil, "\(hidden)")
    }
  }
  _ = Secrets.hiddenLines(ofHead: input)
  if let first = line.first, first.isLetter {
    _ = nearestName(to: line, among: ["websocket", "expect", "close"])
  }
}

private func checkCodings(_ input: [UInt8]) throws {
  let line = text(input)
  try hold(Base64.decode(Base64.encode(input)) == input, "base64")
  if let bytes = Base64.decode(line) {
    try hold(areSame(Base64.encode(bytes), line), "base64 twice")
  }
  try hold(Base64Text.urlDecoded(Base64Text.urlEncoded(input)) == input, "base64url")
  if let bytes = Base64Text.urlDecoded(line) {
    try hold(areSame(Base64Text.urlEncoded(bytes), line), "base64url twice")
  }
  try hold(areSame(Percent.decoded(Percent.encoded(line)) ?? "-", line), "percent")
  _ = Percent.decoded(line)
  try hold(areSame(HTMLText.unescaped(HTMLText.escaped(line)), line), "html")
  _ = HTMLText.unescaped(line)
  try hold((Charset.utf8(input) == nil) == !UTF8Validator.accepts(input.span), "utf-8")
  for name in ["utf-8", "latin1", "utf-16le", "utf-16be"] {
    let decoded = Charset(name)?.text(input)
    if name == "latin1" { try hold(decoded?.unicodeScalars.count == input.count, "latin1") }
  }
}

/// Two numbers, a line each.
private func checkDecimal(_ input: [UInt8]) throws {
  let words = input.split(separator: 0x0A, omittingEmptySubsequences: false).map { text($0) }
  guard let one = Decimal(words[0]) else { return }
  let json = Decimal.asJSON(words[0])
  let tree = try? Tree(Array(json.utf8))
  try hold(tree?.kind == .number, "\(json) is no number of JSON")
  try hold(Decimal(json) == one, "\(json) is not \(words[0])")
  if let whole = one.truncated {
    try hold(Decimal(whole) != nil && Decimal.isInteger(whole), "\(whole) is no integer")
  }
  guard words.count > 1, let other = Decimal(words[1]) else { return }
  let relations = [one < other, one == other, other < one].count { $0 }
  try hold(relations == 1, "\(words) have \(relations) relations")
}

private func checkSetCookie(_ input: [UInt8]) throws {
  let line = text(input)
  guard let cookie = SetCookie(line) else { return }
  try hold(!cookie.name.isEmpty, "no name")
  for part in [cookie.name, cookie.value] {
    try hold(!part.utf8.contains(UInt8(ascii: ";")), "more than a name and a value")
    let ends = [part.utf8.first, part.utf8.last]
    try hold(!ends.contains(0x20) && !ends.contains(0x09), "white space around it")
  }
  for name in ["Value", "Expires", "Max-Age", "Domain", "Path", "SameSite", "Secure", "HttpOnly"] {
    _ = cookie.attribute(name)
  }
}
