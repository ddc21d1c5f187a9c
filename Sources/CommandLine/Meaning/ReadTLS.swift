import Client
import Transfer

// How TLS is spoken, with the server and with a proxy.
extension Reader {
  mutating func takeTLS(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .engine: job.options.tls.engine = value
    case .curves: job.options.tls.curves = value
    case .certStatus: job.options.tls.checksStatus = isOn
    case .falseStart: job.options.tls.startsEarly = isOn
    case .noALPN: job.options.tls.negotiates = !isOn
    case .noSessionid: job.options.tls.resumes = !isOn
    case .tlsv10: job.options.tls.minimum = .tls10
    case .tlsv11: job.options.tls.minimum = .tls11
    case .tlsv12: job.options.tls.minimum = .tls12
    case .tlsv13: job.options.tls.minimum = .tls13
    case .tlsMax: job.options.tls.maximum = try latestVersion(value)
    case .sslNoRevoke: job.options.tls.set(.asksNoRevocation, isOn)
    case .sslRevokeBestEffort: job.options.tls.set(.triesRevocation, isOn)
    case .sslv2: globals.warnings.append("--sslv2 changes nothing: SSL 2 is not spoken any more")
    case .sslv3: globals.warnings.append("--sslv3 changes nothing: SSL 3 is not spoken any more")
    case .noNPN: globals.warnings.append("NPN is not spoken any more: --npn changes nothing")
    case .egdFile, .randomFile: break
    default:
      if let common = Self.common.first(where: { $0.0 == name })?.1 {
        return try job.options.tls.take(common, value, isOn, name)
      }
      if let common = Self.commonOfProxy.first(where: { $0.0 == name })?.1 {
        return try job.options.proxy.tls.take(common, value, isOn, name)
      }
      return false
    }
    return true
  }

  /// "default" is what the library has.
  private func latestVersion(_ value: String) throws(UsageError) -> TLSOptions.Version? {
    if value == "default" { return nil }
    guard let version = TLSOptions.Version(rawValue: value), version != .tls1 else {
      throw UsageError("--tls-max takes one of default, 1.0, 1.1, 1.2, 1.3, not '\(value)'")
    }
    return version
  }

  /// Settles what one option of TLS says when another is missing.
  mutating func settleTLS() {
    // As curl does, so that one list holds for whoever shows a certificate.
    if job.options.proxy.tls.authoritiesFolder == nil {
      job.options.proxy.tls.authoritiesFolder = job.options.tls.authoritiesFolder
    }
    if job.options.proxy.tls.revokedFile == nil {
      job.options.proxy.tls.revokedFile = job.options.tls.revokedFile
    }
  }

  // A dictionary costs more to make than to do without.
  private static let common: [(OptionName, CommonTLS)] = [
    (.insecure, .insecure), (.cacert, .cacert), (.capath, .capath), (.crlfile, .crlfile),
    (.pinnedpubkey, .pinnedKey), (.cert, .cert), (.certType, .certType), (.key, .key),
    (.keyType, .keyType),
    (.pass, .pass), (.tlsv1, .tls1), (.ciphers, .ciphers), (.tls13Ciphers, .ciphers13),
    (.tlsuser, .user), (.tlspassword, .password), (.tlsauthtype, .loginType),
    (.sslAllowBeast, .beast), (.sslAutoClientCert, .autoCertificate),
  ]

  private static let commonOfProxy: [(OptionName, CommonTLS)] = [
    (.proxyInsecure, .insecure), (.proxyCacert, .cacert), (.proxyCapath, .capath),
    (.proxyCrlfile, .crlfile), (.proxyPinnedpubkey, .pinnedKey), (.proxyCert, .cert),
    (.proxyCertType, .certType), (.proxyKey, .key), (.proxyKeyType, .keyType), (.proxyPass, .pass),
    (.proxyTLSv1, .tls1), (.proxyCiphers, .ciphers), (.proxyTLS13Ciphers, .ciphers13),
    (.proxyTLSUser, .user), (.proxyTLSPassword, .password), (.proxyTLSAuthtype, .loginType),
    (.proxySSLAllowBeast, .beast), (.proxySSLAutoClientCert, .autoCertificate),
  ]
}

/// What can be said of the TLS with a server and of that with a proxy alike.
private enum CommonTLS {
  case insecure, cacert, capath, crlfile, pinnedKey, cert, certType, key, keyType, pass
  case tls1, ciphers, ciphers13, user, password, loginType, beast, autoCertificate
}

extension TLSOptions {
  fileprivate mutating func take(
    _ name: CommonTLS, _ value: String, _ isOn: Bool, _ option: OptionName
  ) throws(UsageError) -> Bool {
    switch name {
    case .insecure: verifies = !isOn
    case .cacert: authoritiesFile = value
    case .capath: authoritiesFolder = value
    case .crlfile: revokedFile = value
    case .pinnedKey: pinnedKey = value
    case .cert: setCertificate(value)
    case .certType: certificateType = value
    case .key: key = value
    case .keyType: keyType = value
    case .pass: passphrase = value
    case .tls1: minimum = .tls1
    case .ciphers: ciphers = value
    case .ciphers13: ciphers13 = value
    case .user: user = value
    case .password: password = value
    case .loginType:
      guard value.uppercased() == "SRP" else {
        throw UsageError(
          "--\(option.rawValue) takes SRP, the one kind that there is, not '\(value)'")
      }
      loginType = "SRP"
    case .beast: set(.allowsBEAST, isOn)
    case .autoCertificate: set(.findsCertificate, isOn)
    }
    return true
  }

  fileprivate mutating func set(_ workaround: Workarounds, _ isOn: Bool) {
    if isOn { workarounds.insert(workaround) } else { workarounds.remove(workaround) }
  }
}
