/// What a mistyped name was probably meant to be: the candidate with the fewest typing slips
/// between, or nil if none is near. The first of several equally near ones wins.
public func nearestName(
  to typed: some StringProtocol, among candidates: some Sequence<String>
) -> String? {
  let typed = Array(typed.utf8)
  // A third of the letters may be wrong; beyond that a suggestion is a guess.
  let limit = min(3, max(1, typed.count / 3))
  var nearest: (name: String, slips: Int)?
  for candidate in candidates {
    guard abs(candidate.utf8.count - typed.count) <= limit else { continue }
    let name = Array(candidate.utf8)
    let slips = typingSlips(typed, name)
    if slips <= limit, slips < nearest?.slips ?? .max { nearest = (candidate, slips) }
  }
  return nearest?.name
}

/// The Damerau–Levenshtein distance in its restricted form (optimal string alignment): letters
/// inserted, deleted, replaced, and neighbours swapped.
func typingSlips(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast = Array(0...b.count)
  var (last, row) = (beforeLast, beforeLast)
  for i in a.indices {
    row[0] = i + 1
    for j in b.indices {
      var slips = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        slips = min(slips, beforeLast[j - 1] + 1)
      }
      row[j + 1] = slips
    }
    (beforeLast, last, row) = (last, row, beforeLast)
  }
  return last[b.count]
}
