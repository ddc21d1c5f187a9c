public import HTTP
import Text

// What an exchange leaves in a transcript, without credentials.
extension Record.Event {
  /// A request, from its head as it was sent.
  ///
  /// - Parameter showsSecrets: credentials stay as they are.
  public static func request(
    method: String, url: String, head: [UInt8], showsSecrets: Bool
  ) -> Self {
    .request(
      method: method, url: shown(url, showsSecrets),
      fields: shown(Fields(requestHead: head), showsSecrets))
  }

  /// The head of the response that came to it.
  public static func response(
    method: String, url: String, _ head: ResponseHead, showsSecrets: Bool
  ) -> Self {
    .response(
      method: method, url: shown(url, showsSecrets), status: head.status,
      fields: shown(head.fields, showsSecrets))
  }

  private static func shown(_ url: String, _ showsSecrets: Bool) -> String {
    showsSecrets ? url : Secrets.hidden(url: url)
  }

  private static func shown(_ fields: Fields, _ showsSecrets: Bool) -> Fields {
    guard !showsSecrets else { return fields }
    var shown = Fields()
    for field in fields {
      let value = Secrets.hidden(field.value[...], of: field.name) ?? Secrets.hidden(field.value)
      shown.append(Field(field.name, value))
    }
    return shown
  }
}
