/// What `advance(through:from:)` met next.
@usableFromInline enum Step {
  /// All bytes are used up.
  case needsBytes
  /// Nothing to tell yet, but there are bytes left.
  case goesOn
  /// A part of a message: a range of the bytes that were passed in.
  case part(Range<Int>, isFirst: Bool, isLast: Bool)
  /// A part of a message, in `own`.
  case ownPart(isFirst: Bool, isLast: Bool)
  /// A ping or pong with its payload in `control`; `isAnswered` if our pong was queued.
  case ping(isAnswered: Bool)
  case pong
  /// The Close in `receivedClose`.
  case close
  /// The one in `violation`, to be thrown.
  case violation
}

extension Connection {
  /// Goes on with the next bytes of the stream, split anywhere, and tells `sink` what they hold.
  ///
  /// A ping's pong is queued, to be sent by `flush(into:)` or `send(_:as:isLast:into:)`; the answer to a
  /// Close or to a violation by `flush(into:)`, after what the caller still sends. After the peer's Close, a violation, or the end of the stream, bytes are
  /// ignored.
  ///
  /// - Returns: how many bytes were used; all of them, unless the sink wanted no more. The others must come again,
  ///   and, where `holdsMore` is true, none will do.
  /// - Throws: what the peer did wrong, once. Everything before it has been told to the sink, and a Close
  ///   that says why is queued, unless one was sent before (RFC 6455 §7.1.7).
  @inlinable
  @discardableResult
  public mutating func receive<Sink: EventSink & ~Copyable>(
    _ bytes: Span<UInt8>, into sink: inout Sink
  ) throws(ProtocolViolation) -> Int {
    var index = 0
    while true {
      if isBetweenMessages {
        while let message = Self.shortMessage(in: bytes, at: index) {
          sink.frame(message.header)
          sink.message(
            message.kind, part: bytes.extracting(message.payload), isFirst: true, isLast: true)
          index = message.payload.upperBound
          guard sink.wantsMore else { return index }
        }
      }
      let step = advance(through: bytes, from: &index)
      if hasNewFrame {
        hasNewFrame = false
        sink.frame(frame)
      }
      switch step {
      case .needsBytes:
        return index
      case .goesOn:
        continue
      case .part(let range, let isFirst, let isLast):
        sink.message(kind, part: bytes.extracting(range), isFirst: isFirst, isLast: isLast)
      case .ownPart(let isFirst, let isLast):
        sink.message(kind, part: own.span, isFirst: isFirst, isLast: isLast)
      case .ping(let isAnswered):
        sink.ping(control.span)
        if isAnswered { sink.replied(.pong, payload: control.span) }
      case .pong:
        sink.pong(control.span)
      case .close:
        if let receivedClose { sink.close(receivedClose) }
        if let owedClose { sink.replied(.close, payload: owedClose.payload.span) }
      case .violation:
        if let owedClose { sink.replied(.close, payload: owedClose.payload.span) }
        if let violation { throw violation }
      }
      guard sink.wantsMore else { return index }
    }
  }

  /// Whether a short message can be taken by a glance at its frame: no frame, message or limit is in the way.
  @usableFromInline var isBetweenMessages: Bool {
    let shortest = UInt64(FrameHeader.maximumControlPayload)
    return role == .client && !isOver && !isInMessage && !isInFrame && partialHead.isEmpty
      && limits.maximumMessage ?? shortest >= shortest
      && limits.maximumFrame ?? shortest >= shortest
  }

  /// The message whose only frame lies whole at `index`, if it is as most are: shorter than 126 bytes, not
  /// compressed, not masked, and ASCII if it is text. What is not takes the long way, which ends the same.
  @inlinable @inline(__always)
  static func shortMessage(
    in bytes: Span<UInt8>, at index: Int
  ) -> (header: FrameHeader, kind: MessageKind, payload: Range<Int>)? {
    let start = index &+ 2
    guard start <= bytes.count else { return nil }
    let (first, second) = (bytes[index], bytes[index &+ 1])
    let end = start &+ Int(second)
    guard first == 0x81 || first == 0x82, second < 126, end <= bytes.count else { return nil }
    let isText = first == 0x81
    guard !isText || UTF8Validator.isASCII(bytes.extracting(start..<end)) else { return nil }
    let header = FrameHeader(opcode: isText ? .text : .binary, payloadLength: UInt64(second))
    return (header, isText ? .text : .binary, start..<end)
  }

  /// Uses bytes from `index` on: the rest of a head, if one is due, and what there is of the payload
  /// that follows it.
  @usableFromInline
  mutating func advance(through bytes: Span<UInt8>, from index: inout Int) -> Step {
    guard !isOver else { return finish(bytes, at: &index) }
    if !isInFrame {
      do throws(ProtocolViolation) {
        guard try readHeader(bytes, from: &index) else { return .needsBytes }
        try beginFrame()
      } catch {
        fail(error)
        return .goesOn
      }
    }
    guard payloadToCome == 0 || index < bytes.count || holdsMore else { return .needsBytes }
    let count = min(payloadToCome, bytes.count - index)
    if frame.opcode.isControl {
      return advanceControl(through: bytes, from: &index, count: count)
    }
    return isCompressed
      ? advanceCompressed(through: bytes, from: &index)
      : advanceMessage(through: bytes, from: &index, count: count)
  }

  /// Ignores the bytes, and gives the violation that has not been thrown.
  private mutating func finish(_ bytes: Span<UInt8>, at index: inout Int) -> Step {
    index = bytes.count
    defer { (owedStep, holdsMore) = (nil, false) }
    return owedStep ?? .needsBytes
  }

  /// Reads a head into `frame`, or puts aside the beginning of one and returns false.
  @inline(__always)
  private mutating func readHeader(
    _ bytes: Span<UInt8>, from index: inout Int
  ) throws(ProtocolViolation) -> Bool {
    let available = bytes.count - index
    guard partialHead.isEmpty, available >= 2 else {
      return try readSplitHeader(bytes, from: &index)
    }
    let size = FrameHeader.size(secondByte: bytes[index + 1])
    guard available >= size else { return try readSplitHeader(bytes, from: &index) }
    frame = try FrameHeader(bytes, at: index)
    index += size
    return true
  }

  private mutating func readSplitHeader(
    _ bytes: Span<UInt8>, from index: inout Int
  ) throws(ProtocolViolation) -> Bool {
    while index < bytes.count {
      partialHead.append(bytes[index])
      index += 1
      guard partialHead.count >= 2,
        partialHead.count == FrameHeader.size(secondByte: partialHead[1])
      else { continue }
      frame = try FrameHeader(partialHead.span)
      partialHead.removeAll(keepingCapacity: true)
      return true
    }
    return false
  }

  /// Checks what the head in `frame` means here, and gets ready for its payload.
  @inline(__always)
  private mutating func beginFrame() throws(ProtocolViolation) {
    // "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
    if frame.reserved != 0 { try checkReserved() }
    // "A server MUST NOT mask any frames that it sends to the client. A client MUST close a
    // connection if it detects a masked frame." And the other way round.
    guard (frame.mask != nil) == (role == .server) else {
      throw role == .client ? .maskedByServer : .unmaskedByClient
    }
    if frame.opcode.isControl {
      control.removeAll(keepingCapacity: true)
    } else {
      try beginData(frame)
    }
    unmask = Mask(frame.mask)
    payloadToCome = Int(truncatingIfNeeded: frame.payloadLength)
    isInFrame = true
    hasNewFrame = true
  }

  private func checkReserved() throws(ProtocolViolation) {
    guard deflate != nil, frame.reserved == FrameHeader.rsv1 else {
      throw .reservedBits(deflate == nil ? frame.reserved : frame.reserved & ~FrameHeader.rsv1)
    }
    // RFC 7692 §6: "This document allocates the RSV1 bit of the WebSocket header for PMCEs", and "the bit
    // is only set on the first frame of a message".
    guard !frame.opcode.isControl, frame.opcode != .continuation else {
      throw .compressed(frame.opcode)
    }
  }

  @inline(__always)
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
      isCompressed = header.reserved != 0
    }
    if let limit = limits.maximumFrame, length > limit {
      throw .frameTooBig(length, limit: limit)
    }
    // What a compressed message holds is known when it comes out.
    guard !isCompressed else { return }
    let (total, overflows) = messageLength.addingReportingOverflow(length)
    if let limit = limits.maximumMessage, overflows || total > limit {
      throw .messageTooBig(limit: limit)
    }
    messageLength = total
  }

  /// Gathers the payload of a control frame.
  private mutating func advanceControl(
    through bytes: Span<UInt8>, from index: inout Int, count: Int
  ) -> Step {
    let part = bytes.extracting(index..<index + count)
    control.append(addingCapacity: count) { out in unmask.append(part, to: &out) }
    index += count
    payloadToCome -= count
    guard payloadToCome == 0 else { return .needsBytes }
    isInFrame = false
    switch frame.opcode {
    case .ping: return .ping(isAnswered: queuePong())
    case .pong: return .pong
    default:
      do throws(ProtocolViolation) {
        try receiveClose()
        return .close
      } catch {
        fail(error)
        return .goesOn
      }
    }
  }

  /// Hands on what there is of a data frame's payload, from the frame to the message.
  @inline(__always)
  private mutating func advanceMessage(
    through bytes: Span<UInt8>, from index: inout Int, count: Int
  ) -> Step {
    let isMasked = frame.mask != nil
    let count = isMasked ? unmask(bytes, from: index, count: count) : count
    let range = index..<index + count
    index += count
    payloadToCome -= count
    isInFrame = payloadToCome > 0

    let isEnd = !isInFrame && frame.fin
    guard isMasked else {
      let passed = kind == .text ? checkText(bytes.extracting(range), isEnd: isEnd) : count
      let isLast = isEnd && !isOver
      guard passed > 0 || isLast else { return .goesOn }
      return .part(
        range.lowerBound..<range.lowerBound + passed, isFirst: passFirst(isLast), isLast: isLast)
    }
    return passOwn(isEnd: isEnd)
  }

  /// Hands on what is in `own`.
  mutating func passOwn(isEnd: Bool) -> Step {
    if kind == .text {
      let bytes = own
      let passed = checkText(bytes.span, isEnd: isEnd)
      if passed < own.count { own.removeSubrange(passed...) }
    }
    let isLast = isEnd && !isOver
    guard !own.isEmpty || isLast else { return .goesOn }
    return .ownPart(isFirst: passFirst(isLast), isLast: isLast)
  }

  /// Tells whether the part that is handed on is its message's first.
  @inline(__always)
  private mutating func passFirst(_ isLast: Bool) -> Bool {
    defer { (isFirstPart, isInMessage) = (false, !isLast) }
    return isFirstPart
  }

  /// Goes on with a text message, and tells how many bytes may be handed on.
  private mutating func checkText(_ part: Span<UInt8>, isEnd: Bool) -> Int {
    let invalid = text.firstInvalid(in: part)
    // "When an endpoint is to interpret a byte stream as UTF-8 but finds that the byte stream is
    // not, in fact, a valid UTF-8 stream, that endpoint MUST _Fail the WebSocket Connection_."
    if invalid != nil || (isEnd && !text.isComplete) { fail(.textNotUTF8) }
    return invalid ?? part.count
  }

  /// Unmasks up to `count` bytes into `own`, and tells how many.
  private mutating func unmask(_ bytes: Span<UInt8>, from start: Int, count: Int) -> Int {
    let count = min(count, Self.partCapacity)
    let part = bytes.extracting(start..<start + count)
    own.removeAll(keepingCapacity: true)
    own.append(addingCapacity: count) { out in unmask.append(part, to: &out) }
    return count
  }

  /// How much of a payload is unmasked, decompressed or compressed at a time.
  static var partCapacity: Int { 16_384 }

  /// Takes the peer's Close; ours is owed if none was sent.
  private mutating func receiveClose() throws(ProtocolViolation) {
    let close = try Close(payload: control.span)
    receivedClose = close
    isOver = true
    // "If an endpoint receives a Close frame and did not previously send a Close frame, the endpoint
    // MUST send a Close frame in response. (When sending a Close frame in response, the endpoint
    // typically echos the status code it received.)"
    if sentClose == nil { owedClose = Close(close.code) }
  }

  mutating func fail(_ violation: ProtocolViolation) {
    self.violation = violation
    // A sink that wants no more of what came before the violation has not been told of it yet.
    (isOver, holdsMore) = (true, true)
    if sentClose == nil { owedClose = Close(violation.code, reason: violation.message) }
    owedStep = .violation
  }
}
