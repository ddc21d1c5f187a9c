import Client
import Transfer

// Through which proxy.
extension Reader {
  mutating func takeProxy(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .proxy: job.options.proxy.url = value
    case .proxyUser: job.options.proxy.credentials = withPassword(value, "proxy")
    case .noproxy: job.options.proxy.exclusions = value
    case .proxytunnel: job.options.proxy.tunnels = isOn
    default: return false
    }
    return true
  }
}
