import HTTP
import Testing

@testable import Upgrade

/// A complete head from its lines; the blank line is added.
func head(_ lines: String...) throws -> ResponseHead {
  try head(lines[0], Array(lines.dropFirst()))
}

func head(_ status: String, _ fields: [String]) throws -> ResponseHead {
  var head = try #require(ResponseHead(statusLine: Array((status + "\r\n").utf8)))
  for line in fields + [""] { head.append(line: Array((line + "\r\n").utf8)) }
  return head
}

/// A 426 over HTTP/1.1 as servers should send it.
func required(_ upgrade: String) throws -> ResponseHead {
  try head("HTTP/1.1 426 Upgrade Required", "Connection: Upgrade", "Upgrade: \(upgrade)")
}

func at(_ scheme: String, _ port: Int? = nil) -> URI {
  URI(scheme: scheme, userinfo: "u:p", host: "h.example", port: port, target: "/a?b")
}

extension Token: ExpressibleByStringLiteral {
  init(stringLiteral text: String) {
    guard let token = Token(parsing: text) else { preconditionFailure("no token: \(text)") }
    self = token
  }
}

extension RequestFacts {
  static let http = RequestFacts(uri: at("http"))
  static let https = RequestFacts(uri: at("https"))
  static let ws = RequestFacts(uri: at("ws"), isHandshake: true)
  static let wss = RequestFacts(uri: at("wss"), isHandshake: true)

  func with(_ method: String, body: Bool = false, rewindable: Bool = true) -> Self {
    var facts = self
    facts.method = method
    facts.hasBody = body
    facts.bodyIsRewindable = rewindable
    return facts
  }
}

extension Resolution {
  var refusal: Refusal? {
    if case .refuse(let refusal) = decision { refusal } else { nil }
  }

  var verdicts: [String] { considered.map { "\($0.text): \($0.verdict)" } }
}
