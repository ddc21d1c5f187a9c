/// The sections of an entry.
public enum Sections {
  /// Where one stands, and what is in it.
  public enum Form: Hashable, Sendable {
    /// Before the body of the request.
    case request(Request)
    /// After an HTTP line.
    case answer(Answer)
  }

  /// What belongs to a request.
  public enum Request: Hashable, Sendable {
    /// A ``Setting`` a line, or a name and a value, or a ``Part``.
    case options, query, form, multipart, cookies, basicAuth
  }

  /// What belongs to an answer.
  public enum Answer: Hashable, Sendable {
    /// A ``Capture``, an ``Assert`` or a ``Step`` a line.
    case captures, asserts, conversation
  }

  /// All of them, in the order of the manual.
  public static let all: [Term<Form>] = [
    Term("Options", .request(.options), "how this request is made"),
    Term("Query", .request(.query), former: ["QueryStringParams"], "what is added to the URL"),
    Term("Form", .request(.form), former: ["FormParams"], "a form as the body"),
    Term(
      "Multipart", .request(.multipart), former: ["MultipartFormData"],
      "a form with files as the body"),
    Term("Cookies", .request(.cookies), "cookies to send"),
    Term("BasicAuth", .request(.basicAuth), "a user and a password, as USER: PASSWORD"),
    Term("Captures", .answer(.captures), "variables from the answer"),
    Term("Asserts", .answer(.asserts), "what must be true of the answer"),
    Term("WebSocket", .answer(.conversation), "what is sent on the WebSocket, and must come"),
  ]
}
