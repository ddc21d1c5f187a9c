import Transfer

/// What carries the bytes of a conversation: a transfer after its 101, or whatever else is a stream both ways.
protocol Carrier: SendingSide {
  /// Asks the conversation for bytes to send, soon.
  func resumeSending()
  /// Hands over what the conversation answered `paused` to, and what follows.
  func resumeReceiving()
  /// The conversation answered `paused`, and has not called `resumeReceiving` since.
  var isReceivingPaused: Bool { get }
  /// The peer has ended its side: what is in progress is completed, no more.
  var hasPeerEnded: Bool { get }
  /// Set once it has ended: no error, or why it failed.
  var outcome: TransferOutcome? { get }
  /// `TLS 1.3`, or nil without TLS.
  var tlsVersion: String? { get }
}

extension Carrier {
  /// Nobody asks.
  var unsent: Int { 0 }
  /// It goes on until it ends.
  func endSending() -> Bool { false }
}

extension Transfer: Carrier {}
