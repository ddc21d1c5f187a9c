import Client
import Platform
import Transcript
import WebSocket

/// What goes on a conversation: the messages of the command line, then the input's or a recording's. A value, so that
/// many small messages become frames without a look at any object.
struct Supply: ~Copyable {
  /// Why nothing more is sent.
  enum Obstacle {
    /// Something was to be sent as text that is not UTF-8.
    case notText
    /// A line is none that says what to send.
    case line(InvalidLine)
  }

  /// Messages that were handed to the connection whole.
  private(set) var messages = 0
  /// How much of messages was handed to the connection.
  private(set) var bytes = 0
  /// See `Obstacle`.
  private(set) var obstacle: Obstacle?
  /// A Close that is to be sent now; nothing is taken after it.
  private(set) var close: Close?
  /// Where messages come from when those of the command line have gone.
  private var input: Input
  private var reader: CueReader?
  private var replay: Replay?
  /// When the WebSocket opened.
  private var opening = 0.0

  private let inputKind: MessageKind
  private let tape: Tape?
  /// Messages come from standard input, sooner or later.
  let readsInput: Bool
  private var preamble: ArraySlice<Outbox.Message>
  /// The message that `piece` is of, if it is not the input's own bytes.
  private var own: [UInt8]?
  /// What `piece` is sent as.
  private var kind: MessageKind
  /// All that is left to send is the input's own bytes: asked for each message, of which there may be millions.
  private var isPlain = false
  /// What is being sent, or comes next.
  private var piece: Input.Piece?
  /// A ping or a pong that comes next.
  private var control: (opcode: Opcode, payload: [UInt8])?
  /// The connection has taken something of `piece`.
  private(set) var isMidPiece = false
  /// `piece` begins a message.
  private var isFirst = true
  /// What the message begins with, for `-v`: the compressor may begin its first frame much later.
  private var start: [UInt8] = []
  private var validator = UTF8Validator()

  /// The most bytes of a line that is an event: Base64 of the longest message that is taken, and more.
  private static let longestEvent = 128 << 20

  init(_ settings: PipeSettings, tape: Tape?) {
    self.tape = tape
    replay = settings.replay
    reader = settings.format == .ndjson ? CueReader() : nil
    input =
      reader == nil
      ? Input(settings.format) : Input(settings.format, capacity: Self.longestEvent)
    inputKind = settings.kind
    kind = settings.kind
    readsInput = !settings.listens && replay == nil
    preamble = settings.preamble.map { .init(settings.kind, Array($0.utf8)) }[...]
  }

  /// The WebSocket is open: times begin.
  mutating func open(at time: Double) { opening = time }

  /// There is nothing more to read, now or later.
  var isAtEnd: Bool { close != nil || (replay?.isEmpty ?? (!readsInput || input.isAtEnd)) }

  /// When there is something to send that has to wait, in `Clock` seconds.
  var due: Double? { replay?.due.map { opening + $0 } }

  /// Looks whether something is left that was taken or read.
  mutating func hasMore() -> Bool {
    if piece != nil || control != nil || !preamble.isEmpty || replay?.isEmpty == false {
      return true
    }
    guard readsInput, reader != nil else { return readsInput && input.hasMore }
    close = nil
    takeCue()
    return own != nil || control != nil || close != nil || obstacle != nil
  }

  /// Reads once from `descriptor`. Returns errno if that fails.
  mutating func read(from descriptor: Int32) -> Int32? { input.read(from: descriptor) }

  // MARK: What comes next

  /// Looks for the next thing to send. False when there is none.
  mutating func prepare() -> Bool {
    guard piece == nil, control == nil else { return true }
    if isPlain {
      takePiece()
      return piece != nil
    }
    guard obstacle == nil, close == nil else { return false }
    own = nil
    if let message = preamble.popFirst() {
      begin(message)
    } else if replay != nil {
      if let event = replay?.take(at: Clock.now() - opening) { take(event) }
    } else if readsInput, reader != nil {
      takeCue()
    } else if readsInput {
      (isPlain, kind) = (true, inputKind)
      takePiece()
    }
    return piece != nil || control != nil
  }

  private mutating func takePiece() {
    guard let next = input.next() else { return }
    guard inputKind == .binary || isText(next) else {
      (obstacle, isPlain) = (.notText, false)
      return
    }
    piece = next
  }

  /// The next line that says something to send.
  private mutating func takeCue() {
    while piece == nil, control == nil, close == nil, obstacle == nil, let line = input.next() {
      do throws(InvalidLine) {
        guard line.isLast else {
          throw InvalidLine(
            number: (reader?.lines ?? 0) + 1, "has more than \(Self.longestEvent >> 20) MiB")
        }
        if let cue = try reader?.read(input.bytes[line.range]) { take(cue.event) }
      } catch {
        obstacle = .line(error)
      }
    }
  }

  private mutating func take(_ event: Record.Event) {
    switch event {
    case .text(let bytes): begin(Outbox.Message(.text, bytes))
    case .binary(let bytes): begin(Outbox.Message(.binary, bytes))
    case .ping(let payload): control = (.ping, payload)
    case .pong(let payload): control = (.pong, payload)
    case .close(let close): self.close = close
    default: break
    }
  }

  private mutating func begin(_ message: Outbox.Message) {
    (own, kind) = (message.bytes, message.kind)
    piece = Input.Piece(range: 0..<message.bytes.count, isLast: true)
  }

  private mutating func isText(_ piece: Input.Piece) -> Bool {
    var text = validator
    let isValid = goesOn(input.bytes.span.extracting(piece.range), &text)
    validator = text
    return isValid && (!piece.isLast || text.isComplete)
  }

  // MARK: How it goes

  /// Writes as many frames as fit; `startsMessages`: not only the rest of what was begun.
  mutating func fill(
    _ connection: inout Connection, into output: inout OutputSpan<UInt8>, startsMessages: Bool,
    frames: FramePrinter?
  ) {
    while startsMessages ? prepare() : isMidPiece {
      if let piece {
        guard send(piece, on: &connection, into: &output, frames: frames) else { return }
      } else if let control {
        guard send(control, on: &connection, into: &output, frames: frames) else { return }
      }
    }
  }

  /// False when no more fits.
  private mutating func send(
    _ control: (opcode: Opcode, payload: [UInt8]), on connection: inout Connection,
    into output: inout OutputSpan<UInt8>, frames: FramePrinter?
  ) -> Bool {
    let (isPing, payload) = (control.opcode == .ping, control.payload)
    guard output.freeCapacity >= FrameHeader.maximumSize + FrameHeader.maximumControlPayload,
      isPing ? connection.ping(payload.span) : connection.pong(payload.span)
    else { return false }
    connection.flush(into: &output)
    self.control = nil
    tape?.add(isPing ? .ping(payload) : .pong(payload), .outgoing)
    frames?.control(control.opcode, payload: payload.span, isOutgoing: true)
    return true
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
    bytes += taken
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
