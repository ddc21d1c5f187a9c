import Client
import HTTP
import Platform
import Streams
import Transfer

// `--retry`.
extension Visit {
  /// Another attempt is possible, as far as the options say.
  var mayRetry: Bool { invocation.retry.attempts > attempts && !hasConversed }

  /// Seconds to wait before another attempt; nil if there is to be none. That there should be one and cannot is a failure.
  func secondsToRetry(_ verdict: inout Verdict, _ chain: Chain) -> Int? {
    let retry = invocation.retry
    // What was said on a WebSocket is not said twice.
    guard mayRetry, !isInterrupted, witness == nil,
      writeError == nil, !isAborted
    else { return nil }
    let report = chain.reports.last ?? Report()
    let attempt = Retry.Attempt(
      status: verdict.status, response: last?.response.status, retryAfter: report.retryAfter,
      systemError: report.systemError)
    guard
      let seconds = retry.wait(
        before: attempts + 1, after: attempt, elapsed: Clock.now() - began)
    else { return nil }
    let reason = retry.reason(attempt) ?? ""
    guard !chain.isBodyGone else {
      verdict = Verdict(
        status: Int32(TransferError.rewind),
        "\(reason), and the body, which cannot be read twice, is not sent again", chain.uri,
        "give it in a file")
      return nil
    }
    attempts += 1
    endBar(isWhole: false)
    if let message = verdict.message { messages.fail(verdict.status, message) }
    let left = retry.attempts - attempts
    if !invocation.globals.isSilent {
      messages.warn(
        "\(reason): trying again in \(seconds) s, "
          + "\(left) time\(left == 1 ? "" : "s") more after that (\(chain.uri.redacted))")
    }
    return seconds
  }

  /// The next attempt begins from nothing; a file is written anew.
  func forgetAttempt() {
    destination.restart()
    headOutput?.drain()
    (last, refusal, upgrades) = (nil, [], WriteOut.Upgrades())
    (waiting, isWaiting) = ([], false)
  }
}
