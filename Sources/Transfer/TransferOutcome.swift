/// How a transfer ended. It is no `Result`: for that the runtime looks through all conformances for `Error`, at each
/// start.
public enum TransferOutcome: Sendable {
  /// As it should.
  case success
  /// This went wrong.
  case failure(TransferError)

  /// - Parameter error: what went wrong, if anything did.
  public init(_ error: TransferError?) { self = error.map { .failure($0) } ?? .success }

  /// What went wrong, if anything did.
  public var error: TransferError? {
    if case .failure(let error) = self { error } else { nil }
  }
}
