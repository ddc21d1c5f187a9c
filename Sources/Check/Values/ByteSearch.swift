/// A text to look for, in time linear in what is searched (Knuth, Morris and Pratt): both may be the
/// peer's.
struct ByteSearch {
  private let needle: [UInt8]
  /// How much of the needle still matches where one more byte does not.
  private let borders: [Int]

  init(_ needle: some Sequence<UInt8>) {
    self.needle = Array(needle)
    var borders = [Int](repeating: 0, count: self.needle.count)
    var length = 0
    for index in self.needle.indices.dropFirst() {
      while length > 0, self.needle[index] != self.needle[length] { length = borders[length - 1] }
      if self.needle[index] == self.needle[length] { length += 1 }
      borders[index] = length
    }
    self.borders = borders
  }

  /// The first place at or after `start`.
  func first(in bytes: [UInt8], from start: Int = 0) -> Int? {
    guard !needle.isEmpty else { return start }
    var matched = 0
    for index in start..<max(start, bytes.count) {
      while matched > 0, bytes[index] != needle[matched] { matched = borders[matched - 1] }
      if bytes[index] == needle[matched] { matched += 1 }
      if matched == needle.count { return index + 1 - matched }
    }
    return nil
  }

  /// What is between the places, which do not overlap; all of it if there are none; nil if that is more than `limit`
  /// pieces. Not for an empty needle.
  func pieces(of bytes: [UInt8], limit: Int) -> [ArraySlice<UInt8>]? {
    var pieces: [ArraySlice<UInt8>] = []
    var done = 0
    while let place = first(in: bytes, from: done) {
      guard pieces.count + 1 < limit else { return nil }
      pieces.append(bytes[done..<place])
      done = place + needle.count
    }
    return pieces + [bytes[done...]]
  }

  /// All the pieces, however many.
  func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] { pieces(of: bytes, limit: .max) ?? [] }

  /// With something else at the places; nil if that is more than `limit` bytes. Not for an empty needle.
  func replacing(in bytes: [UInt8], with other: [UInt8], limit: Int) -> [UInt8]? {
    var result: [UInt8] = []
    var done = 0
    while let place = first(in: bytes, from: done) {
      result += bytes[done..<place]
      result += other
      guard result.count <= limit else { return nil }
      done = place + needle.count
    }
    result += bytes[done...]
    return result.count <= limit ? result : nil
  }
}
