/// The lines that were entered, oldest first.
///
/// Reading and writing the file is the owner's: it parses the file at the start, appends
/// `serialized(_:)` of each line that `add` took, and replaces the file by `serialized` when
/// `isStale` says so.
public struct History: Sendable {
  /// How many lines are kept.
  public static let limit = 1000
  /// A line of this many bytes or more is not kept.
  public static let lineLimit = 64 << 10

  /// The lines, oldest first.
  public private(set) var entries: [String] = []
  /// The file that was parsed ended within a line, so that appending would damage it, or holds more
  /// than twice what is kept.
  public let isStale: Bool

  /// An empty history.
  public init() {
    isStale = false
  }

  /// Adds a line as the newest one, and drops the oldest beyond `limit`.
  ///
  /// False if the line is not kept: it is empty, starts with a space, is too long, or is the newest
  /// already.
  public mutating func add(_ line: String) -> Bool {
    guard !line.isEmpty, line.utf8.first != UInt8(ascii: " "), line.utf8.count < Self.lineLimit,
      line != entries.last
    else { return false }
    if entries.count == Self.limit { entries.removeFirst() }
    entries.append(line)
    return true
  }
}

// MARK: The file

extension History {
  /// The newest lines of a history file.
  ///
  /// Whatever is in the file, nothing fails: NUL bytes (what a crash leaves) and lines that `add`
  /// would not take are left out, bytes that are not UTF-8 become U+FFFD, a line that was cut is
  /// taken as it is. Linear in the number of bytes.
  public init(parsing file: [UInt8]) {
    let lines = file.split(separator: UInt8(ascii: "\n"))
    isStale =
      lines.count > 2 * Self.limit || file.last.map { $0 != UInt8(ascii: "\n") } ?? false
    for line in lines.suffix(Self.limit) where line.count <= 2 * Self.lineLimit {
      _ = add(Self.unescaped(line))
    }
  }

  /// The whole history as a file: one entry a line, in UTF-8, with `\\`, `\n` and `\0` for a
  /// backslash, a line feed and NUL.
  public var serialized: [UInt8] { entries.flatMap(Self.serialized) }

  /// One entry as a line of the file, to be appended by a single write, so that two sessions at
  /// once do not lose each other's lines.
  public static func serialized(_ entry: String) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(entry.utf8.count + 1)
    for byte in entry.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): line += "\\\\".utf8
      case UInt8(ascii: "\n"): line += "\\n".utf8
      case 0: line += "\\0".utf8
      default: line.append(byte)
      }
    }
    line.append(UInt8(ascii: "\n"))
    return line
  }

  private static func unescaped(_ line: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    var isEscaped = false
    for byte in line where byte != 0 {
      guard isEscaped else {
        if byte == UInt8(ascii: "\\") { isEscaped = true } else { bytes.append(byte) }
        continue
      }
      isEscaped = false
      switch byte {
      case UInt8(ascii: "\\"): bytes.append(byte)
      case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "0"): bytes.append(0)
      default: bytes += [UInt8(ascii: "\\"), byte]
      }
    }
    if isEscaped { bytes.append(UInt8(ascii: "\\")) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

// MARK: Search

extension History {
  /// Where `needle` stands in `text`, in bytes: the first place at or after `start`.
  static func first(_ needle: [UInt8], in text: [UInt8], from start: Int) -> Int? {
    guard needle.count <= text.count else { return nil }
    return (0...text.count - needle.count).dropFirst(start).first {
      text[$0...].starts(with: needle)
    }
  }

  /// The last place at or before `end`.
  static func last(_ needle: [UInt8], in text: [UInt8], through end: Int) -> Int? {
    guard needle.count <= text.count, end >= 0 else { return nil }
    return (0...min(text.count - needle.count, end)).last { text[$0...].starts(with: needle) }
  }
}
