import Platform
import Streams
import Transfer

// Where `--write-out` goes.
extension WriteOut {
  func write(to standardOutput: Outlet, _ messages: Messages) {
    let pieces = pieces { channel in
      switch channel {
      case .standardOutput: standardOutput.isTerminal
      case .standardError: Environment.isTerminal(2)
      case .file: false
      }
    }
    for piece in pieces {
      do throws(FileError) {
        let output = try Self.outlet(for: piece.channel, standardOutput)
        output.write(piece.text)
        output.drain()
      } catch {
        messages.warn("--write-out: cannot write \(error.message)")
      }
    }
  }

  private static func outlet(
    for channel: Channel, _ standardOutput: Outlet
  ) throws(FileError) -> Outlet {
    switch channel {
    case .standardOutput: standardOutput
    case .standardError: Outlet(inherited: 2)
    case .file(let path, let isAppended):
      try Outlet(creating: path, isAppended ? .appending : .replacing)
    }
  }
}

extension Messages {
  /// Nothing is sent to a URL. Returns the exit status.
  func refuse(_ error: InvocationError, on standardOutput: Outlet) -> Int32 {
    var unasked: Unasked?
    if case .unasked(_, let known) = error { unasked = known }
    return refuse(Verdict(error), unasked, on: standardOutput)
  }

  /// The same, for this reason; `unasked` is nil without `--write-out`.
  func refuse(_ verdict: Verdict, _ unasked: Unasked?, on standardOutput: Outlet) -> Int32 {
    if let unasked {
      let facts = WriteOut.Facts(
        reports: [], url: unasked.url, effectiveURL: unasked.url, number: unasked.number,
        status: verdict.status,
        message: verdict.what ?? TransferError.description(of: Int(verdict.status)))
      WriteOut(format: unasked.format, facts: facts).write(to: standardOutput, self)
    }
    fail(verdict.status, verdict.message ?? "")
    return verdict.status
  }
}
