import Client
import HTTP
import Text
import Transcript
import WebSocket

/// What came of a request, up to the end of its conversation if there was one.
struct RecordedConnection {
  /// Of all responses, the last one's last.
  private var statuses: [Int] = []
  /// Of the last response, if it answers CONNECT.
  private var connectStatus: Int?
  private var subprotocol = ""
  private var isOpen = false
  /// It came to nothing.
  private var hasFailed = false
  /// When it opened.
  private var opening: Double?
  private var records: [Record] = []

  /// A response longer than this is known by its digest.
  private static let longestBody = 4 << 10

  /// The connections that records tell of. Attempts that failed before one succeeded are left out.
  static func all(of records: [Record]) -> [Self] {
    var all: [Self] = []
    var current = Self()
    for record in records {
      if case .request = record.event, current.isOpen || current.hasFailed {
        all.append(current)
        current = Self()
      }
      current.take(record)
    }
    all.append(current)
    let opened = all.filter(\.isOpen)
    return opened.isEmpty ? [current] : opened
  }

  private mutating func take(_ record: Record) {
    switch record.event {
    case .request, .upgrade, .body: break
    // What a proxy says to CONNECT is not the server's, unless it opens a WebSocket (RFC 8441).
    case .response("CONNECT", _, let status, _): connectStatus = status
    case .response(_, _, let status, _):
      if status >= 200 || status == 101 { statuses.append(status) }
      connectStatus = nil
    case .open(_, let name, _):
      if let connectStatus { statuses.append(connectStatus) }
      (isOpen, subprotocol, opening) = (true, name, record.time)
    case .gap where !isOpen: break
    case .error where !isOpen: hasFailed = true
    case .text, .binary, .ping, .pong, .close, .gap, .error:
      // Also of one whose beginning is gone.
      isOpen = true
      records.append(record)
    }
  }

  func write(
    body: [UInt8]?, failure: String?, of job: Job, to spelling: inout Spelling,
    _ credentials: inout Credentials
  ) {
    if !statuses.isEmpty {
      spelling.write("HTTP " + statuses.map { String($0) }.joined(separator: " -> ") + "\n")
    }
    if isOpen {
      if !subprotocol.isEmpty {
        spelling.write("Sec-WebSocket-Protocol: ")
        spelling.write(credentials.pieces(subprotocol), in: .line)
        spelling.write("\n")
      }
      spelling.write("[WebSocket]\n")
      var steps = RecordedSteps(since: opening ?? records.first?.time ?? 0)
      for record in records { steps.write(record, to: &spelling, &credentials) }
    } else if let body, !statuses.isEmpty, job.wantsBody {
      write(body, to: &spelling, &credentials)
    }
    if let failure {
      spelling.write("# It ended with: ")
      spelling.write(credentials.comment(failure), in: .line)
      spelling.write("\n")
    }
  }

  private func write(
    _ body: [UInt8], to spelling: inout Spelling, _ credentials: inout Credentials
  ) {
    let isText = UTF8Validator.accepts(body.span)
    let pieces = credentials.pieces(body, as: isText ? .message : .plain, isOurs: false)
    if isText, body.count <= Self.longestBody, !pieces.contains(.hidden) {
      spelling.write(body: pieces)
    } else if !pieces.hasVariable, let digest = Digest.sha256(body) {
      spelling.write("[Asserts]\nsha256 == ")
      spelling.write(hex: digest)
    } else {
      spelling.write("# The body, of \(body.count) bytes, holds a credential: it is not compared.")
    }
    spelling.write("\n")
  }
}
