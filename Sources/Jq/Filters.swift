import Platform

/// The jq filters of a run, for all of its threads: each text is compiled once, for that takes 25 to
/// 35 ms, and has one process, which answers the threads in turn.
public final class Filters: Sendable {
  /// Why there is no result.
  public enum Problem: Error, Hashable, Sendable {
    /// What was to be filtered is not one JSON value (jq 1.6: of at most 256 levels).
    case notJSON
    /// The filter fails on this value; in jq's words.
    case failed(String)
    /// The filter itself cannot be used; in a sentence's words.
    case invalid(String)
    /// The time that whoever asks has is over. That says nothing of the filter.
    case outOfTime
  }

  /// What is kept of one text.
  private final class Slot: Sendable {
    let filter = Turns<Filter?>(nil)
  }

  private struct Table {
    /// By their bytes: `String` takes for equal what jq does not.
    var slots: [[UInt8]: (slot: Slot, used: Int)] = [:]
    var uses = 0
  }

  private let table = Guarded(Table())
  private let limit: Int
  private let patience: Double

  /// No filters yet.
  ///
  /// - Parameters:
  ///   - limit: how many are kept, each with its process; beyond that the one goes that was not used for
  ///     longest.
  ///   - patience: seconds that compiling, or one value, may take; a filter that takes longer is not used again.
  public init(limit: Int = 64, patience: Double = 5) {
    self.limit = max(1, limit)
    self.patience = patience
  }

  /// What the filter makes of a JSON text: each result is JSON again, and where a filter leaves its input
  /// alone it is that, byte for byte (jq would round its large numbers). Waits for other threads that use
  /// the same filter, all in all for `seconds` at most.
  public func results(
    of text: String, on json: [UInt8], within seconds: Double = .infinity
  ) throws(Problem) -> [[UInt8]] {
    guard seconds > 0 else { throw .outOfTime }
    let end = Clock.now() + seconds
    let said = slot(text).filter.use(within: seconds) { filter in
      answer(of: &filter, text, to: json, within: end - Clock.now())
    }
    switch said ?? nil {
    case nil: throw .outOfTime
    case (.results(let results), _)?:
      return results.map { result in
        switch result {
        case .asItCame: json
        case .made(let text): text
        }
      }
    case (.notJSON, _)?: throw .notJSON
    case (.failed(let why), _)?: throw .failed(why)
    case (.over, .failed(let why))?: throw .invalid(why)
    case (.over, _)?: throw .invalid("jq broke down")
    }
  }

  /// The same, with each result handed to `take` as it comes, however many, and however long that takes within `seconds`.
  /// `take` says whether it wants another.
  public func forEachResult(
    of text: String, on json: [UInt8], within seconds: Double = .infinity,
    _ take: ([UInt8]) -> Bool
  ) throws(Problem) {
    guard seconds > 0 else { throw .outOfTime }
    let end = Clock.now() + seconds
    let said = slot(text).filter.use(within: seconds) { filter in
      let current = filter ?? Filter(compiling: text, patience: patience)
      filter = current
      let ending = current.filter(json, most: nil, until: end) { result in
        switch result {
        case .asItCame: take(json)
        case .made(let text): take(text)
        }
      }
      // What it was at when it was ended is nothing to the next one.
      if ending == .over || ending == .enough, current.hasCompiled { filter = nil }
      return (ending, current.state, current.hasRunOutOfTime)
    }
    switch said {
    case (.whole, _, _)?, (.enough, _, _)?: return
    case (.notJSON, _, _)?: throw .notJSON
    case (.failed(let why), _, _)?: throw .failed(why)
    case nil, (.over, _, true)?: throw .outOfTime
    case (.over, .failed(let why), _)?: throw .invalid(why)
    case (.over, _, _)?: throw .invalid("jq broke down")
    }
  }

  /// nil if there was too little time for it.
  private func answer(
    of filter: inout Filter?, _ text: String, to json: [UInt8], within seconds: Double
  ) -> (Filter.Answer, Filter.State)? {
    let current = filter ?? Filter(compiling: text, patience: patience)
    filter = current
    let wasTooSlow = current.hasRunOutOfTime
    let answer = current.answer(to: json, within: max(0, seconds))
    guard answer == .over else { return (answer, current.state) }
    if current.hasRunOutOfTime {
      guard wasTooSlow || seconds >= patience else {
        filter = nil
        return nil
      }
    } else if current.hasCompiled {
      // A value that it broke down on is nothing to the next one; that it does not compile is.
      filter = nil
    }
    return (answer, current.state)
  }

  /// Why the text is no filter, in a sentence's words; nil if it is one. It is compiled for good.
  public func objection(to text: String) -> String? {
    let state = slot(text).filter.use(within: .infinity) { filter in
      let current = filter ?? Filter(compiling: text, patience: patience)
      filter = current
      return current.compiled()
    }
    guard case .failed(let why) = state else { return nil }
    return why
  }

  private func slot(_ text: String) -> Slot {
    let text = Array(text.utf8)
    return table.use { table in
      table.uses += 1
      let slot = table.slots[text]?.slot ?? Slot()
      table.slots[text] = (slot, table.uses)
      if table.slots.count > limit,
        let oldest = table.slots.min(by: { $0.value.used < $1.value.used })?.key
      {
        table.slots[oldest] = nil
      }
      return slot
    }
  }
}
