import Check
import Client
import HTTP
import Platform
import Streams
import Text
import Transcript
import WebSocket

// `--expect`.
extension Visit {
  func openScenario() -> Scenario? {
    let output = opened() ?? Outlet(failed: EIO)
    let separator = invocation.pipe.format.separator
    let frames = invocation.globals.isVerbose ? FramePrinter(messages.say) : nil
    scenario = try? Scenario(
      invocation.scenario, filters: invocation.filters, patience: invocation.patience
    ) {
      [unowned self] event, direction in
      tape?.add(event, direction)
      upgrades.count(event, direction)
      switch event {
      case .text(let bytes) where direction == .incoming,
        .binary(let bytes) where direction == .incoming:
        guard !printsEvents else { break }
        if output.isTerminal { output.write(Escape.text(bytes)) } else { output.write(bytes.span) }
        if let separator { output.write(separator) }
        output.flush()
      case .close(let close): frames?.closed(close, isOutgoing: direction == .outgoing)
      default: break
      }
    }
    return scenario
  }

  /// What `--expect` makes of it; nil if the conversation itself has more to tell.
  func judge(_ scenario: Scenario, _ ending: Ending, at uri: URI) -> Verdict? {
    let plain = Verdict(ending, nil, okCodes: invocation.okCodes, at: uri)
    let outcome = scenario.verdict(
      after: ending.received == nil
        ? (115, plain.message ?? "the connection was lost before our Close was answered") : nil)
    guard outcome.status == 0 else {
      return outcome.status == 117 || plain.status == 0
        ? Verdict(
          status: outcome.status, message: Escape.text(outcome.message) + " (\(uri.redacted))")
        : plain
    }
    // A Close that was expected is none to complain about.
    return plain.status == 116 ? .success : nil
  }
}
