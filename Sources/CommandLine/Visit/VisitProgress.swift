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
      job.options.showsMeter = true
    }
  }

  func drawBar(now: Double) -> Double? {
    guard bar != nil, !hasConversed, let chain else { return nil }
    guard chain.progress.received + chain.progress.sent > 0 else {
      return now + ProgressBar.interval
    }
    if let line = bar?.line(chain.progress, now: now) { messages.write(line) }
    return now + ProgressBar.interval
  }

  func endBar(isWhole: Bool) {
    guard var bar else { return }
    self.bar = nil
    messages.write(bar.end(chain?.progress ?? Progress(), isWhole: isWhole && !hasConversed))
  }
}
