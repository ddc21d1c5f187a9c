/// Messages and what they are to meet, one each, in whatever order they come: a message that meets several takes the
/// place that leaves the others theirs (Kuhn's algorithm for the matching of two sets).
struct Matching {
  /// For each place the message that has it.
  private var owners: [Int?]
  /// For each message that has a place, all that would do.
  private var places: [[Int]] = []

  /// That many places, all open.
  init(_ count: Int) { owners = Array(repeating: nil, count: count) }

  /// The first place that no message has.
  var open: Int? { owners.firstIndex { $0 == nil } }

  /// A message came that would do at these places; false if none of them can be had. Then none can be later either.
  mutating func take(_ wanted: [Int]) -> Bool {
    places.append(wanted)
    var seen: Set<Int> = []
    if settle(places.count - 1, &seen) { return true }
    places.removeLast()
    return false
  }

  private mutating func settle(_ message: Int, _ seen: inout Set<Int>) -> Bool {
    for place in places[message] where seen.insert(place).inserted {
      if let owner = owners[place], !settle(owner, &seen) { continue }
      owners[place] = message
      return true
    }
    return false
  }
}
