import HTTP
import WebSocket

/// What happened last: as many records and bytes as may be kept, the oldest go first.
public struct Kept: Sendable {
  /// What became of a message.
  public enum Found: Hashable, Sendable {
    /// It is kept.
    case record(Record)
    /// There was such a message, but newer ones have its place, or it alone is too large.
    case gone
    /// There is no such message yet.
    case unknown
  }

  private let maximumRecords: Int
  private let maximumBytes: Int
  private var slots: [Record?] = []
  private var first = 0
  private var bytes = 0

  /// How many records went.
  public private(set) var dropped = 0
  /// The number of the last message.
  public private(set) var lastNumber = 0

  /// Room for that many records, and bytes of payload and what there is around it.
  public init(records: Int = 100_000, bytes: Int = 64 << 20) {
    maximumRecords = records
    maximumBytes = bytes
  }

  /// All that is kept, oldest first.
  public var records: some Sequence<Record> { slots[first...].lazy.compactMap(\.self) }

  /// Adds a record.
  public mutating func add(_ record: Record) {
    if let number = record.number { lastNumber = max(lastNumber, number) }
    let size = record.size
    guard size <= maximumBytes, maximumRecords > 0 else {
      dropped += 1
      return
    }
    slots.append(record)
    bytes += size
    while slots.count - first > maximumRecords || bytes > maximumBytes { drop() }
  }

  /// A message by its number.
  public func message(_ number: Int) -> Found {
    guard number > 0, number <= lastNumber else { return .unknown }
    for case let record? in slots[first...].reversed() where record.number == number {
      return .record(record)
    }
    return .gone
  }

  private mutating func drop() {
    bytes -= slots[first]?.size ?? 0
    slots[first] = nil
    first += 1
    dropped += 1
    guard first > slots.count / 2 else { return }
    slots.removeSubrange(..<first)
    first = 0
  }
}

extension Record {
  /// Bytes that it takes, about.
  var size: Int {
    let rest =
      switch event {
      case .request(_, let url, let fields), .response(_, let url, _, let fields):
        fields.reduce(url.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
      case .close(let close): close.reason.utf8.count
      case .error(let reason), .gap(let reason): reason.utf8.count
      default: 0
      }
    return 128 + (payload?.count ?? 0) + rest
  }
}
