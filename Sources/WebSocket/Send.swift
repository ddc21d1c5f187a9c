extension Connection {
  /// Writes a frame of data, or as much of it as fits, masked if this is a client: the copy into `out`
  /// is the only one.
  ///
  /// The frame is as long as `payload`. As long as `isMidPayload` is true afterwards, the next call must pass
  /// the rest of it (of a frame that was begun, the beginning of the rest will do) and the same arguments.
  /// Control frames that wait go before the frame.
  ///
  /// A compressed message has frames as they come out of the compressor, one a call at most; its payload may
  /// have been taken whole long before the last of them.
  ///
  /// - Parameters:
  ///   - payload: what the frame is to carry; it may be empty.
  ///   - kind: what the message is; counts in its first frame.
  ///   - isLast: whether the frame ends the message.
  ///   - out: where the bytes go.
  /// - Returns: how many bytes of `payload` were taken; nil if it was not begun, either because the head of a
  ///   frame does not fit (14 bytes always do), or because none may be begun (see `maySend`).
  public mutating func send(
    _ payload: Span<UInt8>, as kind: MessageKind, isLast: Bool, into out: inout OutputSpan<UInt8>
  ) -> Int? {
    if compresses {
      return sendCompressed(payload, as: kind, isLast: isLast, into: &out)
    }
    if !isMidFrame {
      guard begin(payload.count, as: kind, isLast: isLast, into: &out) else { return nil }
    }
    let count = min(payload.count, remainingInFrame, out.freeCapacity)
    mask.append(payload.extracting(0..<count), to: &out)
    remainingInFrame -= count
    isMidPayload = isMidFrame
    return count
  }

  mutating func begin(
    _ length: Int, as kind: MessageKind, isLast: Bool, isCompressed: Bool = false,
    into out: inout OutputSpan<UInt8>
  ) -> Bool {
    // "The application MUST NOT send any more data frames after sending a Close frame."
    guard maySend else { return false }
    if hasQueue { flushQueue(into: &out) }
    var header = FrameHeader(
      fin: isLast,
      reserved: isCompressed && !sendsMessage ? FrameHeader.rsv1 : 0,
      opcode: sendsMessage ? .continuation : kind == .text ? .text : .binary,
      mask: role == .client ? 0 : nil,
      payloadLength: UInt64(length))
    guard !hasQueue, header.size <= out.freeCapacity else { return false }
    header.mask = freshKey()
    header.write(into: &out)
    begunFrame = header
    mask = Mask(header.mask)
    remainingInFrame = length
    sendsMessage = !isLast
    return true
  }

  /// Writes the control frames that wait, as much of them as fits. In the middle of a frame of data that
  /// is nothing: they go after it. No frame of data can follow a Close.
  public mutating func flush(into out: inout OutputSpan<UInt8>) {
    guard !isMidFrame else { return }
    if let close = owedClose, !(isClosing && isMidPayload) {
      owedClose = nil
      queueClose(close)
    }
    if hasQueue { flushQueue(into: &out) }
  }

  private mutating func flushQueue(into out: inout OutputSpan<UInt8>) {
    drainQueue(into: &out)
    // "If an endpoint receives a Ping frame and has not yet sent Pong frame(s) in response to previous
    // Ping frame(s), the endpoint MAY elect to send a Pong frame for only the most recently processed
    // Ping frame."
    guard owesPong, queue.isEmpty, out.freeCapacity > 0 else { return }
    enqueueOwedPong()
    drainQueue(into: &out)
  }

  private mutating func drainQueue(into out: inout OutputSpan<UInt8>) {
    let count = min(queue.count - queueStart, out.freeCapacity)
    guard count > 0 else { return }
    out.append(queue.span.extracting(queueStart..<(queueStart + count)))
    queueStart += count
    guard queueStart == queue.count else { return }
    queue.removeAll(keepingCapacity: true)
    queueStart = 0
  }

  /// Queues a ping.
  ///
  /// - Returns: false if it was not queued: `payload` has more than 125 bytes (RFC 6455 §5.5), or a
  ///   Close was sent or the connection is over.
  @discardableResult
  public mutating func ping(_ payload: Span<UInt8>) -> Bool { enqueue(.ping, payload) }

  /// Queues a pong that answers no ping: "A Pong frame MAY be sent unsolicited. This serves as a unidirectional
  /// heartbeat." Those that answer one are sent without being asked for.
  ///
  /// - Returns: false if it was not queued, for the same reasons as a ping.
  @discardableResult
  public mutating func pong(_ payload: Span<UInt8>) -> Bool { enqueue(.pong, payload) }

  private mutating func enqueue(_ opcode: Opcode, _ payload: Span<UInt8>) -> Bool {
    guard maySend, payload.count <= FrameHeader.maximumControlPayload else { return false }
    queue.append(frame: opcode, payload, mask: freshKey())
    return true
  }

  /// Queues a Close, which goes after the payload in progress; no frame of data may follow it. The
  /// connection is closed when the peer's Close has come. Does nothing if a Close was sent before, or if
  /// the connection is over.
  ///
  /// - Throws: what no Close frame can say.
  public mutating func close(_ close: Close) throws(InvalidClose) {
    try close.validate()
    guard maySend, owedClose == nil else { return }
    guard isMidPayload, !isMidFrame || packedFrame != nil else { return queueClose(close) }
    (owedClose, isClosing) = (close, true)
  }

  private mutating func queueClose(_ close: Close) {
    if owesPong { enqueueOwedPong() }
    queue.append(frame: .close, close.payload.span, mask: freshKey())
    sentClose = close
  }

  /// More than this waiting, and pings are answered by the latest only.
  private static let longestQueue = 16 << 10

  /// Queues the pong for the ping in `control`, and tells whether it did.
  ///
  /// Each ping has its pong, as long as the peer takes them; a flood of pings from a peer that does
  /// not listen must not fill our memory.
  mutating func queuePong() -> Bool {
    guard maySend else { return false }
    if !owesPong, queue.count - queueStart < Self.longestQueue {
      let payload = control
      queue.append(frame: .pong, payload.span, mask: freshKey())
      return true
    }
    pong.removeAll(keepingCapacity: true)
    pong.append(contentsOf: control)
    owesPong = true
    return true
  }

  private mutating func enqueueOwedPong() {
    let payload = pong
    queue.append(frame: .pong, payload.span, mask: freshKey())
    owesPong = false
  }

  private func freshKey() -> UInt32? { role == .client ? maskingKey() : nil }
}

extension [UInt8] {
  /// Appends a whole control frame.
  fileprivate mutating func append(frame opcode: Opcode, _ payload: Span<UInt8>, mask: UInt32?) {
    let header = FrameHeader(opcode: opcode, mask: mask, payloadLength: UInt64(payload.count))
    append(addingCapacity: header.size + payload.count) { out in
      header.write(into: &out)
      var mask = Mask(mask)
      mask.append(payload, to: &out)
    }
  }
}
