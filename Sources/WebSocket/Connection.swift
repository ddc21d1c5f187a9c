/// What a peer may make us take; more than that is a violation with code 1009. Checked when a frame's head is
/// read, or, for what a compressed message becomes, as it is decompressed.
public struct Limits: Hashable, Sendable {
  /// The most bytes of payload in a message, all its frames together and decompressed; nil: no limit.
  public var maximumMessage: UInt64?
  /// The most bytes of payload in a frame; nil: no limit.
  public var maximumFrame: UInt64?

  /// The given limits; by default none, for a message is handed on in parts and never gathered here.
  public init(maximumMessage: UInt64? = nil, maximumFrame: UInt64? = nil) {
    self.maximumMessage = maximumMessage
    self.maximumFrame = maximumFrame
  }
}

/// One end of a WebSocket after its handshake (RFC 6455), without any input or output of its own.
///
/// Hand what arrives to `receive(_:into:)`, and its end to `receiveEOF()`. Whenever the stream can take
/// bytes, call `send(_:as:isLast:into:)` or, without a message to send, `flush(into:)`. When `isClosed` is
/// true, the stream is done with.
public struct Connection: ~Copyable {
  /// Which end this is.
  public let role: Role
  /// What the peer may make us take.
  public let limits: Limits
  /// How messages are compressed (RFC 7692), or nil.
  public let deflate: PermessageDeflate?
  let maskingKey: () -> UInt32

  // What comes in: the state between two calls of `advance(through:from:)`, which sees one stream.

  /// The first bytes of a head that is not whole yet.
  var partialHead: [UInt8] = []
  /// The head of the frame whose payload is being received, or of the one before.
  @usableFromInline var frame = FrameHeader(opcode: .continuation, payloadLength: 0)
  /// `frame` has not been told to the sink yet.
  @usableFromInline var hasNewFrame = false
  /// The payload of `frame` is not complete.
  var isInFrame = false
  /// How much of it is still to come.
  var payloadToCome = 0
  var unmask = Mask(nil)
  /// The payload of the control frame that is being received; at most 125 bytes.
  @usableFromInline var control: [UInt8] = []
  /// A part of a message that is not as it came: unmasked or decompressed.
  @usableFromInline var own: [UInt8] = []
  /// The kind of the message that is being received, or of the one before.
  @usableFromInline var kind = MessageKind.binary
  var isInMessage = false
  var isFirstPart = true
  var isCompressed = false
  var messageLength: UInt64 = 0
  var inflater: Inflater?
  /// Whether there is more to tell without further bytes, because the sink wanted no more: of a compressed message, or
  /// a violation.
  public internal(set) var holdsMore = false
  var text = UTF8Validator()
  /// Nothing that comes in counts any more: the peer closed, or the connection failed or ended.
  var isOver = false
  /// A violation that has not been thrown yet.
  var owedStep: Step?
  var sawEOF = false

  // What goes out.

  /// Control frames as they go on the wire, and how much of them has gone.
  var queue: [UInt8] = []
  var queueStart = 0
  /// The payload of a pong that has not been queued yet, so that a newer one can take its place.
  var pong: [UInt8] = []
  var owesPong = false
  /// The Close that answers the peer's Close or violation. What answers earlier messages may go before.
  @usableFromInline var owedClose: Close?
  /// `owedClose` is our own wish: nothing but the rest of the payload in progress may go before it.
  var isClosing = false
  var mask = Mask(nil)
  var sendsMessage = false
  var deflater: Deflater?
  /// What was compressed and is not sent yet, and the frame that its beginning is, once it is one.
  var packed: [UInt8] = []
  var packedFrame: PackedFrame?

  /// How many bytes of payload the frame in progress still needs; 0 between frames.
  public internal(set) var remainingInFrame = 0
  /// Whether a payload was handed to `send(_:as:isLast:into:)` and is not complete.
  public internal(set) var isMidPayload = false
  /// The head of the last frame of data that was begun. The caller may set it to nil, to see the next.
  public var begunFrame: FrameHeader?
  /// The Close that we sent or queued, in answer to the peer's too.
  public internal(set) var sentClose: Close?
  /// The peer's Close.
  public internal(set) var receivedClose: Close?
  /// Why the connection was failed.
  public internal(set) var violation: ProtocolViolation?

  /// An open connection.
  ///
  /// - Parameters:
  ///   - role: which end this is.
  ///   - limits: what the peer may make us take.
  ///   - deflate: how messages are compressed, if that was agreed on.
  ///   - maskingKey: called once for each frame that a client sends; each key must be fresh and
  ///     unpredictable (RFC 6455 §5.3). A server never calls it.
  public init(
    role: Role = .client, limits: Limits = Limits(), deflate: PermessageDeflate? = nil,
    maskingKey: @escaping () -> UInt32
  ) {
    self.role = role
    self.limits = limits
    self.deflate = deflate
    self.maskingKey = maskingKey
    partialHead.reserveCapacity(FrameHeader.maximumSize)
    control.reserveCapacity(FrameHeader.maximumControlPayload)
  }

  /// Whether control frames wait to be sent. In the middle of a frame they wait for its end.
  public var hasOutput: Bool { hasQueue || owedClose != nil }

  var hasQueue: Bool { owesPong || queueStart < queue.count }

  /// Whether a frame of ours was begun and its payload is not complete.
  public var isMidFrame: Bool { remainingInFrame > 0 }

  /// Whether a message of ours was begun and its last frame is not complete.
  public var isMidMessage: Bool { sendsMessage || isMidPayload }

  /// Whether a frame of data may be begun: no Close was sent, and there is a stream. After the peer's Close
  /// or violation, what answers earlier messages may be sent until `flush(into:)` sends our Close.
  public var maySend: Bool {
    sentClose == nil && !sawEOF && (!isClosing || isMidPayload)
  }

  /// Whether nothing more is to be sent or expected: both Close frames were exchanged, or the
  /// connection failed or ended, and what was queued has gone.
  public var isClosed: Bool {
    isOver && !hasOutput
  }

  /// The code that the connection was closed with, as RFC 6455 §7.1.5 defines it: the peer's, 1005 if its
  /// Close has none, 1006 if the stream ended or failed without one; nil while it is open.
  public var closeCode: CloseCode? {
    if let receivedClose { return receivedClose.code ?? .noStatus }
    return sawEOF || violation != nil ? .abnormal : nil
  }

  /// The byte stream ended; bytes that are received afterwards are ignored. Without a Close of the
  /// peer nothing more can be sent.
  public mutating func receiveEOF() {
    sawEOF = true
    (isOver, holdsMore) = (true, false)
    guard receivedClose == nil else { return }
    owesPong = false
    owedClose = nil
    queue.removeAll()
    queueStart = 0
  }
}
