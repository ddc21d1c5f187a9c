import HTTP
import Streams
import Transfer

// `--etag-save`.
extension Visit {
  /// "If no ETag is sent by the server, an empty file is created" (curl.1).
  func beginTag() throws(TransferError) {
    guard let file = invocation.tagFile, file != "-" else { return }
    do throws(FileError) {
      _ = try Outlet(creating: file)
    } catch {
      throw TransferError(
        code: TransferError.read, message: "--etag-save: cannot write \(error.message)")
    }
  }

  /// The last one of a chain stays.
  func keepTag(of exchange: Exchange) {
    guard let file = invocation.tagFile, let tag = exchange.response.fields.first("ETag"),
      !tag.isEmpty
    else { return }
    let output = file == "-" ? standardOutput : try? Outlet(creating: file)
    output?.write(tag + "\n")
    if output?.drain() != true {
      messages.warn("--etag-save: cannot write \(file)")
    }
  }
}
