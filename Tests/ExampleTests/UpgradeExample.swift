import HTTP
import Upgrade

/// GETs `uri`, and again for each upgrade that the server requires, until a response is the answer. `send` does it over the
/// protocol that was followed last; of a WebSocket it sends the handshake, and returns the head of the 101.
func follow(
  _ uri: URI, send: (URI, Kind?) throws -> ResponseHead
) throws -> ResponseHead {
  // What `send` cannot do is never decided for. No kind is followed twice, so that there are no loops.
  let policy = Policy(maximum: 5, hasHTTP2: false, hasHTTP3: false)
  var request = RequestFacts(uri: uri)
  var followed: [Kind] = []
  while true {
    let response = try send(request.uri, followed.last)
    let resolution = resolve(response, to: request, after: followed, under: policy)
    for note in resolution.notes { print("* \(note)") }
    switch resolution.decision {
    // A redirect, too: it is the caller's to follow, and to count.
    case .none, .show: return response
    case .refuse(let refusal): throw refusal  // .loop and .tooMany, too
    case .secure(let next), .http1(let next): request.uri = next
    case .webSocket(let next): (request.uri, request.isHandshake) = (next, true)
    // Never under this policy, without a proxy.
    case .http2, .http3, .tunnel, .secureProxy: return response
    }
    if let kind = resolution.decision.kind { followed.append(kind) }
  }
}
