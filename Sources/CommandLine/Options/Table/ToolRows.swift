extension OptionTable {
  /// The command line tool itself.
  static let tool: [Option] = [
    Option(
      .config, short: "K", argument: "file", .upshift, isRepeatable: true, values: .file,
      help: "Read options from this file",
      manual: """
        Reads options from <file>, as if they stood on the command line; `-` is standard input. A line
        that is wrong is warned of and left out, or, where only a part of it cannot be used, that part.
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
        As the first option on the command line: the configuration files are not read at start.
        Anywhere else it does nothing.
        """),
    Option(
      .help, short: "h", argument: "topic", .upshift, isImportant: true, values: .helpTopic,
      help: "Show help: all, category, a category, --OPTION",
      manual: """
        Shows the most important options. `--help all` shows all of them, `--help category` the
        categories, `--help websocket` those of one category, `--help --linger` what
        this manual says about one option, and `--help items`, `prompt`, `events` and `checks` these chapters of it. What stands after <topic> is ignored.
        """),
    Option(
      .manual, short: "M", .upshift,
      help: "Show the manual",
      manual: """
        Shows the manual, as text. What stands after it is ignored.
        """),
    Option(
      .version, short: "V", .upshift, isImportant: true,
      help: "Show the versions",
      manual: """
        Shows the version of `upshift` and those of the libraries that it uses. What stands
        after it is ignored.
        """),
    Option(
      .curl, .upshift, isNegatable: true, isOurs: true,
      help: "Print the command of curl's that asks the same",
      manual: """
        Asks nothing, and prints the command of curl that does the same, or as much of it as curl can; what that lacks is
        said on standard error. The options of configuration files are in it, and so are passwords.

          upshift --curl :8080/items name=lamp -u me:secret
        """),
    Option(
      .libcurl, argument: "file", .upshift, values: .file,
      help: "Write a C program that does the same",
      manual: """
        Writes to <file>, `-` for standard output, a program in C that makes the same transfers with libcurl: each one that
        was made, those after a redirect of a handshake or a 426 too. What is said on a WebSocket is not in it. Passwords
        are.
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
