import Platform
import Streams
import Text
import Transfer

// Where `--write-out` goes.
extension WriteOut {
  /// False if not all of it could be written, until `deadline` at the latest, which was then said.
  @discardableResult
  func write(
    to standardOutput: Outlet, _ messages: Messages, until deadline: Double? = nil
  ) -> Bool {
    var isWhole = true
    for piece in pieces {
      do throws(FileError) {
        let output = try Self.outlet(for: piece.channel, standardOutput)
        // What failed before was told.
        guard output.failure == nil else { continue }
        output.write(output.isTerminal ? piece.shown : piece.text)
        try output.finish(at: piece.channel.path, until: deadline)
      } catch {
        // Nobody could be told.
        guard piece.channel != .standardError else { continue }
        isWhole = false
        messages.lost("write-out", error)
      }
    }
    return isWhole
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

extension WriteOut.Channel {
  fileprivate var path: String {
    switch self {
    case .standardOutput: "standard output"
    case .standardError: "standard error"
    case .file(let path, _): path
    }
  }
}

extension Messages {
  /// What the option asked for could not be written. A closed pipe is how `head` says that it has enough.
  func lost(_ option: String, _ error: FileError) {
    if error.number != EPIPE { fail(23, "--\(option): cannot write \(Escape.text(error.message))") }
  }

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
