import Client
import HTTP
import Transfer
import Upgrade

// How the server is reached.
extension Reader {
  mutating func takeConnection(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .connectTimeout: job.options.connectTimeout = try Values.milliseconds(value, name)
    case .maxTime: job.options.maximumTime = try Values.milliseconds(value, name)
    case .resolve: job.options.resolve.append(value)
    case .connectTo: job.options.connectTo.append(value)
    case .unixSocket: job.options.unixSocket = value
    case .interface: job.options.interface = value
    case .ipv4: job.options.addressFamily = .ipv4
    case .ipv6: job.options.addressFamily = .ipv6
    case .http10: (job.options.version, job.policy.explicitVersion) = (.http10, .http10)
    case .http11: (job.options.version, job.policy.explicitVersion) = (.http11, .http11)
    case .http2: (job.options.version, job.policy.explicitVersion) = (.http2, .http2)
    case .http2PriorKnowledge:
      (job.options.version, job.policy.explicitVersion) = (.http2PriorKnowledge, .http2)
    default: return false
    }
    return true
  }
}
