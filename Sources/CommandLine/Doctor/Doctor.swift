import Check
import Client
import Explain
import HTTP
import Streams
import Text
import Transfer
import WebSocket

/// `--doctor`: tries what makes a handshake fail, and says what makes it work.
struct Doctor {
  private let invocation: Invocation
  private let target: Invocation.Target
  /// What was typed, without the URL and what is nobody's business here.
  private let typed: Arguments
  private let messages: Messages
  private let output = Outlet(inherited: 1)
  private let palette: Palette

  private static let mostPairs = 30
  /// Seconds for all pairs.
  private static let longest = 30.0
  /// Milliseconds for one try.
  private static let patience = 5000

  init(
    _ invocation: Invocation, _ target: Invocation.Target, typed: Arguments, _ messages: Messages
  ) {
    self.invocation = invocation
    self.target = target
    self.typed = typed
    self.messages = messages
    palette = Palette(isColored: Style(invocation.globals.color).isColored(output))
  }

  private struct Try {
    let variation: Variation
    let verdict: Verdict
    /// What is said of it, without the URL, which may hold what is not to be repeated.
    let message: String
    let agreement: Agreement?
    let sentence: String
    /// A response came.
    let isAnswered: Bool
    let isInterrupted: Bool

    var works: Bool { agreement != nil }
  }

  /// Returns the exit status: 0 if anything works, else that of the command as it was typed.
  func run(on session: Session) -> Int32 {
    let typed = attempt(Variation("as typed") { _ in }, session)
    guard !typed.isInterrupted else { return typed.verdict.status }
    var works: [Try] = typed.works ? [typed] : []
    var base = typed.variation
    if !typed.works, !target.job.beginsWithHandshake {
      let offer = Variation(
        "a handshake at once", words: ["--upgrade", "websocket"], without: ["upgrade"]
      ) {
        $0.beginsWithHandshake = true
      }
      let offered = attempt(offer, session)
      guard !offered.isInterrupted else { return offered.verdict.status }
      if offered.works { works.append(offered) }
      base = offer
    }
    var job = target.job
    base.change(&job)
    let usesProxy = job.options.proxy.url != nil || Environment.namesProxy
    var singles = Variation.all(for: job, usesProxy: usesProxy)
    // Where nobody answers, only another place can help.
    if typed.verdict.status == 6 || typed.verdict.status == 7 {
      singles.removeAll { $0.url == nil && !$0.words.contains("--noproxy") }
    }
    var answered: [Variation] = []
    for variation in singles {
      guard let both = base.and(variation) else { continue }
      let tried = attempt(both, session, as: variation.name)
      guard !tried.isInterrupted else { return tried.verdict.status }
      if tried.works { works.append(tried) }
      if tried.isAnswered { answered.append(variation) }
    }
    // What nobody answers is no better with another change.
    if works.isEmpty, let pair = pairs(of: answered, after: base, session) {
      guard !pair.isInterrupted else { return pair.verdict.status }
      works.append(pair)
    }
    conclude(works, typed)
    return works.isEmpty ? max(1, typed.verdict.status) : 0
  }

  /// Two changes at once, if one is not enough: the first pair that works, or the one that a signal ended.
  private func pairs(of singles: [Variation], after base: Variation, _ session: Session) -> Try? {
    var tries = 0
    let end = Clock.now() + Self.longest
    for (index, one) in singles.enumerated() {
      for other in singles[(index + 1)...] {
        guard tries < Self.mostPairs, Clock.now() < end, let pair = one.and(other),
          let both = base.and(pair)
        else {
          continue
        }
        tries += 1
        let tried = attempt(both, session, as: pair.name, isQuiet: true)
        if tried.isInterrupted { return tried }
        if tried.works {
          say(tried, as: pair.name)
          return tried
        }
      }
    }
    say(palette.paint("✘ ", .problem) + "any two of these together: no")
    return nil
  }

  private func attempt(
    _ variation: Variation, _ session: Session, as name: String? = nil, isQuiet: Bool = false
  ) -> Try {
    var job = target.job
    variation.change(&job)
    job.options.traces = false
    job.options.maximumTime = min(job.options.maximumTime ?? Self.patience, Self.patience)
    job.survivesSignals = true
    let seen = Sighting(of: job, on: session)
    let verdict = Verdict(seen.outcome, at: seen.uri)
    var isInterrupted = false
    if case .failure(.interrupted) = seen.outcome { isInterrupted = true }
    let tried = Try(
      variation: variation, verdict: verdict,
      message: (verdict.message ?? "").replacing(
        " (\(Escape.text(seen.uri.redacted)))", with: ""), agreement: seen.agreement,
      sentence: Self.sentence(seen, verdict), isAnswered: seen.last != nil,
      isInterrupted: isInterrupted)
    if !isQuiet { say(tried, as: name ?? variation.name) }
    return tried
  }

  private static func sentence(_ seen: Sighting, _ verdict: Verdict) -> String {
    if let agreement = seen.agreement {
      var parts = ["it opens"]
      if let subprotocol = agreement.subprotocol {
        parts.append("subprotocol \(Escape.text(subprotocol))")
      }
      if agreement.deflate != nil { parts.append("compressed") }
      return parts.joined(separator: ", ")
    }
    if let last = seen.last, verdict.status == 0 || verdict.status == 113 || verdict.status == 110 {
      let reason = last.reason.isEmpty ? "" : " " + Escape.text(String(last.reason.prefix(40)))
      let location =
        last.fields.first("Location").map { " to " + Escape.text(String($0.prefix(80))) } ?? ""
      return "\(last.status)\(reason)\((300...399).contains(last.status) ? location : "")"
    }
    // What to do about it is for the end.
    let message = verdict.message ?? ""
    return String(message.prefix { $0 != "(" && $0 != ";" }).trimmingBlanks
  }

  // MARK: What is said

  private func say(_ line: String) {
    output.write(line + "\n")
    output.flush()
  }

  private func say(_ tried: Try, as name: String) {
    let sign = tried.works ? palette.paint("✔ ", .success) : palette.paint("✘ ", .problem)
    say(sign + name + ": " + tried.sentence)
  }

  private func conclude(_ works: [Try], _ typed: Try) {
    defer { output.drain() }
    guard let best = works.min(by: { length(of: $0) < length(of: $1) }) else {
      say("")
      say(
        palette.paint("Nothing of this opens a WebSocket. ", .problem)
          + typed.message)
      return
    }
    say("")
    say(
      works.contains { $0.variation.name == typed.variation.name }
        ? palette.paint("It works as it was typed:", .success)
        : palette.paint("This works:", .success))
    say("  " + command(for: best))
  }

  private func length(of tried: Try) -> Int {
    // What was typed needs no change.
    tried.variation.words.isEmpty && tried.variation.url == nil && tried.variation.without.isEmpty
      ? 0 : command(for: tried).utf8.count
  }

  private func command(for tried: Try) -> String {
    var words = ["upshift"]
    for item in typed.items {
      guard case .option(let name, let value, let isOn) = item, name != .doctor,
        !tried.variation.without.contains(name.rawValue)
      else { continue }
      words.append((isOn ? "--" : "--no-") + name.rawValue)
      if let value { words.append(shown(value, of: name)) }
    }
    var added = tried.variation.words
    if let chosen = tried.agreement?.subprotocol, added.contains("--subprotocol") {
      added =
        added.split(separator: "--subprotocol", omittingEmptySubsequences: false).first.map(
          Array.init) ?? []
      added += ["--subprotocol", chosen]
    }
    words += added
    words.append(shown(url: tried.variation.url ?? target.job.url))
    return words.map(Self.quoted).joined(separator: " ")
  }

  /// Credentials are not repeated, unless they may be seen.
  private func shown(_ value: String, of name: OptionName) -> String {
    guard !invocation.globals.showsSecrets else { return value }
    switch name {
    case .user, .proxyUser:
      return value.firstIndex(of: ":").map { value[...$0] + "***" } ?? value
    case .oauth2Bearer, .pass: return "***"
    case .cookie: return value.contains("=") ? "***" : value
    case .cert: return value.firstIndex(of: ":").map { value[...$0] + "***" } ?? value
    case .proxy:
      guard let at = value.lastIndex(of: "@") else { return value }
      let start = value.firstRange(of: "://")?.upperBound ?? value.startIndex
      return value[..<start] + "***" + value[at...]
    case .header:
      let name = value.prefix { $0 != ":" }
      return Telling.isCredential(String(name)) ? name + ": ***" : Secrets.hidden(value)
    default: return Secrets.hidden(value)
    }
  }

  private func shown(url: String) -> String {
    guard !invocation.globals.showsSecrets else { return url }
    var url = url
    if !url.contains("://"), let at = url.prefix(while: { !"/?#".contains($0) }).lastIndex(of: "@")
    {
      url = "***" + url[at...]
    }
    url = Secrets.hidden(url: url)
    guard let mark = url.firstIndex(of: "?") else { return url }
    let pairs = url[url.index(after: mark)...].split(
      separator: "&", omittingEmptySubsequences: false
    )
    .map { pair in
      guard let equals = pair.firstIndex(of: "="), Telling.isCredential(String(pair[..<equals]))
      else { return String(pair) }
      return String(pair[...equals]) + "***"
    }
    return url[...mark] + pairs.joined(separator: "&")
  }

  /// For a POSIX shell.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
            || "-._/:@%+=,".unicodeScalars.contains($0))
      }
    return isPlain ? word : "'" + Escape.text(word.replacing("'", with: #"'\''"#)) + "'"
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
