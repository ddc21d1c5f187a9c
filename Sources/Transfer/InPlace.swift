import CLibcurl
public import HTTP
import Platform

// TLS in place (RFC 2817): one transfer asks for it with `OPTIONS *`, the next speaks TLS on the same connection, and reads
// the answer to `OPTIONS *` before it asks anything.

/// Why a connection cannot go on with TLS.
public enum KeepError: Error, Hashable, Sendable {
  /// Something came behind the 101, in the clear.
  case spoken
  /// It has ended.
  case ended
}

/// Why the answer to `OPTIONS *` could not be read over TLS.
public enum SwitchFault: Error, Hashable, Sendable {
  /// Its end cannot be told.
  case framing(ResponseFraming.Fault)
  /// More came than the answer.
  case spoken
  /// The server is about to close the connection.
  case closing
  /// It took too long.
  case timedOut
  /// The connection ended, in the middle of it or before.
  case ended
  /// The TLS of this libcurl is not OpenSSL's.
  case notSupported

  /// What went wrong, as the transfer's error.
  public var error: TransferError {
    let answer = "the server's answer to OPTIONS * over TLS"
    return switch self {
    case .framing(let fault):
      TransferError(code: Self.protocolError, message: "\(answer) \(fault.message)")
    case .spoken:
      TransferError(
        code: Self.protocolError,
        message: "the server sent more than its answer to OPTIONS * over TLS")
    case .closing:
      TransferError(
        code: Self.protocolError,
        message: "the server closes the connection after its answer to OPTIONS * over TLS")
    case .timedOut:
      TransferError(code: TransferError.timedOut, message: "\(answer) did not come in time")
    case .ended:
      TransferError(
        code: TransferError.received, message: "the connection ended before \(answer) was complete")
    case .notSupported:
      TransferError(CURLE_NOT_BUILT_IN, said: "TLS in place needs a libcurl with OpenSSL")
    }
  }

  /// CURLE_WEIRD_SERVER_REPLY.
  private static let protocolError = 8

  /// The server broke the protocol; else the connection failed.
  public var isViolation: Bool {
    switch self {
    case .framing, .spoken, .closing: true
    case .timedOut, .ended, .notSupported: false
    }
  }
}

extension Transfer {
  /// Nobody wants the body of that answer.
  private static var longestSwitchAnswer: Int { 64 * 1024 }

  /// RFC 2817 §3.3: "Once the TLS handshake completes successfully, the server MUST continue with the response to the
  /// original request." Read here, from under libcurl, which would take it for the answer to its own request; nothing else of
  /// this session goes on meanwhile. False if that fails.
  func readSwitchAnswer(on socket: curl_socket_t) -> Bool {
    do throws(SwitchFault) {
      let head = try takeSwitchAnswer(on: socket)
      report(head)
      if head.version < .http11 || head.fields.contains("Connection", token: "close") {
        throw .closing
      }
      return true
    } catch {
      switchFault = error
      return false
    }
  }

  private func takeSwitchAnswer(on socket: curl_socket_t) throws(SwitchFault) -> ResponseHead {
    guard let tls = upshift_tls_borrow(easy, socket) else { throw .notSupported }
    var isReturned = false
    defer { if !isReturned { _ = upshift_tls_return(tls) } }
    var framing = ResponseFraming(maximumHead: maximumHead, maximumBody: Self.longestSwitchAnswer)
    var buffer = [UInt8](repeating: 0, count: 4096)
    while framing.wanted > 0 {
      let patience = delegate.patience(of: self)
      guard patience > 0 else { throw .timedOut }
      let count = upshift_tls_read(tls, &buffer, Int32(min(framing.wanted, buffer.count)))
      switch count {
      case 1...:
        do throws(ResponseFraming.Fault) {
          try framing.take(buffer.span.extracting(..<Int(count)))
        } catch {
          throw .framing(error)
        }
      case -1, -2:
        var polled = pollfd(fd: socket, events: Int16(count == -1 ? POLLIN : POLLOUT), revents: 0)
        poll(&polled, 1, Int32(clamping: patience))
      default: throw .ended
      }
    }
    isReturned = true
    guard !upshift_tls_return(tls), let head = framing.head else { throw .spoken }
    return head
  }

  private func report(_ head: ResponseHead) {
    if traces {
      for line in head.raw.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
        let whole = line + [0x0A]
        delegate.transfer(self, traced: .responseHead, whole.span)
      }
    }
    _ = delegate.transfer(
      self,
      received: Exchange(
        url: request.url, method: "OPTIONS", requestHead: [], response: head, isFromConnect: false,
        isAfterSwitch: true))
  }
}
