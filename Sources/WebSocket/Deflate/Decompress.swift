extension Connection {
  /// Hands on what there is of a compressed frame's payload: a part of the message as long as
  /// `partCapacity` at most, so that no peer decides how much memory that takes.
  mutating func advanceCompressed(through bytes: Span<UInt8>, from index: inout Int) -> Step {
    do throws(ProtocolViolation) {
      holdsMore = !(try inflate(bytes, from: &index))
      isInFrame = payloadToCome > 0 || holdsMore
      messageLength += UInt64(own.count)
      if let limit = limits.maximumMessage, messageLength > limit {
        throw .messageTooBig(limit: limit)
      }
    } catch {
      fail(error)
      return .goesOn
    }
    let isEnd = !isInFrame && frame.fin
    if isEnd, peerForgets { inflater?.reset() }
    return passOwn(isEnd: isEnd)
  }

  /// Fills `own`, and tells whether that is all that can come of the bytes so far.
  private mutating func inflate(
    _ bytes: Span<UInt8>, from index: inout Int
  ) throws(ProtocolViolation) -> Bool {
    if inflater == nil { inflater = Inflater() }
    own.removeAll(keepingCapacity: true)
    let available = min(payloadToCome, bytes.count - index)
    let part = bytes.extracting(
      index..<index + (frame.mask == nil ? available : min(available, Self.partCapacity)))
    let isWhole = part.count == payloadToCome
    let capacity = roomForPart
    var used: Int?
    if frame.mask == nil {
      used = try inflater?.inflate(part, into: &own, capacity: capacity)
    } else {
      let part = unmasked(part)
      used = try inflater?.inflate(part.span, into: &own, capacity: capacity)
      unmask.skip(used ?? 0)
    }
    guard let used else { throw .noMemory }
    index += used
    payloadToCome -= used
    guard own.count < capacity, inflater?.fault == nil else { return false }
    guard isWhole, frame.fin else { return true }
    return try inflater?.finish(into: &own, capacity: capacity) ?? true
  }

  /// A part ends at the limit, so that what is wrong before it is found first; a byte more proves that it is exceeded.
  private var roomForPart: Int {
    guard let limit = limits.maximumMessage else { return Self.partCapacity }
    let left = limit > messageLength ? limit - messageLength : 1
    return Int(min(left, UInt64(Self.partCapacity)))
  }

  /// A copy, for what is not used now comes again.
  private func unmasked(_ part: Span<UInt8>) -> [UInt8] {
    var mask = unmask
    return [UInt8](capacity: part.count) { out in mask.append(part, to: &out) }
  }

  /// The peer begins each message anew.
  private var peerForgets: Bool {
    role == .client
      ? deflate?.serverNoContextTakeover == true : deflate?.clientNoContextTakeover == true
  }
}
