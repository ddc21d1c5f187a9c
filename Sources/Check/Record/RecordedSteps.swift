import Transcript
import WebSocket

/// The steps of a conversation, as they are written.
struct RecordedSteps {
  private let start: Double
  /// When something was last sent.
  private var lastSent: Double
  /// The ping that was sent last, while its pong is awaited.
  private var ping: [UInt8]?
  /// Our Close was sent: what comes after it but the Close is a matter of luck.
  private var isClosing = false
  private var isOver = false

  /// What comes later than so many seconds after anything was sent has a time-out of its own.
  private static let prompt = 5.0
  /// What comes and is longer than this is known by its digest.
  private static let longest = 1 << 20

  /// - Parameter start: when the WebSocket opened.
  init(since start: Double) { (self.start, lastSent) = (start, start) }

  mutating func write(
    _ record: Record, to spelling: inout Spelling, _ credentials: inout Credentials
  ) {
    guard !isOver else { return }
    let isOurs = record.direction == .outgoing
    switch record.event {
    case .text(let bytes) where isOurs && !isClosing:
      spelling.write("send `")
      spelling.write(credentials.pieces(bytes, as: .message), in: .backquoted)
      spelling.write("`\n")
    case .text(let bytes) where !isClosing: expect(text: bytes, record, &spelling, &credentials)
    case .binary(let bytes) where isOurs && !isClosing:
      send(binary: bytes, &spelling, &credentials)
    case .binary(let bytes) where !isClosing: expect(binary: bytes, record, &spelling, &credentials)
    case .ping(let payload) where isOurs && !isClosing:
      ping = payload
      // The payload of a ping is text in a check file.
      let isText = UTF8Validator.accepts(payload.span)
      spelling.write("ping")
      if isText, !payload.isEmpty {
        spelling.write(" `")
        spelling.write(credentials.pieces(payload), in: .backquoted)
        spelling.write("`")
      }
      spelling.write("\n")
    case .ping where !isClosing:
      spelling.write("expect ping")
      finish(record, &spelling)
    case .pong(let payload) where !isOurs && payload == ping && !isClosing:
      ping = nil
      spelling.write("expect pong")
      finish(record, &spelling)
    case .close(let close): write(close, record, &spelling, &credentials)
    case .gap(let reason), .error(let reason):
      spelling.write("# ")
      spelling.write(credentials.comment(reason), in: .line)
      spelling.write("\n")
    default: break
    }
    if isOurs { lastSent = record.time }
  }

  private mutating func write(
    _ close: Close, _ record: Record, _ spelling: inout Spelling, _ credentials: inout Credentials
  ) {
    if record.direction == .incoming {
      spelling.write("expect close \((close.code ?? .noStatus).rawValue)")
      finish(record, &spelling)
      isOver = true
    } else if !isClosing {
      isClosing = true
      spelling.write("close")
      if let code = close.code {
        spelling.write(" \(code.rawValue)")
        if !close.reason.isEmpty {
          spelling.write(" \"")
          spelling.write(credentials.pieces(close.reason), in: .quoted)
          spelling.write("\"")
        }
      }
      spelling.write("\n")
    }
  }

  private func send(
    binary bytes: [UInt8], _ spelling: inout Spelling, _ credentials: inout Credentials
  ) {
    let isText = UTF8Validator.accepts(bytes.span)
    let pieces = credentials.pieces(bytes, as: isText ? .message : .plain)
    if !pieces.hasVariable {
      spelling.write("send binary ")
      spelling.write(hex: bytes)
    } else if isText {
      spelling.write("send binary `")
      spelling.write(pieces, in: .backquoted)
      spelling.write("`")
    } else {
      spelling.write(
        "# A binary message of \(bytes.count) bytes that was sent here holds a credential: it is left out."
      )
    }
    spelling.write("\n")
  }

  // MARK: What is expected

  private func expect(
    text bytes: [UInt8], _ record: Record, _ spelling: inout Spelling,
    _ credentials: inout Credentials
  ) {
    let pieces = credentials.pieces(bytes, as: .message, isOurs: false)
    if bytes.count > Self.longest, !pieces.hasVariable,
      let digest = Digest.sha256(bytes)
    {
      spelling.write("expect sha256 == ")
      spelling.write(hex: digest)
    } else if pieces.contains(.hidden) {
      spelling.write(
        "# It holds a credential in a spelling of its own, so what it is is not compared.\nexpect text"
      )
    } else {
      spelling.write("expect text == `")
      spelling.write(pieces, in: .backquoted)
      spelling.write("`")
    }
    finish(record, &spelling)
  }

  private func expect(
    binary bytes: [UInt8], _ record: Record, _ spelling: inout Spelling,
    _ credentials: inout Credentials
  ) {
    let isText = UTF8Validator.accepts(bytes.span) && !bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let pieces = credentials.pieces(bytes, as: isText ? .message : .plain, isOurs: false)
    if pieces.hasVariable, isText, !pieces.contains(.hidden) {
      spelling.write("expect binary decode \"utf-8\" == `")
      spelling.write(pieces, in: .backquoted)
      spelling.write("`")
    } else if pieces.hasVariable {
      spelling.write("# It holds a credential, so what it is is not compared.\nexpect binary")
    } else if bytes.count > Self.longest, let digest = Digest.sha256(bytes) {
      spelling.write("expect sha256 == ")
      spelling.write(hex: digest)
    } else {
      spelling.write("expect binary == ")
      spelling.write(hex: bytes)
    }
    finish(record, &spelling)
  }

  /// The end of an `expect`. What is no prompt answer may be a matter of the server's clock, which begins with the
  /// conversation: all of its time so far, twice.
  private func finish(_ record: Record, _ spelling: inout Spelling) {
    if record.time - lastSent > Self.prompt {
      let seconds = Int(min(86_400, (record.time - start) * 2).rounded(.up))
      spelling.write(" within \(seconds)s")
    }
    spelling.write("\n")
  }
}
