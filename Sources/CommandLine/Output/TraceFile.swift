import Platform
import Streams
import Text
import Transfer

/// Where `--trace` writes to, one file for all URLs.
final class TraceFile {
  private let dump: TraceDump
  private let showsSecrets: Bool
  private let tellsTime: Bool
  private let output: Outlet
  private let path: String

  /// Makes the file; `-` is standard output, `%` standard error.
  init(_ trace: Globals.Trace, _ globals: Globals) throws(FileError) {
    dump = TraceDump(isASCII: trace.isASCII)
    showsSecrets = globals.showsSecrets
    tellsTime = globals.tellsTime
    path = trace.file
    output =
      switch trace.file {
      case "-": Outlet(inherited: 1)
      case "%": Outlet(inherited: 2)
      default: try Outlet(creating: trace.file)
      }
  }

  func write(_ kind: Trace, _ bytes: Span<UInt8>) {
    let whole = bytes.withUnsafeBufferPointer { Array($0) }
    let time = tellsTime ? TimeOfDay.now + " " : ""
    output.write(time + dump.text(kind, showsSecrets ? whole : hidden(kind, whole)))
    output.drain()
  }

  /// Nothing more comes. Throws why the file, if it is one, does not have all.
  func finish() throws(FileError) { if path != "-", path != "%" { try output.finish(at: path) } }

  /// Heads without their credentials.
  private func hidden(_ kind: Trace, _ bytes: [UInt8]) -> [UInt8] {
    switch kind {
    case .information:
      return Array(Secrets.hidden(String(decoding: bytes, as: UTF8.self)).utf8)
    case .requestHead, .responseHead:
      var result: [UInt8] = []
      for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
        let text = String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        let safe = Secrets.hidden(text)
        result += safe == text ? Array(line) : Array(safe.utf8) + [13]
        result.append(10)
      }
      result.removeLast()
      return result
    case .sent, .received, .sentTLS, .receivedTLS: return bytes
    }
  }
}

/// `--trace-time`.
enum TimeOfDay {
  /// Local, to the microsecond: `09:05:01.000123`.
  static var now: String {
    var time = timeval()
    gettimeofday(&time, nil)
    var parts = tm()
    localtime_r(&time.tv_sec, &parts)
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), 2) }
      .joined(separator: ":") + "." + padded(Int(time.tv_usec), 6)
  }
}
