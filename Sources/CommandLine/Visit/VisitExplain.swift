import Client
import Explain
import HTTP
import Streams
import Text
import Transfer
import Upgrade

// `--explain`, and what is said unasked.
extension Visit {
  /// A refusal may say in words what it wants.
  func hint(at outcome: Outcome, _ chain: Chain) {
    guard target.job.policy.follows else { return }
    let response: ResponseHead
    switch outcome {
    case .response(let answer), .failure(.handshakeRefused(let answer)): response = answer
    default: return
    }
    let hint: String
    if Hint.wantsTLS(response, body: refusal) {
      let scheme = chain.uri.isWebSocket ? "wss" : "https"
      hint = "the server speaks TLS on this port: try \(scheme):// (\(chain.uri.redacted))"
    } else if !target.job.wantsBody, target.job.method == nil, Hint.refusesHEAD(response) {
      hint =
        "the server refuses HEAD: -i --no-upgrade shows the head that a GET gets (\(chain.uri.redacted))"
    } else if case .response = outcome, Hint.wantsWebSocket(response, body: refusal) {
      hint = "this may be a WebSocket endpoint: try --upgrade websocket (\(chain.uri.redacted))"
    } else {
      return
    }
    if let witness { witness.noted(hint) } else { messages.warn(hint) }
  }

  /// What a hint at the end of a chain has to know.
  func circumstances(of chain: Chain) -> Circumstances {
    let answered = (last?.url).flatMap { try? URI(parsing: $0) }
    return Circumstances(
      followed: chain.followed, job: target.job,
      hasAnswered: answered?.isSameOrigin(as: chain.uri.asHTTP) ?? false,
      beginsWithHTTP2: chain.beginsWithHTTP2,
      hasOrigin: target.job.headerLines.contains { fieldName(of: $0) == "origin" },
      isFirst: target.number == invocation.targets.firstNumber)
  }

  /// The account takes the place of the payload.
  func explain(_ witness: Witness, _ chain: Chain, _ verdict: Verdict) {
    var message = verdict.message ?? ""
    // `--explain json` is a URL.
    if verdict.status == 6, chain.uri.host == "json" { message += "; or was --explain=json meant?" }
    witness.ended(chain, status: verdict.status, message: message)
    guard let output = opened() else { return }
    switch invocation.explanation {
    case .json: output.write(AccountJSON.text(witness.account).span)
    default:
      if target.number > 0 || !target.isFirst { output.write("\n") }
      let palette = Palette(isColored: style.isColored(output))
      for line in AccountText(witness.account, palette).lines { output.write(line + "\n") }
    }
  }
}
