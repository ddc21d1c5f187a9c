extension Connection {
  /// `send(_:as:isLast:into:)` where messages are compressed: begins or continues one frame.
  mutating func sendCompressed(
    _ payload: Span<UInt8>, as kind: MessageKind, isLast: Bool, into out: inout OutputSpan<UInt8>
  ) -> Int? {
    var taken = 0
    if !isMidFrame {
      guard maySend else { return nil }
      if packedFrame == nil { taken = pack(payload, isLast: isLast) }
      guard let frame = packedFrame else {
        isMidPayload = false
        return taken
      }
      isMidPayload = true
      guard
        begin(frame.length, as: kind, isLast: frame.isLast, isCompressed: true, into: &out)
      else { return taken }
    }
    guard let frame = packedFrame else { return taken }
    let start = frame.length - remainingInFrame
    let count = min(remainingInFrame, out.freeCapacity)
    var mask = mask
    let bytes = packed
    mask.append(bytes.span.extracting(start..<start + count), to: &out)
    self.mask = mask
    remainingInFrame -= count
    guard !isMidFrame else { return taken }
    packed.removeSubrange(..<frame.length)
    packedFrame = nil
    isMidPayload = taken < payload.count || (isLast && !frame.isLast)
    return taken
  }

  /// Compresses until there is a frame's worth or the payload is used up, and tells how much of it was.
  private mutating func pack(_ payload: Span<UInt8>, isLast: Bool) -> Int {
    let capacity = Self.partCapacity
    let taken =
      deflater?.deflate(payload, flushes: isLast, into: &packed, capacity: capacity) ?? 0
    if packed.count == capacity {
      // The last four may be those that the end of the message takes away.
      packedFrame = PackedFrame(length: packed.count - Self.flushed.count, isLast: false)
    } else if isLast {
      // "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
      if packed.suffix(Self.flushed.count) == Self.flushed[...] {
        packed.removeLast(Self.flushed.count)
      }
      // Without anything new zlib writes nothing: "an empty DEFLATE block […] 0x00".
      if packed.isEmpty, !sendsMessage { packed = [0x00] }
      packedFrame = PackedFrame(length: packed.count, isLast: true)
      if forgets { deflater?.reset() }
    }
    return taken
  }

  /// How a compressed message ends after a flush.
  private static var flushed: [UInt8] { [0x00, 0x00, 0xFF, 0xFF] }

  /// Messages that are sent are compressed. Without memory they are not, which is as good: "an endpoint
  /// may choose" for each message (RFC 7692 §6.1).
  var compresses: Bool {
    mutating get {
      guard let deflate else { return false }
      guard deflater == nil else { return true }
      guard !isMidMessage else { return false }
      deflater = Deflater(
        windowBits: role == .client ? deflate.clientMaxWindowBits : deflate.serverMaxWindowBits)
      return deflater != nil
    }
  }

  /// We begin each message anew.
  private var forgets: Bool {
    role == .client
      ? deflate?.clientNoContextTakeover == true : deflate?.serverNoContextTakeover == true
  }
}

/// The bytes of `Connection.packed` that are a frame.
struct PackedFrame {
  var length: Int
  var isLast: Bool
}
