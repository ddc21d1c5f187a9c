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
    let facts = WriteOut.Facts(
      reports: chain.reports, last: last?.response, url: target.job.url,
      effectiveURL: chain.uri.isWebSocket
        ? chain.uri.description : chain.reports.last?.url ?? target.job.url, number: number,
      file: target.file, status: verdict.status, message: verdict.message ?? "",
      upgrades: upgrades)
    for piece in WriteOut(format: format, facts: facts).pieces() {
      let output = piece.isForError ? Outlet(inherited: 2) : standardOutput
      output.write(piece.text)
      output.drain()
    }
  }
}
