public import WebSocket

/// What a line that was entered means.
public enum Command: Hashable, Sendable {
  /// A switch of what is shown.
  public enum Setting: String, Hashable, Sendable, CaseIterable {
    /// JSON is indented and coloured.
    case pretty
    /// Binary messages are dumped.
    case hex
    /// Each message has its time.
    case time
    /// Pings and pongs are shown.
    case pings
  }

  /// Send this as a text message: the line was no command.
  case message(String)
  /// Show all commands, or all about one (a name in the table).
  case help(String?)
  /// Send a text message.
  case text(String)
  /// Send a binary message.
  case binary([UInt8])
  /// Send the file as a binary message.
  case binaryFile(String)
  /// Send the file as a message: text if it is UTF-8, else binary.
  case file(String)
  /// Send a ping with this payload, at most 125 bytes.
  case ping(String)
  /// Close. A Close frame can say this.
  case close(Close)
  /// Close if need be, and connect again.
  case reconnect
  /// Show the exchanges that led here.
  case headers
  /// Show counts.
  case stats
  /// Write the transcript to a file.
  case save(String)
  /// Filter what is shown by jq, or, with nil, tell how it is filtered.
  case jq(Switch?)
  /// Show only messages that match, or, with nil, tell which.
  case grep(Switch?)
  /// Turn a switch on or off, or, with nil, over.
  case set(Setting, Bool?)
  /// Show a message whole: its number, or with nil the last; or several.
  case show(ClosedRange<Int>?)
  /// Write a message in the editor.
  case multi
  /// Send a text every so many seconds, or, with nil, no longer.
  case heartbeat(Heartbeat?)
  /// Close and leave.
  case quit

  /// What messages have to be like to be shown.
  public enum Switch: Hashable, Sendable {
    /// Like this.
    case on(String)
    /// Anything.
    case off
  }

  /// A message that is sent again and again.
  public struct Heartbeat: Hashable, Sendable {
    /// Between two of them; at least 0.1.
    public let seconds: Double
    /// What is sent.
    public let text: String
  }

  /// Why a line is no command that can be obeyed; nothing is to be sent.
  public struct Mistake: Error, Hashable, Sendable {
    /// One line, safe for a terminal.
    public let message: String
  }
}
