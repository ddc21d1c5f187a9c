import Client
import HTTP
import Streams
import Text
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
    do throws(FileError) {
      let output = file == "-" ? standardOutput : try Outlet(creating: file)
      output.write((output.isTerminal ? Escape.text(tag) : tag) + "\n")
      try output.finish(at: file, until: chain?.deadline)
    } catch {
      hasLost = true
      messages.lost("etag-save", error)
    }
  }
}
