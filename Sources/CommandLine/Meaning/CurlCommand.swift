import HTTP
import Text
import Transfer
import WebSocket

/// `--curl`: the command of curl's that asks the same.
struct CurlCommand {
  /// To be typed in a shell.
  private(set) var text = ""
  /// What it does not do, a sentence each.
  private(set) var lacks: [String] = []

  private var words: [String] = []
  private var pipe: String?

  /// Throws a `UsageError` or a `FileError`.
  init(_ arguments: Arguments) throws {
    for (index, group) in arguments.operations.enumerated() {
      if index > 0 { words.append("--next") }
      try add(group)
    }
    text = (["curl"] + words.map(ShellWord.quoted)).joined(separator: " ")
    if let pipe { text += " | " + pipe }
  }

  private mutating func add(_ group: Arguments) throws {
    var operation = Operation()
    var urls: [String] = []
    var items: [RequestItem] = []
    for item in group.items {
      switch item {
      case .url(let word):
        if let item = try RequestItem(word) {
          items.append(item)
        } else {
          urls.append(word.hasPrefix(":") ? try TargetList.local(word) : word)
        }
      case .option(let name, let value, let isOn):
        if OptionTable[name].isOurs {
          try take(name, value ?? "", isOn, &operation)
        } else {
          operation.words.append(contentsOf: Self.words(name, value, isOn))
          if name == .writeOut, let format = value {
            for variable in WriteOut.ownVariables(in: format) {
              note("curl 7.88 has no \(variable)")
            }
          }
        }
      }
    }
    if let body = items.body {
      operation.words += ["--json", String(decoding: body, as: UTF8.self)]
    }
    if urls.contains(where: Self.isWebSocket) { operation.isHandshake = true }
    words += operation.allWords(extensions: operation.extensions)
    words += urls.map { url in
      let url = items.query.map { URI.joining($0, to: url) } ?? url
      return Self.isWebSocket(url) ? "http" + url.dropFirst(2) : url
    }
    if operation.isHandshake {
      note(
        "curl shows the answer to the handshake: it sends no message, and shows frames as they are")
    } else if !operation.showsUpgrades {
      note("a 426 is shown, and not followed")
    }
  }

  private mutating func note(_ sentence: String) {
    if !lacks.contains(sentence) { lacks.append(sentence) }
  }

  private static func isWebSocket(_ url: String) -> Bool {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    return (scheme == "ws" || scheme == "wss") && url.contains("://")
  }

  private static func words(_ name: OptionName, _ value: String?, _ isOn: Bool) -> [String] {
    let long = name.rawValue
    guard !isOn else { return ["--" + long] + (value.map { [$0] } ?? []) }
    return [long.hasPrefix("no-") ? "--" + long.dropFirst(3) : "--no-" + long]
  }

  /// One of ours.
  private mutating func take(
    _ name: OptionName, _ value: String, _ isOn: Bool, _ operation: inout Operation
  ) throws {
    switch name {
    case .upgrade where value.lowercased() == "websocket": operation.isHandshake = true
    case .upgrade where value.lowercased() == "h2c": operation.words.append("--http2")
    case .upgrade:
      operation.words += [
        "--http1.1", "--header", "Connection: Upgrade", "--header", "Upgrade: \(value)",
      ]
      note("curl offers \(value), and sends nothing after a 101")
    case .noUpgrade: operation.showsUpgrades = isOn
    case .subprotocol: operation.subprotocols.append(value)
    case .origin: operation.words += ["--header", "Origin: \(value)"]
    case .deflate: operation.extensions = [try DeflateOffer(parameters: value).element]
    case .noDeflate: if isOn { operation.extensions = [] }
    case .jq: pipe = "jq -rc " + ShellWord.quoted(value)
    case .pretty: if value == "always", pipe == nil { pipe = "jq ." }
    // What is said, and to whom, is the terminal's business.
    case .curl, .color, .showSecrets, .config, .interactive, .noInteractive: break
    default: note("curl has no --\(name.rawValue)")
    }
  }

  /// What stands between two `--next`.
  private struct Operation {
    var words: [String] = []
    var isHandshake = false
    var showsUpgrades = false
    var subprotocols: [String] = []
    var extensions = [DeflateOffer().element]

    /// Those of a handshake too, with the key of RFC 6455's example: one is as good as another here.
    func allWords(extensions: [String]) -> [String] {
      guard isHandshake else { return words }
      var fields = [
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ]
      if !extensions.isEmpty {
        fields.append("Sec-WebSocket-Extensions: " + extensions.joined(separator: ", "))
      }
      if !subprotocols.isEmpty {
        fields.append("Sec-WebSocket-Protocol: " + subprotocols.joined(separator: ", "))
      }
      return words + ["--http1.1", "--include", "--no-buffer"]
        + fields.flatMap { ["--header", $0] }
    }
  }
}
