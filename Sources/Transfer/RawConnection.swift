import CLibcurl

/// A connection that libcurl has made, proxies and TLS included, and that carries whatever it is given. Nothing here
/// waits.
public final class RawConnection {
  /// What came of an attempt to receive.
  public enum Received: Sendable {
    /// Bytes, this many of them.
    case bytes(Int)
    /// Nothing yet: the descriptor becomes readable.
    case wait
    /// The peer has ended the connection.
    case end
  }

  /// To wait for; it is libcurl's.
  public let descriptor: Int32
  /// What ALPN has agreed on: `h2`, `http/1.1`; nil for nothing, as without TLS.
  public let alpn: String?
  /// The transfer that made it has ended, and it with it.
  var isOver = false
  private let easy: UnsafeMutableRawPointer
  /// What came before anybody asked.
  private var early: [UInt8] = []
  private var earlyResult = CURLE_OK

  init(_ easy: UnsafeMutableRawPointer) {
    self.easy = easy
    var socket = CURL_SOCKET_BAD
    upshift_getinfo_socket(easy, &socket)
    descriptor = socket
    // libcurl 7.88 knows of the connection's TLS only after it was used once.
    var count = 0
    var result = CURLE_OK
    early = [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, initialized in
      result = curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count)
      initialized = result == CURLE_OK ? count : 0
    }
    earlyResult = result
    var length: UInt32 = 0
    alpn = upshift_alpn(easy, &length).map {
      String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self)
    }
  }

  /// Receives as many bytes as there are, or fit. With TLS the descriptor tells only of what this has not seen: to be
  /// called until it says `wait`.
  public func receive(into output: inout OutputSpan<UInt8>) throws(TransferError) -> Received {
    guard !isOver else { return .end }
    if !early.isEmpty {
      let count = min(early.count, output.freeCapacity)
      for byte in early[..<count] { output.append(byte) }
      early.removeSubrange(..<count)
      return .bytes(count)
    }
    var result = earlyResult
    earlyResult = CURLE_AGAIN
    guard result == CURLE_OK || result == CURLE_AGAIN else { throw TransferError(result) }
    var received = 0
    output.withUnsafeMutableBufferPointer { buffer, initialized in
      result = curl_easy_recv(
        easy, buffer.baseAddress.map { $0 + initialized }, buffer.count - initialized, &received)
      if result == CURLE_OK { initialized += received }
    }
    switch result {
    case CURLE_OK: return received == 0 ? .end : .bytes(received)
    case CURLE_AGAIN: return .wait
    default: throw TransferError(result)
    }
  }

  /// Sends the beginning of `bytes`; nil if the descriptor has to become writable first.
  public func send(_ bytes: Span<UInt8>) throws(TransferError) -> Int? {
    guard !isOver else { throw TransferError(CURLE_SEND_ERROR) }
    var sent = 0
    let result = bytes.withUnsafeBufferPointer { buffer in
      curl_easy_send(easy, buffer.baseAddress, buffer.count, &sent)
    }
    switch result {
    case CURLE_OK: return sent
    case CURLE_AGAIN: return nil
    default: throw TransferError(result)
    }
  }
}

extension Span<UInt8> {
  /// libcurl 7.88 tells each use of a raw connection: `reached easy.c:1229`.
  var isReportOfUse: Bool {
    withUnsafeBufferPointer { $0.starts(with: "reached easy.c:".utf8) }
  }
}
