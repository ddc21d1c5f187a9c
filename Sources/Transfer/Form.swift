import CLibcurl

/// A form as libcurl has it, for one transfer.
final class Form {
  let pointer: OpaquePointer
  let parts: [FormPart]

  init(_ parts: [FormPart], for easy: UnsafeMutableRawPointer) throws(TransferError) {
    self.parts = parts
    pointer = try Self.made(for: easy)
    for part in parts { try Self.add(part, to: pointer, for: easy) }
  }

  deinit { curl_mime_free(pointer) }

  private static func made(for easy: UnsafeMutableRawPointer) throws(TransferError) -> OpaquePointer
  {
    guard let form = curl_mime_init(easy) else { throw TransferError(CURLE_OUT_OF_MEMORY) }
    return form
  }

  private static func add(
    _ part: FormPart, to form: OpaquePointer, for easy: UnsafeMutableRawPointer
  ) throws(TransferError) {
    guard let added = curl_mime_addpart(form) else { throw TransferError(CURLE_OUT_OF_MEMORY) }
    switch part.content {
    case .bytes(let bytes):
      try check(
        bytes.withUnsafeBufferPointer { buffer in
          buffer.withMemoryRebound(to: CChar.self) {
            // An empty array may have no address, and a null pointer means "no data".
            $0.isEmpty
              ? curl_mime_data(added, "", 0) : curl_mime_data(added, $0.baseAddress, $0.count)
          }
        })
    case .file(let path): try read(path, into: added)
    case .contents(let path):
      try read(path, into: added)
      try check(curl_mime_filename(added, nil))
    case .parts(let parts):
      let inner = try made(for: easy)
      // From here on it is freed with what it is in.
      let result = curl_mime_subparts(added, inner)
      if result != CURLE_OK { curl_mime_free(inner) }
      try check(result)
      for part in parts { try add(part, to: inner, for: easy) }
    }
    if let name = part.fileName { try check(curl_mime_filename(added, name)) }
    if let type = part.type { try check(curl_mime_type(added, type)) }
    if !part.headerLines.isEmpty {
      let lines = part.headerLines.reduce(nil as UnsafeMutablePointer<curl_slist>?) {
        curl_slist_append($0, $1) ?? $0
      }
      try check(curl_mime_headers(added, lines, 1))
    }
    if let encoder = part.encoder {
      guard curl_mime_encoder(added, encoder) == CURLE_OK else {
        throw TransferError(
          code: 43,
          message:
            "a form's encoder is binary, 8bit, 7bit, base64 or quoted-printable, not \(encoder)")
      }
    }
    if let name = part.name { try check(curl_mime_name(added, name)) }
  }

  private static func read(_ path: String, into part: OpaquePointer) throws(TransferError) {
    guard curl_mime_filedata(part, path) == CURLE_OK else {
      throw TransferError(code: TransferError.read, message: "cannot read \(path)")
    }
  }

  private static func check(_ result: CURLcode) throws(TransferError) {
    guard result == CURLE_OK else { throw TransferError(result) }
  }
}
