import Client
import Text
import Transfer
import Upgrade
import WebSocket

/// What the `[Options]` of an entry say, over what the command line does.
struct Choices {
  /// The entry is left out.
  private(set) var skips = false
  /// How often it is asked; -1 for ever.
  private(set) var repeats = 1
  /// How often it is tried again; -1 for ever.
  private(set) var retries: Int
  /// Seconds between two attempts.
  private(set) var retryInterval: Double
  /// Seconds before the request.
  private(set) var delay = 0.0
  /// The file that the body goes to.
  private(set) var output: String?
  /// A message that does not match fails an `expect`.
  private(set) var isStrict = false
  /// Seconds that an `expect` waits.
  private(set) var patience = 10.0

  private var changes: [(inout Job) -> Void] = []

  /// Variables that the options set are set in the evaluator; `place` says where a file may be written.
  init(
    _ settings: [Setting], _ plan: Plan, _ evaluator: Evaluator,
    place: (String, Position) throws(Trouble) -> String
  ) throws(Trouble) {
    (retries, retryInterval) = (plan.retries, plan.retryInterval)
    for setting in settings {
      if let definition = setting.definition {
        evaluator.variables[definition.name] = try evaluator.value(
          of: definition.value, at: setting.position)
        continue
      }
      var value = try setting.value.render(evaluator.variables)
      if setting.name == "output" { value = try place(value, setting.value.position) }
      let fits = Term.named(setting.name, in: Settings.all)?.form.fits(value) ?? false
      guard fits, try take(setting.name, value) else {
        throw Trouble(
          "the option \(setting.name) cannot be '\(Escape.start(of: Array(value.utf8).span))'",
          at: setting.value.position, isFailure: false)
      }
    }
  }

  /// Does to a request what the options say.
  func apply(to job: inout Job) {
    for change in changes { change(&job) }
  }

  /// False if the value does not fit, a variable's say.
  private mutating func take(_ name: String, _ value: String) throws(Trouble) -> Bool {
    switch name {
    case "skip": return set(\.skips, Self.bool(value))
    case "repeat": return set(\.repeats, Int(value))
    case "retry": return set(\.retries, Int(value))
    case "retry-interval": return set(\.retryInterval, Self.seconds(value, "ms"))
    case "delay": return set(\.delay, Self.seconds(value, "ms"))
    case "output": return set(\.output, value)
    case "strict": return set(\.isStrict, Self.bool(value))
    case "expect-timeout": return set(\.patience, Self.seconds(value, "s"))
    // What was sent and came is in every report.
    case "verbose", "very-verbose": return true
    default: break
    }
    return takeTransfer(name, value) || takeConnection(name, value) || takeWebSocket(name, value)
  }

  private mutating func takeTransfer(_ name: String, _ value: String) -> Bool {
    switch name {
    case "compressed": return turn(\.decompresses, value)
    case "header": return add { $0.headerLines.append(value) }
    case "location": return turn(\.followsRedirects, value)
    case "location-trusted":
      return turn(\.followsRedirects, value) && turn(\.trustsRedirects, value)
    case "max-redirs": return put(\.maximumRedirects, Int(value))
    case "max-time": return put(\.maximumTime, Time.milliseconds(value, unit: "s"))
    case "netrc": return turn(value) { $0.options.netrc = $1 ? .required : .ignored }
    case "netrc-optional": return turn(value) { $0.options.netrc = $1 ? .optional : .ignored }
    case "netrc-file":
      return add {
        $0.options.netrcFile = value
        if $0.options.netrc == .ignored { $0.options.netrc = .required }
      }
    case "path-as-is": return turn(\.keepsPath, value)
    case "user": return put(\.credentials, value)
    case "digest": return scheme(.digest, value)
    case "ntlm": return scheme(.ntlm, value)
    case "negotiate": return scheme(.negotiate, value)
    case "aws-sigv4": return put(\.awsSignature, value)
    default: return false
    }
  }

  private mutating func takeConnection(_ name: String, _ value: String) -> Bool {
    switch name {
    case "cacert": return put(\.tls.authoritiesFile, value)
    case "cert": return add { $0.options.tls.setCertificate(value) }
    case "key": return put(\.tls.key, value)
    case "insecure": return turn(value) { $0.options.tls.verifies = !$1 }
    case "pinnedpubkey": return put(\.tls.pinnedKey, value)
    case "connect-timeout": return put(\.connectTimeout, Time.milliseconds(value, unit: "s"))
    case "connect-to": return add { $0.options.connectTo.append(value) }
    case "resolve": return add { $0.options.resolve.append(value) }
    case "proxy": return put(\.proxy.url, value)
    case "unix-socket": return put(\.unixSocket, value)
    case "limit-rate": return put(\.rateLimit, Int(value).flatMap { $0 > 0 ? $0 : nil })
    case "ipv4": return turn(value) { if $1 { $0.options.addressFamily = .ipv4 } }
    case "ipv6": return turn(value) { if $1 { $0.options.addressFamily = .ipv6 } }
    case "http1.0": return version(.http10, value)
    case "http1.1": return version(.http11, value)
    case "http2": return version(.http2, value)
    default: return false
    }
  }

  private mutating func takeWebSocket(_ name: String, _ value: String) -> Bool {
    switch name {
    case "upgrade" where value == "websocket": return add { $0.beginsWithHandshake = true }
    case "upgrade": return add { $0.options.version = .http2 }
    case "max-upgrades":
      guard let number = Int(value) else { return false }
      return add { $0.policy.maximum = number }
    case "tls-upgrade":
      guard let how = TLSUpgrade(rawValue: value) else { return false }
      return add { $0.policy.tlsUpgrade = how }
    case "subprotocol": return add { $0.subprotocols.append(value) }
    case "origin": return add { $0.headerLines.append("Origin: " + value) }
    case "no-deflate": return turn(value) { if $1 { $0.extensions = [] } }
    case "deflate":
      guard let offer = try? DeflateOffer(parameters: value) else { return false }
      return add { $0.extensions = [offer.element] }
    case "max-message":
      guard let size = Size.bytes(value) else { return false }
      return add { $0.conversation.maximumMessage = UInt64(size) }
    case "ping-interval": return pings(\.pingInterval, value)
    case "ping-timeout": return pings(\.pingTimeout, value)
    default: return false
    }
  }

  // MARK: Kinds of values

  private static func bool(_ value: String) -> Bool? {
    value == "true" ? true : value == "false" ? false : nil
  }

  private static func seconds(_ value: String, _ unit: String) -> Double? {
    Time.milliseconds(value, unit: unit).map { Double($0) / 1000 }
  }

  private mutating func set<Value>(_ path: WritableKeyPath<Self, Value>, _ value: Value?) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }

  private mutating func add(_ change: @escaping (inout Job) -> Void) -> Bool {
    changes.append(change)
    return true
  }

  private mutating func put<Value>(
    _ path: WritableKeyPath<Options, Value>, _ value: Value?
  ) -> Bool {
    guard let value else { return false }
    return add { $0.options[keyPath: path] = value }
  }

  private mutating func turn(
    _ value: String, _ change: @escaping (inout Job, Bool) -> Void
  ) -> Bool {
    guard let isOn = Self.bool(value) else { return false }
    return add { change(&$0, isOn) }
  }

  private mutating func turn(
    _ path: WritableKeyPath<Options, Bool>, _ value: String
  ) -> Bool {
    turn(value) { $0.options[keyPath: path] = $1 }
  }

  private mutating func scheme(
    _ scheme: Options.AuthenticationSchemes, _ value: String
  ) -> Bool {
    turn(value) { if $1 { $0.options.schemes = scheme } }
  }

  private mutating func version(_ version: Options.Version, _ value: String) -> Bool {
    turn(value) { if $1 { $0.options.version = version } }
  }

  private mutating func pings(
    _ path: WritableKeyPath<ConversationSettings, Double?>, _ value: String
  ) -> Bool {
    guard let seconds = Self.seconds(value, "s") else { return false }
    return add { $0.conversation[keyPath: path] = seconds > 0 ? seconds : nil }
  }
}
