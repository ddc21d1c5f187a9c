import Client
import Platform
import Streams
import Transfer

// How far it is: the meter, which is libcurl's, or the bar.
extension Visit {
  /// Somebody who sees the payload come needs nothing else.
  private var isPayloadSeen: Bool {
    destination.path == nil && standardOutput.isTerminal
  }

  func tellProgress(_ job: inout Job) {
    let globals = invocation.globals
    guard !isBeside, witness == nil, !isPayloadSeen, !job.beginsWithHandshake else { return }
    if globals.drawsBar {
      bar = globals.isSilent ? nil : ProgressBar(columns: ProgressBar.columns)
    } else if globals.showsMeter {
      hasMeter = true
      job.options.showsMeter = true
    }
  }

  /// What is answered by a 426 or a redirect at once has nothing to show; what takes longer is seen to wait.
  private static let patience = 1.0

  /// Returns when it wants to be called again, in `Clock` seconds.
  func showProgress(now: Double) -> Double? {
    guard !hasConversed, let chain, !chain.isHandshake else { return nil }
    let isPatient = now - began < Self.patience
    if bar != nil {
      guard !isPatient || chain.progress.received + chain.progress.sent > 0 else {
        return now + ProgressBar.interval
      }
      if let line = bar?.line(chain.progress, now: now) { messages.write(line) }
      return now + ProgressBar.interval
    }
    guard hasMeter else { return nil }
    guard !isPatient else { return began + Self.patience }
    chain.showMeter()
    // libcurl draws it when it is called.
    return now + 1
  }

  func endBar(isWhole: Bool) {
    guard var bar else { return }
    self.bar = nil
    messages.write(bar.end(chain?.progress ?? Progress(), isWhole: isWhole && !hasConversed))
  }
}
