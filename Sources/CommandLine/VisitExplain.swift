import Client
import Explain
import Streams
import Text

// `--explain`.
extension Visit {
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
