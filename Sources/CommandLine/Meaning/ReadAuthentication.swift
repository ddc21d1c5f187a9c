import Client
import Transfer

// Who asks.
extension Reader {
  mutating func takeAuthentication(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .user:
      job.options.credentials = try Values.secret(withPassword(value, "host"), name)
    case .basic: toggle(.basic, isOn)
    case .digest: toggle(.digest, isOn)
    case .ntlm: toggle(.ntlm, isOn)
    case .negotiate: toggle(.negotiate, isOn)
    case .ntlmWinbind: toggle(.ntlmHelper, isOn)
    case .awsSigv4: job.options.awsSignature = try Values.field(value, name)
    case .delegation: job.options.delegation = try Values.choice(value.lowercased(), name)
    case .serviceName: job.options.serviceName = value
    case .disallowUsernameInURL: job.options.refusesUsername = isOn
    case .anyauth: job.options.schemes = isOn ? .any : .basic
    case .oauth2Bearer: job.options.bearer = try Values.secret(token(value), name)
    case .netrc: job.options.netrc = isOn ? .required : .ignored
    case .netrcOptional: job.options.netrc = isOn ? .optional : .ignored
    case .netrcFile:
      job.options.netrcFile = value
      if job.options.netrc == .ignored { job.options.netrc = .required }
    default: return false
    }
    return true
  }

  /// As in curl, naming a scheme takes Basic away.
  private mutating func toggle(_ scheme: Options.AuthenticationSchemes, _ isOn: Bool) {
    if job.options.schemes == .basic, scheme != .basic, isOn { job.options.schemes = [] }
    if isOn { job.options.schemes.insert(scheme) } else { job.options.schemes.remove(scheme) }
    if job.options.schemes.isEmpty { job.options.schemes = .basic }
  }

  /// A token, or what is in a file, but for the end of its line: no token begins with `@` (RFC 6750 §2.1).
  private func token(_ value: String) throws -> String {
    guard value.hasPrefix("@") else { return value }
    var bytes = try Environment.read(String(value.dropFirst()))
    while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  func withPassword(_ value: String, _ whose: String) -> String {
    guard !value.contains(":"), !value.contains(";"),
      let password = Environment.password("Enter \(whose) password for user '\(value)':")
    else { return value }
    return value + ":" + password
  }
}
