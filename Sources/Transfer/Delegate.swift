public import HTTP

/// Who a transfer reports to, and has to outlive it. Every call comes from within `Session.step`.
public protocol TransferDelegate: AnyObject {
  /// The connection is there, and a request is about to go out on it; not a CONNECT to a proxy. By default ignored.
  func transferIsAsking(_ transfer: Transfer)
  /// The answer to the last request has begun to come. By default ignored.
  func transferIsAnswered(_ transfer: Transfer)
  /// A response head is complete; interim ones (1xx), a proxy's answer to CONNECT and those that
  /// libcurl answers itself (401, redirects) included.
  func transfer(_ transfer: Transfer, received exchange: Exchange) -> HeadAction
  /// A field line of the trailer section (RFC 9112 §7.1.2), with its CRLF. By default ignored.
  func transfer(_ transfer: Transfer, receivedTrailer line: Span<UInt8>)
  /// Bytes of a body, decoded; or, once the stream is open, of the new protocol. At most 16 KiB,
  /// gone when the call returns.
  func transfer(_ transfer: Transfer, received bytes: Span<UInt8>) -> Intake
  /// The connection has room for bytes of the new protocol.
  func transfer(_ transfer: Transfer, fill output: inout OutputSpan<UInt8>) -> Outflow
  /// One more request is about to go out on this transfer, as after a 401. What is returned takes
  /// the place of its upgrade fields.
  func transfer(_ transfer: Transfer, repeats fields: Fields) -> Fields
  /// How much longer the answer to `OPTIONS *` may take over TLS, in milliseconds. At 0 the transfer ends with
  /// `TransferError.timedOut`.
  func patience(of transfer: Transfer) -> Int
  /// libcurl says what it does (`Options.traces`; request heads with `Options.keepsRequests` too).
  func transfer(_ transfer: Transfer, traced kind: Trace, _ bytes: Span<UInt8>)
}

extension TransferDelegate {
  /// Ignores it.
  public func transferIsAsking(_ transfer: Transfer) {}
  /// Ignores it.
  public func transferIsAnswered(_ transfer: Transfer) {}
  /// Ignores it.
  public func transfer(_ transfer: Transfer, receivedTrailer line: Span<UInt8>) {}
}

/// What is to become of what follows a response head.
public enum HeadAction: Sendable {
  /// The body is handed to the delegate.
  case deliver
  /// The body is read and dropped; the transfer ends well.
  case discard
  /// A 101 that was found to be valid: from here on bytes go both ways.
  case openStream
  /// The transfer ends here, with `TransferError.write`.
  case abort
}

/// What became of bytes that were handed over.
public enum Intake: Sendable {
  /// They were taken.
  case taken
  /// None was taken: the same bytes come again after `Transfer.resumeReceiving`.
  case paused
  /// The transfer ends here, with `TransferError.write`.
  case abort
}

/// What became of a request for bytes to send.
public enum Outflow: Sendable {
  /// What was written to the buffer is sent; if nothing was, `Transfer.resumeSending` asks again.
  case more
  /// What was written to the buffer is sent, and nothing after it.
  case end
}

/// What a trace is of.
public enum Trace: Sendable {
  /// libcurl's own words.
  case information
  /// A request head, whole.
  case requestHead
  /// A line of a response head.
  case responseHead
  /// Bytes sent.
  case sent
  /// Bytes received.
  case received
  /// Bytes of TLS itself sent.
  case sentTLS
  /// Bytes of TLS itself received.
  case receivedTLS
}
