/// A command as its name is known: what the parser, the help and completion are made from.
struct CommandEntry: Sendable {
  /// How its arguments are completed.
  enum Completion: Sendable {
    case nothing
    /// Another command's name, without the slash.
    case command
    case words([String])
    case file
    /// A file after an `@`.
    case fileAfterAt
    case closeCode
  }

  let name: String
  /// `[CODE [REASON]]`.
  let arguments: String
  /// One line, without a full stop.
  let summary: String
  /// What else there is to know; sentences.
  var details = ""
  var completion = Completion.nothing

  /// `/close [CODE [REASON]]`.
  var usage: String { "/" + name + (arguments.isEmpty ? "" : " " + arguments) }

  /// The entry of that name.
  static func named(_ name: some StringProtocol) -> Self? { all.first { $0.name == name } }

  private static let toggled = "Without on or off it is what it was not."

  /// All commands, in the order of the help.
  static let all: [Self] = [
    Self(
      name: "help", arguments: "[COMMAND]", summary: "this list, or all about one command",
      completion: .command),
    Self(
      name: "text", arguments: "TEXT", summary: "send TEXT as a text message",
      details:
        "TEXT is sent as it is, spaces included. Without TEXT an empty message is sent. A command after a "
        + "space is not kept in the history."),
    Self(
      name: "binary", arguments: "HEX|@FILE", summary: "send bytes as a binary message",
      details:
        "HEX is pairs of digits; spaces, colons and 0x may stand between them. @FILE sends what is in a file.",
      completion: .fileAfterAt),
    Self(
      name: "file", arguments: "PATH", summary: "send a file as one message",
      details:
        "It is a text message if the file is UTF-8, else a binary one (/binary @PATH always).",
      completion: .file),
    Self(
      name: "ping", arguments: "[TEXT]",
      summary: "send a ping; its pong shows the round-trip time",
      details: "Without TEXT it has a number."),
    Self(
      name: "close", arguments: "[CODE [REASON]]",
      summary: "close the connection, with 1000 unless told",
      completion: .closeCode),
    Self(name: "reconnect", arguments: "", summary: "close if need be, and connect again"),
    Self(
      name: "headers", arguments: "", summary: "the exchanges that led here, with timings",
      details: "Credentials are hidden, unless --show-secrets was given."),
    Self(name: "stats", arguments: "", summary: "messages, bytes, compression, round trips"),
    Self(
      name: "save", arguments: "FILE", summary: "write the transcript, one JSON object a line",
      details:
        "A FILE.check becomes a check for upshift check, as with --record. A file that exists is left alone. What is in it, the manual says under EVENTS; --replay sends it again.",
      completion: .file),
    Self(
      name: "jq", arguments: "[FILTER|off]", summary: "show what a jq filter makes of each message",
      details:
        "FILTER has no quotes around it, as a shell would want; without it the one in use is told. A message that the filter leaves out, "
        + "or that is not JSON, is not shown; one that it leaves alone is shown as it came. "
        + "In what the filter makes, jq rounds integers above 2^53, and keeps the last of equal keys. "
        + "A filter that takes longer than a second on a message is turned off.",
      completion: .words(["off"])),
    Self(
      name: "grep", arguments: "[REGEX|off]", summary: "show only messages that match",
      details:
        "REGEX is as for --until, and looks at messages as they came, before /jq. A pattern that takes longer than a second on a message is turned "
        + "off.",
      completion: .words(["off"])),
    Self(
      name: "pretty", arguments: "[on|off]", summary: "indent and color JSON", details: toggled,
      completion: .words(["on", "off"])),
    Self(
      name: "hex", arguments: "[on|off]", summary: "dump binary messages", details: toggled,
      completion: .words(["on", "off"])),
    Self(
      name: "time", arguments: "[on|off]", summary: "show the time of each message",
      details: toggled,
      completion: .words(["on", "off"])),
    Self(
      name: "pings", arguments: "[on|off]", summary: "show pings and pongs",
      details: toggled + " The pong that answers /ping is shown in any case.",
      completion: .words(["on", "off"])),
    Self(
      name: "show", arguments: "[N[-N]]", summary: "show message N, or the last, whole; or several",
      details:
        "Long messages are folded when they come, and in a flood some are left out: a line names their "
        + "numbers. Of several each is folded."),
    Self(
      name: "multi", arguments: "", summary: "write a message in $VISUAL or $EDITOR",
      details:
        "It is sent when the editor ends; an empty file sends nothing. Without a connection it "
        + "comes back to the line."),
    Self(
      name: "heartbeat", arguments: "SECONDS TEXT|off", summary: "send TEXT every SECONDS",
      details: "SECONDS are 0.1 or more. It goes on after connecting again.",
      completion: .words(["off"])),
    Self(name: "quit", arguments: "", summary: "close, and leave"),
  ]
}
