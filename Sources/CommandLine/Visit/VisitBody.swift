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
    guard !presentation.write(bytes, to: output) else { return true }
    writeError = Verdict(status: 117, message: "--jq: the body is too long to be filtered")
    return false
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
      verdict = Verdict(status: 117, message: "--jq: \(error.message) (\(uri.redacted))")
    }
  }
}
