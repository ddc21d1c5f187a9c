import Transcript

/// What a recorded session sent, to be sent again (`--replay`).
struct Replay {
  /// With the seconds between the opening of the WebSocket and each.
  private var cues: ArraySlice<Cue> = []

  /// Reads a recording.
  ///
  /// - Parameter isAtOnce: the times in it do not count.
  init(_ text: [UInt8], isAtOnce: Bool = false) throws(InvalidLine) {
    var reader = CueReader()
    var (start, last) = (nil as Double?, 0.0)
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard var cue = try reader.read(line) else { continue }
      if let time = cue.time, !isAtOnce {
        start = start ?? time
        last = max(last, time - (start ?? time))
      }
      cue.time = last
      cues.append(cue)
    }
  }

  /// Nothing is left.
  var isEmpty: Bool { cues.isEmpty }

  /// When the next one is due, in seconds after the opening.
  var due: Double? { cues.first?.time }

  /// The next one, if it is due so many seconds after the opening.
  mutating func take(at time: Double) -> Record.Event? {
    guard let due, due <= time else { return nil }
    return cues.removeFirst().event
  }
}
