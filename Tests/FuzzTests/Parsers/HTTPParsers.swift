import HTTP
import HTTP2
import Text
import Upgrade

@testable import CommandLine
@testable import Transfer

extension Fuzzed {
  /// What a server says before and instead of a WebSocket.
  static let http = [
    Fuzzed(name: "head") { try checkHead($0) },
    Fuzzed(name: "list") { try checkList($0) },
    Fuzzed(name: "framing") { try checkFraming($0) },
    Fuzzed(name: "upgrade") { try checkUpgrade($0) },
    Fuzzed(name: "http2") { try checkHTTP2($0) },
    Fuzzed(name: "disposition", longest: 512) { try checkDisposition($0) },
    Fuzzed(name: "cookie", longest: 512) { try checkCookie($0) },
  ]
}

/// The lines of a head, each with its LF.
func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  var lines: [ArraySlice<UInt8>] = []
  var rest = bytes[...]
  while let end = rest.firstIndex(of: 0x0A) {
    lines.append(rest[...end])
    rest = rest[(end + 1)...]
  }
  return rest.isEmpty ? lines : lines + [rest]
}

/// The head that these bytes begin with.
func head(_ bytes: [UInt8]) -> ResponseHead? {
  let lines = lines(bytes)
  guard let first = lines.first, var head = ResponseHead(statusLine: Array(first)) else {
    return nil
  }
  for line in lines.dropFirst() { head.append(line: Array(line)) }
  return head
}

private func checkHead(_ input: [UInt8]) throws {
  try checkFields(Fields(requestHead: input))
  guard let head = head(input) else { return }
  try hold((100...999).contains(head.status), "status \(head.status)")
  try hold(input.starts(with: head.raw), "raw is not what came")
  try hold(head.isComplete || head.raw == input, "an incomplete head kept not all")
  try hold(Syntax.isFieldValue(head.reason), "the reason holds a line's end")
  try checkFields(head.fields)
  for field in head.fields {
    try hold(Syntax.isToken(field.name), "a name that is no token")
    try hold(!head.fields.values(of: field.name.uppercased()).isEmpty, "a name is not found")
  }
}

private func checkFields(_ fields: Fields) throws {
  for field in fields {
    try hold(Syntax.isFieldValue(field.value), "a value holds a line's end")
    try checkElements(of: fields, named: field.name)
  }
}

/// Of a few fields of one name: that would be quadratic.
private func checkElements(of fields: Fields, named name: String) throws {
  guard fields.count < 32 else { return }
  let list = fields.list(of: name)
  for limit in 0...2 {
    try hold(
      fields.list(of: name, limit: limit) == Array(list.prefix(limit)), "not the first \(limit)")
  }
  for element in list {
    try hold(fields.contains(name, token: element), "\(element) is not found")
  }
}

private func checkList(_ input: [UInt8]) throws {
  let line = text(input)
  let elements = Syntax.elements(of: line)
  for element in elements {
    let bytes = Array(element.utf8)
    try hold(![nil, 0x20, 0x09].contains(bytes.first), "begins with white space")
    try hold(![nil, 0x20, 0x09].contains(bytes.last), "ends with white space")
    try hold(Syntax.elements(of: element) == [element], "\(element) is not one element")
  }
  try hold(
    Syntax.elements(of: elements.joined(separator: " ,, ")) == elements, "not the same list again")
  let split: Fields = [Field("A", line), Field("a", line)]
  try hold(split.list(of: "A") == elements + elements, "two lines are not two lists")
  if let token = Token(parsing: line) {
    try hold(areSame(token.description, line), "a token is spelled another way")
  }
}

private func checkFraming(_ input: [UInt8]) throws {
  var outcomes: [FramingOutcome] = []
  for cut in Cut.allCases {
    var framing = ResponseFraming(maximumHead: 1000, maximumBody: 2000)
    var (taken, fault) = (0, nil as ResponseFraming.Fault?)
    for piece in cut.pieces(of: input) {
      var rest = piece[...]
      while fault == nil, framing.wanted > 0, !rest.isEmpty {
        let part = Array(rest.prefix(framing.wanted))
        do throws(ResponseFraming.Fault) {
          try framing.take(part.span)
        } catch {
          fault = error
        }
        rest = rest.dropFirst(part.count)
        taken += part.count
      }
    }
    outcomes.append(
      FramingOutcome(taken: taken, fault: fault, wanted: framing.wanted, head: framing.head))
  }
  for outcome in outcomes { try hold(outcome == outcomes[0], "\(outcome) and \(outcomes[0])") }
}

private struct FramingOutcome: Equatable {
  let taken: Int
  let fault: ResponseFraming.Fault?
  let wanted: Int
  let head: ResponseHead?
}

/// A server that answers all requests alike: the chain ends, on the same host and nowhere weaker.
private func checkUpgrade(_ input: [UInt8]) throws {
  var choices = Choices(input)
  let uri = URI(
    scheme: choices.one(of: Protocols.all), userinfo: "u:p", host: "h.example",
    port: choices.one(of: [nil, 80, 8080]), target: "/a?b")
  var request = RequestFacts(
    uri: uri, method: choices.one(of: ["GET", "HEAD", "POST"]), hasBody: choices.flag(),
    bodyIsRewindable: choices.flag(), isHandshake: uri.isWebSocket,
    offered: choices.one(of: [nil, Token(parsing: "acme/2"), Token(parsing: "websocket")]),
    isForwarded: choices.flag())
  let policy = Policy(
    follows: !choices.flag(), maximum: choices.one(of: [10, 1, 0]),
    explicitVersion: choices.one(of: [nil, .http10, .http11, .http2]),
    tlsUpgrade: choices.one(of: TLSUpgrade.allCases), hasHTTP3: choices.flag())
  guard let response = head(Array(choices.rest)) else { return }
  for remark in Remark.all(on: response, asked: [Field("Upgrade", "tls/1.3, a")]) {
    try hold(remark.sentence.utf8.count < 10_000, "a remark without an end")
  }
  try hold(!Meaning(of: response).sentence.isEmpty, "a status without a meaning")
  _ =
    Hint.wantsWebSocket(response, body: choices.rest) || Hint.wantsTLS(response, body: choices.rest)
  var followed: [Kind] = []
  while true {
    let resolution = resolve(response, to: request, after: followed, under: policy)
    try hold(resolution.considered.count <= Offer.limit, "more was considered than may be")
    for note in resolution.notes + resolution.considered.map(\.text) {
      try hold(note.utf8.count < 10_000, "a note without an end")
    }
    if case .refuse(let refusal) = resolution.decision {
      try hold(refusal.message.utf8.count < 10_000, "a refusal without an end")
    }
    guard let kind = resolution.decision.kind, let next = resolution.decision.uri else { return }
    try hold(response.status == 426 && policy.follows, "what is no 426 is followed")
    try hold(!followed.contains(kind), "\(kind) is followed twice")
    followed.append(kind)
    try hold(followed.count <= policy.maximum, "too many upgrades")
    try hold(next.isSameHost(as: uri), "to another host")
    try hold(next.isSecure || !request.uri.isSecure, "to a weaker scheme")
    request.uri = next
    request.isHandshake = request.isHandshake || kind == .webSocket
    request.isForwarded = request.isForwarded && kind != .tunnel
  }
}

extension Decision {
  fileprivate var uri: URI? {
    switch self {
    case .webSocket(let uri), .secure(let uri), .http1(let uri), .http2(let uri), .http3(let uri),
      .tunnel(let uri), .secureProxy(let uri):
      uri
    case .none, .show, .refuse: nil
    }
  }
}

private enum Protocols { static let all = ["http", "https", "ws", "wss"] }

/// The first byte chooses limits; the others come after SETTINGS that let the request be sent.
private func checkHTTP2(_ input: [UInt8]) throws {
  var choices = Choices(input)
  let limits = Limits(maximumHead: choices.flag() ? 200 : 300 * 1024)
  var outcomes: [HTTP2Outcome] = []
  for cut in Cut.allCases {
    let request = HTTP2.Request(scheme: "https", authority: "h.example", path: "/")
    guard let connect = ExtendedConnect(request, limits: limits) else { return }
    // SETTINGS with SETTINGS_ENABLE_CONNECT_PROTOCOL.
    connect.receive([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 1].span)
    var outcome = HTTP2Outcome()
    connect.takeOutput(into: &outcome.output, upTo: 1 << 20)
    for piece in cut.pieces(of: choices.rest) { connect.receive(piece.span) }
    outcome.events = connect.takeEvents()
    try hold(connect.available <= limits.window, "more data than the window has")
    while connect.available > 0 {
      connect.read(upTo: 1000) { bytes in
        for index in bytes.indices { outcome.data.append(bytes[index]) }
        return true
      }
    }
    outcome.ending = connect.ending
    // What comes after the end is not looked at, unless it came with it, and may be answered.
    if outcome.ending == nil { connect.takeOutput(into: &outcome.output, upTo: 1 << 20) }
    outcome.isClosed = connect.isClosed
    connect.receiveEOF()
    try hold(connect.ending != nil, "no end at the end")
    outcomes.append(outcome)
  }
  for case .head(let head) in outcomes[0].events {
    try hold(head.raw.count <= limits.maximumHead + 100, "a head that is too large")
    for field in head.fields {
      try hold(Syntax.isFieldValue(field.value), "a value holds a line's end")
    }
  }
  // libnghttp2 1.52 with Debian's patches counts the head of a CONTINUATION anew each time a part of it comes.
  let isMiscounted = outcomes.contains { outcome in
    if case .violation(let what) = outcome.ending { what.contains("CONTINUATION") } else { false }
  }
  guard !isMiscounted else { return }
  for outcome in outcomes { try hold(outcome == outcomes[0], "\(outcome) and \(outcomes[0])") }
}

private struct HTTP2Outcome: Equatable {
  var events: [ExtendedConnect.Event] = []
  var data: [UInt8] = []
  var output: [UInt8] = []
  var ending: Ending?
  var isClosed = false
}

private func checkDisposition(_ input: [UInt8]) throws {
  let field = text(input)
  for name in [FileName.inContentDisposition(field), FileName.last(of: field)] {
    try hold(!(name ?? "").utf8.contains(UInt8(ascii: "/")), "in another folder: \(name ?? "")")
    try hold(!(name ?? "").utf8.contains(UInt8(ascii: "\\")), "in another folder: \(name ?? "")")
  }
  if let name = FileName.inContentDisposition(field) {
    try hold(Escape.text(name) == name, "drives a terminal: \(name)")
    try hold(name.first != "." && name.first != "-", "hidden, or an option: \(name)")
  }
}

private func checkCookie(_ input: [UInt8]) throws {
  // As a head gives it.
  let field = text(input.filter { $0 != 0 && $0 != 0x0A && $0 != 0x0D })
  for host in ["h.example", "[::1]"] {
    let uri = URI(scheme: "http", host: host, target: "/a/b?c")
    guard let line = try SetCookie(field).line(from: uri) else { continue }
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
    try hold(columns.count == 7, "\(columns.count) columns")
    try hold(!line.utf8.contains(0x0A), "two lines")
    let domain = columns[0].hasPrefix("#HttpOnly_") ? columns[0].dropFirst(10) : columns[0]
    try hold(domain == uri.bareHost, "for \(domain)")
    try hold(columns[3] == "FALSE", "a secure cookie over http")
  }
}
