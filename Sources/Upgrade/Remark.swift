public import HTTP

/// A rule that a server's answer does not keep.
public struct Remark: Hashable, Sendable {
  /// What is wrong, one sentence without a full stop; it may hold the peer's bytes, cut but not escaped.
  public let sentence: String
  /// The rule: `RFC 9110 §7.8`.
  public let source: String

  /// All that is wrong with a head, as far as an upgrade or its lack is concerned.
  ///
  /// - Parameters:
  ///   - response: the head.
  ///   - asked: what the request's `Upgrade` field offered.
  public static func all(on response: ResponseHead, asked: Fields) -> [Remark] {
    var remarks: [Remark] = []
    func remark(_ sentence: String, _ source: String) {
      remarks.append(Remark(sentence: sentence, source: source))
    }
    let (status, fields) = (response.status, response.fields)
    let offer = Offer(fields)
    let names = fields.values(of: "Upgrade")
    if response.version >= .http2 {
      if status == 101 {
        remark("a 101 over \(response.version), where there is none", "RFC 9113 §8.6")
      }
      for name in ["Upgrade", "Connection"] where fields.first(name) != nil {
        remark("\(name) over \(response.version), where it may not stand", "RFC 9113 §8.2.2")
      }
    } else if !names.isEmpty, !fields.contains("Connection", token: "upgrade") {
      remark("Upgrade without \"Connection: upgrade\"", "RFC 9110 §7.8")
    }
    for text in offer.malformed {
      remark(
        "\"\(text)\" is no protocol: a name, or a name, a slash and a version", "RFC 9110 §7.8")
    }
    // Over HTTP/2 it could not stand there, and whoever reads such a head may have dropped it.
    if status == 426, names.isEmpty, response.version < .http2 {
      remark("a 426 without an Upgrade field does not say what is required", "RFC 9110 §15.5.22")
    }
    if status == 101 { remarks += ofSwitch(response, offer, asked) }
    remarks += ofFraming(response)
    for (code, name, source) in Self.companions where status == code && fields.first(name) == nil {
      remark("a \(status) without \(name)", source)
    }
    return remarks
  }

  /// Fields that a status must come with.
  private static let companions = [
    (401, "WWW-Authenticate", "RFC 9110 §15.5.2"), (405, "Allow", "RFC 9110 §15.5.6"),
    (407, "Proxy-Authenticate", "RFC 9110 §15.5.8"), (301, "Location", "RFC 9110 §15.4.2"),
    (302, "Location", "RFC 9110 §15.4.3"), (307, "Location", "RFC 9110 §15.4.8"),
    (308, "Location", "RFC 9110 §15.4.9"),
  ]

  private static func ofSwitch(
    _ response: ResponseHead, _ offer: Offer, _ asked: Fields
  ) -> [Remark] {
    var remarks: [Remark] = []
    if response.version < .http11 {
      remarks.append(
        Remark(sentence: "a 101 in \(response.version), which has none", source: "RFC 9110 §7.8"))
    }
    if offer.elements.isEmpty {
      remarks.append(
        Remark(
          sentence: "a 101 without an Upgrade field does not say what it switches to",
          source: "RFC 9110 §15.2.2"))
    }
    let wanted = Offer(asked).tokens
    let isTLS = wanted.contains { $0.kind == .secure }
    let versions = offer.tokens.filter { $0.kind == .secure }
    // The layers, the lowest first; CUPS lists all that it knows.
    if isTLS, versions.count > 1 {
      remarks.append(
        Remark(
          sentence: "the 101 lists several versions of TLS, and not the one that it switches to",
          source: "RFC 9110 §7.8"))
    }
    // "A server MUST NOT switch to a protocol that was not indicated by the client". Of TLS, its own handshake says which;
    // and RFC 2817 §3.3 has "TLS/1.0, HTTP/1.1" answer "TLS/1.0".
    for token in offer.tokens where !wanted.contains(where: { $0.names(token) }) {
      if isTLS, token.kind == .secure || (token.isHTTP && !versions.isEmpty) { continue }
      let what =
        wanted.isEmpty
        ? "nothing was asked for" : "asked for was \(listed(wanted.map(\.description)))"
      remarks.append(
        Remark(
          sentence: "the server switches to \(cut("\(token)")), and \(what)",
          source: "RFC 9110 §7.8"))
    }
    return remarks
  }

  private static func ofFraming(_ response: ResponseHead) -> [Remark] {
    var remarks: [Remark] = []
    let lengths = response.fields.values(of: "Content-Length")
    let isCoded = response.fields.first("Transfer-Encoding") != nil
    if response.status == 204 || response.status < 200 {
      for (name, source) in [
        ("Content-Length", "RFC 9110 §8.6"), ("Transfer-Encoding", "RFC 9112 §6.1"),
      ]
      where response.fields.first(name) != nil {
        remarks.append(
          Remark(sentence: "\(name) on a \(response.status), which has no body", source: source))
      }
    } else if isCoded, !lengths.isEmpty {
      remarks.append(
        Remark(
          sentence: "Content-Length beside Transfer-Encoding: two answers to where the body ends",
          source: "RFC 9112 §6.2"))
    }
    if Set(lengths).count > 1 {
      remarks.append(
        Remark(sentence: "Content-Length of \(listed(lengths))", source: "RFC 9110 §8.6"))
    }
    return remarks
  }
}

extension Token {
  /// Whether a 101 that names `other` answers an offer of this one: the same name, and the same version if both have
  /// one.
  public func names(_ other: Token) -> Bool {
    guard Syntax.areEqual(name, other.name) else { return false }
    guard let version, let theirs = other.version else { return true }
    return Syntax.areEqual(version, theirs)
  }
}
