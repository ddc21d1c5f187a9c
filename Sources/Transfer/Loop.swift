import CLibcurl
import Platform

/// libcurl's multi handle, which is the event loop, and what all sessions on it have in common: connections, cookies, TLS
/// sessions, hosts that want TLS.
public final class Loop {
  let multi: UnsafeMutableRawPointer
  let share: Share
  let registry = SocketRegistry()
  /// Those with a transfer in progress, by its handle.
  private var busy: [(easy: UnsafeMutableRawPointer, session: Session)] = []
  /// Files that cookies were read from: reading them again would undo what servers have set since.
  private var cookieFiles: [String] = []
  /// How long the last wait was, in seconds.
  private var lastWait = Double.infinity

  /// A loop without connections. Throws if libcurl cannot begin.
  public init() throws(TransferError) {
    guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init()
    else { throw TransferError(CURLE_FAILED_INIT) }
    self.multi = multi
    share = try Share()
  }

  // Connections are closed now; whose they were is told to the registry, which goes afterwards.
  deinit { curl_multi_cleanup(multi) }

  /// Those of `files` that were not read before.
  func newCookieFiles(of files: [String]) -> [String] {
    let new = files.filter { !cookieFiles.contains($0) }
    cookieFiles += new
    return new
  }

  func add(_ session: Session, _ easy: UnsafeMutableRawPointer) throws(TransferError) {
    guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
      throw TransferError(CURLE_FAILED_INIT)
    }
    busy.append((easy, session))
  }

  func remove(_ easy: UnsafeMutableRawPointer) {
    curl_multi_remove_handle(multi, easy)
    busy.removeAll { $0.easy == easy }
  }

  /// Does whatever can be done without waiting.
  public func step() {
    guard !busy.isEmpty else { return }
    for (_, session) in busy { session.beginStep() }
    perform()
    var isEnded = false
    for (_, session) in busy where session.endHungUp() { isEnded = true }
    if isEnded { perform() }
  }

  private func perform() {
    var running: Int32 = 0
    let code = curl_multi_perform(multi, &running)
    var waiting: Int32 = 0
    while let message = curl_multi_info_read(multi, &waiting) {
      var result = CURLE_OK
      guard upshift_message_done(message, &result) else { continue }
      busy.first { $0.easy == message.pointee.easy_handle }?.session.completed(result)
    }
    if code != CURLM_OK { giveUp() }
  }

  /// libcurl, or the system, cannot go on.
  private func giveUp() {
    for (_, session) in busy { session.completed(CURLE_FAILED_INIT) }
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
    extra.append(curl_waitfd(fd: registry.hangups, events: Int16(CURL_WAIT_POLLIN), revents: 0))
    let uploads = busy.compactMap { $0.session.awaitedInput == nil ? nil : $0.session }
    extra += uploads.map {
      curl_waitfd(fd: $0.awaitedInput ?? -1, events: Int16(CURL_WAIT_POLLIN), revents: 0)
    }
    // libcurl 7.88 does not see that a peer has closed while sending is paused: it is woken each second.
    let milliseconds = uploads.isEmpty ? milliseconds : min(milliseconds, 1000)
    let limit = busy.contains { $0.session.hasHungUp } ? 0 : milliseconds
    sleep(&extra, milliseconds: limit)
    extra.removeLast(uploads.count)
    for upload in uploads { upload.resumeUpload() }
    if extra.removeLast().revents != 0 { registry.update() }
    // libcurl says that a descriptor has ended (POLLHUP) or failed by what it was not asked for; `poll` says which.
    guard extra.allSatisfy({ $0.revents & ~$0.events == 0 }) else { return Self.refresh(&watched) }
    for (index, one) in extra.enumerated() {
      watched[index].isReadable = Int32(one.revents) & CURL_WAIT_POLLIN != 0
      watched[index].isWritable = Int32(one.revents) & CURL_WAIT_POLLOUT != 0
      watched[index].hasFailed = false
    }
  }

  /// A wait that is shorter than this, in seconds, is worth no sleep: going to sleep and waking up takes as long.
  private static let nap = 0.0002

  /// After a wait that was as short as a nap, the next one begins awake.
  private func sleep(_ extra: inout [curl_waitfd], milliseconds: Int) {
    var ready: Int32 = 0
    func poll(_ milliseconds: Int) {
      let code = curl_multi_poll(
        multi, &extra, UInt32(extra.count), Int32(clamping: milliseconds), &ready)
      guard code != CURLM_OK else { return }
      giveUp()
      ready = 1
    }
    guard milliseconds > 0 else { return poll(0) }
    let start = Clock.now()
    if lastWait < Self.nap {
      repeat { poll(0) } while ready == 0 && Clock.now() - start < Self.nap
    }
    if ready == 0 { poll(milliseconds) }
    lastWait = Clock.now() - start
  }

  private static func refresh(_ watched: inout [Watched]) {
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
}

/// What handles have in common that libcurl keeps with each of them otherwise.
final class Share {
  let pointer: UnsafeMutableRawPointer

  init() throws(TransferError) {
    guard let pointer = curl_share_init() else { throw TransferError(CURLE_FAILED_INIT) }
    self.pointer = pointer
    for data in [CURL_LOCK_DATA_COOKIE, CURL_LOCK_DATA_SSL_SESSION, upshift_share_hsts] {
      upshift_share(pointer, data)
    }
  }

  deinit { curl_share_cleanup(pointer) }
}
