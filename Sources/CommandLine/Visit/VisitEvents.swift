import Platform
import Streams
import Text
import Transcript

// `--ws-format ndjson`: standard output gets what happens, one JSON object a line.
extension Visit {
  func print(_ record: Record) {
    guard let output = opened() else { return }
    output.write(record.line.span)
    // A pipe does so once a wake-up, for many messages at a time.
    if pipe == nil { output.flush() }
  }

  /// The last words: what is left of a body, and why it went wrong.
  func finishEvents(_ verdict: Verdict) {
    guard printsEvents else { return }
    tape?.endBody()
    guard verdict.status != 23, let message = verdict.message else { return }
    tape?.show(.error(reason: invocation.globals.showsSecrets ? message : Secrets.hidden(message)))
  }
}
