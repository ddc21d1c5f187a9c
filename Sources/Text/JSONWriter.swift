/// JSON in the making (RFC 8259): members have a name, elements of an array none.
public struct JSONWriter: Sendable {
  /// What is written so far.
  public private(set) var bytes: [UInt8] = []

  /// Nothing yet.
  public init() {}

  /// `{…}`
  public mutating func object(_ name: StaticString? = nil, _ content: (inout Self) -> Void) {
    key(name)
    bytes.append(UInt8(ascii: "{"))
    content(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  /// `[…]`
  public mutating func array(_ name: StaticString? = nil, _ content: (inout Self) -> Void) {
    key(name)
    bytes.append(UInt8(ascii: "["))
    content(&self)
    bytes.append(UInt8(ascii: "]"))
  }

  /// A string; nothing for nil.
  public mutating func string(_ name: StaticString?, _ value: String?) {
    guard let value else { return }
    key(name)
    bytes.append(UInt8(ascii: "\""))
    Escape.json(Array(value.utf8).span, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// An integer.
  public mutating func number(_ name: StaticString, _ value: Int) {
    key(name)
    bytes += String(value).utf8
  }

  /// Seconds, with so many decimals.
  public mutating func seconds(_ name: StaticString, _ value: Double, places: Int = 3) {
    key(name)
    bytes += decimal(value, places: places).utf8
  }

  /// `true` or `false`.
  public mutating func bool(_ name: StaticString, _ value: Bool) {
    key(name)
    bytes += (value ? "true" : "false").utf8
  }

  /// An element of an array that is JSON already, on a line of its own.
  public mutating func raw(_ text: [UInt8]) {
    key(nil)
    bytes.append(0x0A)
    bytes += text
  }

  /// A comma, unless this is the first of its object or array, and the key.
  private mutating func key(_ name: StaticString?) {
    if let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") {
      bytes.append(UInt8(ascii: ","))
    }
    guard let name else { return }
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes += $0 }
    bytes += "\":".utf8
  }
}
