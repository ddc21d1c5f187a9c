import HTTP
import Testing
import Upgrade

@Suite("426 and proxies") struct ProxyTests {
  private var forwarded: RequestFacts {
    var facts = RequestFacts.http
    facts.isForwarded = true
    return facts
  }

  @Test func aBareOneThatWasForwardedIsAskedForThroughATunnel() throws {
    let response = try head("HTTP/1.1 426")
    let resolution = resolve(response, to: forwarded, after: [], under: Policy())
    #expect(resolution.decision == .tunnel(forwarded.uri))
    #expect(
      resolution.notes == ["a proxy before the server may have dropped the Upgrade field"])
  }

  @Test func onlyOnce() throws {
    let response = try head("HTTP/1.1 426")
    let decision = resolve(response, to: forwarded, after: [.tunnel], under: Policy()).decision
    #expect(decision == .refuse(.noUpgradeField(offered: nil, explicitVersion: nil)))
  }

  @Test func notIfTheFieldCameThrough() throws {
    for value in ["websocket", "nothing-known", "?"] {
      let response = try head("HTTP/1.1 426", "Upgrade: \(value)")
      #expect(
        resolve(response, to: forwarded, after: [], under: Policy()).decision.kind != .tunnel)
    }
  }

  @Test func notWithABodyThatIsGone() throws {
    var facts = forwarded
    (facts.method, facts.hasBody, facts.bodyIsRewindable) = ("POST", true, false)
    let decision = resolve(try head("HTTP/1.1 426"), to: facts, after: [], under: Policy()).decision
    #expect(decision == .refuse(.bodyNotRewindable(.tunnel)))
  }

  @Test(
    arguments: [
      (426, "TLS/1.2, HTTP/1.1", false, [], .secureProxy(RequestFacts.http.uri)),
      (426, "tls/1.0", false, [], .secureProxy(RequestFacts.http.uri)),
      (426, "TLS/1.2", true, [], .none),
      (426, "websocket", false, [], .none),
      (403, "TLS/1.2", false, [], .none),
      (426, "TLS/1.2", false, [.secureProxy], .refuse(.loop(.secureProxy))),
    ] as [(Int, String, Bool, [Kind], Decision)])
  func aProxysOwn(
    _ status: Int, _ upgrade: String, _ isSecure: Bool, _ followed: [Kind], _ decision: Decision
  ) throws {
    let response = try head("HTTP/1.1 \(status)", "Upgrade: \(upgrade)")
    let resolution = resolveProxy(
      response, to: .http, isSecure: isSecure, after: followed, under: Policy())
    #expect(resolution.decision == decision)
  }
}
