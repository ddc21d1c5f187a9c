import HTTP
import Upgrade

/// Where the answer to a GET of `uri` leads; nil if it is the answer.
func next(after head: ResponseHead, to uri: URI) throws(Refusal) -> URI? {
  let resolution = resolve(head, to: RequestFacts(uri: uri), after: [], under: Policy())
  for note in resolution.notes { print("* \(note)") }
  switch resolution.decision {
  case .webSocket(let uri), .secure(let uri), .http2(let uri): return uri
  case .refuse(let refusal): throw refusal
  default: return nil
  }
}
