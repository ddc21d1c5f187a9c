import CLibcurl

/// Why a transfer failed.
public struct TransferError: Error, Hashable, Sendable {
  /// libcurl's number, which is curl's exit status (`man libcurl-errors`).
  public var code: Int
  /// One line for a person: what libcurl says of it.
  public var message: String

  /// CURLE_UNSUPPORTED_PROTOCOL.
  public static let unsupportedProtocol = 1
  /// The URL has no valid form: CURLE_URL_MALFORMAT.
  public static let malformedURL = 3
  /// A callback of ours did not take what it was handed: CURLE_WRITE_ERROR.
  public static let write = 23
  /// Something local cannot be read: CURLE_READ_ERROR.
  public static let read = 26
  /// A response's head says that its body is not what was asked for: CURLE_RANGE_ERROR, CURLE_FILESIZE_EXCEEDED.
  public static let ofUnreadBodies: Set = [33, 63]
  /// CURLE_OPERATION_TIMEDOUT.
  public static let timedOut = 28
  /// CURLE_GOT_NOTHING.
  public static let gotNothing = 52
  /// A body had to be sent again, and cannot be: CURLE_SEND_FAIL_REWIND.
  public static let rewind = 65
  /// `rewind`, of a form that has a part which is no regular file.
  public static let unrepeatableForm = TransferError(
    code: rewind,
    message: "the body would have to be sent again, and a part of its form cannot be read twice")
  /// The peer broke HTTP/2: CURLE_HTTP2.
  public static let http2 = 16
  /// CURLE_RECV_ERROR.
  public static let received = 56
  /// CURLE_HTTP2_STREAM.
  public static let http2Stream = 92
  /// A response head over `Options.maximumHead`, or a line of it over what libcurl takes:
  /// CURLE_TOO_LARGE of libcurl 8.6, which older ones call out of memory.
  public static let headTooLarge = 100

  /// Trying again would end the same way: the URL, the options or a certificate would have to change.
  public var isPermanent: Bool {
    [1, 2, 3, 4, 48, 53, 54, 58, 59, 60, 66, 67, 77, 82, 83, 90, 91].contains(code)
  }

  /// An error of one of these codes.
  public init(code: Int, message: String) {
    self.code = code
    self.message = message
  }

  init(_ result: CURLcode, said text: String = "") {
    code = Int(result.rawValue)
    message = text.isEmpty ? String(cString: curl_easy_strerror(result)) : text
  }
}

extension TransferError {
  /// What libcurl says of a code, if it can say no more.
  public static func description(of code: Int) -> String {
    String(cString: curl_easy_strerror(CURLcode(rawValue: UInt32(truncatingIfNeeded: code))))
  }
}
