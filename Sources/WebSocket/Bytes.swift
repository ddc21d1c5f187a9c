extension OutputSpan<UInt8> {
  /// Appends a copy of `bytes`, for which there is room.
  mutating func append(_ bytes: Span<UInt8>) {
    var copy = Mask(nil)
    copy.append(bytes, to: &self)
  }
}

extension [UInt8] {
  /// A copy of `bytes`.
  init(_ bytes: Span<UInt8>) {
    self = []
    append(bytes)
  }

  /// Appends a copy of `bytes`.
  mutating func append(_ bytes: Span<UInt8>) {
    append(addingCapacity: bytes.count) { out in out.append(bytes) }
  }
}
