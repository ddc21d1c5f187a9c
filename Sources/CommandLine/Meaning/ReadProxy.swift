import Client
import Transfer

// Through which proxy.
extension Reader {
  mutating func takeProxy(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .proxy: setProxy(value)
    case .proxy10: setProxy(value, isHTTP10: true)
    case .socks4: setProxy(value, "socks4")
    case .socks4a: setProxy(value, "socks4a")
    case .socks5: setProxy(value, "socks5")
    case .socks5Hostname: setProxy(value, "socks5h")
    case .socks5Basic: job.options.proxy.allowsSocksPassword = isOn
    case .socks5GSSAPI: job.options.proxy.allowsSocksGSSAPI = isOn
    case .socks5GSSAPINEC: job.options.proxy.socksModeIsClear = isOn
    case .proxyServiceName, .socks5GSSAPIService: job.options.proxy.serviceName = value
    case .preproxy:
      // "No protocol specified will make curl default to SOCKS4" (curl.1); libcurl would take it for HTTP.
      job.options.proxy.before = Self.withScheme("socks4", value)
    case .proxyBasic: toggleProxy(.basic, isOn)
    case .proxyDigest: toggleProxy(.digest, isOn)
    case .proxyNTLM: toggleProxy(.ntlm, isOn)
    case .proxyNegotiate: toggleProxy(.negotiate, isOn)
    case .proxyAnyauth: toggleProxy(.any, isOn)
    case .proxyHeader: job.options.proxy.headerLines += try fieldLines(value, name)
    case .suppressConnectHeaders: result.hidesConnectHeads = isOn
    case .proxyUser:
      job.options.proxy.credentials = try Values.secret(withPassword(value, "proxy"), name)
    case .noproxy: job.options.proxy.exclusions = value
    case .proxytunnel: job.options.proxy.tunnels = isOn
    default: return false
    }
    return true
  }

  /// The last one that is named counts; a scheme of its own goes before the option's.
  private mutating func setProxy(_ value: String, _ scheme: String? = nil, isHTTP10: Bool = false) {
    job.options.proxy.isHTTP10 = isHTTP10
    job.options.proxy.url = scheme.map { Self.withScheme($0, value) } ?? value
  }

  private static func withScheme(_ scheme: String, _ value: String) -> String {
    value.isEmpty || value.contains("://") ? value : "\(scheme)://\(value)"
  }

  private mutating func toggleProxy(_ scheme: Options.AuthenticationSchemes, _ isOn: Bool) {
    if isOn {
      job.options.proxy.schemes.insert(scheme)
    } else {
      job.options.proxy.schemes.subtract(scheme)
    }
  }
}
