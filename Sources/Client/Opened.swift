import Transfer

/// What a switch of protocols opened, as a chain drives it: a WebSocket, or a bare stream of bytes.
protocol Opened: AnyObject {
  /// It may begin to send.
  func begin()
  /// Bytes came.
  func receive(_ bytes: Span<UInt8>) -> Intake
  /// There is room for bytes to send.
  func fill(_ output: inout OutputSpan<UInt8>) -> Outflow
  /// Does what is due. Returns when the next turn is due at the latest, or nil to end the connection now.
  func turn(now: Double) -> Double?
  /// Asks for bytes to send if there are any.
  func resumeSending()
  /// A signal came.
  func interrupt(_ signal: Int32)
  /// Descriptors to watch.
  var watched: [Watched] { get }
  /// They were waited for.
  func ready(_ watched: [Watched])
  /// The transfer is over.
  func ended(_ outcome: TransferOutcome?)
  /// What became of it.
  var outcome: Outcome { get }
}

extension Conversation: Opened {
  func begin() { application.opened(self) }

  var watched: [Watched] { application.watched }

  func ready(_ watched: [Watched]) { application.ready(watched) }

  var outcome: Outcome { .conversation(ending) }
}
