/// `1 request`, `2 requests`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// UTC in the format of ISO 8601 and RFC 3339: `2026-11-23T02:37:00Z`.
///
/// - Parameter epoch: seconds since 1970-01-01T00:00:00Z; outside of the years 1970 to 9999 it is 1970.
func timestamp(_ epoch: Double) -> String {
  let seconds = epoch >= 0 && epoch < 253_402_300_800 ? Int(epoch) : 0
  let (days, time) = seconds.quotientAndRemainder(dividingBy: 86400)
  // The year begins in March, so that the leap day is its last; 719468 days lie between 0000-03-01 and 1970.
  let shifted = days + 719_468
  let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let marchMonth = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
  let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return "\(year)-\(two(month))-\(two(day))"
    + "T\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))Z"
}
