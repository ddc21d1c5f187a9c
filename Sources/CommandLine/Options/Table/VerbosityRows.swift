extension OptionTable {
  /// What is said on standard error.
  static let verbosity: [Option] = [
    Option(
      .verbose, short: "v", .verbose, isImportant: true, isNegatable: true,
      help: "Show requests, decisions and frames",
      manual: """
        Shows on standard error what goes on: connections, the requests after `>`, the heads of
        responses after `<`, what a 426 offered and what was decided, and one line for each
        WebSocket frame: direction, opcode, length, flags and the start of the payload, its control
        characters escaped. Credentials are shown as `***`, see `--show-secrets`.
        """),
    Option(
      .trace, argument: "file", .verbose, values: .file,
      help: "Write all that goes and comes, in hexadecimal",
      manual: """
        Writes to <file> what libcurl does, and all bytes that go and come, as numbers and characters: heads, bodies, TLS, and
        what is said on a WebSocket, masked as it is. `-` is standard output, `%` standard error. Credentials in heads are
        `***` unless `--show-secrets` is given. Takes the place of `--verbose`.
        """),
    Option(
      .traceAscii, argument: "file", .verbose, values: .file,
      help: "The same without the hexadecimal numbers",
      manual: """
        Like `--trace`, with characters only, and a line for a line.
        """),
    Option(
      .traceTime, .verbose, isNegatable: true,
      help: "Put the time before each line of a trace",
      manual: """
        Puts the time of day before each event of `--trace`, and each line of `--verbose`.
        """),
    Option(
      .silent, short: "s", .verbose, isImportant: true, isNegatable: true,
      help: "Say nothing, not even errors",
      manual: """
        Writes nothing to standard error, not even errors, unless `--show-error` is given. The
        exit status stays what it is.
        """),
    Option(
      .progressBar, short: "#", .verbose, isNegatable: true,
      help: "Show how far it is as a bar",
      manual: """
        Shows how far a transfer is as a bar of `#`; where nobody knows how long it will be, as something that
        moves. It replaces the meter, and is shown wherever standard error leads.
        """),
    Option(
      .noProgressMeter, .verbose, isNegatable: true,
      help: "Show no meter",
      manual: """
        Shows no meter, and silences nothing else. Without it there is one on standard error if that is a terminal and
        the payload goes somewhere else; `--progress-meter` shows it in any case.
        """),
    Option(
      .showError, short: "S", .verbose, isNegatable: true,
      help: "Show errors even with --silent",
      manual: """
        Shows errors although `--silent` is given.
        """),
    Option(
      .stderr, argument: "file", .verbose, values: .file,
      help: "Write what is said to this file",
      manual: """
        Writes to <file> what standard error would have had; `-` is standard output. It holds for all that is said once
        the options are read, wherever it stands.
        """),
    Option(
      .showSecrets, .verbose, isNegatable: true, isOurs: true,
      help: "Show credentials instead of ***",
      manual: """
        Shows passwords, tokens and cookies as they are where `***` would stand.
        """),
    Option(
      .color, argument: "when", .verbose, isOurs: true,
      values: .choices(["auto", "always", "never"]),
      help: "Use colors: auto (default), always or never",
      manual: """
        Colors by direction. `auto`, the default: on a terminal that `TERM` does not call dumb, unless
        `NO_COLOR` is set.
        `always` and `never`: whatever the output is.
        """),
    Option(
      .styledOutput, .verbose, isNegatable: true,
      help: "Style response heads, the default",
      manual: """
        Shows the names of fields in bold, and statuses in a color for each class, where `--include` or `--head` puts them
        on a terminal, as `--color` allows.
        `--no-styled-output` leaves that out.
        """),
  ]
}
