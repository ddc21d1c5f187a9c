/// Sizes for a person.
public enum Size {
  /// `1000`, `64K`, `16M`, `1G`, in powers of 1024; nil if it is none, or 0.
  public static func bytes(_ text: String) -> Int? {
    var digits = text[...]
    var shift = 0
    switch digits.last {
    case "k", "K": shift = 10
    case "m", "M": shift = 20
    case "g", "G": shift = 30
    default: break
    }
    if shift > 0 { digits = digits.dropLast() }
    guard let value = Int(digits), value > 0, value < Int.max >> shift else { return nil }
    return value << shift
  }

  /// `1 byte`, `900 bytes`, `1.2 KiB`, `64.0 MiB`.
  public static func text(_ bytes: Int) -> String {
    guard bytes >= 1024 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
    var tenths = bytes * 10
    var units = ["KiB", "MiB", "GiB", "TiB"][...]
    // What would be rounded to 1024 is one of the next.
    while let unit = units.popFirst() {
      let rounded = (tenths + 512) / 1024
      if rounded < 10240 || units.isEmpty { return "\(rounded / 10).\(rounded % 10) \(unit)" }
      tenths /= 1024
    }
    return ""
  }
}

/// Lengths of time for a person.
public enum Interval {
  /// `0.4 ms`, `12.3 ms`, `1.24 s`.
  public static func text(_ seconds: Double) -> String {
    guard seconds >= 0, seconds < 1e9 else { return "? s" }
    let tenths = Int((seconds * 10_000).rounded())
    guard tenths >= 10_000 else { return "\(tenths / 10).\(tenths % 10) ms" }
    let hundredths = Int((seconds * 100).rounded())
    return "\(hundredths / 100).\(String("0\(hundredths % 100)".suffix(2))) s"
  }
}

/// `value` in decimal notation with so many digits after the point; what is negative or no number is 0.
public func decimal(_ value: Double, places: Int = 3) -> String {
  var unit = 1
  for _ in 0..<places { unit *= 10 }
  let scaled = (value * Double(unit)).rounded()
  guard scaled >= 0, scaled < 1e15 else { return decimal(0, places: places) }
  let (whole, rest) = Int(scaled).quotientAndRemainder(dividingBy: unit)
  guard places > 0 else { return "\(whole)" }
  let digits = String(rest)
  return "\(whole)." + String(repeating: "0", count: places - digits.count) + digits
}
