import Client
import HTTP
import Prompt
import Streams
import Transcript
import Transfer

// `--write-out`.
extension Visit {
  func writeOut(_ chain: Chain, _ outcome: Outcome, _ verdict: Verdict) {
    guard let format = invocation.writeOut else { return }
    upgrades.followed = chain.followed
    upgrades.time = chain.upgradeTime
    if case .conversation(let ending) = outcome { upgrades.received = ending.received }
    if let pipe {
      (upgrades.incoming.messages, upgrades.outgoing.messages) = (pipe.received, pipe.sent)
      (upgrades.incoming.bytes, upgrades.outgoing.bytes) = pipe.bytes
    } else if let dialogue {
      (upgrades.incoming, upgrades.outgoing) = dialogue.traffic
    }
    var reports = chain.reports
    // curl hangs up before the body; we have dropped it.
    if invocation.fails, verdict.status == 22, let last = reports.indices.last {
      (reports[last].downloaded, reports[last].downloadSpeed) = (0, 0)
    }
    let facts = WriteOut.Facts(
      reports: reports, last: last?.response, url: target.job.url,
      effectiveURL: chain.uri.isWebSocket
        ? chain.uri.description : chain.reports.last?.url ?? target.job.url, number: target.number,
      file: destination.path, status: verdict.status,
      message: verdict.what ?? verdict.message ?? "",
      upgrades: upgrades)
    if !WriteOut(format: format, facts: facts)
      .write(to: standardOutput, messages, until: chain.deadline)
    {
      hasLost = true
    }
  }

  /// It could not begin. Returns the exit status.
  func refuse(_ error: TransferError) -> Int32 {
    messages.refuse(
      Verdict(status: Int32(error.code), message: error.message),
      invocation.writeOut.map { Unasked(format: $0, url: target.job.url, number: target.number) },
      on: standardOutput)
  }
}
