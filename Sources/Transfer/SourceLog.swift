import CLibcurl
import Platform

/// What libcurl was told for each transfer, to be written down as a program (`--libcurl`).
public final class SourceLog: Sendable {
  /// A value that an option was given.
  enum Value: Sendable {
    case long(Int)
    case offset(Int)
    case string(String)
    case bytes([UInt8])
    case list([String])
    case form([FormPart])
  }

  private let transfers = Guarded<[[(option: String, value: Value)]]>([])

  /// Of no transfer yet.
  public init() {}

  func begin() { transfers.use { $0.append([]) } }

  func add(_ option: CURLoption, _ value: Value) {
    guard let known = curl_easy_option_by_id(option) else { return }
    add("CURLOPT_" + String(cString: known.pointee.name), value)
  }

  /// A list of names may not be empty: only the older option can say it, which is deprecated.
  func addForbiddenRedirects() { add("CURLOPT_REDIR_PROTOCOLS", .long(0)) }

  private func add(_ name: String, _ value: Value) {
    transfers.use { all in
      guard !all.isEmpty else { return }
      all[all.count - 1].append((name, value))
    }
  }

  /// The program in C.
  public var program: String {
    var writer = Writer()
    for settings in transfers.use({ $0 }) { writer.add(settings) }
    return writer.text
  }

  private struct Writer {
    private var body = ""
    private var lists = 0
    private var forms = 0
    private var parts = 0

    mutating func add(_ settings: [(option: String, value: Value)]) {
      body += "\n  curl_easy_reset(curl);\n"
      var own: [String] = []
      for (option, value) in settings {
        let argument: String
        switch value {
        case .long(let number): argument = "\(number)L"
        case .offset(let number): argument = "(curl_off_t)\(number)"
        case .string(let text): argument = Writer.quoted(text.utf8)
        case .bytes(let bytes): argument = Writer.quoted(bytes)
        case .list(let lines):
          argument = list(of: lines)
          own.append("curl_slist_free_all(\(argument))")
        case .form(let parts):
          argument = form(of: parts)
          own.append("curl_mime_free(\(argument))")
        }
        body += "  curl_easy_setopt(curl, \(option), \(argument));\n"
      }
      body += "  result = curl_easy_perform(curl);\n"
      for end in own { body += "  \(end);\n" }
    }

    private mutating func list(of lines: [String]) -> String {
      lists += 1
      let list = "list\(lists)"
      for line in lines {
        body += "  \(list) = curl_slist_append(\(list), \(Writer.quoted(line.utf8)));\n"
      }
      return list
    }

    /// As ``Form`` makes it.
    private mutating func form(of parts: [FormPart]) -> String {
      forms += 1
      let form = "form\(forms)"
      body += "  \(form) = curl_mime_init(curl);\n"
      for part in parts { add(part, to: form) }
      return form
    }

    private mutating func add(_ part: FormPart, to form: String) {
      parts += 1
      let added = "part\(parts)"
      body += "  \(added) = curl_mime_addpart(\(form));\n"
      func call(_ function: String, _ arguments: String) {
        body += "  curl_mime_\(function)(\(added), \(arguments));\n"
      }
      switch part.content {
      case .bytes(let bytes): call("data", "\(Writer.quoted(bytes)), \(bytes.count)")
      case .file(let path): call("filedata", Writer.quoted(path.utf8))
      case .contents(let path):
        call("filedata", Writer.quoted(path.utf8))
        call("filename", "NULL")
      case .parts(let parts): call("subparts", self.form(of: parts))
      }
      if let name = part.fileName { call("filename", Writer.quoted(name.utf8)) }
      if let type = part.type { call("type", Writer.quoted(type.utf8)) }
      if !part.headerLines.isEmpty { call("headers", "\(list(of: part.headerLines)), 1") }
      if let encoder = part.encoder { call("encoder", Writer.quoted(encoder.utf8)) }
      if let name = part.name { call("name", Writer.quoted(name.utf8)) }
    }

    var text: String {
      let declared =
        (0..<lists).map { "  struct curl_slist *list\($0 + 1) = NULL;\n" }.joined()
        + (0..<forms).map { "  curl_mime *form\($0 + 1);\n" }.joined()
        + (0..<parts).map { "  curl_mimepart *part\($0 + 1);\n" }.joined()
      return """
        /* What upshift asked, as a program: cc FILE -lcurl */
        #include <curl/curl.h>

        int main(void)
        {
          CURLcode result = CURLE_OK;
          CURL *curl;
        \(declared)
          curl_global_init(CURL_GLOBAL_DEFAULT);
          curl = curl_easy_init();
          if(!curl)
            return 2;
        \(body)
          curl_easy_cleanup(curl);
          curl_global_cleanup();
          return (int)result;
        }

        """
    }

    /// A string of C, whatever its bytes are.
    private static func quoted(_ bytes: some Sequence<UInt8>) -> String {
      var result = "\""
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += "\\" + String(UnicodeScalar(byte))
        case 0x20..<0x7F where byte != UInt8(ascii: "?"): result += String(UnicodeScalar(byte))
        default:
          let digits = String(byte, radix: 8)
          result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
      }
      return result + "\""
    }
  }
}
