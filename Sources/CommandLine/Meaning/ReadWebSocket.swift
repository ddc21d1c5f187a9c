import Check
import Client
import HTTP
import Transcript
import Upgrade
import WebSocket

// Upgrades, and the conversations that they lead to.
extension Reader {
  mutating func takeWebSocket(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .upgrade: offered = try offer(value)
    case .noUpgrade: job.policy.follows = !isOn
    case .explain: result.explanation = isOn ? .init(rawValue: value) ?? .text : nil
    case .doctor: result.isDoctor = isOn
    case .maxUpgrades: job.policy.maximum = try Values.number(value, name, from: 0)
    case .tlsUpgrade: job.policy.tlsUpgrade = try Values.choice(value, name)
    case .send:
      result.pipe.preamble.append(value)
      sent.append(.send(value))
    case .expect:
      sent.append(.expect(value))
      result.scenario = sent
    case .replay: result.replayFile = value
    case .replayAtOnce: result.replaysAtOnce = isOn
    case .within: result.patience = try Values.time(value, name)
    case .wsFormat: result.pipe.format = try Values.choice(value, name)
    case .wsSend:
      let kind: SentKind = try Values.choice(value, name)
      result.pipe.kind = kind == .text ? .text : .binary
    case .linger:
      (result.pipe.linger, result.pipe.hasLinger) = (try Values.seconds(value, name), true)
    case .count: result.pipe.count = try Values.number(value, name, from: 1)
    case .until: result.pipe.until = try Values.pattern(value, name)
    case .listen: result.pipe.listens = isOn
    case .okClose: result.okCodes = try Values.closeCodes(value)
    case .subprotocol:
      guard Syntax.isToken(value) else {
        throw UsageError("--subprotocol takes one name (an RFC 9110 token), not '\(value)'")
      }
      job.subprotocols.append(value)
    case .interactive: result.isInteractive = isOn
    case .noInteractive: result.isInteractive = !isOn
    case .reconnect: result.reconnects = isOn
    case .deflate: job.extensions = [try deflateOffer(value).element]
    case .noDeflate: job.extensions = isOn ? [] : [DeflateOffer().element]
    case .origin: try addHeader("Origin: \(value)")
    case .pingInterval: job.conversation.pingInterval = try positive(value, name)
    case .pingTimeout: job.conversation.pingTimeout = try positive(value, name)
    case .maxMessage: job.conversation.maximumMessage = UInt64(try Values.size(value, name))
    default: return false
    }
    return true
  }

  private func positive(_ value: String, _ name: OptionName) throws -> Double? {
    let seconds = try Values.seconds(value, name)
    return seconds == 0 ? nil : seconds
  }

  private func deflateOffer(_ value: String) throws -> DeflateOffer {
    do {
      return try DeflateOffer(parameters: value)
    } catch {
      throw UsageError("--deflate '\(value)': \(error.message)")
    }
  }

  private enum SentKind: String, CaseIterable { case text, binary }

  private func offer(_ value: String) throws -> Token {
    guard let token = Token(parsing: value) else {
      throw UsageError(
        "--upgrade takes a protocol's token such as websocket or h2c (RFC 9110 §7.8), not '\(value)'"
      )
    }
    return token
  }
}
