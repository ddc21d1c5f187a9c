import Client
import HTTP
import Transcript
import Transfer
import WebSocket

/// What is kept of one URL for `--record`, its beginning if it is too much. The messages at a prompt are not: it keeps
/// them itself.
final class Tape {
  private(set) var records: [Record] = []
  private let began: Double
  private var size = 0
  private var isFull = false
  /// Of the last response, while all of it is there.
  private var body: [UInt8]?
  /// What the 101 that is being looked at opens.
  private var opening: Record.Event?
  private var (incoming, outgoing): ([UInt8], [UInt8]) = ([], [])

  private static let most = 16 << 20
  private static let longestBody = 64 << 20
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

  /// A head came, and after it what is shown of the body, if that is wanted.
  func receivedHead(wantsBody: Bool) {
    body = wantsBody ? [] : nil
    if let opening { add(opening) }
    opening = nil
  }

  /// A WebSocket is about to open.
  func opens(_ uri: URI, _ agreement: Agreement) {
    opening = .open(
      url: uri.redacted, subprotocol: agreement.subprotocol ?? "",
      extensions: agreement.extensions.joined(separator: ", "))
  }

  /// A part of a body that is shown.
  func received(body bytes: Span<UInt8>) {
    guard let count = body?.count else { return }
    guard count + bytes.count <= Self.longestBody else { return body = nil }
    bytes.withUnsafeBufferPointer { body?.append(contentsOf: $0) }
  }

  /// The body of the last response; nil if it is not known.
  func body(after outcome: Outcome) -> [UInt8]? {
    switch outcome {
    case .response, .failure(.handshakeRefused), .failure(.upgrade): body
    // One that broke off says nothing of the next one.
    default: nil
    }
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
