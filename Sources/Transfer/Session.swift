import CLibcurl
public import HTTP
import Platform
import Streams

/// One transfer at a time, and what outlives it: with other sessions the loop's connections and cookies, for itself a
/// connection that was switched to TLS in place.
public final class Session {
  /// What drives it.
  public let loop: Loop
  /// Has what libcurl keeps with a handle.
  private var main: Handle
  /// Of the transfer in progress, or the last one.
  private var handle: Handle
  let sockets: Sockets
  private var current: (transfer: Transfer, lists: ListsBox)?
  /// Whose handle that was.
  private weak var last: Transfer?
  /// What the transfer in progress had received before this step.
  private var received = 0
  /// The file that cookies are still to be written to.
  private var cookieJar: String?
  /// The connection that was kept after a 101, or switched to TLS.
  var inPlace: InPlaceConnection?

  private final class Handle {
    let easy: EasyHandle
    let share: Share?
    /// libcurl handles cookies on it, and does not stop.
    var knowsCookies = false
    /// libcurl writes files when it goes, those of `--hsts` and `--alt-svc`, and reads them for each transfer.
    var hasFiles = false
    init(_ share: Share?) throws(TransferError) {
      easy = try EasyHandle()
      self.share = share
      if let share { try easy.set(share) }
    }
  }

  private final class ListsBox {
    let lists: Lists
    init(_ lists: consuming Lists) { self.lists = lists }
  }

  /// A session on a loop of its own. Throws if libcurl cannot begin.
  public convenience init() throws(TransferError) { try self.init(on: try Loop()) }

  /// A session beside others. Throws if libcurl cannot begin.
  public init(on loop: Loop) throws(TransferError) {
    self.loop = loop
    sockets = Sockets(loop.registry)
    main = try Handle(loop.share)
    handle = main
  }

  deinit {
    cancel()
    writeCookies()
  }

  /// Begins a transfer; the one before must have ended. Throws if libcurl refuses an option.
  public func begin(
    _ request: consuming Request, _ options: consuming Options, delegate: any TransferDelegate
  ) throws(TransferError) -> Transfer {
    last?.loseHandle()
    // What libcurl knows of cookies goes with whatever a handle asks: what is asked in the clear has one of its own.
    if request.inPlace == .asking {
      handle = try Handle(nil)
    } else {
      if cookieJar != options.cookieJar { writeCookies() }
      if main.hasFiles || (main.knowsCookies && !options.handlesCookies) {
        // The cookies are written later.
        _ = upshift_setopt_string(main.easy.pointer, CURLOPT_COOKIEJAR, nil)
        main = try Handle(loop.share)
      }
      // What the one before had to write is written now, before this one reads.
      handle = main
    }
    handle.easy.reset(options.log)
    prepare(&request, &options)
    let transfer = try Transfer(
      copy request, easy: handle.easy.pointer, sockets: sockets, options, delegate: delegate)
    let lists = ListsBox(try Lists(request, options, for: handle.easy.pointer))
    try handle.easy.configure(
      request, options, lists.lists, uploadSize: transfer.source?.size,
      cookieFiles: loop.newCookieFiles(of: options.cookieFiles))
    handle.easy.endLog()
    handle.hasFiles = options.securityFile != nil || options.alternativesFile != nil
    if options.handlesCookies { (handle.knowsCookies, cookieJar) = (true, options.cookieJar) }
    upshift_set_callbacks(
      handle.easy.pointer,
      Callbacks.all(
        for: transfer, sockets: sockets, traces: options.traces || options.keepsRequests,
        isSilent: options.resolver.httpsURL?.isEmpty == false && !options.showsMeter))
    sockets.forget()
    try loop.add(self, handle.easy.pointer)
    current = (transfer, lists)
    last = transfer
    return transfer
  }

  /// From here on neither `Options.maximumTime` nor `Options.slowness` ends the transfer. To be called outside of
  /// libcurl's callbacks.
  public func liftTimeLimit() {
    try? handle.easy.set(CURLOPT_TIMEOUT_MS, 0)
    try? handle.easy.set(CURLOPT_LOW_SPEED_LIMIT, 0)
  }

  /// The Cookie field's value for `uri` (RFC 6265 §5.4), while a transfer is on; nil if there are none.
  public func cookies(for uri: URI) -> String? {
    CookieList(of: handle.easy.pointer).field(for: uri)
  }

  /// Takes the cookies of a response that libcurl has not seen, while a transfer on which it handles cookies is on.
  public func takeCookies(of response: ResponseHead, from uri: URI) {
    guard handle.knowsCookies else { return }
    for field in response.fields.values(of: "Set-Cookie").prefix(50) {
      guard let line = try? SetCookie(field).line(from: uri) else { continue }
      try? handle.easy.set(CURLOPT_COOKIELIST, line)
    }
  }

  /// Writes the cookies that there are to `Options.cookieJar` of the last transfer, if nothing has since.
  public func writeCookies() {
    guard let file = cookieJar else { return }
    cookieJar = nil
    if let terminal = Outlet.terminal(file) {
      terminal.write(CookieList.shown(of: main.easy.pointer))
      terminal.drain()
    } else {
      try? main.easy.set(CURLOPT_COOKIELIST, "FLUSH")
    }
    // Or libcurl would do so once more when the handle goes.
    _ = upshift_setopt_string(main.easy.pointer, CURLOPT_COOKIEJAR, nil)
    fflush(nil)
  }

  /// Ends the transfer where it stands and closes its connection.
  public func cancel() {
    guard let transfer = current?.transfer else { return }
    end(transfer, CURLE_OK)
  }

  private func end(_ transfer: Transfer, _ result: CURLcode) {
    var report = handle.easy.report()
    // Handed over, not made.
    if transfer.request.inPlace == .switched, transfer.request.usesFreshConnection {
      report.connects = max(0, report.connects - 1)
      report.wentOnWithTLS = true
    }
    loop.remove(handle.easy.pointer)
    upshift_clear_trace(handle.easy.pointer)
    current = nil
    transfer.finish(
      result == CURLE_OK ? nil : transfer.judge(handle.easy.error(result)), report)
  }
}

// What the loop calls.
extension Session {
  /// What an upload waits for.
  var awaitedInput: Int32? {
    current?.transfer.source.flatMap { $0.waits ? $0.descriptor : nil }
  }

  func resumeUpload() { current?.transfer.resumeSending() }

  func beginStep() { received = current?.transfer.receivedBytes ?? 0 }

  /// The peer has closed the connection, and nothing keeps what it sent from being taken.
  var hasHungUp: Bool {
    guard sockets.hasHungUp, let transfer = current?.transfer else { return false }
    return !transfer.isReceivingPaused
  }

  /// libcurl 7.88 does not see the end of a stream whose sending is paused. Once the peer has closed, and all that it sent
  /// has come, our side is ended too, which is the transfer's next step. False if it is not to be.
  func endHungUp() -> Bool {
    guard hasHungUp, let transfer = current?.transfer, transfer.outcome == nil,
      transfer.receivedBytes == received
    else { return false }
    sockets.hasHungUp = false
    transfer.peerEnded()
    return true
  }

  func completed(_ result: CURLcode) {
    guard let transfer = current?.transfer else { return }
    if result == CURLE_OK, case .connection = transfer.request.kind {
      transfer.connected()
    } else {
      end(transfer, result)
    }
  }
}
