internal import CNghttp2
public import HTTP

/// The client's end of an HTTP/2 connection (RFC 9113) with one stream, an extended CONNECT (RFC 8441), without any
/// input or output of its own.
///
/// Hand what arrives to `receive(_:)`, and its end to `receiveEOF()`; then look at `takeEvents()`, `read(upTo:_:)` and
/// `ending`. Send what `takeOutput(into:)` has, after each of these calls. Once a head with a status of 2xx has come,
/// `write(_:)` may be called; `end()` when there is nothing more to say, `leave()` when the connection is done with.
@safe public final class ExtendedConnect {
  /// What came, in order; data is read on its own, after the head that it follows.
  public enum Event: Hashable, Sendable {
    /// The peer's SETTINGS. The request is sent only if they let a stream be opened, and "upon receipt of
    /// SETTINGS_ENABLE_CONNECT_PROTOCOL with a value of 1" (RFC 8441 §3).
    case settings(allowsConnect: Bool, allowsStreams: Bool)
    /// A response head, interim ones (1xx) too.
    case head(ResponseHead)
  }

  /// What was asked.
  public let request: Request
  private let limits: Limits
  private var session: OpaquePointer?
  private var events: [Event] = []
  /// How the peer ended the stream. What it sent before can still be read.
  public private(set) var ending: Ending?
  /// Both sides have ended the stream.
  public private(set) var isClosed = false
  private var hasSettings = false
  private var goAway: (code: ErrorCode, text: String)?

  // The head that is being received.
  private var head: ResponseHead?
  private var headSize = 0

  // Data, each with a start that has been taken already.
  private var incoming: [UInt8] = []
  private var incomingStart = 0
  private var pending: [UInt8] = []
  private var pendingStart = 0
  private var endsPending = false

  /// So much waits to be sent at most, before the peer's windows let it go.
  private static let mostPending = 64 << 10

  /// A connection whose preface waits to be sent; nil without memory.
  public init?(_ request: Request, limits: Limits = Limits()) {
    self.request = request
    self.limits = limits
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe session = upshift_http2_open(
      upshift_http2_callbacks(
        context: context, event: Self.event, field: Self.field, data: Self.data, fill: Self.fill),
      UInt32(clamping: min(limits.window, 1 << 30)), UInt32(clamping: limits.maximumHead))
    guard unsafe session != nil else { return nil }
  }

  deinit { if let session = unsafe session { unsafe upshift_http2_close(session) } }

  // MARK: What comes in

  /// Goes on with the next bytes of the connection, split anywhere. After the stream's `ending` they are ignored, but
  /// for those that are about the connection.
  public func receive(_ bytes: Span<UInt8>) {
    guard let session = unsafe session, !isFailed else { return }
    let complaint = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe upshift_http2_receive(session, buffer.baseAddress, buffer.count)
    }
    if let complaint = unsafe complaint { end(.violation(unsafe String(cString: complaint))) }
  }

  /// The connection ended.
  public func receiveEOF() { end(.lost(goAway?.code, goAway?.text ?? "")) }

  /// What came since the last call.
  public func takeEvents() -> [Event] {
    defer { events = [] }
    return events
  }

  /// How many bytes of data can be read.
  public var available: Int { incoming.count - incomingStart }

  /// Hands over the next data, at most `count` bytes. If `take` returns true they are done with, and the peer may send
  /// as many more; otherwise they come again.
  public func read(upTo count: Int, _ take: (Span<UInt8>) -> Bool) {
    let count = min(count, available)
    guard count > 0, take(incoming.span.extracting(incomingStart..<incomingStart + count)) else {
      return
    }
    incomingStart += count
    // Half of it at a time: each byte is moved once at most, and a reader that never catches up costs no memory.
    if incomingStart * 2 >= incoming.count {
      incoming.removeSubrange(..<incomingStart)
      incomingStart = 0
    }
    if let session = unsafe session { unsafe upshift_http2_consume(session, count) }
  }

  // MARK: What goes out

  /// How many more bytes `write(_:)` takes; they wait here until the peer's windows (RFC 9113 §5.2) let them go.
  public var room: Int {
    endsPending || isFailed || isClosed
      ? 0 : max(0, Self.mostPending - (pending.count - pendingStart))
  }

  /// Adds data to the stream: `fill` writes as much as it likes into the room that there is.
  public func write(_ fill: (inout OutputSpan<UInt8>) -> Void) {
    guard room > 0 else { return }
    pending.removeSubrange(..<pendingStart)
    pendingStart = 0
    pending.append(addingCapacity: room, initializingWith: fill)
    resume()
  }

  /// Ends our side of the stream with END_STREAM, after what was written. Only the first call counts.
  public func end() {
    guard !endsPending else { return }
    endsPending = true
    resume()
  }

  /// All that was written has gone to the output.
  public var isDrained: Bool { pendingStart == pending.count }

  /// Ends the connection with GOAWAY (RFC 9113 §6.8): nothing more is received.
  public func leave() {
    if let session = unsafe session { unsafe upshift_http2_leave(session) }
  }

  /// Appends bytes that go on the connection now, until `output` has `count` or there are none.
  public func takeOutput(into output: inout [UInt8], upTo count: Int) {
    guard let session = unsafe session else { return }
    while output.count < count {
      var bytes: UnsafePointer<UInt8>?
      let size = unsafe upshift_http2_send(session, &bytes)
      guard size > 0, let bytes = unsafe bytes else {
        if size < 0 { end(.violation("the connection cannot go on")) }
        return
      }
      unsafe output.append(contentsOf: UnsafeBufferPointer(start: bytes, count: size))
    }
  }

  private func resume() {
    if let session = unsafe session { unsafe upshift_http2_resume(session) }
  }

  private var isFailed: Bool {
    switch ending {
    case nil, .endOfStream: false
    default: true
    }
  }

  private func end(_ ending: Ending) {
    // What comes after END_STREAM can only cut our own side short.
    if self.ending == nil || (self.ending == .endOfStream && !isClosed) { self.ending = ending }
  }
}

// What libnghttp2 calls.
extension ExtendedConnect {
  private static func this(_ context: UnsafeMutableRawPointer) -> ExtendedConnect {
    unsafe Unmanaged<ExtendedConnect>.fromOpaque(context).takeUnretainedValue()
  }

  private static let event:
    @convention(c) (
      UnsafeMutableRawPointer, upshift_http2_event, UInt32, UnsafePointer<UInt8>?, Int
    ) -> Void = { context, event, code, bytes, count in
      let text = unsafe UnsafeBufferPointer(start: bytes, count: count)
      unsafe this(context).happened(
        event, ErrorCode(rawValue: code), String(decoding: text.prefix(200), as: UTF8.self))
    }

  private static let field:
    @convention(c) (
      UnsafeMutableRawPointer, UnsafePointer<UInt8>?, Int, UnsafePointer<UInt8>?, Int
    ) -> Bool = { context, name, nameCount, value, valueCount in
      unsafe this(context).received(
        UnsafeBufferPointer(start: name, count: nameCount),
        UnsafeBufferPointer(start: value, count: valueCount))
    }

  private static let data:
    @convention(c) (UnsafeMutableRawPointer, UnsafePointer<UInt8>?, Int) -> Void = {
      context, bytes, count in
      unsafe this(context).incoming.append(
        contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    }

  private static let fill:
    @convention(c) (
      UnsafeMutableRawPointer, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Bool>
    ) -> Int = { context, bytes, count, isEnd in
      unsafe this(context).fill(
        UnsafeMutableBufferPointer(start: bytes, count: count), isEnd: &isEnd.pointee)
    }

  private func happened(_ event: upshift_http2_event, _ code: ErrorCode, _ text: String) {
    switch event {
    case UPSHIFT_HTTP2_SETTINGS: receivedSettings()
    case UPSHIFT_HTTP2_FIELDS_BEGIN: head = nil
    case UPSHIFT_HTTP2_FIELDS_END: finishHead()
    case UPSHIFT_HTTP2_END_STREAM: end(.endOfStream)
    case UPSHIFT_HTTP2_RESET:
      // "a server MAY request that the client abort transmission of a request without error by sending a
      // RST_STREAM with an error code of NO_ERROR after sending a complete response" (RFC 9113 §8.1).
      if code != .noError || ending == nil { end(.reset(code)) }
    case UPSHIFT_HTTP2_GOAWAY: goAway = (code, text)
    case UPSHIFT_HTTP2_GAVE_UP_STREAM: end(.violation("\(code)"))
    case UPSHIFT_HTTP2_GAVE_UP: end(.violation(text.isEmpty ? "\(code)" : "\(code): \(text)"))
    case UPSHIFT_HTTP2_NOT_SENT: end(.refused)
    case UPSHIFT_HTTP2_CLOSED:
      // A GOAWAY that leaves our stream out closes it so, without a word of its own.
      if ending == nil { end(code == .refusedStream ? .refused : .reset(code)) }
      isClosed = true
    default: break
    }
  }

  private func receivedSettings() {
    guard !hasSettings, let session = unsafe session else { return }
    hasSettings = true
    let allowsConnect = unsafe upshift_http2_may_connect(session)
    let allowsStreams = unsafe upshift_http2_streams(session) > 0
    events.append(.settings(allowsConnect: allowsConnect, allowsStreams: allowsStreams))
    guard allowsConnect, allowsStreams else { return }
    var bytes: [UInt8] = []
    var lengths: [Int] = []
    for field in request.section {
      bytes += field.name.utf8
      bytes += field.value.utf8
      lengths += [field.name.utf8.count, field.value.utf8.count]
    }
    if !(unsafe upshift_http2_request(session, bytes, lengths, lengths.count / 2)) { end(.refused) }
  }

  /// A field of a head, which comes as lines of HTTP/1.1 do; false if it is too much.
  private func received(
    _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    headSize += name.count + value.count + 32
    guard headSize <= limits.maximumHead else {
      end(.headTooLarge)
      return false
    }
    guard unsafe name.elementsEqual(":status".utf8) else {
      unsafe head?.append(line: Array(name) + ": ".utf8 + value + "\r\n".utf8)
      return true
    }
    head = unsafe ResponseHead(statusLine: Array("HTTP/2 ".utf8) + value + " \r\n".utf8)
    return true
  }

  private func finishHead() {
    // Trailer fields have no status, and no meaning here.
    guard var complete = head else { return }
    head = nil
    complete.append(line: Array("\r\n".utf8))
    if complete.status >= 200 { headSize = 0 }
    events.append(.head(complete))
  }

  private func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>, isEnd: inout Bool) -> Int {
    let count = min(buffer.count, pending.count - pendingStart)
    _ = unsafe buffer.update(fromContentsOf: pending[pendingStart..<pendingStart + count])
    pendingStart += count
    isEnd = endsPending && pendingStart == pending.count
    return count
  }
}
