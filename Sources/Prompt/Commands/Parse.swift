import Text
import WebSocket

extension Command {
  /// What `line` means. A line that begins with `/` is a command, unless it begins with `//`, which is a
  /// message that begins with `/`; all else is a message. Spaces before a command only keep it out of the history.
  public init(parsing line: String) throws(Mistake) {
    let typed = line.unicodeScalars.drop { $0 == " " }
    guard typed.first == "/" else {
      self = .message(line)
      return
    }
    let scalars = typed.dropFirst()
    guard scalars.first != "/" else {
      self = .message(String(line.unicodeScalars.prefix { $0 == " " }) + String(scalars))
      return
    }
    let name = String(scalars.prefix { !$0.properties.isWhitespace })
    // One space ends the name; what follows is the argument as it is.
    let argument = String(scalars.dropFirst(name.unicodeScalars.count + 1))
    guard let entry = CommandEntry.named(name) else { throw Mistake(unknown: name) }
    guard !entry.arguments.isEmpty || argument.allSatisfy(\.isWhitespace) else {
      throw Mistake(message: "\(entry.usage) takes nothing after it")
    }
    self = try Self.command(entry, argument)
  }

  private static func command(
    _ entry: CommandEntry, _ argument: String
  ) throws(Mistake) -> Command {
    let word = argument.trimmed
    func required() throws(Mistake) -> String {
      guard !word.isEmpty else { throw Mistake(message: "usage: \(entry.usage)") }
      return word
    }
    switch entry.name {
    case "help": return .help(try topic(word))
    case "text": return .text(argument)
    case "binary":
      let word = try required()
      guard word.hasPrefix("@") else { return .binary(try hex(word)) }
      guard word.count > 1 else { throw Mistake(message: "usage: \(entry.usage)") }
      return .binaryFile(String(word.dropFirst()))
    case "file": return .file(try required())
    case "ping":
      guard argument.utf8.count <= FrameHeader.maximumControlPayload else {
        throw Mistake(
          message: "a ping may have \(FrameHeader.maximumControlPayload) bytes, "
            + "not \(argument.utf8.count) (RFC 6455 §5.5)")
      }
      return .ping(argument)
    case "close": return .close(try close(word))
    case "reconnect": return .reconnect
    case "headers": return .headers
    case "stats": return .stats
    case "save": return .save(try required())
    case "jq": return .jq(word.isEmpty ? nil : word == "off" ? .off : .on(word))
    case "grep": return .grep(word.isEmpty ? nil : word == "off" ? .off : .on(argument))
    case "show": return .show(try messageNumbers(word))
    case "multi": return .multi
    case "heartbeat": return .heartbeat(try heartbeat(try required(), entry))
    case "quit": return .quit
    default:
      guard let setting = Setting(rawValue: entry.name) else { throw Mistake(unknown: entry.name) }
      switch word {
      case "on": return .set(setting, true)
      case "off": return .set(setting, false)
      case "": return .set(setting, nil)
      default: throw Mistake(message: "usage: \(entry.usage), not '\(Escape.text(word))'")
      }
    }
  }

  private static func topic(_ word: String) throws(Mistake) -> String? {
    guard !word.isEmpty else { return nil }
    let name = word.hasPrefix("/") ? String(word.dropFirst()) : word
    guard CommandEntry.named(name) != nil else { throw Mistake(unknown: name) }
    return name
  }

  /// `48656c6c6f`, `48 65 6c`, `0x48 0x65`, `48:65:6c`.
  private static func hex(_ text: String) throws(Mistake) -> [UInt8] {
    var bytes: [UInt8] = []
    for group in text.split(whereSeparator: { $0 == ":" || $0.isWhitespace }) {
      let digits = group.hasPrefix("0x") || group.hasPrefix("0X") ? group.dropFirst(2) : group
      let values = digits.map { $0.isASCII ? $0.hexDigitValue : nil }
      guard !values.isEmpty, values.count % 2 == 0 else {
        throw Mistake(message: "not whole bytes in hex: '\(Escape.text(group.prefix(40)))'")
      }
      for index in stride(from: 0, to: values.count, by: 2) {
        guard let high = values[index], let low = values[index + 1] else {
          throw Mistake(message: "not hex: '\(Escape.text(group.prefix(40)))'")
        }
        bytes.append(UInt8(high << 4 | low))
      }
    }
    return bytes
  }

  private static func close(_ word: String) throws(Mistake) -> Close {
    guard !word.isEmpty else { return Close(.normal) }
    let digits = word.prefix { !$0.isWhitespace }
    guard digits.allSatisfy(\.isASCII), digits.first?.isNumber == true, let code = UInt16(digits)
    else {
      throw Mistake(message: "'\(Escape.text(digits.prefix(40)))' is no close code; one is 1000")
    }
    let close = Close(
      CloseCode(rawValue: code), reason: String(word.dropFirst(digits.count)).trimmed)
    do {
      try close.validate()
    } catch {
      throw Mistake(message: error.message)
    }
    return close
  }

  /// `17`, `17-20`, `17 20`.
  private static func messageNumbers(_ word: String) throws(Mistake) -> ClosedRange<Int>? {
    guard !word.isEmpty else { return nil }
    let ends = word.split(
      maxSplits: 1, omittingEmptySubsequences: false,
      whereSeparator: { $0 == "-" || $0.isWhitespace }
    ).map { Int($0.trimmed) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, first > 0,
      first <= last
    else {
      throw Mistake(
        message: "'\(Escape.text(word.prefix(40)))' is no message's number, nor a range as in 17-20"
      )
    }
    return first...last
  }

  private static func heartbeat(
    _ word: String, _ entry: CommandEntry
  ) throws(Mistake) -> Heartbeat? {
    if word == "off" { return nil }
    let number = word.prefix { !$0.isWhitespace }
    guard number.first?.isNumber == true, let seconds = Double(number), seconds.isFinite else {
      throw Mistake(message: "usage: \(entry.usage)")
    }
    guard seconds >= 0.1, seconds <= 1e6 else {
      throw Mistake(message: "a heartbeat's seconds are from 0.1 to 1000000")
    }
    let text = String(word.dropFirst(number.count)).trimmed
    guard !text.isEmpty else { throw Mistake(message: "usage: \(entry.usage)") }
    return Heartbeat(seconds: seconds, text: text)
  }
}

extension Command.Mistake {
  /// No such command: names those that were probably meant.
  init(unknown name: String) {
    let names = CommandEntry.all.map(\.name)
    let longer = name.isEmpty ? [] : names.filter { $0.hasPrefix(name) }
    let meant = longer.isEmpty ? nearestName(to: name, among: names).map { [$0] } ?? [] : longer
    let list = meant.map { "/" + $0 }.joined(separator: " or ")
    let shown = "/" + Escape.text(name.prefix(40))
    self.init(
      message: "\(shown) is no command: "
        + (list.isEmpty ? "/help lists them" : "did you mean \(list)?")
        + " (to send it, begin with //)")
  }
}

extension StringProtocol {
  /// Without the whitespace at both ends.
  fileprivate var trimmed: String {
    let front = drop(while: \.isWhitespace)
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(front[...last])
  }
}
