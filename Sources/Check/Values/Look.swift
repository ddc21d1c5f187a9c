import Platform

/// How a text looks.
enum Look {
  /// A date and time as RFC 3339 §5.6 has it (`2026-11-23T02:36:38.5Z`, `…+01:00`), or as HTTP does
  /// (RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`).
  static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return isInternetDate(bytes) || isHTTPDate(bytes)
  }

  private static func isInternetDate(_ bytes: [UInt8]) -> Bool {
    guard fits(bytes.prefix(19), "dddd-dd-ddTdd:dd:dd") else { return false }
    var zone = bytes.dropFirst(19)
    if zone.first == UInt8(ascii: ".") {
      zone = zone.dropFirst()
      let fraction = zone.prefix { 0x30...0x39 ~= $0 }
      guard !fraction.isEmpty else { return false }
      zone = zone.dropFirst(fraction.count)
    }
    let isZoned =
      zone.count == 1
      ? zone.first.map { $0 & ~0x20 } == UInt8(ascii: "Z")
      : (fits(zone, "+dd:dd") || fits(zone, "-dd:dd")) && number(zone.dropFirst().prefix(2)) < 24
        && number(zone.suffix(2)) < 60
    return isZoned
      && isDay(number(bytes[8..<10]), number(bytes[5..<7]), number(bytes[0..<4]))
      && isTime(bytes[11..<19])
  }

  private static func isHTTPDate(_ bytes: [UInt8]) -> Bool {
    guard fits(bytes[...], "aaa, dd aaa dddd dd:dd:dd GMT") else { return false }
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard days.contains(String(decoding: bytes[0..<3], as: UTF8.self)),
      let month = months.firstIndex(of: String(decoding: bytes[8..<11], as: UTF8.self))
    else { return false }
    return isDay(number(bytes[5..<7]), month + 1, number(bytes[12..<16])) && isTime(bytes[17..<25])
  }

  /// `d` is a digit, `a` a letter, `T` that letter in either case or a space; all else stands for itself.
  private static func fits(_ bytes: ArraySlice<UInt8>, _ pattern: StaticString) -> Bool {
    let pattern = Array(pattern.description.utf8)
    return bytes.count == pattern.count
      && zip(bytes, pattern).allSatisfy { byte, wanted in
        switch wanted {
        case UInt8(ascii: "d"): 0x30...0x39 ~= byte
        case UInt8(ascii: "a"): 0x61...0x7A ~= byte | 0x20
        case UInt8(ascii: "T"): byte & ~0x20 == wanted || byte == 0x20
        default: byte == wanted
        }
      }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 & 15) }
  }

  private static func isDay(_ day: Int, _ month: Int, _ year: Int) -> Bool {
    guard 1...12 ~= month else { return false }
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1...days[month - 1] ~= day
  }

  /// `dd:dd:dd`; a leap second is one.
  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    number(bytes.prefix(2)) < 24 && number(bytes.dropFirst(3).prefix(2)) < 60
      && number(bytes.suffix(2)) <= 60
  }

  /// An IPv4 address in dotted decimals.
  static func isIPv4(_ text: String) -> Bool { isAddress(text, AF_INET) }

  /// An IPv6 address (RFC 4291 §2.2), without a zone.
  static func isIPv6(_ text: String) -> Bool { isAddress(text, AF_INET6) }

  private static func isAddress(_ text: String, _ family: Int32) -> Bool {
    var address = in6_addr()
    return text.utf8.count < 64 && !text.utf8.contains(0) && inet_pton(family, text, &address) == 1
  }

  /// Five groups of hexadecimal digits (RFC 9562 §4).
  static func isUUID(_ text: String) -> Bool {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy { Percent.hex($0) != nil } }
  }
}
