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
    /// Something that has no text.
    case object
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
          lists += 1
          argument = "list\(lists)"
          own.append(argument)
          for line in lines {
            body += "  \(argument) = curl_slist_append(\(argument), \(Writer.quoted(line.utf8)));\n"
          }
        case .object:
          body += "  /* \(option) is given something that cannot be written down here */\n"
          continue
        }
        body += "  curl_easy_setopt(curl, \(option), \(argument));\n"
      }
      body += "  result = curl_easy_perform(curl);\n"
      for list in own { body += "  curl_slist_free_all(\(list));\n" }
    }

    var text: String {
      let declared = (0..<lists).map { "  struct curl_slist *list\($0 + 1) = NULL;\n" }.joined()
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
