/// Times as check files spell them.
public enum Time {
  /// `500ms`, `2s`, `1m` or `1h` in milliseconds, or nil if it is none or longer than a year.
  ///
  /// - Parameter unit: of a number without one; nil if it must have one.
  public static func milliseconds(_ text: some StringProtocol, unit: String? = nil) -> Int? {
    let digits = text.utf8.prefix { 48...57 ~= $0 }
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
    let written = String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self)
    guard let scale = scales[written.isEmpty ? unit ?? "" : written] else { return nil }
    let (result, isTooLong) = number.multipliedReportingOverflow(by: scale)
    return isTooLong || result > 366 * 24 * 3_600_000 ? nil : result
  }

  private static let scales = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000]
}
