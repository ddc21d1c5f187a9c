import HTTP
import Platform
public import Transfer

/// A request that no response came to, as far as it came.
public struct Attempt: Sendable {
  /// Where it was to go.
  public var url = ""
  /// `GET`; `CONNECT` where it is the proxy's answer that did not come, too.
  public var method = ""
  /// It is a CONNECT to a proxy.
  public var isProxys = false
  /// Its head, if it was sent and `Options.keepsRequests`; else empty.
  public var requestHead: [UInt8] = []
  /// The lines that came of a head that was not complete.
  public var unfinished: [UInt8] = []
  /// When it was sent, and when it was given up, in `Clock` seconds.
  public var sent: Double?, ended = Clock.now()
  /// There was a connection.
  public var isConnected = false
  /// The connection's TLS, if it was there.
  public var tls: String?
  /// Why; nil if nothing failed.
  public var error: TransferError?
}

extension Chain {
  /// Of the transfer that is over: the request that it leaves without an answer, or could not send; nil if there is none.
  func unanswered() -> Attempt? {
    guard opened == nil, !isSwitched, let transfer, isUnanswered(transfer) else { return nil }
    var attempt = Attempt()
    (attempt.url, attempt.method) = (transfer.report.url, transfer.report.method)
    // A connection of our own is no request of libcurl's, but for a proxy's CONNECT.
    let isRepeated = transfer.requestHead == transfer.exchanges.last?.requestHead
    let isSent =
      !transfer.requestHead.isEmpty && (!isRepeated || (tunnel == nil && !transfer.isAnswered))
    if isSent { (attempt.requestHead, attempt.sent) = (transfer.requestHead, requestSent) }
    attempt.isProxys = isSent && transfer.requestHead.starts(with: "CONNECT ".utf8)
    if let tunnel {
      (attempt.url, attempt.method) = (hop.url, "CONNECT")
      if tunnel.hasAsked {
        (attempt.requestHead, attempt.sent) = (tunnel.requestHead, requestSent)
        attempt.isProxys = false
      }
    }
    if attempt.isProxys { attempt.method = "CONNECT" }
    attempt.unfinished = transfer.unfinishedHead?.raw ?? []
    attempt.tls = asking.tls
    attempt.isConnected =
      isSent || asking.tls != nil || transfer.report.localPort > 0 || !transfer.exchanges.isEmpty
    attempt.error = carrier?.outcome?.error
    return attempt
  }

  private func isUnanswered(_ transfer: Transfer) -> Bool {
    if let tunnel, (tunnel.exchange?.response.status ?? 0) >= 200 { return false }
    guard let last = transfer.exchanges.last else { return true }
    let status = last.response.status
    if last.isFromConnect {
      // After its tunnel is open the request itself is to come.
      return (200...299).contains(status) || transfer.requestHead != last.requestHead
    }
    // One that was not taken.
    if status == 101, failure != nil || isToBeAskedAgain { return false }
    return !transfer.isAnswered
  }
}
