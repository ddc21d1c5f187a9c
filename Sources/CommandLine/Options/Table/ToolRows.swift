extension OptionTable {
  /// The command line tool itself.
  static let tool: [Option] = [
    Option(
      .config, short: "K", argument: "file", .upshift, isRepeatable: true, values: .file,
      help: "Read options from this file",
      manual: """
        Reads options from <file>, as if they stood on the command line; `-` is standard input.
        One option a line, `name = value`, `name: value` or `name value`; a switch stands alone. A
        value with spaces in it is put in double quotes, in which `\\\\`, `\\"`, `\\t`, `\\n`, `\\r`
        and `\\v` are escapes. The separators `=` and `:` go with names without dashes. A line that begins with
        `#` is a comment. A URL is given with `url`:

          # the chat of the staging machine
          url = "ws://staging.example/chat"
          header = "Authorization: Bearer 123"
          listen
        """),
    Option(
      .disable, short: "q", .upshift, isNegatable: true,
      help: "First of all: read no configuration file",
      manual: """
        As the first option on the command line: the configuration file is not read at start.
        Anywhere else it does nothing.
        """),
    Option(
      .help, short: "h", argument: "topic", .upshift, isImportant: true, values: .helpTopic,
      help: "Show help: all, category, a category, --OPTION",
      manual: """
        Shows the most important options. `--help all` shows all of them, `--help category` the
        categories, `--help websocket` those of one category, `--help --linger` what
        this manual says about one option, and `--help prompt` and `--help checks` these chapters of it. What stands after <topic> is ignored.
        """),
    Option(
      .version, short: "V", .upshift, isImportant: true,
      help: "Show the versions",
      manual: """
        Shows the version of `upshift` and those of the libraries that it uses. What stands
        after it is ignored.
        """),
    Option(
      .generate, argument: "page", .upshift, isHidden: true, isOurs: true,
      values: .choices(["man", "bash", "zsh", "fish"]),
      help: "Print the manual page or a completion",
      manual: """
        Prints the manual page, or the completion for a shell.
        """),
  ]
}
