import Client
import Explain
import HTTP
import Streams
import Text
import Upgrade

// `--explain`, and what is said unasked.
extension Visit {
  /// A refusal may say in words what it wants.
  func hint(at outcome: Outcome, _ chain: Chain) {
    guard case .response(let response) = outcome, target.job.policy.follows,
      Hint.wantsWebSocket(response, body: refusal)
    else { return }
    let hint = "this may be a WebSocket endpoint: try --upgrade websocket (\(chain.uri.redacted))"
    if let witness { witness.noted(hint) } else { messages.warn(hint) }
  }

  /// The account takes the place of the payload.
  func explain(_ witness: Witness, _ chain: Chain, _ verdict: Verdict) {
    witness.ended(chain, status: verdict.status, message: verdict.message ?? "")
    guard let output = opened() else { return }
    switch invocation.explanation {
    case .json: output.write(AccountJSON.text(witness.account).span)
    default:
      let palette = Palette(isColored: style.isColored(output))
      for line in AccountText(witness.account, palette).lines { output.write(line + "\n") }
    }
  }
}
