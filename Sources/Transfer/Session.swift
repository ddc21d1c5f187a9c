import CLibcurl
public import HTTP
import Platform

/// libcurl's multi handle, which is the event loop, and what outlives one transfer: connections,
/// cookies, TLS sessions. One transfer at a time. The cookie jar is written when it goes.
public final class Session {
  private let multi: UnsafeMutableRawPointer
  /// Has the cookies and the TLS sessions.
  private let main: Handle
  /// Of the transfer in progress, or the last one.
  private var handle: Handle
  let sockets = Sockets()
  private var current: (transfer: Transfer, lists: ListsBox)?
  private var hasLoadedCookies = false
  /// The connection that was kept after a 101, or switched to TLS.
  var inPlace: InPlaceConnection?

  private final class Handle {
    let easy: EasyHandle
    init() throws(TransferError) { easy = try EasyHandle() }
  }

  private final class ListsBox {
    let lists: Lists
    init(_ lists: consuming Lists) { self.lists = lists }
  }

  /// A session without connections. Throws if libcurl cannot begin.
  public init() throws(TransferError) {
    guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init()
    else { throw TransferError(CURLE_FAILED_INIT) }
    self.multi = multi
    main = try Handle()
    handle = main
  }

  deinit {
    if current != nil { curl_multi_remove_handle(multi, handle.easy.pointer) }
    curl_multi_cleanup(multi)
  }

  /// Begins a transfer; the one before must have ended. Throws if libcurl refuses an option.
  public func begin(
    _ request: Request, _ options: Options, delegate: any TransferDelegate
  ) throws(TransferError) -> Transfer {
    // libcurl's cookies go with whatever a handle asks: what is asked in the clear has a handle of its own.
    handle = request.inPlace == .asking ? try Handle() : main
    handle.easy.reset()
    let (request, options) = prepared(request, options)
    let transfer = Transfer(
      request, easy: handle.easy.pointer, sockets: sockets, options, delegate: delegate)
    let lists = ListsBox(try Lists(request, options, for: handle.easy.pointer))
    try handle.easy.configure(request, options, lists.lists, loadsCookies: !hasLoadedCookies)
    upshift_set_callbacks(
      handle.easy.pointer,
      Callbacks.all(
        for: transfer, sockets: sockets, traces: options.traces || options.keepsRequests))
    if handle === main { hasLoadedCookies = true }
    sockets.forget()
    guard curl_multi_add_handle(multi, handle.easy.pointer) == CURLM_OK else {
      throw TransferError(CURLE_FAILED_INIT)
    }
    current = (transfer, lists)
    return transfer
  }

  /// Does whatever can be done without waiting.
  public func step() {
    guard let transfer = current?.transfer else { return }
    let before = transfer.receivedBytes
    perform()
    // libcurl 7.88 does not see the end of a stream whose sending is paused. Once the peer has
    // closed, and all that it sent has come, our side is ended too.
    if sockets.hasHungUp, transfer.outcome == nil, !transfer.isReceivingPaused,
      transfer.receivedBytes == before
    {
      sockets.hasHungUp = false
      transfer.endSending()
      perform()
    }
  }

  /// Waits until libcurl or a descriptor has something to do, but no longer than `milliseconds`.
  public func wait(for watched: inout [Watched], milliseconds: Int) {
    var extra = watched.map {
      curl_waitfd(
        fd: $0.descriptor,
        events: Int16(
          ($0.isForReading ? CURL_WAIT_POLLIN : 0) | ($0.isForWriting ? CURL_WAIT_POLLOUT : 0)),
        revents: 0)
    }
    extra.append(curl_waitfd(fd: sockets.hangups, events: Int16(CURL_WAIT_POLLIN), revents: 0))
    let limit = sockets.hasHungUp && current?.transfer.isReceivingPaused == false ? 0 : milliseconds
    curl_multi_poll(
      multi, &extra, UInt32(extra.count), Int32(clamping: max(0, limit)), nil)
    if extra.removeLast().revents != 0 { sockets.update() }
    // libcurl says that a descriptor has ended (POLLHUP) or failed by what it was not asked for; `poll` says which.
    guard extra.allSatisfy({ $0.revents & ~$0.events == 0 }) else { return refresh(&watched) }
    for (index, one) in extra.enumerated() {
      watched[index].isReadable = Int32(one.revents) & CURL_WAIT_POLLIN != 0
      watched[index].isWritable = Int32(one.revents) & CURL_WAIT_POLLOUT != 0
      watched[index].hasFailed = false
    }
  }

  private func refresh(_ watched: inout [Watched]) {
    guard !watched.isEmpty else { return }
    var polled = watched.map {
      pollfd(
        fd: $0.descriptor,
        events: Int16(($0.isForReading ? POLLIN : 0) | ($0.isForWriting ? POLLOUT : 0)), revents: 0)
    }
    poll(&polled, nfds_t(polled.count), 0)
    for (index, state) in polled.enumerated() {
      let failed = Int32(state.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
      // Of a socket that is only written, the end is told as a hang-up.
      let end = watched[index].isForReading ? POLLERR | POLLNVAL : POLLERR | POLLNVAL | POLLHUP
      watched[index].hasFailed = Int32(state.revents) & end != 0
      watched[index].isReadable =
        watched[index].isForReading && (failed || Int32(state.revents) & POLLIN != 0)
      watched[index].isWritable =
        watched[index].isForWriting && (failed || Int32(state.revents) & POLLOUT != 0)
    }
  }

  /// From here on `Options.maximumTime` no longer ends the transfer. To be called outside of
  /// libcurl's callbacks.
  public func liftTimeLimit() { try? handle.easy.set(CURLOPT_TIMEOUT_MS, 0) }

  /// The Cookie field's value for `uri` (RFC 6265 §5.4), while a transfer is on; nil if there are none.
  public func cookies(for uri: URI) -> String? {
    CookieList(of: handle.easy.pointer).field(for: uri)
  }

  /// Ends the transfer where it stands and closes its connection.
  public func cancel() {
    guard let transfer = current?.transfer else { return }
    end(transfer, CURLE_OK)
  }

  private func perform() {
    var running: Int32 = 0
    let code = curl_multi_perform(multi, &running)
    var waiting: Int32 = 0
    while let message = curl_multi_info_read(multi, &waiting) {
      var result = CURLE_OK
      if upshift_message_done(message, &result), let transfer = current?.transfer {
        if result == CURLE_OK, case .connection = transfer.request.kind {
          transfer.connected()
        } else {
          end(transfer, result)
        }
      }
    }
    if code != CURLM_OK, let transfer = current?.transfer { end(transfer, CURLE_FAILED_INIT) }
  }

  private func end(_ transfer: Transfer, _ result: CURLcode) {
    var report = handle.easy.report()
    // Handed over, not made.
    if transfer.request.inPlace == .switched, transfer.request.usesFreshConnection {
      report.connects = max(0, report.connects - 1)
    }
    curl_multi_remove_handle(multi, handle.easy.pointer)
    upshift_clear_trace(handle.easy.pointer)
    current = nil
    if result != CURLE_OK, let error = transfer.judge(handle.easy.error(result)) {
      transfer.finish(.failure(error), report)
    } else {
      transfer.finish(.success(report), report)
    }
  }
}
