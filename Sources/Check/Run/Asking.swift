import Client
import HTTP
import Text
import Transfer
import Upgrade
import WebSocket

/// The request of an entry, with its variables filled in.
struct Asking {
  private let entry: Entry
  private let evaluator: Evaluator

  init(_ entry: Entry, _ evaluator: Evaluator) {
    self.entry = entry
    self.evaluator = evaluator
  }

  /// What is to be done, beginning with what the command line says.
  func job(_ base: Job, _ options: Choices) throws(Trouble) -> Job {
    var job = base
    options.apply(to: &job)
    var url = try render(entry.url)
    let query = try pairs(entry.query)
    if !query.isEmpty { url = URI.joining(query, to: url) }
    do throws(TransferError) {
      job.uri = try URI(parsing: url)
    } catch {
      throw Trouble(
        "the URL '\(Escape.text(Secrets.hidden(url: url)))' cannot be used: \(error.message)",
        at: entry.url.position, isFailure: false)
    }
    job.url = url
    job.policy.follows = entry.follows
    job.beginsWithHandshake = job.beginsWithHandshake || job.uri.isWebSocket
    try takeFields(&job)
    try takeBody(&job)
    if let pair = entry.basicAuth {
      job.options.credentials = try render(pair.name) + ":" + render(pair.value)
    }
    if !entry.cookies.isEmpty {
      var cookies: [String] = []
      for pair in entry.cookies { cookies.append(try render(pair.name) + "=" + render(pair.value)) }
      job.options.cookies = cookies.joined(separator: "; ")
    }
    if job.beginsWithHandshake, job.method != nil || job.body != nil || !job.wantsBody {
      throw Trouble(
        "a WebSocket handshake is a GET without a body", at: entry.position, isFailure: false)
    }
    try judge(job)
    return job
  }

  /// No value of a server's or of the environment may end a line of a head.
  private func judge(_ job: Job) throws(Trouble) {
    var values = job.headerLines
    if let cookies = job.options.cookies { values.append(cookies) }
    // A Digest has the name in a quoted string, as it is.
    if let credentials = job.options.credentials { values.append(credentials) }
    if case .form(let parts)? = job.body { values += parts.compactMap(\.type) }
    guard values.allSatisfy(Syntax.isFieldValue) else {
      throw Trouble(
        "a field, a cookie, a login or a media type may not hold a line end or NUL (RFC 9110 §5.5)",
        at: entry.position, isFailure: false)
    }
    guard job.subprotocols.allSatisfy(Syntax.isToken) else {
      throw Trouble(
        "a subprotocol is a token (RFC 6455 §4.1)", at: entry.position, isFailure: false)
    }
  }

  private func render(_ template: Template) throws(Trouble) -> String {
    try template.render(evaluator.variables)
  }

  /// `name=value&name=value`, percent-encoded.
  private func pairs(_ pairs: [Pair]) throws(Trouble) -> String {
    var parts: [String] = []
    for pair in pairs {
      parts.append(
        Self.encoded(try render(pair.name)) + "=" + Self.encoded(try render(pair.value)))
    }
    return parts.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    Percent.encoded(text).replacing("/", with: "%2F")
  }

  private func takeFields(_ job: inout Job) throws(Trouble) {
    for pair in entry.fields {
      let (name, value) = (try render(pair.name), try render(pair.value))
      let line = value.isEmpty ? name + ";" : name + ": " + value
      guard Syntax.isToken(name), Syntax.isFieldValue(line) else {
        throw Trouble(
          "a field may not hold a line end or NUL, and its name is a token (RFC 9110 §5)",
          at: pair.name.position, isFailure: false)
      }
      job.headerLines.append(line)
    }
  }

  private func has(_ name: String, _ job: Job) -> Bool {
    job.headerLines.contains { fieldName(of: $0) == name }
  }

  private func takeBody(_ job: inout Job) throws(Trouble) {
    var type: String?
    if let payload = entry.body {
      job.body = .bytes(try evaluator.bytes(of: payload))
      type = payload.mediaType
    } else if !entry.form.isEmpty {
      job.body = .bytes(Array(try pairs(entry.form).utf8))
      type = "application/x-www-form-urlencoded"
    } else if !entry.multipart.isEmpty {
      job.body = .form(try parts())
    }
    if entry.method == "POST", job.body == nil { job.body = .bytes([]) }
    if case .bytes? = job.body, !has("content-type", job) {
      // Or libcurl takes it for a form.
      job.headerLines.append("Content-Type:" + (type.map { " " + $0 } ?? ""))
    }
    // No server is asked beforehand whether it wants the body.
    if job.body != nil, !has("expect", job) { job.headerLines.append("Expect:") }
    switch (entry.method, job.body == nil) {
    case ("GET", true), ("POST", false): break
    case ("HEAD", true): job.wantsBody = false
    default: job.method = entry.method
    }
  }

  private func parts() throws(Trouble) -> [FormPart] {
    var parts: [FormPart] = []
    for part in entry.multipart {
      let name = try render(part.name)
      switch part.content {
      case .text(let value):
        parts.append(FormPart(name: name, content: .bytes(Array(try render(value).utf8))))
      case .file(let path, let type):
        let file = try render(path)
        let bytes = try evaluator.read(file, path.position)
        parts.append(
          FormPart(
            name: name, content: .bytes(bytes),
            fileName: String(file.split(separator: "/").last ?? "file"),
            type: try type.map { text throws(Trouble) in try render(text) } ?? mediaType(of: file)))
      }
    }
    return parts
  }

  /// By the end of the file's name, as hurl does; the rest is bytes.
  private func mediaType(of file: String) -> String {
    let suffix = file.split(separator: ".").last?.lowercased() ?? ""
    return switch suffix {
    case "gif": "image/gif"
    case "jpg", "jpeg": "image/jpeg"
    case "png": "image/png"
    case "svg": "image/svg+xml"
    case "txt": "text/plain"
    case "htm", "html": "text/html"
    case "pdf": "application/pdf"
    case "xml": "application/xml"
    case "json": "application/json"
    default: "application/octet-stream"
    }
  }
}

extension Payload {
  /// What a request says of it.
  fileprivate var mediaType: String? {
    switch self {
    case .json: "application/json"
    case .xml: "application/xml"
    case .text, .bytes, .file: nil
    }
  }
}

extension Evaluator {
  /// What a payload is with its variables filled in.
  func bytes(of payload: Payload) throws(Trouble) -> [UInt8] {
    switch payload {
    case .json(let template), .xml(let template), .text(let template):
      Array(try template.render(variables).utf8)
    case .bytes(let bytes): bytes
    case .file(let path): try read(try path.render(variables), path.position)
    }
  }
}
