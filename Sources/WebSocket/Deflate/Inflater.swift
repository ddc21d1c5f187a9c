internal import CZlib

/// The decompressor of permessage-deflate (RFC 7692 §7.2.2), in pieces of any size.
@safe struct Inflater: ~Copyable {
  private let zlib: OpaquePointer
  private var tail = Self.wholeTail
  /// What is wrong with the stream: to be thrown once what came out before it has been handed on, so that it does not
  /// matter how the stream was cut.
  private(set) var fault: ProtocolViolation?

  /// "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message."
  private static let wholeTail: ArraySlice<UInt8> = [0x00, 0x00, 0xFF, 0xFF]

  /// At the beginning of a stream; nil without memory.
  init?() {
    guard let zlib = unsafe upshift_inflater() else { return nil }
    unsafe self.zlib = zlib
  }

  deinit { unsafe upshift_inflate_end(zlib) }

  /// Decompresses until `bytes` are used up or `part` has `capacity` bytes, and tells how many were used.
  /// Only if `part` was not filled, and there is no fault, is everything out that they held.
  mutating func inflate(
    _ bytes: Span<UInt8>, into part: inout [UInt8], capacity: Int
  ) throws(ProtocolViolation) -> Int {
    if let fault { throw fault }
    var error: UnsafePointer<CChar>?
    let used = unsafe part.append(bytes, capacity: capacity) { from, used, to, written in
      unsafe error = upshift_inflate(zlib, from, &used, to, &written)
    }
    if let error = unsafe error {
      let fault = ProtocolViolation.deflate(unsafe String(cString: error))
      guard !part.isEmpty else { throw fault }
      self.fault = fault
    }
    return used
  }

  /// The message has no more bytes: decompresses what that sets free. False if `part` was filled, or there is a fault:
  /// call it again.
  mutating func finish(
    into part: inout [UInt8], capacity: Int
  ) throws(ProtocolViolation) -> Bool {
    // A final block needs nothing appended, though RFC 7692 §7.2.3.4 has a zero octet follow it.
    let isFinal = unsafe upshift_inflate_place(zlib) == UPSHIFT_AFTER_FINAL_BLOCK
    if !isFinal || tail.count < Self.wholeTail.count {
      let (rest, start) = (tail, part.count)
      tail.removeFirst(try inflate(rest.span, into: &part, capacity: capacity))
      if fault == nil {
        guard tail.isEmpty, part.count < capacity else { return false }
        let isInside = unsafe upshift_inflate_place(zlib) == UPSHIFT_INSIDE
        if isInside { fault = .deflate("it is cut short") }
      }
      if let fault {
        // What our octets have made of a block that goes on is nothing of the message's.
        part.removeSubrange(start...)
        guard !part.isEmpty else { throw fault }
        return false
      }
    }
    tail = Self.wholeTail
    return true
  }

  /// The next message begins a stream of its own.
  func reset() { unsafe upshift_inflate_reset(zlib) }
}
