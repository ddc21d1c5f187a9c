import Platform

/// What a request carries.
public enum Body: Sendable {
  /// As it is.
  case bytes([UInt8])
  /// `multipart/form-data` (RFC 7578).
  case form([FormPart])
  /// Read while it is sent.
  case upload(Upload)

  /// It can be sent a second time: nothing of it comes from where it is gone once it was read.
  public var canBeRepeated: Bool {
    switch self {
    case .bytes: true
    case .form(let parts): parts.allSatisfy(\.canBeRepeated)
    case .upload(let upload): upload.canBeRepeated
    }
  }

  /// The same, whose beginning is where standard input stands now.
  public var anchored: Body {
    guard case .upload(var upload) = self else { return self }
    upload.anchor()
    return .upload(upload)
  }
}

/// One part of a form.
public struct FormPart: Hashable, Sendable {
  /// Where its content comes from.
  public enum Content: Hashable, Sendable {
    /// From memory.
    case bytes([UInt8])
    /// From a file, read while it is sent.
    case file(String)
    /// From a file, read while it is sent; its name is not told.
    case contents(String)
    /// It is a multipart itself.
    case parts([FormPart])
  }

  /// The field's name; nil for none.
  public var name: String?
  /// What is in it.
  public var content: Content
  /// The name that the server is told; nil for that of the file.
  public var fileName: String?
  /// The media type; nil for what libcurl makes of the file's name.
  public var type: String?
  /// Field lines of its own.
  public var headerLines: [String] = []
  /// The Content-Transfer-Encoding: `base64`, `quoted-printable`, `binary`, `7bit` or `8bit`.
  public var encoder: String?

  /// A field.
  public init(name: String?, content: Content, fileName: String? = nil, type: String? = nil) {
    self.name = name
    self.content = content
    self.fileName = fileName
    self.type = type
  }

  var canBeRepeated: Bool {
    switch content {
    case .bytes: true
    case .file(let path), .contents(let path): isRegularFile(path)
    case .parts(let parts): parts.allSatisfy(\.canBeRepeated)
    }
  }
}

/// True for what can be read from its beginning as often as need be.
func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}
