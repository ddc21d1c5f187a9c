import Transcript
import WebSocket

/// What goes on a conversation: the messages of the command line, then the input's. A value, so that many small
/// messages become frames without a look at any object.
struct Supply: ~Copyable {
  /// Messages that were handed to the connection whole.
  private(set) var messages = 0
  /// Something was to be sent as text that is not UTF-8; nothing more is sent.
  private(set) var isNotText = false
  /// Where messages come from when those of the command line have gone.
  private var input: Input

  private let kind: MessageKind
  private let tape: Tape?
  private let readsInput: Bool
  private var preamble: ArraySlice<[UInt8]>
  /// The message of the preamble that `piece` is of.
  private var own: [UInt8]?
  /// What is being sent, or comes next.
  private var piece: Input.Piece?
  /// The connection has taken something of `piece`.
  private(set) var isMidPiece = false
  /// `piece` begins a message.
  private var isFirst = true
  /// What the message begins with, for `-v`: the compressor may begin its first frame much later.
  private var start: [UInt8] = []
  private var validator = UTF8Validator()

  init(_ settings: PipeSettings, tape: Tape?) {
    self.tape = tape
    input = Input(settings.format)
    kind = settings.kind
    readsInput = !settings.listens
    preamble = settings.preamble.map { Array($0.utf8) }[...]
  }

  /// There is nothing more to read.
  var isAtEnd: Bool { !readsInput || input.isAtEnd }

  /// There is something left that was taken or read.
  var hasMore: Bool { piece != nil || !preamble.isEmpty || (readsInput && input.hasMore) }

  /// Reads once from `descriptor`. Returns errno if that fails.
  mutating func read(from descriptor: Int32) -> Int32? { input.read(from: descriptor) }

  /// Looks for the next thing to send. False when there is none.
  mutating func prepare() -> Bool {
    guard piece == nil else { return true }
    guard !isNotText else { return false }
    if let message = preamble.popFirst() {
      own = message
      piece = Input.Piece(range: 0..<message.count, isLast: true)
    } else if readsInput {
      own = nil
      piece = input.next()
    }
    guard let piece else { return false }
    guard kind == .binary || isText(piece) else {
      (isNotText, self.piece) = (true, nil)
      return false
    }
    return true
  }

  private mutating func isText(_ piece: Input.Piece) -> Bool {
    var text = validator
    let isValid =
      if let own {
        goesOn(own.span.extracting(piece.range), &text)
      } else {
        goesOn(input.bytes.span.extracting(piece.range), &text)
      }
    validator = text
    return isValid && (!piece.isLast || text.isComplete)
  }

  /// Writes as many frames as fit; `startsMessages`: not only the rest of what was begun.
  mutating func fill(
    _ connection: inout Connection, into output: inout OutputSpan<UInt8>, startsMessages: Bool,
    frames: FramePrinter?
  ) {
    while startsMessages ? prepare() : isMidPiece {
      guard let piece, send(piece, on: &connection, into: &output, frames: frames) else { return }
    }
  }

  /// False when no more fits.
  private mutating func send(
    _ piece: Input.Piece, on connection: inout Connection, into output: inout OutputSpan<UInt8>,
    frames: FramePrinter?
  ) -> Bool {
    if frames != nil, isFirst, !isMidPiece {
      start = Array((own ?? input.bytes)[piece.range].prefix(64))
    }
    let taken =
      if let own {
        send(own.span.extracting(piece.range), piece, on: &connection, into: &output, frames)
      } else {
        send(
          input.bytes.span.extracting(piece.range), piece, on: &connection, into: &output, frames)
      }
    guard let taken else { return false }
    isMidPiece = connection.isMidPayload
    guard !connection.isMidPayload else {
      self.piece?.range = piece.range.lowerBound + taken..<piece.range.upperBound
      return output.freeCapacity >= FrameHeader.maximumSize
    }
    if piece.isLast { messages += 1 }
    isFirst = piece.isLast
    self.piece = nil
    return true
  }

  private func send(
    _ payload: Span<UInt8>, _ piece: Input.Piece, on connection: inout Connection,
    into output: inout OutputSpan<UInt8>, _ frames: FramePrinter?
  ) -> Int? {
    let isBeginning = !isMidPiece
    let taken = connection.send(payload, as: kind, isLast: piece.isLast, into: &output)
    if let tape, isBeginning, taken != nil { tape.sent(kind, payload, isLast: piece.isLast) }
    if let frames, let header = connection.begunFrame {
      connection.begunFrame = nil
      if header.opcode != .continuation {
        frames.sending(header, payload: start.span)
      } else {
        frames.sending(header, payload: payload.extracting(..<(isBeginning ? payload.count : 0)))
      }
    }
    return taken
  }
}

/// Whether a text may go on like this.
private func goesOn(_ bytes: Span<UInt8>, _ validator: inout UTF8Validator) -> Bool {
  (validator.isComplete && UTF8Validator.isASCII(bytes)) || validator.firstInvalid(in: bytes) == nil
}
