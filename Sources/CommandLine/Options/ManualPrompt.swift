import Prompt

/// What the manual says about the prompt.
extension ManualText {
  /// In the manual, and as `--help prompt`.
  static var promptParts: [ManualPart] {
    [
      ManualPart("The prompt", prompt, level: .section),
      ManualPart("Keys", promptKeys, keys),
      ManualPart("Commands", nil, commands),
      ManualPart("The end of a connection", promptEnd),
      ManualPart("History and terminal", promptTerminal),
    ]
  }

  private static let prompt = """
    At a terminal a WebSocket is a prompt (see `--interactive`). A line that is entered is sent as one
    message; one that begins with `/` is a command, unless it begins with `//`, which sends a `/`. What
    is sent has `>` before it, what comes has `<`; pings, pongs and closes have `*>` and `*<`, and what
    happens to the connection has `*`. Messages
    appear above the line that is being typed, which stays as it is. Below it stands how the
    connection was reached: the statuses of the responses, the scheme, the version of TLS, the
    subprotocol, whether messages are compressed, and which of `/jq`, `/grep` and `/heartbeat` are on;
    or that there is no connection, and when the next attempt is due.

    JSON is indented and colored, its tokens as they came; binary messages are dumped; control
    characters are escaped. A message of more than 20 lines or 4 KiB is folded, and when more arrives
    than a screen can show, the newest are shown: a line names the others, and `/show` shows them.
    `/show` and `/save` know the last 100,000 events, as far as they fit into 64 MiB. A message of more
    than 64 MiB is refused, unless `--max-message` says otherwise.

    `--send` messages are sent first, whenever a connection
    opens; `--ws-send binary` makes messages of lines binary. `--verbose` shows what is asked and
    answered, and a line for each frame of a message; `/headers` shows requests and answers at any time.
    """

  private static let promptKeys = """
    The keys are those of emacs, as in a shell.
    """

  private static let keys: [(tag: String, text: String)] = [
    ("Ctrl-A, Ctrl-E; Ctrl-B, Ctrl-F; Alt-B, Alt-F", "Go to an end; by a character; by a word."),
    ("Ctrl-D, Backspace", "Delete the character under the cursor, or the one before it."),
    (
      "Ctrl-K, Ctrl-U; Ctrl-W; Alt-D, Alt-Backspace",
      "Kill to an end of the line; to the last space; a word."
    ),
    ("Ctrl-Y, Alt-Y", "Yank what was killed; then what was killed before it."),
    ("Ctrl-_", "Undo."),
    ("Ctrl-T, Alt-T; Alt-U, Alt-L, Alt-C", "Swap characters, words; change the case of a word."),
    ("Ctrl-P, Ctrl-N, Alt-<, Alt->", "Older and newer lines of the history, its ends."),
    ("Ctrl-R, Ctrl-S", "Search it while typing, backward and forward; Ctrl-G gives up."),
    ("Alt-.", "The last word of the line before."),
    ("Tab", "Complete a command, its argument or a file name; twice, list them."),
    (
      "Alt-Enter, Ctrl-O",
      "A line feed in the message. A paste of several lines is one message too."
    ),
    ("Ctrl-V", "The next key as a character, a tab say."),
    ("Ctrl-X Ctrl-E", "Edit the line in `VISUAL` or `EDITOR`; Enter then sends it."),
    ("Ctrl-L", "Clear the screen."),
    ("Ctrl-Z", "Stop, until the shell's `fg`. The connection waits meanwhile."),
    (
      "Ctrl-C",
      "Clear the line; on an empty line close and leave, as Ctrl-D does."
    ),
    (
      "Ctrl-D",
      "On an empty line: close and leave; the second time, without waiting for the server."
    ),
  ]

  /// Made from the prompt's own table.
  private static var commands: [(tag: String, text: String)] {
    Help.commands.map { command in
      let summary = command.summary.prefix(1).uppercased() + command.summary.dropFirst() + "."
      return (
        "`\(command.usage)`", command.details.isEmpty ? summary : summary + " " + command.details
      )
    }
  }

  private static let promptEnd = """
    When the server closes or the connection is lost the prompt stays, with what was shown. Enter or
    `/reconnect` connects again, beginning with the URL of the command line; with `--reconnect` that happens
    by itself (see there when not). A line that is entered without a connection stays where it is: Enter
    connects, and then sends it.

    The exit status is that of the last connection: 0 if it was closed from here, 116 if the server
    closed it with a code that is not in `--ok-close`, 115 if it was lost, 130 if it was given up
    while it was being made, and so on.
    """

  private static let promptTerminal = """
    Lines that were entered are kept for each host and port, the last 1000, readable by their
    owner only. A line that begins with a space is not kept. The space belongs to a message, but not to a command:
    ` /text SECRET`, typed with a space before it, sends `SECRET` and leaves no trace of it in the history.

    Colors are as `--color` and `NO_COLOR` say. Where `TERM` is `dumb` or not set no escape sequence is
    written: the line then has one row, and there is no status below it. Where the locale is not UTF-8
    characters beyond ASCII are shown by their numbers; what is typed is read as UTF-8 in the locales
    `C` and `POSIX` and where none is set, and as Latin-1 in others. What is sent is always UTF-8.
    """
}
