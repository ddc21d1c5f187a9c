import Check
import Client
import HTTP
import Streams
import Transfer
import Upgrade

/// Options as they come, until all are known.
struct Reader {
  var urls: [String] = []
  var job = Job(url: "", uri: URI(scheme: "http", host: ""))
  var result = Invocation()
  var globals = Globals()
  var body = JoinedData()
  var putsBodyInQuery = false
  /// Words after the first URL that are none.
  var items: [RequestItem] = []
  var form = FormFields()
  /// `--url-query`.
  var query = JoinedData()
  /// `--upload-file`, one a URL.
  var uploads: [String] = []
  /// `--etag-compare`.
  var tagFile: String?
  /// `--output` and `--remote-name`, in their order: one a URL.
  var places: [Place] = []
  /// `--remote-name-all` as it stands, and as it stood when each URL, or the place for one, was typed.
  var namesRemotely = false
  private var remotely: [Bool] = []
  /// `--globoff`.
  var hasGlobs = true
  var offered: Token?
  /// `--send` and `--expect` so far.
  var sent: [Scenario.Line] = []
  /// A value that looks like a URL, of an option that may have taken it for what comes next.
  private(set) var taken: (by: OptionName, url: String)?
  /// `upshift check`, if it is that.
  var check: CheckSettings?

  /// All that was typed; the files it names are read here.
  mutating func take(_ arguments: Arguments) throws(InvocationError) {
    for (index, item) in arguments.items.enumerated() {
      switch item {
      case .url(let word): try takeWord(word)
      case .option(let name, let value, let isOn):
        if let value, value.contains("://"), URI.hasScheme(value) { taken = (name, value) }
        do {
          try take(name, value ?? "", isOn)
        } catch let error as InvocationError {
          throw error
        } catch let error as UsageError {
          guard let place = arguments.places[index] else { throw .usage(error) }
          globals.warnings.append("\(place): \(error.message)")
        } catch let error as FileError {
          throw .file("--\(name.rawValue)", error)
        } catch {
          throw .usage(UsageError("\(error)"))
        }
      }
    }
  }

  private mutating func takeWord(_ word: String) throws(InvocationError) {
    do {
      if check == nil {
        if let item = try RequestItem(word) { return items.append(item) }
        if !urls.isEmpty, let hint = RequestItem.hint(for: word) { throw UsageError(hint) }
      }
      urls.append(word)
      notePlaces()
    } catch let error as FileError {
      throw .file(word, error)
    } catch {
      throw .usage(error as? UsageError ?? UsageError("\(error)"))
    }
  }

  /// To be told of each URL and each place.
  mutating func notePlaces() {
    while remotely.count < max(urls.count, places.count) { remotely.append(namesRemotely) }
  }

  /// Where what URL number `index` gives is to go.
  func place(_ index: Int) -> Place {
    index < places.count ? places[index] : remotely[index] ? .remote("") : .standardOutput
  }

  /// Throws a `UsageError` or a `FileError`.
  private mutating func take(_ name: OptionName, _ value: String, _ isOn: Bool) throws {
    if try takeBody(name, value, isOn) { return }
    if try takeResource(name, value, isOn) { return }
    if try takeAuthentication(name, value, isOn) { return }
    if try takeTLS(name, value, isOn) { return }
    if try takeProxy(name, value, isOn) { return }
    if try takeConnection(name, value, isOn) { return }
    if try takeWebSocket(name, value, isOn) { return }
    if try takeSchedule(name, value, isOn) { return }
    if try takeOutput(name, value, isOn) { return }
    if try takeCheck(name, value, isOn) { return }
    try takeRequest(name, value, isOn)
  }
}
