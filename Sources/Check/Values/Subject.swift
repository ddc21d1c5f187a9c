public import HTTP

/// What is asked.
public enum Subject: Sendable {
  /// The last response of the chain.
  case response(Response)
  /// A message on a WebSocket.
  case message([UInt8], isText: Bool)
}

/// The facts of a response.
public struct Response: Sendable {
  /// The status code.
  public var status: Int
  /// `1.0`, `1.1`, `2`, `3`.
  public var version: String
  /// Of the request that it answers.
  public var url: String
  /// Its head's.
  public var fields: Fields
  /// Decoded as its Content-Encoding says.
  public var body: [UInt8]
  /// Milliseconds from the request's start to the body's end.
  public var duration: Int
  /// The server's; nil without TLS.
  public var certificate: Certificate?

  /// These facts.
  public init(
    status: Int, version: String, url: String, fields: Fields, body: [UInt8], duration: Int,
    certificate: Certificate? = nil
  ) {
    self.status = status
    self.version = version
    self.url = url
    self.fields = fields
    self.body = body
    self.duration = duration
    self.certificate = certificate
  }
}

/// What is asked about a server's certificate.
public struct Certificate: Sendable {
  /// `C = US, O = Example, CN = example.org`, as libcurl writes it.
  public var subject: String, issuer: String
  /// RFC 3339 in UTC, so that a later one is also the greater text: `2026-11-23T02:36:38Z`.
  public var start: String, end: String
  /// Hexadecimal digits, as libcurl writes them.
  public var serialNumber: String
  /// `DNS:example.org, DNS:www.example.org`; nil if there is none.
  public var alternativeNames: String?

  /// These facts.
  public init(
    subject: String, issuer: String, start: String, end: String, serialNumber: String,
    alternativeNames: String? = nil
  ) {
    self.subject = subject
    self.issuer = issuer
    self.start = start
    self.end = end
    self.serialNumber = serialNumber
    self.alternativeNames = alternativeNames
  }

  /// What hurl calls so, without regard to case.
  func attribute(_ name: String) -> Value? {
    switch name.lowercased() {
    case "subject": .string(subject)
    case "issuer": .string(issuer)
    case "start-date": .string(start)
    case "expire-date": .string(end)
    case "serial-number": .string(serialNumber)
    case "subject-alt-name": alternativeNames.map { .string($0) }
    default: nil
    }
  }
}
