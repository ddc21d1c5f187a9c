import Client
import Explain
import HTTP
import Platform
import Streams
import Text
import Transfer
import Upgrade
import WebSocket

/// `--doctor`: tries what makes a handshake fail, and says what makes it work.
struct Doctor {
  private let target: Invocation.Target
  private let prescription: Prescription
  private let output = Outlet(inherited: 1)
  private let palette: Palette

  private static let mostPairs = 30
  /// Seconds for all pairs.
  private static let longest = 30.0
  /// Milliseconds for one try.
  private static let patience = 5000

  init(_ invocation: Invocation, _ target: Invocation.Target, typed: Arguments) {
    self.target = target
    prescription = Prescription(
      typed: typed, url: target.job.url, showsSecrets: invocation.globals.showsSecrets)
    palette = Palette(isColored: Style(invocation.globals.color).isColored(output))
  }

  private struct Try {
    let name: String
    let variation: Variation
    /// The same without what all is tried on top of.
    let change: Variation?
    let verdict: Verdict
    let agreement: Agreement?
    let sentence: String
    /// A response came.
    let isAnswered: Bool
    /// It spoke of subprotocols.
    let namesSubprotocols: Bool
    let isInterrupted: Bool

    var works: Bool { agreement != nil }
  }

  /// Returns the exit status: 0 if anything works, else that of the command as it was typed, or, if it is only that there was
  /// no handshake, of the handshake.
  func run(on session: Session) -> Int32 {
    let typed = attempt(Variation("as typed") { _ in }, session)
    guard !typed.isInterrupted else { return typed.verdict.status }
    var tries = [typed]
    if !typed.works, !target.job.beginsWithHandshake {
      tries.append(attempt(Self.offer, session))
    }
    let base = tries[tries.count - 1]
    let singles = base.isInterrupted ? [] : singles(after: base, typed)
    for variation in singles {
      guard let both = base.variation.and(variation) else { continue }
      tries.append(attempt(both, session, as: variation.name, change: variation))
      if tries[tries.count - 1].isInterrupted { break }
    }
    // What nobody answers is no better with another change.
    if !tries.contains(where: { $0.works || $0.isInterrupted }) {
      let answered = tries.filter(\.isAnswered).compactMap(\.change)
      if let pair = pairs(of: answered, after: base.variation, session) { tries.append(pair) }
    }
    // A server that says what it wants need not be told.
    if base.variation.words == Self.offer.words, let change = shortest(of: tries)?.change {
      tries.append(
        attempt(change, session, as: change.name + ", and not at once but after a 426"))
    }
    if let last = tries.last, last.isInterrupted { return last.verdict.status }
    let best = shortest(of: tries)
    let failed = typed.verdict.status == 0 ? base : typed
    conclude(best, failed, tries)
    return best != nil ? 0 : max(1, failed.verdict.status)
  }

  private static let offer = Variation(
    "a handshake at once", words: ["--upgrade", "websocket"], without: ["upgrade", "no-upgrade"]
  ) {
    ($0.beginsWithHandshake, $0.policy.follows) = (true, true)
  }

  /// What to try, each alone.
  private func singles(after base: Try, _ typed: Try) -> [Variation] {
    var job = target.job
    base.variation.change(&job)
    let usesProxy = job.options.proxy.url != nil || Environment.namesProxy
    let all = Variation.all(for: job, usesProxy: usesProxy)
    // Where nobody answers (no name, no connection, no time, no TLS, no trust), only another place can help.
    guard [6, 7, 28, 35, 60].contains(typed.verdict.status), !typed.isAnswered else { return all }
    return all.filter { $0.url != nil || $0.words.contains("--noproxy") }
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
        let tried = attempt(both, session, as: pair.name, change: pair, isQuiet: true)
        if tried.isInterrupted { return tried }
        if tried.works {
          say(tried)
          return tried
        }
      }
    }
    say(palette.paint("✘ ", .problem) + "any two of these together: no")
    return nil
  }

  private func attempt(
    _ variation: Variation, _ session: Session, as name: String? = nil, change: Variation? = nil,
    isQuiet: Bool = false
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
      name: name ?? variation.name, variation: variation, change: change, verdict: verdict,
      agreement: seen.agreement, sentence: Self.sentence(seen, verdict),
      isAnswered: seen.last != nil, namesSubprotocols: seen.namesSubprotocols,
      isInterrupted: isInterrupted)
    if !isQuiet { say(tried) }
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
      let words = seen.words.map { ": \"\(Escape.text($0))\"" } ?? ""
      return "\(last.status)\(reason)\((300...399).contains(last.status) ? location : words)"
    }
    // What to do about it is for the end.
    return verdict.what ?? verdict.message ?? ""
  }

  // MARK: What is said

  private func say(_ line: String) {
    output.write(line + "\n")
    output.flush()
  }

  private func say(_ tried: Try) {
    let sign = tried.works ? palette.paint("✔ ", .success) : palette.paint("✘ ", .problem)
    say(sign + tried.name + ": " + tried.sentence)
  }

  private func conclude(_ best: Try?, _ failed: Try, _ tries: [Try]) {
    defer { output.drain() }
    say("")
    guard let best else {
      return say(
        palette.paint("Nothing of this opens a WebSocket:", .problem) + " "
          + reason(failed, tries))
    }
    let isAsTyped =
      best.variation.words.isEmpty && best.variation.url == nil
      && best.variation.without.isEmpty
    say(
      isAsTyped
        ? palette.paint("It works as it was typed:", .success)
        : palette.paint("This works:", .success))
    say("  " + command(for: best))
    // Around a proxy is not where everybody may go.
    if best.variation.words.contains("--noproxy"), let hint = failed.verdict.hint {
      say("Through the proxy: \(failed.sentence); \(hint)")
    }
  }

  /// Why nothing works, and what to do about it.
  private func reason(_ failed: Try, _ tries: [Try]) -> String {
    // A server that speaks TLS says nothing to who does not.
    let untrusted = failed.isAnswered ? nil : tries.first { $0.verdict.status == 60 }
    if let untrusted, untrusted.name != failed.name {
      return untrusted.name + ": " + reason(untrusted, [])
    }
    let what = failed.verdict.what ?? failed.sentence
    let hint =
      failed.verdict.hint
      ?? (failed.namesSubprotocols ? "--subprotocol NAME offers one" : nil)
    return what + (hint.map { "; " + $0 } ?? "")
  }

  private func shortest(of tries: [Try]) -> Try? {
    tries.filter(\.works).min { length(of: $0) < length(of: $1) }
  }

  private func length(of tried: Try) -> Int {
    // What was typed needs no change.
    tried.variation.words.isEmpty && tried.variation.url == nil && tried.variation.without.isEmpty
      ? 0 : command(for: tried).utf8.count
  }

  private func command(for tried: Try) -> String {
    prescription.command(for: tried.variation, subprotocol: tried.agreement?.subprotocol)
  }
}
