/// What can be asked of an answer, or of a message.
public enum Queries {
  /// How one is written.
  enum Form: Sendable {
    case plain(Question.Query)
    case string(@Sendable (Template) -> Question.Query)
    case pattern(@Sendable (Template) -> Question.Query)
    case jsonPath, cookie, certificate
  }

  /// What it is asked of.
  enum Subject: Sendable {
    case response, message, both
  }

  /// The form and the subject.
  public struct Reading: Sendable {
    let form: Form
    let subject: Subject
  }

  /// All of them, in the order of the manual.
  public static let all: [Term<Reading>] = [
    row("status", .plain(.status), .response, "the status of the last answer"),
    row("version", .plain(.version), .response, "the version of HTTP: 1.0, 1.1, 2 or 3"),
    row("url", .plain(.url), .response, "where the last answer came from"),
    row(
      "header", argument: "\"NAME\"", .string(Question.Query.header), .response,
      "the value of a field, or a list of them if it comes more than once"),
    row(
      "cookie", argument: "\"NAME[ATTRIBUTE]\"", .cookie, .response,
      "a cookie's value, or an attribute of it"
    ),
    row(
      "duration", .plain(.duration), .response,
      "milliseconds from the request to the end of the answer"),
    row(
      "certificate", argument: "\"PART\"", .certificate, .response,
      "Subject, Issuer, Start-Date, Expire-Date or Serial-Number of the server's certificate"),
    row("text", .plain(.text), .message, "a text message"),
    row("binary", .plain(.binary), .message, "a binary message"),
    row("body", .plain(.body), .both, "the body of the answer, as text"),
    row("bytes", .plain(.bytes), .both, "the body, or a message, as it came"),
    row(
      "jq", argument: "\"FILTER\"", .string(Question.Query.jq), .both,
      "what a jq filter makes of it"),
    row("jsonpath", argument: "\"PATH\"", .jsonPath, .both, "what a JSONPath finds in it"),
    row(
      "regex", argument: "\"REGEX\"", .pattern(Question.Query.regex), .both,
      "the first group of a regular expression that matches in it"),
    row("sha256", .plain(.sha256), .both, "its SHA-256"),
    row("md5", .plain(.md5), .both, "its MD5"),
    row(
      "variable", argument: "\"NAME\"", .string(Question.Query.variable), .both,
      "what a variable holds"),
  ]

  /// What hurl has, and is not here.
  public static let unsupported = ["xpath", "ip", "redirects", "rawbytes"]

  /// What may be asked of a certificate.
  public static let certificateParts = [
    "Subject", "Issuer", "Start-Date", "Expire-Date", "Serial-Number",
  ]

  /// What may be asked of a cookie (RFC 6265 §5.2), and `Value`, which is what one asks without any.
  public static let cookieAttributes = [
    "Value", "Expires", "Max-Age", "Domain", "Path", "Secure", "HttpOnly", "SameSite",
  ]

  private static func row(
    _ name: String, argument: String = "", _ form: Form, _ subject: Subject, _ summary: String
  ) -> Term<Reading> {
    Term(name, argument: argument, Reading(form: form, subject: subject), summary)
  }
}
