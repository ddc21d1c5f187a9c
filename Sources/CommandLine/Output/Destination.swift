import CSystem
import Client
import HTTP
import Platform
import Streams
import Text
import Transfer

/// Where what one URL gives goes: standard output, or a file, whose name may be the server's to give. It is made when
/// there is something to write.
final class Destination {
  let place: Place
  /// The file, with its folder; nil for standard output.
  private(set) var path: String?
  /// Once it is open.
  private(set) var outlet: Outlet?
  private let policy: FilePolicy
  private let standardOutput: Outlet
  private var isNamedByServer = false
  /// What the file had before.
  private var sizeBefore = 0

  init(_ place: Place, _ policy: FilePolicy, standardOutput: Outlet) {
    self.place = place
    self.policy = policy
    self.standardOutput = standardOutput
    path = policy.path(of: place)
  }

  /// Before anything is sent: makes folders, and opens a file that is to be gone on with.
  ///
  /// - Returns: the byte to go on from, if there is something already.
  func prepare(isUpload: Bool) throws(FileError) -> Int? {
    if policy.makesFolders, let path { Self.makeFolders(for: path) }
    let offset =
      switch policy.resumption {
      case nil: 0
      case .at(let offset)?: offset
      // How much of an upload has arrived, nobody knows here; libcurl then says where all of it belongs.
      case .end?: isUpload ? -1 : path.map(fileSize) ?? 0
      }
    guard offset > 0 else { return offset < 0 ? offset : nil }
    if let path {
      sizeBefore = fileSize(path)
      outlet = try Outlet(creating: path, .appending)
    }
    return offset
  }

  /// What was written is forgotten, for another attempt. What is on standard output stays there.
  func restart() {
    outlet?.drain()
    if let outlet, outlet.isFile { outlet.cut(to: sizeBefore) }
  }

  /// The folders above `path`, for the user and the group, as curl makes them.
  static func makeFolders(for path: String) {
    if let slash = path.lastIndex(of: "/") {
      Streams.makeFolders(String(path[..<slash]), mode: 0o750)
    }
  }

  /// A response has come that is not followed: it may name the file, which is made at once.
  func received(_ response: ResponseHead) throws(FileError) {
    // What another attempt has written to keeps its name.
    guard policy.takesServersName, case .remote = place, !isNamedByServer, outlet == nil else {
      return
    }
    for field in response.fields where Syntax.areEqual(field.name, "Content-Disposition") {
      guard let name = FileName.inContentDisposition(field.value) else { continue }
      (path, isNamedByServer) = (policy.path(of: name), true)
      guard !name.isEmpty else { throw noName }
      _ = try open()
      return
    }
  }

  /// Opens it, if it is not open.
  func open() throws(FileError) -> Outlet {
    if let outlet { return outlet }
    let outlet: Outlet
    if let path {
      if case .remote("") = place, !isNamedByServer { throw noName }
      outlet = try create(path)
    } else {
      outlet = standardOutput
    }
    self.outlet = outlet
    return outlet
  }

  /// What cannot be written, with the option that asked for it.
  func complaint(_ error: FileError) -> String {
    "--\(option(behind: error)): cannot write \(Escape.text(error.message))"
  }

  private func option(behind error: FileError) -> String {
    if let slash = error.path.lastIndex(of: "/"),
      access(error.path[...slash] + ".", W_OK | X_OK) != 0
    {
      // One that is there was not to be made.
      if policy.makesFolders, access(error.path[...slash] + ".", F_OK) != 0 { return "create-dirs" }
      if policy.folder != nil { return "output-dir" }
    }
    if case .remote = place { return "remote-name" }
    return "output"
  }

  private var noName: FileError { FileError(path: "a file that nobody has named", number: ENOENT) }

  /// A name of the server's never leads through a link.
  private func create(_ path: String) throws(FileError) -> Outlet {
    if policy.clobbers ?? !isNamedByServer {
      return try Outlet(creating: path, isNamedByServer ? .replacingNoLink : .replacing)
    }
    do throws(FileError) {
      return try Outlet(creating: path, .new)
    } catch {
      guard policy.clobbers == false, error.isTaken else { throw error }
    }
    // "up to filename.100", says curl's manual; curl 7.88 stops one before.
    for number in 1...99 {
      self.path = "\(path).\(number)"
      do throws(FileError) {
        return try Outlet(creating: "\(path).\(number)", .new)
      } catch {
        guard error.isTaken else { throw error }
      }
    }
    throw FileError(path: "\(path).99", number: EEXIST)
  }

  /// When all is written; the file is closed. False if it does not have all.
  func settle(isWhole: Bool, _ report: Report?, from url: @autoclosure () -> String) -> Bool {
    guard let path, let outlet, outlet.isFile else { return true }
    if isWhole { mark(outlet, report, url()) }
    let isKept = outlet.finish()
    if policy.removesOnError, !(isWhole && isKept) { unlink(path) }
    return isKept
  }

  /// With its time and its origin.
  private func mark(_ outlet: Outlet, _ report: Report?, _ url: @autoclosure () -> String) {
    if policy.keepsTime, let time = report?.fileTime {
      let stamp = timespec(tv_sec: time, tv_nsec: 0)
      _ = futimens(outlet.descriptor, [stamp, stamp])
    }
    guard policy.keepsOrigin else { return }
    // https://www.freedesktop.org/wiki/CommonExtendedAttributes/
    for (name, value) in [
      ("user.xdg.origin.url", url()), ("user.mime_type", report?.contentType),
      ("user.xdg.referrer.url", report?.referer),
    ] {
      if let value { _ = upshift_set_attribute(outlet.descriptor, name, value) }
    }
  }
}

extension FileError {
  /// There is something of that name.
  fileprivate var isTaken: Bool { number == EEXIST || number == EISDIR }
}

extension Job {
  /// The URL without who asks.
  var origin: String {
    var uri = uri
    uri.userinfo = nil
    return uri.description + (url.firstIndex(of: "#").map { url[$0...] } ?? "")
  }
}
