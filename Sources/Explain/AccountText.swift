public import Text
import Upgrade
import WebSocket

/// An account for a person: a block for each request and its answer, and one line for the end. Nothing of the peer's can
/// drive a terminal.
public struct AccountText {
  private let account: Account
  private let palette: Palette

  /// With those colours.
  public init(_ account: Account, _ palette: Palette) {
    self.account = account
    self.palette = palette
  }

  /// All of it, a line each.
  public var lines: [String] {
    account.steps.indices.flatMap { block($0) + [""] } + end
  }

  private func block(_ index: Int) -> [String] {
    let step = account.steps[index]
    let isFirst = index == 0 || account.steps[index - 1].hop != step.hop
    var lines = [
      palette.paint("\(index + 1). \(Escape.text(step.method)) \(Escape.text(step.url))", .strong)
    ]
    lines += step.request.map { "   " + palette.paint("> " + Escape.text($0), .outgoing) }
    lines += step.response.map { "   " + palette.paint("< " + Escape.text($0), .incoming) }
    if !step.body.isEmpty {
      lines.append("     " + palette.paint(Escape.start(of: step.body.span, limit: 200), .dim))
    }
    lines += list("connection", connection(step, isFirst))
    lines += list(
      "means",
      [(step.isProxys ? "the proxy: " : "") + step.meaning.sentence + source(step.meaning.source)])
    lines += list(
      "names", step.considered.map { "\(Escape.text($0.text)): \(Escape.text($0.verdict))" })
    lines += list("checks", step.checks.map(check))
    lines += list(
      "breaks",
      step.remarks.map {
        palette.paint("✘ ", .problem) + Escape.text($0.sentence) + source($0.source)
      })
    lines += list("notes", step.notes.map { Escape.text($0) })
    lines += list("took", took(step, isFirst).map { [$0] } ?? [])
    lines += list("next", step.next.map { [palette.paint(Escape.text($0), .strong)] } ?? [])
    return lines
  }

  private func source(_ source: String) -> String { palette.paint(" (\(source))", .dim) }

  /// The first under its name, the others below it.
  private func list(_ name: String, _ texts: [String]) -> [String] {
    texts.enumerated().map { index, text in
      let head = index == 0 ? name : ""
      let blanks = String(repeating: " ", count: 12 - head.utf8.count)
      return "   " + palette.paint(head, .note) + blanks + text
    }
  }

  private func check(_ check: HandshakeCheck) -> String {
    guard let failure = check.failure else {
      return palette.paint("✔ ", .success) + "\(check.name): \(Escape.text(check.found))"
    }
    return palette.paint("✘ ", .problem) + Escape.text(failure.message)
  }

  private func connection(_ step: Account.Step, _ isFirst: Bool) -> [String] {
    let isKnown = !isFirst && !step.isNew
    guard !isKnown else { return ["as before"] }
    var parts: [String] = []
    if !step.address.isEmpty { parts.append(step.address) }
    parts.append(step.isNew ? "a new one" : "the one that was there")
    parts.append(step.version)
    if let tls = step.tls { parts.append(tls) }
    var lines = [parts.joined(separator: ", ")]
    guard step.tls != nil else { return lines }
    func field(_ name: String) -> String? {
      step.certificate.first { $0.name == name }.map { Escape.text($0.value) }
    }
    if let subject = field("Subject") {
      lines.append(
        "certificate of \(subject)" + (field("Issuer").map { ", by \($0)" } ?? "")
          + (field("Expire date").map { ", until \($0)" } ?? ""))
    }
    return lines
  }

  private func took(_ step: Account.Step, _ isFirst: Bool) -> String? {
    var parts: [String] = []
    if isFirst, step.hop < account.connections.count {
      let connection = account.connections[step.hop]
      for (name, time) in [
        ("address", connection.lookup), ("connecting", connection.connect), ("TLS", connection.tls),
      ] where time > 0 {
        parts.append("\(name) \(Interval.text(time))")
      }
    }
    if let wait = step.wait { parts.append("waiting \(Interval.text(wait))") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private var end: [String] {
    var lines: [String] = []
    if let (url, agreement) = account.opened {
      let subprotocol =
        agreement.subprotocol.map { "subprotocol \(Escape.text($0))" } ?? "no subprotocol"
      let extensions =
        agreement.extensions.isEmpty
        ? "no extension" : Escape.text(agreement.extensions.joined(separator: ", "))
      lines.append(
        "a WebSocket opened at \(Escape.text(url)): \(subprotocol), \(extensions); it was closed at once"
      )
    }
    if account.status != 0 {
      lines.append(account.message)
    } else if account.opened == nil, let last = account.steps.last {
      lines.append("the answer is \(last.status): \(last.meaning.sentence)")
    }
    let role: Palette.Role = account.status == 0 ? .success : .problem
    lines.append("exit status \(account.status)")
    return lines.map { palette.paint("=> ", role) + $0 }
  }
}
