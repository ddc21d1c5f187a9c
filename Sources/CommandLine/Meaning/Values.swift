import Check
import HTTP
import Text
import WebSocket

/// The values of options, read strictly.
enum Values {
  /// A number of seconds, with a fraction if need be.
  static func seconds(_ text: String, _ option: OptionName) throws(UsageError) -> Double {
    guard let value = Double(text), value >= 0, value < 1e9, text.first != "+" else {
      throw UsageError("--\(option.rawValue) takes a number of seconds, such as 2.5, not '\(text)'")
    }
    return value
  }

  /// Seconds, or a time with a unit as check files have it.
  static func time(_ text: String, _ option: OptionName) throws(UsageError) -> Double {
    if let time = Time.milliseconds(text) { return Double(time) / 1000 }
    return try seconds(text, option)
  }

  /// What goes into a field as it is. curl lets a line end through, and with it whatever comes after.
  static func field(_ text: String, _ option: OptionName) throws(UsageError) -> String {
    guard Syntax.isFieldValue(text) else {
      throw UsageError("--\(option.rawValue): a field may not hold a line end or NUL: '\(text)'")
    }
    return text
  }

  /// The same of something that is not to be shown. A Digest has the name in a quoted string, as it is.
  static func secret(_ text: String, _ option: OptionName) throws(UsageError) -> String {
    guard Syntax.isFieldValue(text) else {
      throw UsageError("--\(option.rawValue): a field may not hold a line end or NUL")
    }
    return text
  }

  /// What goes into the request line as it is.
  static func word(_ text: String, _ option: OptionName) throws(UsageError) -> String {
    guard Syntax.isWord(text) else {
      throw UsageError(
        "--\(option.rawValue) may not hold spaces or control characters: '\(text)'")
    }
    return text
  }

  /// The same in milliseconds; 0 is no limit.
  static func milliseconds(_ text: String, _ option: OptionName) throws(UsageError) -> Int? {
    let value = try seconds(text, option)
    return value == 0 ? nil : max(1, Int(value * 1000))
  }

  /// A whole number from `lowest` on.
  static func number(
    _ text: String, _ option: OptionName, from lowest: Int
  ) throws(UsageError) -> Int {
    guard let value = Int(text), value >= lowest else {
      throw UsageError(
        "--\(option.rawValue) takes a whole number from \(lowest) on, not '\(text)'")
    }
    return value
  }

  /// `8000` or `8000-8010`.
  static func ports(_ text: String, _ option: OptionName) throws(UsageError) -> ClosedRange<Int> {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map {
      Int($0.filter { $0 != " " }) ?? -1
    }
    guard ends.count <= 2, let first = ends.first, let last = ends.last, first <= last,
      (0...65535).contains(first), (0...65535).contains(last)
    else {
      throw UsageError("--\(option.rawValue) takes a port or a range, 8000-8010, not '\(text)'")
    }
    return first...last
  }

  /// A number of bytes: `1000`, `64K`, `16M`, `1G`, in powers of 1024.
  static func size(_ text: String, _ option: OptionName) throws(UsageError) -> Int {
    guard let value = Size.bytes(text) else {
      throw UsageError(
        "--\(option.rawValue) takes a size such as 65536, 64K, 16M or 1G, not '\(text)'")
    }
    return value
  }

  /// As curl has it: `1000`, `1000b`, `64k`, `16M`, `1G`, in powers of 1024; 0 is no limit.
  static func speed(_ text: String, _ option: OptionName) throws(UsageError) -> Int? {
    let units: [Character: Int] = ["b": 0, "k": 10, "m": 20, "g": 30]
    let unit = text.last.flatMap { units[Character($0.lowercased())] }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard let number = Int(digits), number >= 0, number <= .max >> (unit ?? 0) else {
      throw UsageError(
        "--\(option.rawValue) takes a number of bytes such as 65536, 64K, 16M or 1G, not '\(text)'")
    }
    return number == 0 ? nil : number << (unit ?? 0)
  }

  /// One of a list of words.
  static func choice<Value: RawRepresentable & CaseIterable>(
    _ text: String, _ option: OptionName
  ) throws(UsageError) -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: text) else {
      let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--\(option.rawValue) takes one of \(all), not '\(text)'")
    }
    return value
  }

  /// `5/s`, `10/m`, `100`: as seconds from one beginning to the next.
  static func rate(_ text: String, _ option: OptionName) throws(UsageError) -> Double {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let units = ["s": 1.0, "m": 60, "h": 3600, "d": 86400]
    guard let number = Int(parts[0]), number > 0,
      let unit = units[parts.count > 1 ? String(parts[1]) : "h"]
    else {
      throw UsageError(
        "--\(option.rawValue) takes a number of transfers a time, such as 2/s or 100/h, not '\(text)'"
      )
    }
    return unit / Double(number)
  }

  /// A regular expression.
  static func pattern(_ text: String, _ option: OptionName) throws(UsageError) -> Pattern {
    do {
      return try Pattern(text)
    } catch {
      throw UsageError("--\(option.rawValue): \(error.message)")
    }
  }

  /// `1000,1001,4000`.
  static func closeCodes(_ text: String) throws(UsageError) -> [UInt16] {
    var codes: [UInt16] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let code = UInt16(word), (1000...4999).contains(code) else {
        throw UsageError("--ok-close takes close codes such as 1000,1001,4000, not '\(text)'")
      }
      codes.append(code)
    }
    return codes
  }
}
