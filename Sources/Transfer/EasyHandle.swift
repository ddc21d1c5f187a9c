import CLibcurl

/// A libcurl easy handle, freed with its owner.
struct EasyHandle: ~Copyable {
  let pointer: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private let log = LogSlot()

  private final class LogSlot { var log: SourceLog? }

  init() throws(TransferError) {
    guard let pointer = curl_easy_init() else { throw TransferError(CURLE_FAILED_INIT) }
    self.pointer = pointer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    // Waits in the resolver must not be cut short by SIGALRM in a process that has other plans.
    try? set(CURLOPT_NOSIGNAL, true)
  }

  deinit {
    curl_easy_cleanup(pointer)
    upshift_forget_refused_certificate(pointer)
    errorText.deallocate()
  }

  /// Back to libcurl's defaults. Connections, cookies and TLS sessions stay.
  borrowing func reset(_ log: SourceLog? = nil) {
    self.log.log = log
    log?.begin()
    curl_easy_reset(pointer)
    errorText[0] = 0
    _ = upshift_setopt_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
    _ = upshift_setopt_long(pointer, CURLOPT_NOSIGNAL, 1)
  }

  /// What is set from here on is none of the request's.
  borrowing func endLog() { log.log = nil }

  /// The text that libcurl left for `result`, or its general one.
  borrowing func error(_ result: CURLcode) -> TransferError {
    TransferError(result, said: String(cString: errorText))
  }

  borrowing func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
    log.log?.add(option, .long(value))
    try check(upshift_setopt_long(pointer, option, value), option)
  }

  borrowing func set(_ option: CURLoption, _ value: Bool) throws(TransferError) {
    log.log?.add(option, .long(value ? 1 : 0))
    try check(upshift_setopt_long(pointer, option, value ? 1 : 0), option)
  }

  /// `nil` leaves the option as it is.
  borrowing func set(_ option: CURLoption, _ value: String?) throws(TransferError) {
    guard let value else { return }
    log.log?.add(option, .string(value))
    try check(upshift_setopt_string(pointer, option, value), option)
  }

  /// The list must live as long as the transfer.
  borrowing func set(_ option: CURLoption, _ value: borrowing StringList) throws(TransferError) {
    guard value.head != nil else { return }
    log.log?.add(option, .list(value.strings))
    try check(upshift_setopt_list(pointer, option, value.head), option)
  }

  /// The bytes are copied.
  borrowing func setBody(_ bytes: [UInt8]) throws(TransferError) {
    try setOffset(CURLOPT_POSTFIELDSIZE_LARGE, bytes.count)
    log.log?.add(CURLOPT_COPYPOSTFIELDS, .bytes(bytes))
    // An empty array may have no address, and a null pointer means "ask the read callback".
    guard !bytes.isEmpty else {
      // An empty array may have no address, and a null pointer means "no body".
      return try check(
        upshift_setopt_string(pointer, CURLOPT_COPYPOSTFIELDS, ""), CURLOPT_COPYPOSTFIELDS)
    }
    try check(
      bytes.withUnsafeBufferPointer {
        upshift_setopt_pointer(
          pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
      }, CURLOPT_COPYPOSTFIELDS)
  }

  borrowing func set(_ share: Share) throws(TransferError) {
    try check(upshift_setopt_pointer(pointer, CURLOPT_SHARE, share.pointer), CURLOPT_SHARE)
  }

  borrowing func set(_ form: Form) throws(TransferError) {
    log.log?.add(CURLOPT_MIMEPOST, .form(form.parts))
    try check(
      upshift_setopt_pointer(pointer, CURLOPT_MIMEPOST, UnsafeMutableRawPointer(form.pointer)),
      CURLOPT_MIMEPOST)
  }

  /// An option that takes a number of 64 bits.
  borrowing func setOffset(_ option: CURLoption, _ value: Int) throws(TransferError) {
    log.log?.add(option, .offset(value))
    try check(upshift_setopt_offset(pointer, option, curl_off_t(value)), option)
  }

  /// Bytes a second, in either direction.
  borrowing func setRate(_ rate: Int) throws(TransferError) {
    for option in [CURLOPT_MAX_RECV_SPEED_LARGE, CURLOPT_MAX_SEND_SPEED_LARGE] {
      try setOffset(option, rate)
    }
  }

  /// How much is received at once. Behind a transfer that found no host libcurl 7.88 keeps the buffer that it had.
  borrowing func setBuffer(_ size: Int) { try? set(CURLOPT_BUFFERSIZE, size) }

  /// The first byte of the body to ask for.
  borrowing func setResumption(_ offset: Int) throws(TransferError) {
    try setOffset(CURLOPT_RESUME_FROM_LARGE, offset)
  }

  /// The schemes that a redirect may lead to; none forbids them all.
  borrowing func setRedirectProtocols(_ schemes: [String]) throws(TransferError) {
    guard schemes.isEmpty else {
      return try set(CURLOPT_REDIR_PROTOCOLS_STR, commaSeparated(schemes))
    }
    log.log?.addForbiddenRedirects()
    try check(upshift_forbid_redirects(pointer), CURLOPT_REDIR_PROTOCOLS_STR)
  }

  /// `h2` and `http/1.1` by ALPN, and what becomes of a certificate, from OpenSSL itself.
  borrowing func prepareTLS(offersHTTP2: Bool, keepsRefused: Bool) throws(TransferError) {
    try check(
      upshift_prepare_tls(pointer, offersHTTP2, keepsRefused), CURLOPT_SSL_CTX_FUNCTION)
  }

  borrowing func string(_ info: CURLINFO) -> String? {
    var value: UnsafePointer<CChar>?
    guard upshift_getinfo_string(pointer, info, &value) == CURLE_OK, let value else { return nil }
    return String(cString: value)
  }

  borrowing func number(_ info: CURLINFO) -> Int {
    var value = 0
    return upshift_getinfo_long(pointer, info, &value) == CURLE_OK ? value : 0
  }

  borrowing func offset(_ info: CURLINFO) -> Int {
    var value: curl_off_t = 0
    return upshift_getinfo_offset(pointer, info, &value) == CURLE_OK ? Int(value) : 0
  }

  private borrowing func check(_ result: CURLcode, _ option: CURLoption) throws(TransferError) {
    guard result != CURLE_OK else { return }
    guard result == CURLE_UNKNOWN_OPTION || result == CURLE_NOT_BUILT_IN else {
      throw error(result)
    }
    let name = curl_easy_option_by_id(option).map { String(cString: $0.pointee.name) }
    throw TransferError(
      result, said: "this libcurl has no CURLOPT_\(name ?? String(option.rawValue))")
  }
}

/// A `curl_slist`, freed with its owner.
struct StringList: ~Copyable {
  let head: UnsafeMutablePointer<curl_slist>?

  /// What is in it.
  var strings: [String] {
    var strings: [String] = []
    var next = head
    while let node = next {
      strings.append(String(cString: node.pointee.data))
      next = node.pointee.next
    }
    return strings
  }

  init(_ strings: [String]) {
    head = strings.reduce(nil) { curl_slist_append($0, $1) ?? $0 }
  }

  deinit { curl_slist_free_all(head) }
}
