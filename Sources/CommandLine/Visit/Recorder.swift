import Check
import Client
import Platform
import Streams
import Text

/// `--record`: what happens on all URLs of a command line, and the check file that it becomes.
final class Recorder {
  private let file: Int32
  private let path: String
  private var recording = Recording(usual: Recorder.usual)

  /// Makes the file, which may not exist yet; `-` is standard output.
  init(path: String) throws(FileError) {
    self.path = path
    file = path == "-" ? 1 : try openNewFile(at: path)
  }

  /// What `upshift check` begins with in this environment.
  static var usual: Job {
    var reader = Reader()
    return reader.checkJob()
  }

  func add(_ session: Recording.Session) { recording.sessions.append(session) }

  /// Writes the file, once.
  func write() throws(FileError) {
    let text = recording.text()
    try path == "-"
      ? writeAll(text, to: file, path: path) : writeAndClose(text, to: file, path: path)
  }
}
