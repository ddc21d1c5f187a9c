import CLibcurl

/// What a request carries.
public enum Body: Sendable {
  /// As it is.
  case bytes([UInt8])
  /// `multipart/form-data` (RFC 7578).
  case form([FormPart])
}

/// One part of a form.
public struct FormPart: Sendable {
  /// Where its content comes from.
  public enum Content: Sendable {
    /// From memory.
    case bytes([UInt8])
    /// From a file, read while it is sent.
    case file(String)
  }

  /// The field's name.
  public var name: String
  /// What is in it.
  public var content: Content
  /// The name that the server is told; nil for that of the file.
  public var fileName: String?
  /// The media type; nil for what libcurl makes of the file's name.
  public var type: String?

  /// A field.
  public init(name: String, content: Content, fileName: String? = nil, type: String? = nil) {
    self.name = name
    self.content = content
    self.fileName = fileName
    self.type = type
  }
}

/// A form as libcurl has it, for one transfer.
final class Form {
  let pointer: OpaquePointer

  init(_ parts: [FormPart], for easy: UnsafeMutableRawPointer) throws(TransferError) {
    guard let form = curl_mime_init(easy) else { throw TransferError(CURLE_OUT_OF_MEMORY) }
    pointer = form
    for part in parts { try add(part) }
  }

  deinit { curl_mime_free(pointer) }

  private func add(_ part: FormPart) throws(TransferError) {
    guard let added = curl_mime_addpart(pointer) else { throw TransferError(CURLE_OUT_OF_MEMORY) }
    try Self.check(curl_mime_name(added, part.name))
    switch part.content {
    case .bytes(let bytes):
      try Self.check(
        bytes.withUnsafeBufferPointer { buffer in
          buffer.withMemoryRebound(to: CChar.self) {
            curl_mime_data(added, $0.baseAddress, $0.count)
          }
        })
    case .file(let path):
      let result = curl_mime_filedata(added, path)
      guard result == CURLE_OK else {
        throw TransferError(code: 26, message: "cannot read \(path)")
      }
    }
    if let name = part.fileName { try Self.check(curl_mime_filename(added, name)) }
    if let type = part.type { try Self.check(curl_mime_type(added, type)) }
  }

  private static func check(_ result: CURLcode) throws(TransferError) {
    guard result == CURLE_OK else { throw TransferError(result) }
  }
}
