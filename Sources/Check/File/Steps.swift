/// The lines of `[WebSocket]`.
public enum Steps {
  /// What one begins with.
  public enum Form: Hashable, Sendable {
    /// A ``Step/Action-swift.enum`` each.
    case send, expect, never, capture, ping, close
  }

  /// All of them, in the order of the manual.
  public static let all: [Term<Form>] = [
    Term("send", argument: "[binary] MESSAGE", .send, "send a message"),
    Term(
      "expect", argument: "QUERY… [PREDICATE] [within TIME]", .expect,
      "wait for a message, for any of several, for a number of them, for a ping, a pong or the close"
    ),
    Term(
      "never", argument: "QUERY… [PREDICATE] for TIME", .never,
      "no such message may come for so long"),
    Term(
      "capture", argument: "NAME QUERY…", .capture, "a variable from the message that was met last"),
    Term("ping", argument: "[TEXT]", .ping, "send a ping"),
    Term("close", argument: "[CODE [\"REASON\"]]", .close, "close the WebSocket"),
  ]
}
