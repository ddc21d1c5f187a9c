import Platform

/// How messages are told apart in what is read and written (`--ws-format`).
enum MessageFormat: String, CaseIterable {
  /// One line, one message.
  case lines
  /// The same with NUL.
  case nul
  /// One line, one event: messages and all else (`Record.line`).
  case ndjson
  /// Each read is one message; nothing is put between what is written.
  case raw

  /// What ends a message.
  var separator: UInt8? {
    switch self {
    case .lines, .ndjson: UInt8(ascii: "\n")
    case .nul: 0
    case .raw: nil
    }
  }
}

/// What is read, cut into messages. A message that outgrows `capacity` comes in several pieces.
struct Input {
  /// A message or a part of one, as a range of `bytes`.
  struct Piece {
    var range: Range<Int>
    var isLast: Bool
  }

  private(set) var bytes: [UInt8]
  /// There is nothing more to read.
  private(set) var isAtEnd = false

  private let format: MessageFormat
  private let capacity: Int
  private var start = 0
  private var scanned = 0
  private var end = 0
  private var isMidMessage = false

  /// - Parameter capacity: the most that is held of one message.
  init(_ format: MessageFormat, capacity: Int = 2 << 20) {
    self.format = format
    self.capacity = capacity
    bytes = [UInt8](repeating: 0, count: min(capacity, 128 << 10))
  }

  /// Reads once from `descriptor`. Returns errno if that fails.
  mutating func read(from descriptor: Int32) -> Int32? {
    makeRoom()
    let room = end..<bytes.count
    let count = bytes.withUnsafeMutableBytes { buffer in
      readBytes(into: UnsafeMutableRawBufferPointer(rebasing: buffer[room]), from: descriptor)
    }
    if count > 0 {
      end += count
    } else if count == 0 {
      isAtEnd = true
    } else if errno != EAGAIN, errno != EINTR {
      isAtEnd = true
      return errno
    }
    return nil
  }

  /// Bytes were read that `next` has not given yet.
  var hasMore: Bool { start < end }

  /// The next piece, which is then behind us; `nil` when more has to be read first. Its range is
  /// good until the next `read`.
  mutating func next() -> Piece? {
    guard let separator = format.separator else {
      guard start < end else { return nil }
      return piece(upTo: end, isLast: true, skipping: 0)
    }
    if let found = find(separator) {
      return piece(upTo: found, isLast: true, skipping: 1)
    }
    scanned = end
    if isAtEnd {
      guard start < end || isMidMessage else { return nil }
      return piece(upTo: end, isLast: true, skipping: 0)
    }
    // A CR at the end may belong to a line end whose LF is still to come.
    guard end - start >= capacity else { return nil }
    return piece(upTo: end - 1, isLast: false, skipping: 0)
  }

  private mutating func piece(upTo limit: Int, isLast: Bool, skipping skipped: Int) -> Piece {
    var range = start..<limit
    if format == .lines, skipped == 1, limit > start, bytes[limit - 1] == UInt8(ascii: "\r") {
      range = start..<limit - 1
    }
    start = limit + skipped
    scanned = max(scanned, start)
    isMidMessage = !isLast
    return Piece(range: range, isLast: isLast)
  }

  private func find(_ separator: UInt8) -> Int? {
    let from = max(scanned, start)
    guard from < end else { return nil }
    return bytes.withUnsafeBytes { buffer -> Int? in
      guard let base = buffer.baseAddress,
        let found = memchr(base + from, Int32(separator), end - from)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  private mutating func makeRoom() {
    if start == end {
      (start, scanned, end) = (0, 0, 0)
    } else if start > 0, end == bytes.count {
      bytes.withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress else { return }
        memmove(base, base + start, end - start)
      }
      (start, scanned, end) = (0, max(0, scanned - start), end - start)
    }
    // `capacity` bytes and one more fit, so that a full buffer always has a piece to give.
    if end == bytes.count {
      bytes.append(contentsOf: repeatElement(0, count: min(bytes.count, capacity + 1 - end) + 1))
    }
  }
}
