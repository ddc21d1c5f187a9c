import Client
import HTTP
import Platform
import Streams
import Transfer

// Bodies that are files, and what is compared with one.
extension Reader {
  /// What is uploaded to URL number `index`; nil for a request without an upload.
  func upload(_ index: Int) throws(InvocationError) -> Glob? {
    guard index < uploads.count, !uploads[index].isEmpty else { return nil }
    do throws(GlobError) {
      return hasGlobs ? try Glob(parsing: uploads[index]) : Glob(literal: uploads[index])
    } catch {
      let message = "--upload-file: \(error.problem) at position \(error.position)"
      throw .url(uploads[index], TransferError(code: TransferError.malformedURL, message: message))
    }
  }

  /// What does not go with an upload.
  func checkUploads() throws(InvocationError) {
    guard uploads.prefix(urls.count).contains(where: { !$0.isEmpty }) else { return }
    if items.body != nil { throw exclusive("--upload-file", "NAME=VALUE") }
    if let body = job.body { throw exclusive("--upload-file", body.option) }
    if putsBodyInQuery, body.bytes != nil { throw exclusive("--upload-file", "--data") }
    if !job.wantsBody { throw exclusive("--head", "--upload-file") }
    if globals.recordFile != nil {
      throw .usage(UsageError("--record does not go with --upload-file"))
    }
  }

  /// "An empty file is parsed as an empty ETag" (curl.1).
  mutating func compareTag(in file: String) throws(InvocationError) {
    var tag: [UInt8] = []
    do throws(FileError) {
      tag = try Environment.read(file).filter { ![0, 10, 13].contains($0) }
    } catch {
      guard result.tagFile != nil else { throw .file("--etag-compare", error) }
    }
    let text = tag.isEmpty ? "\"\"" : String(decoding: tag, as: UTF8.self)
    job.headerLines.append("If-None-Match: \(text)")
  }

  func exclusive(_ one: String, _ other: String) -> InvocationError {
    .usage(
      UsageError("\(one) and \(other) exclude each other: a request has one method and one body"))
  }
}

extension TargetList {
  /// Files that are there.
  static func check(_ body: Body?) throws(InvocationError) {
    let files: [String]
    switch body {
    case .upload(let upload): files = upload.path.map { [$0] } ?? []
    case .form(let parts): files = parts.flatMap(\.files)
    case .bytes, nil: return
    }
    for path in files where access(path, R_OK) != 0 {
      throw .file(body?.option ?? "", FileError(path: path, number: errno))
    }
  }
}

extension FormPart {
  /// What is read while it is sent.
  fileprivate var files: [String] {
    switch content {
    case .file(let path), .contents(let path): [path]
    case .parts(let parts): parts.flatMap(\.files)
    case .bytes: []
    }
  }
}

extension Body {
  /// What makes such a body, to be named.
  var option: String {
    switch self {
    case .bytes: "--data"
    case .form: "--form"
    case .upload: "--upload-file"
    }
  }
}
