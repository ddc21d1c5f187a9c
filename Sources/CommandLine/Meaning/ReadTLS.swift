import Client
import Transfer

// How TLS is spoken, with the server and with a proxy.
extension Reader {
  mutating func takeTLS(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .insecure: job.options.tls.verifies = !isOn
    case .cacert: job.options.tls.authoritiesFile = value
    case .capath: job.options.tls.authoritiesFolder = value
    case .cert: job.options.tls.setCertificate(value)
    case .key: job.options.tls.key = value
    case .pass: job.options.tls.passphrase = value
    case .tlsv12: job.options.tls.minimum = .tls12
    case .tlsv13: job.options.tls.minimum = .tls13
    case .proxyCacert: job.options.proxy.tls.authoritiesFile = value
    case .proxyInsecure: job.options.proxy.tls.verifies = !isOn
    default: return false
    }
    return true
  }
}
