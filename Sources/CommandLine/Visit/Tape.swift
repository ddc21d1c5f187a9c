import Client
import HTTP
import Platform
import Transcript
import Transfer
import WebSocket

/// What happens on one URL, for `--record`, which keeps it, its beginning if it is too much, and for `--ws-format ndjson`,
/// which prints it. The messages at a prompt are not on it: that keeps them itself.
final class Tape {
  private(set) var records: [Record] = []
  /// Hears of everything at once.
  var print: ((Record) -> Void)?
  private let began: Double
  private var size = 0
  private let keeps: Bool
  /// No more is kept.
  private var isFull: Bool
  /// Of the last response, while all of it is there.
  private var body: [UInt8]?
  /// What of a body was not printed yet.
  private var bodyToPrint: [UInt8] = []
  /// What the 101 that is being looked at opens.
  private var opening: Record.Event?
  private var (incoming, outgoing): ([UInt8], [UInt8]) = ([], [])
  private var printedMessages = 0

  private static let most = 16 << 20
  private static let longestBody = 64 << 20
  /// A body that is longer than this is several events.
  private static let longestPrintedBody = 16 << 20
  /// What a record takes beside its payload, about.
  private static let overhead = 128

  /// - Parameters:
  ///   - began: where times begin, in `Clock` seconds.
  ///   - keeps: false to print only.
  init(began: Double, keeps: Bool) {
    self.began = began
    self.keeps = keeps
    isFull = !keeps
  }

  func add(_ event: Record.Event, _ direction: Record.Direction? = nil, at time: Double? = nil) {
    let record = Record(event, time: (time ?? Clock.now()) - began, direction: direction)
    printOut(record)
    keep(record)
  }

  /// Something that nobody asked for, such as the answer to a ping: printed only.
  func show(_ event: Record.Event, _ direction: Record.Direction? = nil) {
    if print != nil {
      printOut(Record(event, time: Clock.now() - began, direction: direction))
    }
  }

  private func printOut(_ record: Record) {
    guard let print else { return }
    var record = record
    switch record.event {
    case .text, .binary:
      printedMessages += 1
      record.number = printedMessages
    default: break
    }
    print(record)
  }

  private func keep(_ record: Record) {
    guard !isFull else { return }
    size += Self.overhead + (record.payload?.count ?? 0)
    isFull = size > Self.most
    records.append(
      isFull
        ? Record(.gap(reason: "What came after 16 MiB was not recorded."), time: record.time)
        : record)
  }

  /// A head came, and after it what is shown of the body, if that is wanted.
  func receivedHead(wantsBody: Bool) {
    endBody()
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
    if print != nil {
      bytes.withUnsafeBufferPointer { bodyToPrint.append(contentsOf: $0) }
      if bodyToPrint.count >= Self.longestPrintedBody {
        printBody(wholeCharacters(of: bodyToPrint))
      }
    }
    guard keeps, let count = body?.count else { return }
    guard count + bytes.count <= Self.longestBody else { return body = nil }
    bytes.withUnsafeBufferPointer { body?.append(contentsOf: $0) }
  }

  /// Nothing more comes of the body.
  func endBody() {
    if !bodyToPrint.isEmpty { printBody(bodyToPrint.count) }
  }

  private func printBody(_ count: Int) {
    show(.body(Array(bodyToPrint[..<count])), .incoming)
    bodyToPrint.removeFirst(count)
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
    guard print != nil || !isFull else { return message = [] }
    part.withUnsafeBufferPointer { message.append(contentsOf: $0) }
    // A message that never ends is too much as well.
    if !isFull, size + message.count > Self.most {
      keep(Record(.binary(message), time: Clock.now() - began))
    }
  }
}
