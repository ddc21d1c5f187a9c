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
    case .unixSocket, .abstractUnixSocket:
      (job.options.unixSocket, job.options.isAbstractSocket) = (value, name == .abstractUnixSocket)
    case .interface: job.options.interface = value
    case .ipv4: job.options.addressFamily = .ipv4
    case .ipv6: job.options.addressFamily = .ipv6
    case .http10: (job.options.version, job.policy.explicitVersion) = (.http10, .http10)
    case .http11: (job.options.version, job.policy.explicitVersion) = (.http11, .http11)
    case .http2: (job.options.version, job.policy.explicitVersion) = (.http2, .http2)
    case .http2PriorKnowledge:
      (job.options.version, job.policy.explicitVersion) = (.http2PriorKnowledge, .http2)
    case .http3, .http3Only:
      guard Library.hasHTTP3 else { throw missing(name, "HTTP/3") }
      job.options.version = name == .http3 ? .http3 : .http3Only
      job.policy.explicitVersion = .http3
    case .http09: job.options.allowsHTTP09 = isOn
    case .expect100Timeout: job.options.continueTimeout = try Values.milliseconds(value, name)
    case .hsts: job.options.securityFile = value
    case .altSvc: job.options.alternativesFile = value
    case .proto:
      job.protocols.allowed = try schemes(value, name)
    case .protoRedir:
      job.protocols.redirects = try schemes(value, name)
    case .protoDefault: result.defaultScheme = try defaultScheme(value)
    default: return try takeSockets(name, value, isOn) || takeResolver(name, value, isOn)
    }
    return true
  }

  private mutating func takeSockets(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .localPort: job.options.sockets.localPorts = try Values.ports(value, name)
    case .happyEyeballsTimeout:
      job.options.sockets.headStart = try Values.number(value, name, from: 0)
    case .noKeepalive: job.options.sockets.keepsAlive = !isOn
    case .keepaliveTime:
      let time = try Values.number(value, name, from: 0)
      job.options.sockets.keepaliveTime = time == 0 ? nil : time
    case .tcpNodelay: job.options.sockets.sendsAtOnce = isOn
    case .tcpFastopen: job.options.sockets.opensFast = isOn
    case .haproxyProtocol: job.options.sockets.introduces = isOn
    default: return false
    }
    return true
  }

  private mutating func takeResolver(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .dohURL: job.options.resolver.httpsURL = value
    case .dohInsecure: job.options.resolver.verifies = !isOn
    case .dohCertStatus: job.options.resolver.checksStatus = isOn
    case .dnsServers, .dnsInterface, .dnsIPv4Address, .dnsIPv6Address:
      guard Library.hasNameServers else { throw missing(name, "c-ares") }
      switch name {
      case .dnsServers: job.options.resolver.servers = value
      case .dnsInterface: job.options.resolver.interface = value
      case .dnsIPv4Address: job.options.resolver.ipv4Address = value
      default: job.options.resolver.ipv6Address = value
      }
    default: return false
    }
    return true
  }

  private func missing(_ name: OptionName, _ part: String) -> UsageError {
    UsageError("--\(name.rawValue): the libcurl that upshift runs with has no \(part)")
  }

  private mutating func schemes(_ value: String, _ name: OptionName) throws -> [String] {
    let list = try SchemeList(value, name)
    for scheme in list.unknown {
      globals.warnings.append("--\(name.rawValue): nobody knows the scheme '\(scheme)'")
    }
    return list.schemes
  }

  private func defaultScheme(_ value: String) throws -> String {
    let scheme = value.lowercased()
    guard Protocols.all.contains(scheme) else {
      throw InvocationError.scheme(
        "--proto-default takes one of http, https, ws, wss, not '\(value)'")
    }
    return scheme
  }
}
