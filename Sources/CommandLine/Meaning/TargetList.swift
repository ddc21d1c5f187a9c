import Client
import HTTP
import Platform
import Text
import Transfer

/// The URLs of an operation in their order, each made when its turn comes: a glob may stand for more than would fit
/// anywhere.
struct TargetList {
  /// A URL as it was typed, and where what it gives is to go.
  struct Source {
    let glob: Glob
    let place: Place
    /// `--upload-file`: each of these goes to each of those.
    let upload: Glob?

    /// How many requests there are, or as many as can be counted.
    var count: Int {
      let (total, isTooMuch) = glob.count.multipliedReportingOverflow(by: upload?.count ?? 1)
      return isTooMuch ? .max : total
    }

    var isLiteral: Bool { glob.isLiteral && upload?.isLiteral ?? true }
  }

  var sources: [Source] = []
  /// What is asked of each of them.
  @CopyOnWrite var job = Job(url: "", uri: URI(scheme: "http", host: ""))
  /// Of `--get` or `--url-query`: goes to the URL's query.
  var query: String?
  /// Of NAME==VALUE: so does this.
  var parameters: String?
  var files = FilePolicy()
  /// Nothing will be sent: `--curl`.
  var isTold = false
  /// `--write-out`.
  var writeOut: String?
  /// There is NAME=VALUE, which is the body.
  var hasMembers = false
  /// Of a URL without one.
  var defaultScheme = "http"
  /// What does not go with a handshake goes with none of them: `--doctor`.
  var isForHandshakes = false
  /// `--jq` is for bodies.
  var filtersBody = false
  /// Those that were checked, of each source that stands for one.
  private var checked: [Invocation.Target?] = []
  /// How many URLs were typed in operations before this one.
  var firstNumber = 0

  /// How many there are, or as many as can be counted.
  var count: Int {
    sources.reduce(0) { sum, source in
      let (total, isTooMuch) = sum.addingReportingOverflow(source.count)
      return isTooMuch ? .max : total
    }
  }

  func makeIterator() -> Iterator { Iterator(list: self) }

  final class Iterator {
    let list: TargetList
    private var place = (source: 0, index: 0)

    init(list: TargetList) { self.list = list }

    /// The next one; nil at the end. After one that is none there may be others.
    func next() throws(InvocationError) -> Invocation.Target? {
      guard place.source < list.sources.count else { return nil }
      let (source, index) = place
      let isLast = index + 1 == list.sources[source].count
      place = isLast ? (source + 1, 0) : (source, index + 1)
      if list.isFirst, let known = list.checked[source] { return known }
      return try list.target(source, index)
    }
  }

  /// What does not depend on what a glob stands for is checked before anything is sent; files of a later operation are
  /// not, which an earlier one may make.
  mutating func check() throws(InvocationError) {
    checked = []
    for (number, source) in sources.enumerated() {
      checked.append(source.isLiteral ? try target(number, 0, checksFiles: isFirst) : nil)
    }
  }

  /// They are of the first operation.
  private var isFirst: Bool { firstNumber == 0 }

  private func target(
    _ number: Int, _ index: Int, checksFiles: Bool = true
  ) throws(InvocationError) -> Invocation.Target {
    var url = ""
    do throws(InvocationError) {
      return try target(number, index, checksFiles: checksFiles, &url)
    } catch {
      guard let writeOut, error.isOfOneURL else { throw error }
      throw .unasked(error, Unasked(format: writeOut, url: url, number: firstNumber + number))
    }
  }

  /// - Parameter url: as far as it is known, also if this throws.
  private func target(
    _ number: Int, _ index: Int, checksFiles: Bool, _ url: inout String
  ) throws(InvocationError) -> Invocation.Target {
    let source = sources[number]
    let words: [String]
    (url, words) = source.glob.expanded(index % source.glob.count)
    // No host has an empty name.
    if url.hasPrefix(":") { url = try Self.local(url) }
    var job = job
    if !url.utf8.allSatisfy({ $0 < 0x80 }) { Environment.speakUTF8() }
    if defaultScheme != "http", !URI.hasScheme(url) { url = "\(defaultScheme)://\(url)" }
    let upload = source.upload?.expanded(index / source.glob.count).url
    if let upload { job.body = .upload(Upload(upload)) }
    do {
      if let query { url = try URI.adding(query, to: url) }
      if let parameters { url = URI.joining(parameters, to: url) }
      if case .upload(let upload)? = job.body, let path = upload.path {
        url = try URI.adding(nameOf: path, to: url)
      }
      job.uri = try URI(parsing: url, keepsPath: job.options.keepsPath)
    } catch {
      throw .url(url, error)
    }
    job.url = url
    if !isTold, checksFiles { try Self.check(job.body) }
    if job.uri.isWebSocket { job.beginsWithHandshake = true }
    if job.beginsWithHandshake || isForHandshakes { try checkHandshake(job) }
    let place: Place =
      switch source.place {
      case .standardOutput, .dash: source.place
      case .file(let name): .file(Glob.filling(name, with: words))
      case .remote: .remote(try remoteName(job.uri))
      }
    return Invocation.Target(
      job: job, place: place, number: firstNumber + number,
      isFirst: number == 0 && index == 0)
  }

  /// `:8080/path` and `:/path` are on this machine.
  static func local(_ url: String) throws(InvocationError) -> String {
    let rest = url.dropFirst()
    switch rest.first {
    case ("0"..."9")?
    where rest.drop(while: { ("0"..."9").contains($0) }).first.map("/?#".contains) ?? true:
      return "localhost" + url
    case "/"?, "?"?, "#"?, nil: return "localhost" + rest
    default:
      throw .url(
        url,
        TransferError(
          code: TransferError.malformedURL, message: "a port or a path comes after the colon"))
    }
  }

  /// "WebSocket is for GET without a body" (RFC 9931).
  private func checkHandshake(_ job: Job) throws(InvocationError) {
    let wrong: String? =
      !job.wantsBody
      ? "--head"
      : hasMembers
        ? "NAME=VALUE"
        : job.body != nil ? job.body?.option : files.resumption != nil ? "--continue-at" : nil
    if let wrong {
      throw .usage(UsageError("\(wrong) does not go with a WebSocket; to send a message: --send"))
    }
    let options = job.options
    let condition =
      options.range != nil
      ? "--range"
      : options.timeCondition != nil
        ? "--time-cond" : options.maximumSize != nil ? "--max-filesize" : nil
    if let wrong = condition {
      throw .usage(UsageError("\(wrong) does not go with a WebSocket, which is no file"))
    }
    if filtersBody, !isForHandshakes {
      throw .usage(
        UsageError(
          "--jq does not go with a WebSocket, whose messages are lines: upshift URL | jq FILTER"))
    }
    if let method = job.method, method != "GET" {
      throw .usage(
        UsageError("--request \(method) does not go with a WebSocket: its handshake is a GET"))
    }
  }

  private func remoteName(_ uri: URI) throws(InvocationError) -> String {
    let path = uri.target.utf8.prefix { $0 != UInt8(ascii: "?") }
    let name = FileName.last(of: Substring(path))
    guard !name.isEmpty || files.takesServersName else {
      throw .name("--remote-name: \(uri.redacted) ends in no file name: use --output")
    }
    return name
  }
}

extension InvocationError {
  /// For curl it is a transfer that fails.
  fileprivate var isOfOneURL: Bool {
    switch self {
    case .url, .file, .name: true
    case .usage, .glob, .scheme, .unasked: false
    }
  }
}
