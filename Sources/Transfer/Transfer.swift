import CLibcurl
public import HTTP

/// One libcurl transfer, from its first request to its end: what came so far, and the handles by
/// which its two directions are held and let go.
public final class Transfer {
  /// What was asked.
  public let request: Request
  /// Every response so far, the whole chain that libcurl has followed.
  public private(set) var exchanges: [Exchange] = []
  /// Set once the transfer has ended: no error, or why it failed.
  public private(set) var outcome: TransferOutcome?
  /// What libcurl knows so far; of a transfer that has ended, the last word.
  public private(set) var report = Report()

  /// Of a request for no more than that, once it has been made, until the transfer ends.
  public private(set) var connection: RawConnection?

  unowned let delegate: any TransferDelegate
  let maximumHead: Int
  private let allowsHTTP09: Bool
  /// There are cookies that were typed, for the request's host alone.
  private let keepsCookiesHome: Bool
  let traces: Bool
  /// Why the answer to `OPTIONS *` could not be read over TLS.
  public internal(set) var switchFault: SwitchFault?
  private let keepsRequests: Bool
  /// What libcurl knows of it can be asked for.
  private(set) var hasHandle = true
  private let showsMeter: Bool
  /// The body, if it is an upload.
  let source: UploadSource?
  /// The body is a form, of which a part comes from a pipe or the like: libcurl would read it again, and find it empty.
  private let isFormReadOnce: Bool
  /// Such a form was sent, or a part of it.
  private var isFormGone = false
  let easy: UnsafeMutableRawPointer
  let sockets: Sockets
  private var fields: StringList?
  /// Of the last request that went out, if `Options.keepsRequests`; empty if none did.
  public private(set) var requestHead: [UInt8] = []
  /// The beginning of a request head whose end libcurl has not told yet.
  private var partialHead: [UInt8] = []
  private var head: ResponseHead?
  /// `head` is not nil, which is asked for each line and would be a copy.
  private var isInHead = false
  private var headBytes = 0
  private var headIsTooLarge = false
  /// What the last response's body may have; libcurl looks at each response.
  private let maximumSize: Int?
  private let followsRedirects: Bool
  private var bodyIsTooLarge = false
  /// A request is out and its final response has not come: what comes before is CONNECT's.
  private var isAwaitingResponse = false
  /// Something of that request's answer has come.
  private var isAnswerBegun = false
  private var requestCount = 0
  private var stream = Stream.none
  /// The peer has ended its side of the open stream: what is in progress is completed, no more.
  public private(set) var hasPeerEnded = false
  /// Bytes that the delegate has written on the open stream.
  private var filled = 0
  private var unsentAtEnd = 0
  private var drops = false
  private var dropped = 0
  /// Of heads and bodies, so that a step that brings nothing is known.
  private(set) var receivedBytes = 0
  /// The delegate answered `paused`, and has not called `resumeReceiving` since.
  public private(set) var isReceivingPaused = false

  /// The upgraded stream of bytes, as the read callback sees it.
  private enum Stream {
    /// Not that kind of request.
    case none
    /// Nothing may be sent until the response has come.
    case held
    /// Bytes go both ways.
    case open
    /// There is nothing (more) to send.
    case ended
  }

  /// A body that is dropped so that the connection can be used again may be this long; beyond it, a
  /// new connection is cheaper.
  private static let longestDropped = 256 * 1024

  init(
    _ request: Request, easy: UnsafeMutableRawPointer, sockets: Sockets,
    _ options: borrowing Options,
    delegate: any TransferDelegate
  ) throws(TransferError) {
    source = if case .upload(let upload)? = request.body { try UploadSource(upload) } else { nil }
    isFormReadOnce =
      if case .form? = request.body { request.body?.canBeRepeated == false } else { false }
    self.sockets = sockets
    self.request = request
    self.easy = easy
    (maximumHead, allowsHTTP09) = (options.maximumHead, options.allowsHTTP09)
    keepsCookiesHome = options.cookies != nil && !options.trustsRedirects
    showsMeter = options.showsMeter
    let isPlain = if case .plain = request.kind { request.wantsBody } else { false }
    maximumSize = isPlain && !options.ignoresLength ? options.maximumSize : nil
    followsRedirects = options.followsRedirects
    (traces, keepsRequests) = (options.traces, options.keepsRequests)
    self.delegate = delegate
  }

  /// Asks the delegate for bytes to send, at the next step.
  public func resumeSending() {
    guard outcome == nil else { return }
    curl_easy_pause(easy, isReceivingPaused ? CURLPAUSE_RECV : CURLPAUSE_CONT)
  }

  /// libcurl's meter is shown from now on, whether or not there is an answer, if `Options.showsMeter`.
  public func showMeter() {
    guard showsMeter, outcome == nil, case .plain = request.kind else { return }
    _ = upshift_setopt_long(easy, CURLOPT_NOPROGRESS, 0)
  }

  /// Hands over what the delegate answered `paused` to, and what follows.
  public func resumeReceiving() {
    guard isReceivingPaused, outcome == nil else { return }
    isReceivingPaused = false
    curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  /// Ends our direction of the open stream, all of whose bytes have gone, where the connection has no TLS: a FIN. False if
  /// that cannot be.
  public func endSending() -> Bool {
    guard stream == .open, outcome == nil, !hasPeerEnded, tlsVersion == nil else { return false }
    return sockets.endSending()
  }

  /// The peer has ended its side. What is still to be sent is; then the transfer ends.
  func peerEnded() {
    if stream == .open { hasPeerEnded = true } else { stream = .ended }
    resumeSending()
  }

  /// What libcurl knew of it is gone, or will be.
  func loseHandle() { hasHandle = false }

  func connected() { connection = RawConnection(easy) }

  func finish(_ error: TransferError?, _ report: Report) {
    endPartialHead()
    unsentAtEnd = countUnsent()
    outcome = TransferOutcome(error)
    self.report = report
    connection?.isOver = true
    connection = nil
    fields = nil
  }

  /// Bytes of the open stream that were handed over, and that the peer's machine has not acknowledged.
  public var unsent: Int { outcome == nil ? countUnsent() : unsentAtEnd }

  private func countUnsent() -> Int {
    var uploaded: curl_off_t = 0
    upshift_getinfo_offset(easy, CURLINFO_SIZE_UPLOAD_T, &uploaded)
    return max(0, filled - Int(uploaded)) + sockets.unsent
  }

  /// The error that libcurl gave, told for what it was.
  func judge(_ error: TransferError) -> TransferError? {
    if headIsTooLarge || (head != nil && error.code == Int(CURLE_OUT_OF_MEMORY.rawValue)) {
      return TransferError(
        code: TransferError.headTooLarge,
        message: "the response head has over \(maximumHead) bytes, or a line of over 100 KiB")
    }
    if bodyIsTooLarge { return TransferError(CURLE_FILESIZE_EXCEEDED) }
    if let switchFault { return switchFault.error }
    if isFormReadOnce, error.code == TransferError.rewind { return .unrepeatableForm }
    let error = source?.judge(error) ?? error
    // What becomes of a body that nobody wants is nobody's failure.
    return drops ? nil : error
  }

  /// Something of an upload, or of a form that can be read once, has been read, which may be gone.
  public var hasReadBody: Bool {
    source?.isBegun ?? (isFormGone || (isFormReadOnce && isAwaitingResponse))
  }

  /// The last request was answered, by more than an interim response.
  public var isAnswered: Bool { !isAwaitingResponse }

  /// The head that was being read when the transfer ended.
  public var unfinishedHead: ResponseHead? { outcome == nil ? nil : head }
}

// What libcurl calls.
extension Transfer {
  func trace(_ kind: Trace, _ bytes: Span<UInt8>) {
    switch kind {
    case .requestHead: gather(bytes)
    case .information where request.isConnection && bytes.isReportOfUse: break
    default:
      if kind == .responseHead { endPartialHead() }
      if traces { delegate.transfer(self, traced: kind, bytes) }
    }
  }

  /// libcurl tells a head write by write: a line that two of them share would be known for what it is in neither.
  private func gather(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { partialHead.append(contentsOf: $0) }
    if partialHead.suffix(4).elementsEqual("\r\n\r\n".utf8) { endPartialHead() }
  }

  /// Nothing more of it comes.
  private func endPartialHead() {
    guard !partialHead.isEmpty else { return }
    let whole = partialHead
    partialHead = []
    if keepsRequests { requestHead = whole }
    if traces || keepsRequests { delegate.transfer(self, traced: .requestHead, whole.span) }
  }

  /// False ends the transfer.
  func prepareRequest(localPort: Int) -> Bool {
    if request.inPlace == .switched, requestCount == 0, let socket = sockets.switched,
      !sockets.isSettled
    {
      guard readSwitchAnswer(on: socket) else { return false }
      sockets.isSettled = true
    }
    (isAwaitingResponse, isAnswerBegun) = (true, false)
    (drops, dropped) = (false, 0)
    requestCount += 1
    delegate.transferIsAsking(self)
    if requestCount > 1, keepsCookiesHome, !isAtHome {
      // libcurl would send them wherever a redirect leads.
      _ = upshift_setopt_string(easy, CURLOPT_COOKIE, nil)
    }
    guard case .upgrade(let first) = request.kind else { return true }
    stream = .held
    sockets.watch(localPort: localPort)
    guard requestCount > 1 else { return true }
    var again = request
    again.kind = .upgrade(delegate.transfer(self, repeats: first))
    let lines = StringList(again.headerLines + again.upgradeLines)
    _ = upshift_setopt_list(easy, CURLOPT_HTTPHEADER, lines.head)
    fields = consume lines
    return true
  }

  private var isAtHome: Bool {
    guard let home = try? URI(parsing: request.url),
      let here = try? URI(parsing: string(CURLINFO_EFFECTIVE_URL))
    else { return false }
    return here.sharesCookies(of: home)
  }

  func receiveHead(line: UnsafeBufferPointer<UInt8>) -> Bool {
    if isAwaitingResponse, !isAnswerBegun {
      isAnswerBegun = true
      delegate.transferIsAnswered(self)
    }
    headBytes += line.count
    receivedBytes += line.count
    guard headBytes <= maximumHead else {
      headIsTooLarge = true
      return false
    }
    guard isInHead else {
      head = ResponseHead(statusLine: Array(line))
      isInHead = head != nil
      limitSize(of: head?.status)
      // What is no status line here is a field of a trailer.
      if !isInHead, !isAwaitingResponse, !drops, !exchanges.isEmpty {
        delegate.transfer(self, receivedTrailer: line.span)
      }
      return true
    }
    head?.append(line: Array(line))
    guard head?.isComplete == true, let complete = head.take() else { return true }
    isInHead = false
    return received(complete)
  }

  /// Of a response that may lead on, the limit is left to `isTooLarge`.
  private func limitSize(of status: Int?) {
    guard let maximumSize, let status else { return }
    _ = upshift_setopt_offset(
      easy, CURLOPT_MAXFILESIZE_LARGE, leadsOn(status) ? 0 : curl_off_t(maximumSize))
  }

  private func leadsOn(_ status: Int) -> Bool {
    status == 426 || (followsRedirects && (300...399).contains(status))
  }

  /// It could have led on, and is the last one. Its fields are read as libcurl reads them, which goes nowhere without a
  /// place, and takes the digits that a length begins with.
  private func isTooLarge(_ response: ResponseHead) -> Bool {
    guard let maximumSize, leadsOn(response.status),
      response.status == 426 || response.fields.values(of: "Location").allSatisfy(\.isEmpty),
      let length = response.fields.values(of: "Content-Length").last,
      case let digits = length.prefix(while: { ("0"..."9").contains($0) }),
      !digits.isEmpty
    else { return false }
    return Int(digits).map { $0 > maximumSize } ?? true
  }

  private func receiveSimpleResponse() -> Bool {
    isAnswerBegun = true
    delegate.transferIsAnswered(self)
    return received(.simple)
  }

  private func received(_ response: ResponseHead) -> Bool {
    let exchange = Exchange(
      url: string(CURLINFO_EFFECTIVE_URL), method: string(CURLINFO_EFFECTIVE_METHOD),
      requestHead: requestHead, response: response, isFromConnect: !isAwaitingResponse)
    exchanges.append(exchange)
    let isFinal = response.status >= 200
    if isFinal {
      headBytes = 0
      isAwaitingResponse = false
      if isFormReadOnce, progress.sent > 0 { isFormGone = true }
    }
    let action = delegate.transfer(self, received: exchange)
    drops = false
    switch action {
    case .deliver where isTooLarge(response):
      bodyIsTooLarge = true
      return false
    case .deliver:
      if isFinal { showMeter() }
    case .discard: drops = isFinal
    case .openStream:
      stream = .open
      isAwaitingResponse = false
    case .abort: return false
    }
    if stream == .held, isFinal, !exchange.isFromConnect {
      // An answer of 0 ends the upload, so that libcurl delivers the response's body.
      stream = .ended
    }
    if stream == .open || stream == .ended { resumeSending() }
    return true
  }

  func receive(_ bytes: Span<UInt8>) -> Intake {
    // A body before any head is one of HTTP/0.9, which has none.
    if allowsHTTP09, isAwaitingResponse, !isAnswerBegun, !receiveSimpleResponse() { return .abort }
    receivedBytes += bytes.count
    if drops {
      dropped += bytes.count
      return dropped <= Self.longestDropped ? .taken : .abort
    }
    let intake = delegate.transfer(self, received: bytes)
    if intake == .paused {
      isReceivingPaused = true
      receivedBytes -= bytes.count
    }
    return intake
  }

  /// The number of bytes written, or what else libcurl's read callback may answer.
  func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    switch stream {
    case .none: return source?.read(into: buffer) ?? 0
    case .ended: return 0
    case .held: return Int(CURL_READFUNC_PAUSE)
    case .open: break
    }
    var output = OutputSpan(buffer: buffer, initializedCount: 0)
    let outflow = delegate.transfer(self, fill: &output)
    let count = output.finalize(for: buffer)
    filled += count
    if outflow == .end || (hasPeerEnded && count == 0) { stream = .ended }
    return count > 0 || stream == .ended ? count : Int(CURL_READFUNC_PAUSE)
  }

  /// Nothing of a handshake's "body" was ever sent before a second request.
  func seek(to offset: Int) -> Int32 { source?.seek(to: offset) ?? CURL_SEEKFUNC_OK }
}
