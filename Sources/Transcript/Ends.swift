import Text

/// What happened, first and last: the middle goes if all of it is too much to keep.
public struct Ends: Sendable {
  private var beginning: [Record] = []
  private var end: Kept
  /// Records and bytes that the beginning still has room for.
  private var room: (records: Int, bytes: Int)
  private let largest: Int
  private var messages = 0

  /// Room for that many records, and bytes of payload and what there is around it: half of it for each end.
  public init(records: Int = 100_000, bytes: Int = 16 << 20) {
    room = (records / 2, bytes / 2)
    end = Kept(records: records - records / 2, bytes: bytes - bytes / 2)
    largest = bytes / 4
  }

  /// Adds a record; one with a very long payload says only how long that is.
  public mutating func add(_ record: Record) {
    if record.isMessage { messages += 1 }
    var record = record
    if let size = record.payload?.count, size > largest {
      record.event = .gap(reason: "a message of \(Size.text(size)), too long to be kept")
    }
    room.records -= 1
    room.bytes -= record.size
    guard min(room.records, room.bytes) >= 0 else {
      // What is larger than the rest of the room leaves none for those after it.
      room = (0, 0)
      return end.add(record)
    }
    beginning.append(record)
  }

  /// What is kept, in its order, with a gap where the middle was.
  public var records: [Record] {
    let last = Array(end.records)
    guard end.dropped > 0, let first = last.first else { return beginning + last }
    let gap = Record(.gap(reason: "\(end.dropped) records were not kept"), time: first.time)
    return beginning + [gap] + last
  }

  /// Messages that are not among ``records``.
  public var messagesLeftOut: Int { messages - records.count(where: \.isMessage) }
}
