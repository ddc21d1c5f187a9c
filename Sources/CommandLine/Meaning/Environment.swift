import Streams
import Platform

/// What the command line's meaning depends on besides its words: variables and files.
enum Environment {
  /// A variable's value; `nil` if it is not set or empty.
  static subscript(name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Our configuration file, whether it exists or not: `$XDG_CONFIG_HOME/upshift/config`, or
  /// `~/.config/upshift/config`.
  static var configurationFile: String? {
    if let folder = Environment["XDG_CONFIG_HOME"] { return folder + "/upshift/config" }
    return Environment["HOME"].map { $0 + "/.config/upshift/config" }
  }

  /// The file that curl reads at start, if there is one, by the rules of curl 7.88: `.curlrc` in `$CURL_HOME`,
  /// `$XDG_CONFIG_HOME` or `$HOME`; then `.config/curlrc` in the first of `$CURL_HOME` and `$HOME` that is set, unless
  /// `$XDG_CONFIG_HOME` is; then `.curlrc` in the home directory of the user.
  static var curlConfigurationFile: String? {
    let homes = ["CURL_HOME", "XDG_CONFIG_HOME", "HOME"].compactMap { Environment[$0] }
    var files = homes.map { $0 + "/.curlrc" }
    if Environment["XDG_CONFIG_HOME"] == nil, let home = homes.first {
      files.append(home + "/.config/curlrc")
    }
    if let user = getpwuid(geteuid()) {
      files.append(String(cString: user.pointee.pw_dir) + "/.curlrc")
    }
    return files.first { access($0, R_OK) == 0 }
  }

  /// In seconds since 1970; nil if there is no such file.
  static func modificationTime(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if os(Linux)
      return status.st_mtim.tv_sec
    #else
      return status.st_mtimespec.tv_sec
    #endif
  }

  /// Our folder for what is kept from run to run: `$XDG_STATE_HOME/upshift`, or `~/.local/state/upshift`.
  static var stateFolder: String? {
    if let folder = Environment["XDG_STATE_HOME"] { return folder + "/upshift" }
    return Environment["HOME"].map { $0 + "/.local/state/upshift" }
  }

  /// The terminal's encoding is UTF-8, as far as the locale's name says it.
  static var speaksUTF8: Bool {
    let locale = Environment["LC_ALL"] ?? Environment["LC_CTYPE"] ?? Environment["LANG"] ?? ""
    let name = locale.lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// What is typed is UTF-8: so it is in practice where no other encoding is named, as in the C locale that
  /// containers and remote shells have, on a terminal that knows nothing of it.
  static var typesUTF8: Bool {
    let name = Environment["LC_ALL"] ?? Environment["LC_CTYPE"] ?? Environment["LANG"] ?? "C"
    return speaksUTF8 || name == "C" || name == "POSIX"
  }

  /// libcurl may go through a proxy that nobody asked for on the command line.
  static var namesProxy: Bool {
    ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].contains {
      Environment[$0] != nil
    }
  }

  /// The proxies that libcurl finds there. `HTTP_PROXY` is none: a web server sets it.
  static var proxies: (plain: String?, secure: String?) {
    let all = Environment["all_proxy"] ?? Environment["ALL_PROXY"]
    return (
      Environment["http_proxy"] ?? all,
      Environment["https_proxy"] ?? Environment["HTTPS_PROXY"] ?? all
    )
  }

  /// All bytes of a file; of standard input for `-`.
  static func read(_ path: String, limit: Int = .max) throws(FileError) -> [UInt8] {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, number: errno) }
    defer { if descriptor > 0 { close(descriptor) } }
    let bytes = try readAll(from: descriptor, path: path, limit: limit)
    guard bytes.count < limit else { throw FileError(path: path, number: EFBIG) }
    return bytes
  }

  /// libcurl's converter of international host names reads them in the locale's encoding; what is
  /// typed reaches it in UTF-8.
  static func speakUTF8() {
    if setlocale(LC_CTYPE, "C.UTF-8") == nil { _ = setlocale(LC_CTYPE, "") }
  }

  /// Standard error is that file from here on, or standard output for `-`. Returns why it cannot be.
  static func redirectErrors(to file: String) -> FileError? {
    let descriptor =
      file == "-" ? 1 : open(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, 0o666)
    defer { if descriptor > 2 { close(descriptor) } }
    return descriptor >= 0 && dup2(descriptor, 2) >= 0 ? nil : FileError(path: file, number: errno)
  }

  /// A closed descriptor 0, 1 or 2 would be given to the next thing that is opened, and then read
  /// or written as if it were what it is not.
  static func openStandardDescriptors() {
    for descriptor in 0..<Int32(3) where fcntl(descriptor, F_GETFD) < 0 {
      // Reading gives the end at once; writing fails, as it did.
      guard open("/dev/null", O_RDONLY) >= 0 else { return }
    }
  }

  /// True if there is such a file.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// True if the descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Asks for a password without showing it; `nil` without a terminal.
  static func password(_ prompt: String) -> String? {
    guard let typed = getpass(prompt) else { return nil }
    return String(cString: typed)
  }
}
