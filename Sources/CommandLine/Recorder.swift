import Check
import Client
import HTTP
import Platform
import Streams
import Text
import Transcript
import WebSocket

/// `--record`: what happens on all URLs of a command line, and the check file that it becomes.
final class Recorder {
  private let file: Outlet
  private let path: String
  private var recording = Recording(usual: Recorder.usual)
  private var isWritten = false

  /// Makes the file, which may not exist yet.
  init(path: String) throws(FileError) {
    self.path = path
    file = try Outlet(creatingPrivate: path)
  }

  /// What `upshift check` begins with in this environment.
  static var usual: Job {
    var reader = Reader()
    return reader.checkJob()
  }

  func add(_ session: Recording.Session) { recording.sessions.append(session) }

  /// Writes the file; why it cannot be, if so. Only the first call counts.
  func write() -> FileError? {
    guard !isWritten else { return nil }
    isWritten = true
    file.write(recording.text().span)
    return file.drain() ? nil : FileError(path: path, number: file.failure ?? EIO)
  }
}

/// What is kept of one conversation through a pipe, its beginning if it is too much.
final class Tape {
  private(set) var records: [Record] = []
  private let began: Double
  private var size = 0
  private var isFull = false
  private var (incoming, outgoing): ([UInt8], [UInt8]) = ([], [])

  private static let most = 16 << 20
  /// What a record takes beside its payload, about.
  private static let overhead = 128

  /// - Parameter began: where times begin, in `Clock` seconds.
  init(began: Double) { self.began = began }

  func add(_ event: Record.Event, _ direction: Record.Direction? = nil, at time: Double? = nil) {
    guard !isFull else { return }
    let record = Record(event, time: (time ?? Clock.now()) - began, direction: direction)
    size += Self.overhead + (record.payload?.count ?? 0)
    isFull = size > Self.most
    records.append(
      isFull
        ? Record(.gap(reason: "What came after 16 MiB was not recorded."), time: record.time)
        : record)
  }

  /// A part of a message that comes.
  func received(_ kind: MessageKind, _ part: Span<UInt8>, isLast: Bool) {
    gather(part, into: &incoming)
    guard isLast else { return }
    add(kind == .text ? .text(incoming) : .binary(incoming), .incoming)
    incoming = []
  }

  /// A part of a message that goes.
  func sent(_ kind: MessageKind, _ part: Span<UInt8>, isLast: Bool) {
    gather(part, into: &outgoing)
    guard isLast else { return }
    add(kind == .text ? .text(outgoing) : .binary(outgoing), .outgoing)
    outgoing = []
  }

  private func gather(_ part: Span<UInt8>, into message: inout [UInt8]) {
    guard !isFull else { return message = [] }
    part.withUnsafeBufferPointer { message.append(contentsOf: $0) }
    // A message that never ends is too much as well.
    if size + message.count > Self.most { add(.binary(message)) }
  }
}
