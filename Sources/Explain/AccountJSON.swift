import WebSocket
import Upgrade
import Text

/// An account for a program: one JSON object on one line. What is empty or not known is absent; readers ignore names
/// that they do not know.
///
/// ```
/// {"url", "steps": [
///   {"method", "url", "target", "sent_in", "proxy": true, "status", "version", "error",
///    "request": ["line of the head"], "response": […], "body": "its start",
///    "connection": {"address", "reused", "tls", "verified", "certificate": [{"name", "value"}]},
///    "means": {"text", "rfc"}, "offers": [{"token", "verdict"}], "notes": […], "next",
///    "violations": [{"text", "rfc"}], "checks": [{"name", "ok", "text"}],
///    "times": {"lookup", "connect", "tls", "wait"}}],
///  "websocket": {"url", "subprotocol", "extensions": […]}, "exit", "message"}
/// ```
public enum AccountJSON {
  /// UTF-8, with an LF at the end. Times are seconds with six decimals.
  public static func text(_ account: Account) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("url", account.url)
      json.array("steps") { json in
        for (index, step) in account.steps.enumerated() {
          json.write(step, account.setup(ofStep: index))
        }
      }
      if let (url, agreement) = account.opened {
        json.object("websocket") { json in
          json.string("url", url)
          json.string("subprotocol", agreement.subprotocol)
          json.strings("extensions", agreement.extensions)
        }
      }
      json.number("exit", Int(account.status))
      json.string("message", account.message.isEmpty ? nil : account.message)
    }
    return json.bytes + [0x0A]
  }
}

extension JSONWriter {
  fileprivate mutating func strings(_ name: StaticString, _ values: [String]) {
    guard !values.isEmpty else { return }
    array(name) { json in
      for value in values { json.string(nil, value) }
    }
  }

  fileprivate mutating func write(_ step: Account.Step, _ setup: Account.Connection) {
    object { json in
      json.string("method", step.method)
      json.string("url", step.url)
      json.string("target", step.target)
      if let number = step.sentIn { json.number("sent_in", number) }
      if step.isProxys { json.bool("proxy", true) }
      if step.meaning != nil {
        json.number("status", step.status)
        json.string("version", step.version)
      }
      json.strings("request", step.request)
      json.strings("response", step.response)
      if !step.body.isEmpty { json.string("body", String(decoding: step.body, as: UTF8.self)) }
      json.object("connection") { json in
        json.string("address", step.address.isEmpty ? nil : step.address)
        if step.use != .none { json.bool("reused", step.use == .kept) }
        json.string("tls", step.tls)
        if let isVerified = step.isVerified { json.bool("verified", isVerified) }
        json.pairs("certificate", step.certificate)
      }
      if let meaning = step.meaning {
        json.object("means") { json in
          json.string("text", meaning.sentence)
          json.string("rfc", meaning.source)
        }
      }
      json.string("error", step.error)
      json.array("offers", step.considered) { json, token in
        json.string("token", token.text)
        json.string("verdict", token.verdict)
      }
      json.strings("notes", step.notes)
      json.string("next", step.next)
      json.array("violations", step.remarks) { json, remark in
        json.string("text", remark.sentence)
        json.string("rfc", remark.source)
      }
      json.array("checks", step.checks) { json, check in
        json.string("name", check.name)
        json.bool("ok", check.failure == nil)
        json.string("text", check.failure?.message ?? check.found)
      }
      json.object("times") { json in
        if setup.lookup > 0 { json.seconds("lookup", setup.lookup, places: 6) }
        if setup.connect > 0 { json.seconds("connect", setup.connect, places: 6) }
        if setup.tls > 0 { json.seconds("tls", setup.tls, places: 6) }
        if let wait = step.wait { json.seconds("wait", wait, places: 6) }
      }
    }
  }

  private mutating func pairs(_ name: StaticString, _ pairs: [(name: String, value: String)]) {
    array(name, pairs) { json, pair in
      json.string("name", pair.name)
      json.string("value", pair.value)
    }
  }

  /// Objects; nothing if there are none.
  private mutating func array<Element>(
    _ name: StaticString, _ elements: [Element], _ content: (inout Self, Element) -> Void
  ) {
    guard !elements.isEmpty else { return }
    array(name) { json in
      for element in elements { json.object { content(&$0, element) } }
    }
  }
}
