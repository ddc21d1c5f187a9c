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
    // What comes undecoded is not gone into, unless that is asked for.
    let pretty =
      !target.job.options.decodes && invocation.pretty == .auto ? .never : invocation.pretty
    presentation = Presentation(
      of: response, pretty, filter: invocation.bodyFilter, invocation.filters,
      to: output, isColored: style.isColored(output),
      escapes: target.place != .dash)
    isWaiting = isToBeRetried(response)
  }

  /// What a filter makes of a body is for good: that of a response after which another attempt is due waits until there
  /// is none.
  private func isToBeRetried(_ response: ResponseHead) -> Bool {
    guard invocation.bodyFilter != nil, mayRetry, let chain else { return false }
    let status = failure(for: response, at: chain.uri)?.status ?? 0
    let attempt = Retry.Attempt(status: status, response: response.status)
    return invocation.retry.reason(attempt) != nil
  }

  func show(_ bytes: Span<UInt8>, on output: Outlet) -> Bool {
    present(on: output)
    shown += bytes.count
    if isWaiting, bytes.count + waiting.count <= Presentation.longestFiltered {
      bytes.withUnsafeBufferPointer { waiting.append(contentsOf: $0) }
      return true
    }
    isWaiting = false
    if !waiting.isEmpty {
      let before = waiting
      waiting = []
      guard write(before.span, to: output) else { return false }
    }
    return write(bytes, to: output)
  }

  private func write(_ bytes: Span<UInt8>, to output: Outlet) -> Bool {
    do throws(Presentation.Problem) {
      try presentation.write(bytes, to: output, until: chain?.deadline)
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
    Verdict(status: problem.status, "--jq: \(problem.message)", uri)
  }

  /// What is left of the body, once it was whole.
  func endBody(after outcome: Outcome, at uri: URI, _ verdict: inout Verdict) {
    guard !hasConversed, writeError == nil,
      let output = destination.path == nil ? standardOutput : destination.outlet
    else { return }
    if isWaiting {
      isWaiting = false
      let all = waiting
      waiting = []
      guard write(all.span, to: output) else { return }
    }
    if case .failure(.transfer) = outcome, invocation.bodyFilter != nil { return }
    guard last.map({ $0.response.status >= 200 }) ?? false else { return }
    present(on: output)
    do throws(Presentation.Problem) {
      try presentation.end(to: output, until: chain?.deadline)
    } catch {
      guard verdict.status == 0 else { return }
      verdict = self.verdict(on: error, at: uri)
    }
  }
}
