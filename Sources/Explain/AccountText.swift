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
    var lines = [palette.paint("\(index + 1). \(title(step))", .strong)]
    lines += step.request.map { "   " + palette.paint("> " + Escape.text($0), .outgoing) }
    lines += step.response.map { "   " + palette.paint("< " + Escape.text($0), .incoming) }
    if !step.body.isEmpty {
      lines += list("body", [palette.paint(Escape.start(of: step.body.span, limit: 200), .dim)])
    }
    lines += list("connection", connection(index))
    lines += list("means", step.meaning.map { [$0.sentence + source($0.source)] } ?? [])
    lines += list("fails", failure(step).map { [palette.paint("✘ ", .problem) + $0] } ?? [])
    lines += list(
      "names", step.considered.map { "\(Escape.text($0.text)): \(Escape.text($0.verdict))" })
    lines += list("checks", step.checks.map(check))
    lines += list(
      "breaks",
      step.remarks.map {
        palette.paint("✘ ", .problem) + Escape.text($0.sentence) + source($0.source)
      })
    lines += list("notes", step.notes.map { Escape.text($0) })
    lines += list("took", took(index).map { [$0] } ?? [])
    lines += list("next", step.next.map { [palette.paint(Escape.text($0), .strong)] } ?? [])
    return lines
  }

  private func title(_ step: Account.Step) -> String {
    let target = step.target.map { "\(Escape.text($0)) for " } ?? ""
    let number = step.sentIn.map { ", sent in \($0)" } ?? ""
    return "\(Escape.text(step.method)) \(target)\(Escape.text(step.url))\(number)"
  }

  /// Why there is no answer.
  private func failure(_ step: Account.Step) -> String? {
    guard step.meaning == nil else { return nil }
    let what =
      step.request.isEmpty
      ? "not sent" : step.response.isEmpty ? "no answer" : "no answer whose head is complete"
    return what + (step.error.map { ": \(Escape.text($0))" } ?? "")
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

  private func connection(_ index: Int) -> [String] {
    let step = account.steps[index]
    let before = index > 0 ? account.steps[index - 1] : nil
    let isSame =
      step.use == .kept && before?.use != Account.Use.none && before?.address == step.address
    var parts: [String] = []
    if !isSame, !step.address.isEmpty { parts.append(step.address) }
    switch step.use {
    case .none: parts.append("there was none")
    case .new: parts.append("a new one")
    case .kept: parts.append(isSame ? "as before" : "kept from before")
    }
    if !step.version.isEmpty, !isSame || before?.version != step.version {
      parts.append(step.version)
    }
    let tellsTLS = !isSame || before?.tls != step.tls || before?.certificate.isEmpty == true
    if tellsTLS, let tls = step.tls { parts.append(tls) }
    return [parts.joined(separator: ", ")] + (tellsTLS ? certificate(step) : [])
  }

  private func certificate(_ step: Account.Step) -> [String] {
    func field(_ name: String) -> String? {
      step.certificate.first { $0.name == name }.map { Escape.text($0.value) }
    }
    guard let subject = field("Subject") else { return [] }
    let verdict =
      switch (step.isVerified, step.meaning) {
      case (true?, _): ", verified for \(Escape.text(step.host))"
      case (false?, nil): ", refused"
      case (false?, _): ", not verified (--insecure)"
      case (nil, _): ""
      }
    return [
      "certificate of \(subject)" + (field("Issuer").map { ", by \($0)" } ?? "")
        + (field("Expire date").map { ", until \($0)" } ?? "") + verdict
    ]
  }

  private func took(_ index: Int) -> String? {
    let step = account.steps[index]
    let setup = account.setup(ofStep: index)
    var parts: [String] = []
    for (name, time) in [
      ("address", setup.lookup), ("connecting", setup.connect), ("TLS", setup.tls),
    ] where time >= Self.leastTime {
      parts.append("\(name) \(Interval.text(time))")
    }
    if let wait = step.wait { parts.append("waiting \(Interval.text(wait))") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// What would be 0.0 ms.
  private static let leastTime = 0.000_05

  private var end: [String] {
    var lines: [String] = []
    if let (url, agreement) = account.opened {
      let subprotocol =
        agreement.subprotocol.map { "subprotocol \(Escape.text($0))" } ?? "no subprotocol"
      let extensions =
        agreement.extensions.isEmpty
        ? "no extension" : Escape.text(agreement.extensions.joined(separator: ", "))
      lines.append(
        "a WebSocket opened at \(Escape.text(url)): \(subprotocol), \(extensions); "
          + "upshift closed it at once, with 1000"
      )
    }
    if account.status != 0 {
      lines.append(account.message)
    } else if account.opened == nil, let last = account.steps.last, let meaning = last.meaning {
      lines.append("the answer is \(last.status): \(meaning.sentence)")
    }
    let role: Palette.Role = account.status == 0 ? .success : .problem
    lines.append("exit status \(account.status)")
    return lines.map { palette.paint("=> ", role) + $0 }
  }
}
