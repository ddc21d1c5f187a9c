import HTTP

@testable import WebSocket

private let offers = [
  [], [DeflateOffer().element],
  [
    "permessage-deflate; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits=9",
    "permessage-deflate",
  ], ["x-other"],
]

/// The first byte chooses what was offered; `ACCEPT` stands for what answers our key.
func checkHandshake(_ input: [UInt8]) throws {
  var choices = Choices(input)
  let choice = choices.byte()
  let handshake = Handshake(
    nonce: [UInt8](repeating: 7, count: 16), subprotocols: choice & 4 == 0 ? [] : ["chat", "b"],
    extensions: offers[Int(choice & 3)])
  let accept = Handshake.accept(forKey: handshake.key) ?? ""
  guard let head = head(replacing("ACCEPT", by: accept, in: choices.rest)) else { return }
  let isConnect = choice & 8 != 0

  let result = Result { () throws(HandshakeFailure) in
    try isConnect ? handshake.validateConnect(head) : handshake.validate(head)
  }
  if case .failure(let failure) = result {
    try hold(failure.message.utf8.count < 5000, "a message without an end")
  }
  let agreement = try? result.get()
  let failures = handshake.checks(of: head, isConnect: isConnect).compactMap(\.failure)
  try hold((agreement == nil) == !failures.isEmpty, "validate and checks differ: \(failures)")

  if let agreement {
    if isConnect {
      try hold((200...299).contains(head.status), "a refusal is taken for an answer")
    } else {
      try hold(head.status == 101 && head.version == .http11, "no 101 of HTTP/1.1")
      try hold(head.fields.values(of: "sec-websocket-accept") == [accept], "another key")
      try hold(head.fields.list(of: "upgrade").count == 1, "several protocols")
    }
    if let subprotocol = agreement.subprotocol {
      try hold(
        handshake.subprotocols.contains { areSame($0, subprotocol) }, "\(subprotocol) not offered")
    }
    try hold(agreement.extensions.isEmpty == (agreement.deflate == nil), "an unknown extension")
    if let deflate = agreement.deflate {
      try hold(!handshake.extensions.isEmpty, "compression was not offered")
      try hold((8...15).contains(deflate.clientMaxWindowBits), "\(deflate)")
      try hold((8...15).contains(deflate.serverMaxWindowBits), "\(deflate)")
    }
  }

  // The same fields as a request.
  let answer = Result { () throws(HandshakeFailure) in
    try Handshake.answer(to: head.fields, subprotocols: ["chat"])
  }
  switch answer {
  case .success(let fields):
    try hold(fields.contains("Upgrade", token: "websocket"), "an answer that upgrades nothing")
  case .failure(let failure):
    try hold(failure.message.utf8.count < 5000, "a message without an end")
  }
}

private func replacing(
  _ word: String, by other: String, in bytes: ArraySlice<UInt8>
) -> [UInt8] {
  let word = Array(word.utf8)
  guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: word) }) else {
    return Array(bytes)
  }
  return Array(bytes[..<start]) + other.utf8 + bytes[(start + word.count)...]
}

/// Parameters as `--deflate` takes them, and as a server may answer them.
func checkOffer(_ input: [UInt8]) throws {
  let line = text(input)
  if let element = Extension(parsing: line) {
    try hold(Syntax.isToken(element.name), "a name that is no token")
    for parameter in element.parameters {
      try hold(Syntax.isToken(parameter.name), "a parameter that is no token")
      try hold(parameter.value.map { Syntax.isToken($0) } ?? true, "a value that is no token")
    }
  }
  guard let offer = try? DeflateOffer(parameters: line) else { return }
  try hold(Syntax.isFieldValue(offer.element), "a line's end in an offer")
  try hold(Syntax.elements(of: offer.element).count == 1, "several offers in one")
  let again = DeflateOffer(element: offer.element)
  try hold(again?.parameters == offer.parameters, "the offer is read another way")
  try hold(offer.parameters.clientMaxWindowBits.map { (8...15).contains($0) } ?? true, "bits")
}
