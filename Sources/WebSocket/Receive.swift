/// What `advance(through:from:)` met next.
@usableFromInline enum Step {
  /// All bytes are used up.
  case needsBytes
  /// The head in `frame`.
  case frame
  /// A part of a message: a range of the bytes that were passed in.
  case part(Range<Int>, isFirst: Bool, isLast: Bool)
  /// A part of a message, in `unmasked`.
  case unmaskedPart(isFirst: Bool, isLast: Bool)
  /// A ping or pong with its payload in `control`, or the Close in `receivedClose`; `isAnswered` if our
  /// answer was queued.
  case ping(isAnswered: Bool)
  case pong
  case close(isAnswered: Bool)
  /// The one in `violation`, to be thrown; `isAnswered` if a Close was queued for it.
  case violation(isAnswered: Bool)
}

extension Connection {
  /// Goes on with the next bytes of the stream, split anywhere, and tells `sink` what they hold.
  ///
  /// A ping's pong and the answer to a Close are queued, to be sent by `flush(into:)` or
  /// `send(_:as:isLast:into:)`. After the peer's Close, a violation, or the end of the stream, bytes are
  /// ignored.
  ///
  /// - Throws: what the peer did wrong, once. Everything before it has been told to the sink, and a Close
  ///   that says why is queued, unless one was sent before (RFC 6455 §7.1.7).
  @inlinable
  public mutating func receive<Sink: EventSink & ~Copyable>(
    _ bytes: Span<UInt8>, into sink: inout Sink
  ) throws(ProtocolViolation) {
    var index = 0
    while true {
      switch advance(through: bytes, from: &index) {
      case .needsBytes:
        return
      case .frame:
        sink.frame(frame)
      case .part(let range, let isFirst, let isLast):
        sink.message(kind, part: bytes.extracting(range), isFirst: isFirst, isLast: isLast)
      case .unmaskedPart(let isFirst, let isLast):
        sink.message(kind, part: unmasked.span, isFirst: isFirst, isLast: isLast)
      case .ping(let isAnswered):
        sink.ping(control.span)
        if isAnswered { sink.replied(.pong, payload: control.span) }
      case .pong:
        sink.pong(control.span)
      case .close(let isAnswered):
        if let receivedClose { sink.close(receivedClose) }
        if isAnswered, let sentClose { sink.replied(.close, payload: sentClose.payload.span) }
      case .violation(let isAnswered):
        if isAnswered, let sentClose { sink.replied(.close, payload: sentClose.payload.span) }
        if let violation { throw violation }
      }
    }
  }

  /// Uses bytes from `index` on until there is something to tell.
  @usableFromInline
  mutating func advance(through bytes: Span<UInt8>, from index: inout Int) -> Step {
    while !isOver {
      guard let toCome = payloadToCome else {
        do throws(ProtocolViolation) {
          guard let header = try readHeader(bytes, from: &index) else { return .needsBytes }
          try begin(header)
          return .frame
        } catch {
          fail(error)
          break
        }
      }
      guard toCome == 0 || index < bytes.count else { return .needsBytes }
      let step =
        frame.opcode.isControl
        ? advanceControl(through: bytes, from: &index, toCome: toCome)
        : advanceMessage(through: bytes, from: &index, toCome: toCome)
      if let step { return step }
    }
    index = bytes.count
    guard let owedStep else { return .needsBytes }
    self.owedStep = nil
    return owedStep
  }

  /// Reads a head, or puts aside the beginning of one and returns nil.
  private mutating func readHeader(
    _ bytes: Span<UInt8>, from index: inout Int
  ) throws(ProtocolViolation) -> FrameHeader? {
    if partialHead.isEmpty, bytes.count - index >= 2 {
      let size = FrameHeader.size(secondByte: bytes[index + 1])
      if bytes.count - index >= size {
        defer { index += size }
        return try FrameHeader(bytes, at: index)
      }
    }
    while index < bytes.count {
      partialHead.append(bytes[index])
      index += 1
      guard partialHead.count >= 2,
        partialHead.count == FrameHeader.size(secondByte: partialHead[1])
      else { continue }
      defer { partialHead.removeAll(keepingCapacity: true) }
      return try FrameHeader(partialHead.span)
    }
    return nil
  }

  /// Checks what the head means here, and gets ready for its payload.
  private mutating func begin(_ header: FrameHeader) throws(ProtocolViolation) {
    // "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
    guard header.reserved == 0 else { throw .reservedBits(header.reserved) }
    // "A server MUST NOT mask any frames that it sends to the client. A client MUST close a
    // connection if it detects a masked frame." And the other way round.
    guard (header.mask != nil) == (role == .server) else {
      throw role == .client ? .maskedByServer : .unmaskedByClient
    }
    if header.opcode.isControl {
      control.removeAll(keepingCapacity: true)
    } else {
      try beginData(header)
    }
    unmask = Mask(header.mask)
    frame = header
    payloadToCome = Int(truncatingIfNeeded: header.payloadLength)
  }

  private mutating func beginData(_ header: FrameHeader) throws(ProtocolViolation) {
    let length = header.payloadLength
    if header.opcode == .continuation {
      guard isInMessage else { throw .nothingToContinue }
    } else {
      guard !isInMessage else { throw .messageInMessage(header.opcode) }
      isInMessage = true
      isFirstPart = true
      kind = header.opcode == .text ? .text : .binary
      text = UTF8Validator()
      messageLength = 0
    }
    if let limit = limits.maximumFrame, length > limit {
      throw .frameTooBig(length, limit: limit)
    }
    let (total, overflows) = messageLength.addingReportingOverflow(length)
    if let limit = limits.maximumMessage, overflows || total > limit {
      throw .messageTooBig(limit: limit)
    }
    messageLength = total
  }

  /// Gathers the payload of a control frame; nil if it is whole and broke a rule.
  private mutating func advanceControl(
    through bytes: Span<UInt8>, from index: inout Int, toCome: Int
  ) -> Step? {
    let count = min(toCome, bytes.count - index)
    let part = bytes.extracting(index..<index + count)
    control.append(addingCapacity: count) { out in unmask.append(part, to: &out) }
    index += count
    payloadToCome = toCome - count
    guard count == toCome else { return .needsBytes }
    payloadToCome = nil
    switch frame.opcode {
    case .ping: return .ping(isAnswered: queuePong())
    case .pong: return .pong
    default:
      do throws(ProtocolViolation) {
        return .close(isAnswered: try receiveClose())
      } catch {
        fail(error)
        return nil
      }
    }
  }

  /// Hands on what there is of a message's payload, from the frame to the message; nil if that is
  /// nothing.
  private mutating func advanceMessage(
    through bytes: Span<UInt8>, from index: inout Int, toCome: Int
  ) -> Step? {
    var count = min(toCome, bytes.count - index)
    let isMasked = frame.mask != nil
    if isMasked {
      count = min(count, Self.unmaskedCapacity)
      let part = bytes.extracting(index..<index + count)
      unmasked.removeAll(keepingCapacity: true)
      unmasked.append(addingCapacity: count) { out in unmask.append(part, to: &out) }
    }
    var range = index..<index + count
    index += count
    payloadToCome = count == toCome ? nil : toCome - count

    let isEnd = count == toCome && frame.fin
    if kind == .text {
      var text = text
      defer { self.text = text }
      let invalid =
        isMasked
        ? text.firstInvalid(in: unmasked.span)
        : text.firstInvalid(in: bytes.extracting(range))
      // "When an endpoint is to interpret a byte stream as UTF-8 but finds that the byte stream is
      // not, in fact, a valid UTF-8 stream, that endpoint MUST _Fail the WebSocket Connection_."
      if invalid != nil || (isEnd && !text.isComplete) { fail(.textNotUTF8) }
      if let invalid {
        range = range.lowerBound..<range.lowerBound + invalid
        if isMasked { unmasked.removeLast(unmasked.count - invalid) }
      }
    }
    let isLast = isEnd && !isOver
    guard !range.isEmpty || isLast else { return nil }
    defer { isFirstPart = false }
    if isLast { isInMessage = false }
    return isMasked
      ? .unmaskedPart(isFirst: isFirstPart, isLast: isLast)
      : .part(range, isFirst: isFirstPart, isLast: isLast)
  }

  /// How much of a masked payload is unmasked at a time.
  static var unmaskedCapacity: Int { 16_384 }

  /// Takes the peer's Close, and queues ours if none was sent.
  private mutating func receiveClose() throws(ProtocolViolation) -> Bool {
    let close = try Close(payload: control.span)
    receivedClose = close
    isOver = true
    // "If an endpoint receives a Close frame and did not previously send a Close frame, the endpoint
    // MUST send a Close frame in response. (When sending a Close frame in response, the endpoint
    // typically echos the status code it received.)"
    return queueClose(Close(close.code))
  }

  private mutating func fail(_ violation: ProtocolViolation) {
    self.violation = violation
    isOver = true
    let isAnswered = queueClose(Close(violation.code, reason: violation.message))
    owedStep = .violation(isAnswered: isAnswered)
  }
}
