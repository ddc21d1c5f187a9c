import Client
import HTTP
import Streams
import Transfer

// The body of a response, as it is shown.
extension Visit {
  func beginBody(of response: ResponseHead) {
    guard response.status >= 200, witness == nil, !printsEvents else { return }
    beginning = response
  }

  /// A file is opened for a body, not for a head that leads on.
  private func present(on output: Outlet) {
    guard let response = beginning else { return }
    beginning = nil
    presentation = Presentation(
      of: response, invocation.pretty, filter: invocation.bodyFilter, invocation.filters,
      to: output, isColored: style.isColored(output),
      escapes: target.place == .standardOutput)
  }

  func show(_ bytes: Span<UInt8>, on output: Outlet) -> Bool {
    present(on: output)
    shown += bytes.count
    do throws(Presentation.Problem) {
      try presentation.write(bytes, to: output)
      return true
    } catch {
      let uri = chain?.uri ?? target.job.uri
      // An HTTP error comes before what its body is.
      if let last, failure(for: last.response, at: uri) != nil { return true }
      writeError = verdict(on: error, at: uri)
      return false
    }
  }

  private func verdict(on problem: Presentation.Problem, at uri: URI) -> Verdict {
    Verdict(status: 117, "--jq: \(problem.message)", uri)
  }

  /// What is left of the body, once it was whole.
  func endBody(after outcome: Outcome, at uri: URI, _ verdict: inout Verdict) {
    guard !hasConversed, writeError == nil,
      let output = destination.path == nil ? standardOutput : destination.outlet
    else { return }
    if case .failure(.transfer) = outcome, invocation.bodyFilter != nil { return }
    guard last.map({ $0.response.status >= 200 }) ?? false else { return }
    present(on: output)
    do throws(Presentation.Problem) {
      try presentation.end(to: output)
    } catch {
      guard verdict.status == 0 else { return }
      verdict = self.verdict(on: error, at: uri)
    }
  }
}
